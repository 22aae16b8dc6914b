import { App, Chart, Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  Existing,
  KedaAutoscaler,
  KedaAutoscalerProps,
  KedaFallbackBehavior,
  KedaHttpAutoscaler,
  KedaHttpAutoscalerProps,
  KedaMetricType,
  KedaTrigger,
  Kube,
  PodIdentity,
  SpinApp,
  SpinAppExecutor,
  SpinAppProps,
  TriggerAuthentication,
} from '../../../lib';
import { stagesOf } from '../../gitops/stages';
import { only, synth, testChart } from '../../testing';

const LONG = 'a'.repeat(60);
const REDIS = KedaTrigger.redis({ address: 'redis.shop:6379', listName: 'orders' });
const RESOURCES = { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(64) } };
let chart: Chart;

beforeEach(() => {
  chart = testChart('team');
});

function newApp(props: Partial<SpinAppProps> = {}, name = 'app'): SpinApp {
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, `${name}-executor`, 'shim');
  return new SpinApp(chart, name, { metadata: { name }, image: 'example.com/hello:v1', executor, ...props });
}

function scale(props: Partial<KedaAutoscalerProps> = {}): KedaAutoscaler {
  const { target = newApp({ resources: RESOURCES }) } = props;
  return new KedaAutoscaler(chart, 'scaler', { triggers: [REDIS], ...props, target });
}

