import { Chart } from 'cdk8s';
import {
  RuntimeClass,
  SpinAppExecutor,
  SpinAppExecutorProps,
  SpinAppExecutorReferenceOptions,
  SpinOperatorApi,
  SpinShimVersion,
  SpinKubeRelease,
} from '../../lib';
import { only, synth, testChart } from '../testing';
import { everyExecutorProperty } from './every-field';

let chart: Chart;

beforeEach(() => {
  chart = testChart('team');
});

function specOf(props: SpinAppExecutorProps): unknown {
  new SpinAppExecutor(chart, 'executor', { metadata: { name: 'shim' }, ...props });
  return only(synth(chart), 'SpinAppExecutor').spec;
}

const runtimeClass = () => RuntimeClass.fromRuntimeClassName(chart, 'runtime-class', 'wasmtime-spin-v2');

test('creates Deployments and installs certificates with a runtime class', () => {
  expect(specOf({ runtimeClass: runtimeClass() })).toEqual({
    createDeployment: true,
    deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2', installDefaultCACerts: true },
  });
});

test('omits certificates in the older release', () => {
  const api = SpinOperatorApi.V0_1_0;
  expect(specOf({ api, runtimeClass: runtimeClass() })).toEqual({
    createDeployment: true,
    deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2' },
  });
  expect(only(synth(chart), 'SpinAppExecutor').apiVersion).toBe('core.spinoperator.dev/v1alpha1');
});

test('omits the configuration of Deployments that it does not create', () => {
  expect(specOf({ createDeployment: false })).toEqual({ createDeployment: false });
});

test('runs Spin in a container of a given image', () => {
  expect(specOf({ spinImage: 'example.com/spin:v3' })).toEqual({
    createDeployment: true,
    deploymentConfig: { spinImage: 'example.com/spin:v3', installDefaultCACerts: true },
  });
});

test('renders every property, and the same twice', () => {
  const executor = new SpinAppExecutor(chart, 'executor', everyExecutorProperty(chart));
  expect(synth(chart)).toEqual(synth(chart));
  expect(only(synth(chart), 'SpinAppExecutor')).toEqual({
    apiVersion: 'core.spinkube.dev/v1alpha1',
    kind: 'SpinAppExecutor',
    metadata: { name: 'shim', namespace: 'team', labels: { label: 'value' } },
    spec: {
      createDeployment: true,
      deploymentConfig: {
        runtimeClassName: 'wasmtime-spin-v2',
        installDefaultCACerts: false,
        caCertSecret: 'certificates',
        otel: {
          exporter_otlp_endpoint: 'http://all:4318',
          exporter_otlp_traces_endpoint: 'http://traces:4318',
          exporter_otlp_metrics_endpoint: 'http://metrics:4318',
          exporter_otlp_logs_endpoint: 'http://logs:4318',
        },
      },
    },
  });
  const { name, namespace, createDeployment, api, resourceType } = executor;
  expect({ name, namespace, createDeployment, api, resourceType }).toEqual({
    name: 'shim',
    namespace: 'team',
    createDeployment: true,
    api: SpinKubeRelease.CURRENT.api,
    resourceType: 'spinappexecutors',
  });
});

test('keeps the options of an imported executor', () => {
  const options: Required<SpinAppExecutorReferenceOptions> = {
    api: SpinOperatorApi.V0_1_0,
    namespace: 'team',
    createDeployment: false,
    spinShim: SpinShimVersion.V0_23_0,
  };
  const reference = SpinAppExecutor.fromSpinAppExecutorName(chart, 'reference', 'shim', options);
  const { name, apiVersion, kind, api, namespace, createDeployment, spinShim } = reference;
  expect({ name, apiVersion, kind, api, namespace, createDeployment, spinShim }).toEqual({
    name: 'shim',
    apiVersion: 'core.spinoperator.dev/v1alpha1',
    kind: 'SpinAppExecutor',
    ...options,
  });
  expect(synth(chart)).toEqual([]);
});

test('imports an executor of the newest release by default, without other assumptions', () => {
  const reference = SpinAppExecutor.fromSpinAppExecutorName(chart, 'reference', 'shim');
  const { api, namespace, createDeployment } = reference;
  expect([api, namespace, createDeployment]).toEqual([SpinKubeRelease.CURRENT.api, undefined, undefined]);
});

test('exposes the labels and the finalizer of the operator', () => {
  const api = SpinOperatorApi.V0_6_1;
  expect([api.appNameLabel, api.readyLabel('hello'), api.executorFinalizer]).toEqual([
    'core.spinkube.dev/app-name',
    'core.spinkube.dev/app.hello.status',
    'core.spinkube.dev/finalizer',
  ]);
});
