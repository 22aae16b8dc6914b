import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  KeyValueStore,
  LlmCompute,
  OptionValue,
  RuntimeConfig,
  SpinApp,
  SpinAppExecutor,
  SqliteDatabase,
} from '../../../lib';
import { SpinOperator, SpinOperatorProps } from '../../../lib';
import { synth, testChart, validationErrors } from '../../testing';

function errorsOf(props: SpinOperatorProps): string[] {
  const chart = testChart();
  new SpinOperator(chart, 'operator', props);
  return validationErrors(chart);
}

describe('rejects', () => {
  const LABEL = 'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters';
  const LONG = 'a'.repeat(34);
  const long = (name: string) =>
    `results in the Service name '${name}-spin-operator-webhook-service', which must begin with a letter and have at most 63 characters`;

  test.each<[string, SpinOperatorProps, string]>([
    [
      'a Helm release name that is not a DNS label',
      { helmReleaseName: 'My_Release' },
      `'helmReleaseName' (My_Release) ${LABEL}; use the name that 'helm list' shows`,
    ],
    [
      'an empty Helm release name',
      { helmReleaseName: '' },
      `'helmReleaseName' ('') ${LABEL}; use the name that 'helm list' shows`,
    ],
    [
      'a Helm release name that makes the names of Services too long',
      { helmReleaseName: LONG },
      `'helmReleaseName' (${LONG}) ${long(LONG)}; choose another name`,
    ],
    [
      'a Helm release name that begins with a digit',
      { helmReleaseName: '2nd' },
      `'helmReleaseName' (2nd) ${long('2nd')}; choose another name`,
    ],
    [
      'a namespace that is not a DNS label',
      { namespace: 'spin.operator' },
      `'namespace' (spin.operator) ${LABEL}; begin and end it with a letter or digit`,
    ],
    ['an empty image', { image: '' }, "'image' ('') must not be empty; remove it to use the default"],
    [
      'a negative number of replicas',
      { replicas: -1 },
      "'replicas' (-1) must be a whole number, 0 or more; use 1, or 2 for high availability",
    ],
    [
      'a fractional number of replicas',
      { replicas: 1.5 },
      "'replicas' (1.5) must be a whole number, 0 or more; use 1, or 2 for high availability",
    ],
    [
      'a fraction of a second',
      { terminationGracePeriod: Duration.millis(1500) },
      "'terminationGracePeriod' (1.5s) must be whole seconds; round it up",
    ],
    [
      'a selector label of the Deployment',
      { podLabels: { 'app.kubernetes.io/instance': 'mine' } },
      "'podLabels' (app.kubernetes.io/instance) is a selector label of the pods; remove it",
    ],
    [
      'an argument that is not a flag',
      { extraArgs: ['debug'] },
      "'extraArgs' (debug) must be a flag that begins with '-'; write flag and value as one argument, such as --v=2",
    ],
    [
      'two dashes alone, after which the operator reads no flags',
      { extraArgs: ['--'] },
      "'extraArgs' (--) must be a flag that begins with '-'; write flag and value as one argument, such as --v=2",
    ],
    [
      'a flag that the component sets itself',
      { extraArgs: ['--leader-elect'] },
      "'extraArgs' (--leader-elect) is a flag that the component sets itself; remove it",
    ],
    [
      'a flag that the component sets itself, with another value and one dash',
      { extraArgs: ['-metrics-bind-address=:9090'] },
      "'extraArgs' (-metrics-bind-address=:9090) is a flag that the component sets itself; remove it",
    ],
    [
      'a cluster domain that is not a DNS name',
      { kubernetesClusterDomain: '.cluster.local' },
      "'kubernetesClusterDomain' (.cluster.local) is not a valid DNS domain: use DNS labels separated by dots; use the --cluster-domain of the kubelets",
    ],
    [
      'a metrics Service of type ExternalName',
      { metricsServiceType: kplus.ServiceType.EXTERNAL_NAME },
      "'metricsServiceType' (ExternalName) is not possible for a Service that selects pods; use another type",
    ],
  ])('%s', (_, props, message) => {
    expect(errorsOf(props)).toEqual([`[test/operator] ${message}`]);
  });

  test('reports all problems at once', () => {
    const chart = testChart();
    new SpinOperator(chart, 'operator', {
      helmReleaseName: 'A',
      namespace: 'B',
      replicas: -1,
      extraArgs: ['c', '--enable-webhooks=false'],
    });
    expect(validationErrors(chart)).toEqual([
      `[test/operator] 'helmReleaseName' (A) ${LABEL}; use the name that 'helm list' shows`,
      `[test/operator] 'namespace' (B) ${LABEL}; begin and end it with a letter or digit`,
      "[test/operator] 'replicas' (-1) must be a whole number, 0 or more; use 1, or 2 for high availability",
      "[test/operator] 'extraArgs' (c) must be a flag that begins with '-'; write flag and value as one argument, such as --v=2",
      "[test/operator] 'extraArgs' (--enable-webhooks=false) is a flag that the component sets itself; remove it",
    ]);
    expect(() => synth(chart)).toThrow("'replicas' (-1) must be a whole number");
  });

  test('accepts properties at their limits', () => {
    const longest = 'a'.repeat(33);
    expect(errorsOf({ helmReleaseName: longest, namespace: 'n'.repeat(63), replicas: 0, extraArgs: ['-v=1'] })).toEqual(
      [],
    );
  });
});

describe('an operator without permission to read ConfigMaps', () => {
  /** Errors with an app that has this runtime configuration. */
  function errorsWith(props: SpinOperatorProps, config: (configMap: kplus.IConfigMap) => RuntimeConfig): string[] {
    const chart = testChart();
    new SpinOperator(chart, 'operator', props);
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
    const runtimeConfig = config(kplus.ConfigMap.fromConfigMapName(chart, 'config', 'config'));
    new SpinApp(chart, 'plain', { image: 'example.com/plain:v1', executor });
    new SpinApp(chart, 'app', { image: 'example.com/app:v1', executor, runtimeConfig });
    return validationErrors(chart);
  }

  const fromConfigMap: [string, (configMap: kplus.IConfigMap) => RuntimeConfig][] = [
    [
      'a key value store',
      (map) =>
        RuntimeConfig.of({
          keyValueStores: { default: KeyValueStore.redis({ url: OptionValue.fromConfigMap(map, 'url') }) },
        }),
    ],
    [
      'a database',
      (map) =>
        RuntimeConfig.of({
          sqliteDatabases: { default: SqliteDatabase.spin({ path: OptionValue.fromConfigMap(map, 'path') }) },
        }),
    ],
    [
      'an LLM',
      (map) => RuntimeConfig.of({ llmCompute: LlmCompute.custom('own', { a: OptionValue.fromConfigMap(map, 'a') }) }),
    ],
  ];

  test.each(fromConfigMap)('is rejected together with an app with %s that is configured by one', (_, config) => {
    expect(errorsWith({ readConfigMaps: false }, config)).toEqual([
      "[test/operator] 'readConfigMaps' (false) would block the operator for the whole cluster: test/app takes part of its runtime configuration from a ConfigMap; remove it, or take the value from a Secret",
    ]);
  });

  test.each(fromConfigMap)('is accepted with the permission, together with an app with %s', (_, config) => {
    expect(errorsWith({}, config)).toEqual([]);
  });

  test('is accepted together with an app that does not need it', () => {
    const config = () => RuntimeConfig.of({ keyValueStores: { default: KeyValueStore.spin() } });
    expect(errorsWith({ readConfigMaps: false }, config)).toEqual([]);
  });
});