describe('a KedaAutoscaler', () => {
  test('targets the Deployment of the app and leaves the defaults to KEDA', () => {
    scale();
    const manifests = synth(chart);
    expect(only(manifests, 'ScaledObject')).toEqual({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'test-scaler-c80355eb', namespace: 'team' },
      spec: {
        scaleTargetRef: { name: 'app' },
        triggers: [{ type: 'redis', metadata: { address: 'redis.shop:6379', listName: 'orders' } }],
      },
    });
    expect(only(manifests, 'SpinApp').spec).toMatchObject({ enableAutoscaling: true });
    expect(only(manifests, 'SpinApp').spec).not.toHaveProperty('replicas');
  });

  test('renders every property, and the same again', () => {
    const all: Required<Omit<KedaAutoscalerProps, 'target'>> = {
      metadata: { name: 'scaler', labels: { team: 'shop' } },
      triggers: [REDIS],
      minReplicas: 2,
      maxReplicas: 10,
      idleReplicas: 0,
      cooldownPeriod: Duration.minutes(2),
      initialCooldownPeriod: Duration.seconds(5),
      pollingInterval: Duration.seconds(10),
      paused: true,
      pausedReplicas: 3,
      fallback: { failureThreshold: 3, replicas: 4, behavior: KedaFallbackBehavior.CURRENT_REPLICAS_IF_HIGHER },
      scaleUp: { policies: [{ replicas: kplus.Replicas.percent(50), duration: Duration.minutes(1) }] },
      scaleDown: {
        stabilizationWindow: Duration.minutes(10),
        strategy: kplus.ScalingStrategy.MIN_CHANGE,
        policies: [{ replicas: Kube.replicas('1') }],
      },
      restoreToOriginalReplicaCount: true,
      horizontalPodAutoscalerName: 'orders',
    };
    scale(all);
    const [first, second] = [synth(chart), synth(chart)];
    expect(second).toEqual(first);
    expect(only(first, 'ScaledObject')).toMatchObject({
      metadata: {
        name: 'scaler',
        namespace: 'team',
        labels: { team: 'shop' },
        annotations: { 'autoscaling.keda.sh/paused': 'true', 'autoscaling.keda.sh/paused-replicas': '3' },
      },
      spec: {
        minReplicaCount: 2,
        maxReplicaCount: 10,
        idleReplicaCount: 0,
        cooldownPeriod: 120,
        initialCooldownPeriod: 5,
        pollingInterval: 10,
        fallback: { failureThreshold: 3, replicas: 4, behavior: 'currentReplicasIfHigher' },
        advanced: {
          restoreToOriginalReplicaCount: true,
          horizontalPodAutoscalerConfig: {
            name: 'orders',
            behavior: {
              scaleUp: { policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] },
              scaleDown: {
                stabilizationWindowSeconds: 600,
                selectPolicy: 'Min',
                policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }],
              },
            },
          },
        },
      },
    });
  });

  test('has a name that leaves room for the prefix of KEDA', () => {
    new KedaAutoscaler(chart, LONG, { target: newApp(), triggers: [REDIS] });
    expect(only(synth(chart), 'ScaledObject').metadata.name.length).toBeLessThanOrEqual(54);
  });

  test('is applied after the app, and after its authentication', () => {
    const bundle = new Bundle();
    chart = new Chart(bundle, 'shop', { namespace: 'team' });
    const authentication = new TriggerAuthentication(chart, 'auth', { podIdentity: PodIdentity.gcp() });
    scale({ triggers: [KedaTrigger.of('gcp-pubsub', { subscriptionName: 'orders' }, { authentication })] });
    expect(stagesOf(bundle).map(({ name }) => name)).toEqual(['shop', 'shop-autoscaling']);
  });

  const cpu = KedaTrigger.cpu({ utilization: 60 });
  test.each<[string, () => unknown, string]>([
    [
      'replicas of the app',
      () => scale({ target: newApp({ replicas: 2 }) }),
      "'spec.replicas' (2) cannot be set when autoscaling is enabled",
    ],
    [
      'scaling to zero by CPU',
      () => scale({ triggers: [cpu] }),
      "'spec.minReplicaCount' must be at least 1: CPU and memory triggers cannot scale from zero",
    ],
    [
      'an app without a request',
      () => scale({ triggers: [cpu, REDIS], target: newApp() }),
      "'spec.triggers[0].type' (cpu) needs a request, which the SpinApp 'app' does not have",
    ],
    [
      'a second autoscaler',
      () => {
        const target = newApp({ resources: RESOURCES });
        target.autoscale({ maxReplicas: 3, cpuUtilization: 60 });
        scale({ target });
      },
      "'spec.scaleTargetRef.name' (app) is also scaled by the HorizontalPodAutoscaler",
    ],
    ['idle replicas without a minimum', () => scale({ idleReplicas: 0 }), "'spec.idleReplicaCount' (0) needs"],
    ['a minimum above the maximum', () => scale({ minReplicas: 5, maxReplicas: 4 }), "'spec.minReplicaCount' (5) must"],
    ['a minimum above the default', () => scale({ minReplicas: 101 }), 'maxReplicaCount, which is 100'],
    [
      'a fallback of CPU triggers',
      () => scale({ triggers: [cpu], minReplicas: 1, fallback: { failureThreshold: 3, replicas: 1 } }),
      "'spec.fallback' needs a trigger that is neither CPU nor memory",
    ],
    ['no trigger', () => scale({ triggers: [] }), "'spec.triggers'"],
    ['a long name', () => scale({ metadata: { name: LONG } }), 'has 69 characters'],
    ['half a second', () => scale({ cooldownPeriod: Duration.millis(500) }), "'cooldownPeriod' (0.5) must be a whole"],
    ['no interval', () => scale({ pollingInterval: Duration.seconds(0) }), "'pollingInterval' (0) must be a whole"],
    [
      'another namespace',
      () => scale({ metadata: { namespace: 'b' } }),
      "'metadata.namespace' (b) is not the namespace",
    ],
    ['no policies', () => scale({ scaleUp: { policies: [] } }), "'scaleUp.policies' ([]) must not be empty"],
    [
      'a long window',
      () => scale({ scaleDown: { stabilizationWindow: Duration.hours(2) } }),
      "'scaleDown.stabilizationWindow' (7200) must be a whole number from 0 to 3600",
    ],
  ])('rejects %s', (_, act, message) => {
    act();
    expect(() => synth(chart)).toThrow(message);
  });
});

