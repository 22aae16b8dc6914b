import { Chart } from 'cdk8s';
import {
  RuntimeClass,
  SpinAppExecutor,
  SpinAppExecutorProps,
  SpinAppExecutorReferenceOptions,
  SpinOperatorApi,
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

test('an executor of a runtime class makes Deployments and installs certificates', () => {
  expect(specOf({ runtimeClass: runtimeClass() })).toEqual({
    createDeployment: true,
    deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2', installDefaultCACerts: true },
  });
});

test('an executor of the older release says nothing of certificates', () => {
  const api = SpinOperatorApi.V0_1_0;
  expect(specOf({ api, runtimeClass: runtimeClass() })).toEqual({
    createDeployment: true,
    deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2' },
  });
  expect(only(synth(chart), 'SpinAppExecutor').apiVersion).toBe('core.spinoperator.dev/v1alpha1');
});

test('an executor without Deployments configures none', () => {
  expect(specOf({ createDeployment: false })).toEqual({ createDeployment: false });
});

test('an executor can run spin in a container of its own', () => {
  expect(specOf({ spinImage: 'example.com/spin:v3' })).toEqual({
    createDeployment: true,
    deploymentConfig: { spinImage: 'example.com/spin:v3', installDefaultCACerts: true },
  });
});

test('every property is rendered, twice the same', () => {
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

test('a reference keeps its options', () => {
  const options: Required<SpinAppExecutorReferenceOptions> = {
    api: SpinOperatorApi.V0_1_0,
    namespace: 'team',
    createDeployment: false,
  };
  const reference = SpinAppExecutor.fromSpinAppExecutorName(chart, 'reference', 'shim', options);
  const { name, apiVersion, kind, api, namespace, createDeployment } = reference;
  expect({ name, apiVersion, kind, api, namespace, createDeployment }).toEqual({
    name: 'shim',
    apiVersion: 'core.spinoperator.dev/v1alpha1',
    kind: 'SpinAppExecutor',
    ...options,
  });
  expect(synth(chart)).toEqual([]);
});

test('a reference is of the newest release, and knows nothing else', () => {
  const reference = SpinAppExecutor.fromSpinAppExecutorName(chart, 'reference', 'shim');
  const { api, namespace, createDeployment } = reference;
  expect([api, namespace, createDeployment]).toEqual([SpinKubeRelease.CURRENT.api, undefined, undefined]);
});

test('an API names what the operator puts on its objects', () => {
  const api = SpinOperatorApi.V0_6_1;
  expect([api.appNameLabel, api.readyLabel('hello'), api.executorFinalizer]).toEqual([
    'core.spinkube.dev/app-name',
    'core.spinkube.dev/app.hello.status',
    'core.spinkube.dev/finalizer',
  ]);
});