describe('a trigger', () => {
  function rendered(trigger: KedaTrigger): unknown {
    scale({ triggers: [trigger], minReplicas: 1 });
    return (only(synth(chart), 'ScaledObject').spec as { triggers: unknown[] }).triggers[0];
  }

  const authentication = () => TriggerAuthentication.fromTriggerAuthenticationName(chart, 'existing', 'redis');

  test.each<[string, () => KedaTrigger, object]>([
    [
      'CPU by utilization',
      () => KedaTrigger.cpu({ name: 'busy', utilization: 60 }),
      { type: 'cpu', name: 'busy', metricType: 'Utilization', metadata: { value: '60' } },
    ],
    [
      'CPU by average value',
      () => KedaTrigger.cpu({ averageValue: Kube.cpu('0.5') }),
      { type: 'cpu', metricType: 'AverageValue', metadata: { value: '500m' } },
    ],
    [
      'memory by average value',
      () => KedaTrigger.memory({ averageValue: Size.mebibytes(100) }),
      { type: 'memory', metricType: 'AverageValue', metadata: { value: '100Mi' } },
    ],
    [
      'cron',
      () =>
        KedaTrigger.cron({
          start: Cron.schedule({ minute: '0', hour: '8' }),
          end: Cron.schedule({ minute: '0', hour: '18' }),
          timezone: 'Europe/Berlin',
          desiredReplicas: 3,
        }),
      {
        type: 'cron',
        metadata: { start: '0 8 * * *', end: '0 18 * * *', timezone: 'Europe/Berlin', desiredReplicas: '3' },
      },
    ],
    [
      'Prometheus',
      () =>
        KedaTrigger.prometheus({
          serverAddress: 'http://prometheus:9090',
          query: 'sum(rate(requests[1m]))',
          threshold: 12.5,
          activationThreshold: 1,
          namespace: 'shop',
          ignoreNullValues: false,
          authModes: 'bearer',
          unsafeSsl: true,
          metricType: KedaMetricType.VALUE,
          useCachedMetrics: true,
        }),
      {
        type: 'prometheus',
        metricType: 'Value',
        useCachedMetrics: true,
        metadata: {
          serverAddress: 'http://prometheus:9090',
          query: 'sum(rate(requests[1m]))',
          threshold: '12.5',
          activationThreshold: '1',
          namespace: 'shop',
          ignoreNullValues: 'false',
          authModes: 'bearer',
          unsafeSsl: 'true',
        },
      },
    ],
    [
      'Redis',
      () =>
        KedaTrigger.redis({
          listName: 'orders',
          listLength: 10,
          activationListLength: 2,
          databaseIndex: 1,
          enableTls: true,
          authentication: authentication(),
        }),
      {
        type: 'redis',
        authenticationRef: { name: 'redis' },
        metadata: {
          listName: 'orders',
          listLength: '10',
          activationListLength: '2',
          databaseIndex: '1',
          enableTLS: 'true',
        },
      },
    ],
    [
      'any other, with an authentication of the cluster',
      () =>
        KedaTrigger.of(
          'kafka',
          { topic: 'orders' },
          {
            authentication: TriggerAuthentication.fromClusterTriggerAuthenticationName(chart, 'cluster', 'kafka'),
          },
        ),
      {
        type: 'kafka',
        authenticationRef: { name: 'kafka', kind: 'ClusterTriggerAuthentication' },
        metadata: { topic: 'orders' },
      },
    ],
  ])('of %s', (_, make, expected) => {
    expect(rendered(make())).toEqual(expected);
  });

  const period = (end: string, timezone = 'Etc/UTC', desiredReplicas = 1) =>
    KedaTrigger.cron({
      start: Cron.schedule({ minute: '0', hour: '8' }),
      end: Cron.schedule({ minute: '0', hour: end }),
      timezone,
      desiredReplicas,
    });

  test.each<[string, () => unknown, string]>([
    ['no target', () => KedaTrigger.cpu({}), "KedaTrigger.cpu: 'utilization' or 'averageValue' is required"],
    [
      'two targets',
      () => KedaTrigger.memory({ utilization: 1, averageValue: Size.mebibytes(1) }),
      "'utilization' (1) and 'averageValue' exclude each other",
    ],
    ['a part of a percent', () => KedaTrigger.cpu({ utilization: 0.5 }), "'utilization' (0.5) must be a whole number"],
    ['a period without an end', () => period('8'), "'end' (0 8 * * *) is the same as 'start'"],
    ['an unknown time zone', () => period('9', 'Middle/Earth'), "'timezone' (Middle/Earth) is not a time zone"],
    ['no pods', () => period('9', 'Etc/UTC', 0), "'desiredReplicas' (0) must be a whole number, 1 or more"],
    ['no address', () => KedaTrigger.redis({ listName: 'a' }), "KedaTrigger.redis: 'address' is required"],
    ['a number in its metadata', () => KedaTrigger.of('kafka', { lag: 5 as unknown as string }), "'metadata.lag' (5)"],
  ])('rejects %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('a TriggerAuthentication', () => {
  test('takes parameters from Secrets', () => {
    const secret = Existing.secret('redis');
    const authentication = new TriggerAuthentication(chart, 'auth', {
      metadata: { name: 'redis' },
      secrets: { password: { secret, key: 'password' } },
    });
    authentication.addSecret('address', secret, 'address');
    expect(only(synth(chart), 'TriggerAuthentication')).toEqual({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'TriggerAuthentication',
      metadata: { name: 'redis', namespace: 'team' },
      spec: {
        secretTargetRef: [
          { parameter: 'address', name: 'redis', key: 'address' },
          { parameter: 'password', name: 'redis', key: 'password' },
        ],
      },
    });
    expect(() => {
      authentication.addSecret('address', secret, 'other');
    }).toThrow("'parameter' (address) is already set");
  });

  test.each<[string, PodIdentity, object]>([
    [
      'azure-workload',
      PodIdentity.azureWorkload({ identityId: 'i', identityTenantId: 't', identityAuthorityHost: 'https://h' }),
      { identityId: 'i', identityTenantId: 't', identityAuthorityHost: 'https://h' },
    ],
    ['aws', PodIdentity.aws({ roleArn: 'arn', externalId: 'e' }), { roleArn: 'arn', externalID: 'e' }],
    ['aws', PodIdentity.aws({ ofWorkload: true }), { identityOwner: 'workload' }],
    ['gcp', PodIdentity.gcp(), {}],
  ])('has a pod identity of %s', (provider, podIdentity, options) => {
    new TriggerAuthentication(chart, 'auth', { podIdentity });
    expect(only(synth(chart), 'TriggerAuthentication').spec).toEqual({ podIdentity: { provider, ...options } });
  });

  test.each<[string, () => unknown, string]>([
    [
      'an authority without a tenant',
      () => PodIdentity.azureWorkload({ identityAuthorityHost: 'h' }),
      'identityTenantId',
    ],
    ['an empty ID', () => PodIdentity.azureWorkload({ identityId: '' }), "'identityId' ('') must not be empty"],
    ['two roles', () => PodIdentity.aws({ roleArn: 'a', ofWorkload: true }), "'roleArn' (a) cannot be set"],
    ['an external ID without a role', () => PodIdentity.aws({ externalId: 'e' }), "'roleArn' is required"],
  ])('rejects %s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('is not empty', () => {
    new TriggerAuthentication(chart, 'auth');
    expect(() => synth(chart)).toThrow("'secrets' is not set, and there is no 'podIdentity'");
  });
});

describe('a KedaHttpAutoscaler', () => {
  const all: Required<Omit<KedaHttpAutoscalerProps, 'target'>> = {
    metadata: { name: 'web' },
    hosts: ['shop.example.com', '*.shop.example.com'],
    pathPrefixes: ['/api'],
    concurrency: 50,
    requestRate: 100,
    requestRateWindow: Duration.seconds(30),
    readinessTimeout: Duration.millis(1500),
    scalerAddress: 'scaler.keda:9090',
    minReplicas: 1,
    maxReplicas: 7,
    cooldownPeriod: Duration.minutes(1),
    initialCooldownPeriod: Duration.seconds(1),
    paused: true,
    pausedReplicas: 2,
    scaleUp: { stabilizationWindow: Duration.seconds(3) },
    scaleDown: { stabilizationWindow: Duration.seconds(4) },
  };

  test('renders a route and what it scales', () => {
    new KedaHttpAutoscaler(chart, 'scaler', { ...all, minReplicas: 0, target: newApp() });
    const manifests = synth(chart);
    expect(only(manifests, 'InterceptorRoute')).toEqual({
      apiVersion: 'http.keda.sh/v1beta1',
      kind: 'InterceptorRoute',
      metadata: { name: 'web', namespace: 'team' },
      spec: {
        target: { service: 'app', port: 80 },
        rules: [{ hosts: ['shop.example.com', '*.shop.example.com'], paths: [{ value: '/api' }] }],
        scalingMetric: { concurrency: { targetValue: 50 }, requestRate: { targetValue: 100, window: '30s' } },
        timeouts: { readiness: '1.5s' },
      },
    });
    expect(only(manifests, 'ScaledObject')).toMatchObject({
      metadata: {
        name: 'web',
        namespace: 'team',
        annotations: { 'autoscaling.keda.sh/paused': 'true', 'autoscaling.keda.sh/paused-replicas': '2' },
      },
      spec: {
        scaleTargetRef: { name: 'app' },
        triggers: [{ type: 'external-push', metadata: { scalerAddress: 'scaler.keda:9090', interceptorRoute: 'web' } }],
        minReplicaCount: 0,
        maxReplicaCount: 7,
        cooldownPeriod: 60,
        initialCooldownPeriod: 1,
        advanced: {
          horizontalPodAutoscalerConfig: {
            behavior: { scaleUp: { stabilizationWindowSeconds: 3 }, scaleDown: { stabilizationWindowSeconds: 4 } },
          },
        },
      },
    });
  });

  test('has generated names, and the scaler of the Helm chart', () => {
    const { name } = new KedaHttpAutoscaler(chart, 'scaler', { target: newApp(), hosts: ['*'], concurrency: 1 });
    expect(only(synth(chart), 'ScaledObject').spec).toMatchObject({
      triggers: [
        { metadata: { scalerAddress: 'keda-add-ons-http-external-scaler.keda:9090', interceptorRoute: name } },
      ],
    });
  });

  test.each<[string, Partial<KedaHttpAutoscalerProps>, string]>([
    ['no host', { hosts: [] }, "'hosts' ([]) is required"],
    ['a relative path', { pathPrefixes: ['api'] }, "'pathPrefixes[0]' (api) must begin with a slash"],
    ['no target', { concurrency: undefined, requestRate: undefined }, "'concurrency' or 'requestRate' is required"],
    ['a window without a rate', { requestRate: undefined }, "'requestRateWindow' (30s) has no effect"],
    ['a target of zero', { concurrency: 0 }, "'concurrency' (0) must be a whole number, 1 or more"],
  ])('rejects %s', (_, props, message) => {
    new KedaHttpAutoscaler(chart, 'scaler', { ...all, target: newApp(), ...props });
    expect(() => synth(chart)).toThrow(message);
  });
});

test('an app of another chart is scaled in its namespace', () => {
  const app = new App();
  chart = new Chart(app, 'apps', { namespace: 'shop' });
  const target = newApp();
  const scalers = new Chart(app, 'scalers');
  new KedaAutoscaler(scalers, 'scaler', { target, triggers: [REDIS] });
  expect(only(synth(scalers), 'ScaledObject').metadata.namespace).toBe('shop');
});
