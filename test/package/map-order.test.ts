import { loadAssemblyFromPath } from '@jsii/spec';
import * as path from 'path';
import { Chart, Cron, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  ArgoCdGenerator,
  ArgoCdMode,
  Bundle,
  CertManagerMonitoring,
  CertManagerProps,
  Cluster,
  Delivery,
  Existing,
  FetchStrategy,
  gardener,
  Gateway,
  HttpRouteFilter,
  HttpRouteRule,
  HttpValueMatch,
  IDelivery,
  ImageMirror,
  KedaAutoscaler,
  KedaAutoscalerProps,
  KedaTrigger,
  KeyValueStore,
  Kube,
  LlmCompute,
  NodeInstaller,
  OptionValue,
  PodIdentity,
  RuntimeClass,
  RuntimeClassManagerInstallerOptions,
  RuntimeConfig,
  RuntimeConfigOptions,
  Shim,
  ShimProps,
  SpinApp,
  SpinAppExecutor,
  SpinApplication,
  SpinAppProps,
  SpinJob,
  SpinKube,
  SpinKubeAlerts,
  SpinKubeProps,
  SpinManifest,
  SpinOperator,
  SpinShimVersion,
  SqliteDatabase,
  TriggerAuthentication,
  Variable,
  volumeSources,
  Volumes,
  WebhookCertificates,
} from '../../lib';
import { POOL, SHOOT, ZONE } from '../gardener/shoots';
import { SOURCE } from '../gitops/contexts';
import { errorOutputOf, synthFiles } from '../gitops/stages';

/** Puts a map in some order. */
type Arrange = <M extends object>(map: M) => M;

const ORDERS: { readonly [order: string]: Arrange } = {
  asWritten: (map) => map,
  reversed: <M extends object>(map: M) => Object.fromEntries(Object.entries(map).reverse()) as M,
  none: () => ({}) as never,
};

/** Writes a bundle of something with a map. */
type Sample = (map: Arrange) => Bundle;

/** A bundle with a chart, for kubectl and Flux. */
function bundleOf(fill: (bundle: Bundle) => void, ...others: IDelivery[]): Bundle {
  const deliveries = [Delivery.kubectl(), Delivery.flux({ source: SOURCE }), ...others];
  const bundle = new Bundle({ deliveries, allowPlaintextSecrets: true });
  fill(bundle);
  return bundle;
}

const LABELS = { 'example.com/b': 'two', 'example.com/a': 'one', 'example.com/c': 'three' };

const withPlatform =
  (props: (map: Arrange) => SpinKubeProps): Sample =>
  (map) =>
    bundleOf((bundle) => {
      new SpinKube(bundle, 'spinkube', props(map));
    });

const withCertManager = (props: (map: Arrange) => CertManagerProps): Sample =>
  withPlatform((map) => ({ webhookCertificates: WebhookCertificates.certManager(props(map)) }));

/** A platform in which a mirror has its say about each image and archive. */
const withMirror =
  (mirror: (map: Arrange) => ImageMirror): Sample =>
  (map) => {
    const bundle = new Bundle({ deliveries: [Delivery.kubectl()], imageMirror: mirror(map) });
    new SpinKube(bundle, 'spinkube');
    return bundle;
  };

/** Copies of archives, of which the second one counts. */
const ARCHIVES = {
  'https://github.com/': 'https://files.example.com/',
  'https://github.com/spinframework/': 'https://spin.example.com/',
};

const withInstaller = (options: (map: Arrange) => RuntimeClassManagerInstallerOptions): Sample =>
  withPlatform((map) => ({ nodeInstaller: NodeInstaller.runtimeClassManager(options(map)) }));

const withShim =
  (props: (map: Arrange) => Partial<ShimProps>): Sample =>
  (map) =>
    bundleOf((bundle) => {
      const chart = new Chart(bundle, 'shims');
      new Shim(chart, 'shim', {
        metadata: { name: 'spin-v2' },
        runtimeClass: new RuntimeClass(chart, 'class', { metadata: { name: 'spin' }, handler: 'spin-v2' }),
        fetchStrategy: FetchStrategy.spinShim(SpinShimVersion.V0_23_0),
        ...props(map),
      });
    });

const withChart =
  (fill: (chart: Chart, map: Arrange) => void): Sample =>
  (map) =>
    bundleOf((bundle) => {
      fill(new Chart(bundle, 'team', { namespace: 'team' }), map);
    });

const withApp = (props: (map: Arrange, chart: Chart) => Partial<SpinAppProps>): Sample =>
  withChart((chart, map) => {
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
    new SpinApp(chart, 'app', { image: 'example.com/hello:v1', executor, ...props(map, chart) });
  });

const withRule = (rule: (map: Arrange) => HttpRouteRule): Sample =>
  withChart((chart, map) => {
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
    const app = new SpinApp(chart, 'app', { image: 'example.com/hello:v1', executor });
    app.exposeViaHttpRoute({ gateway: Gateway.fromGatewayName('public'), rules: [rule(map)] });
  });

/** Values of headers or parameters of a query. */
const HTTP_VALUES = { two: HttpValueMatch.exact('2'), one: HttpValueMatch.exact('1') };

const withPeer = (peer: (map: Arrange) => kplus.INetworkPolicyPeer): Sample =>
  withChart((chart, map) => {
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
    new SpinApp(chart, 'app', { image: 'example.com/hello:v1', executor }).allowFrom(peer(map));
  });

const withScaled = (props: (map: Arrange, chart: Chart) => Pick<KedaAutoscalerProps, 'triggers'>): Sample =>
  withChart((chart, map) => {
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
    const target = new SpinApp(chart, 'app', { image: 'example.com/hello:v1', executor });
    new KedaAutoscaler(chart, 'scaler', { target, ...props(map, chart) });
  });

const withJobs = (fill: (chart: Chart, executor: SpinAppExecutor, map: Arrange) => void): Sample =>
  withChart((chart, map) => {
    const runtimeClass = RuntimeClass.fromRuntimeClassName(chart, 'class', 'wasmtime-spin-v2');
    fill(chart, new SpinAppExecutor(chart, 'executor', { runtimeClass }), map);
  });

/** Two components with commands. */
const COMMANDS = `spin_manifest_version = 2
application.name = "jobs"
trigger.command = [{ component = "one" }, { component = "two" }]
component.one.source = "a.wasm"
component.two.source = "a.wasm"
`;

const withConfig = (options: (map: Arrange) => RuntimeConfigOptions): Sample =>
  withApp((map) => ({ runtimeConfig: RuntimeConfig.of(options(map)) }));

const withVolume = (volume: (map: Arrange, chart: Chart) => kplus.Volume): Sample =>
  withApp((map, chart) => ({ volumeMounts: [{ path: '/data', volume: volume(map, chart) }] }));

const withShoot =
  (props: (map: Arrange) => Partial<gardener.ShootProps>): Sample =>
  (map) =>
    bundleOf((bundle) => {
      const chart = new Chart(bundle, 'garden', { namespace: 'garden-myproj' });
      new gardener.Shoot(chart, 'shoot', { ...SHOOT, workerPools: [POOL], ...props(map) });
    });

const withPool = (props: (map: Arrange) => Partial<gardener.WorkerPoolProps>): Sample =>
  withShoot((map) => ({ workerPools: [{ ...POOL, ...props(map) }] }));

const withArgoCd =
  (labels: (map: Arrange) => { [label: string]: string }, generator: (map: Arrange) => ArgoCdGenerator): Sample =>
  (map) =>
    bundleOf(
      (bundle) => {
        for (const [name, own] of Object.entries({ one: labels(map), two: {}, three: LABELS })) {
          new SpinKube(new Cluster(bundle, name, { labels: own }), 'spinkube');
        }
      },
      Delivery.argoCd({ source: SOURCE, mode: ArgoCdMode.ROLLING_SYNC, generator: generator(map) }),
    );

const OPTIONS = { zone: OptionValue.fromValue('b'), area: OptionValue.fromValue('a') };
const GATES = { LiteralCertificateSubject: true, AdditionalCertificateOutputFormats: false };
const CLOUD_GATES = { Zeta: true, Alpha: false };
const AMOUNTS = { memory: '8Gi', cpu: '4' };
const CLAIM = { accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE], storage: Size.gibibytes(1) };
const PATHS = { 'b.txt': { path: 'b' }, 'a.txt': { path: 'a' } };
const FIELDS = { zeta: 'b', alpha: { two: 2, one: 1 } };

/** For each parameter that is a map, a program that uses it. */
const SAMPLES: { readonly [parameter: string]: Sample } = {
  'AlertOptions.labels': withChart((chart, map) => {
    const operator = new SpinOperator(chart, 'operator');
    new SpinKubeAlerts(chart, 'alerts', { operator, rolloutStuck: { labels: map({ team: 'b', area: 'a' }) } });
  }),
  'ArgoCdDeliveryProps.labels': (map) =>
    bundleOf(
      (bundle) => {
        new SpinKube(bundle, 'spinkube');
      },
      Delivery.argoCd({ source: SOURCE, labels: map(LABELS) }),
    ),
  'ArgoCdGenerator.clusters(labels)': withArgoCd(
    () => ({}),
    (map) => ArgoCdGenerator.clusters(map(LABELS)),
  ),
  'ArgoCdGenerator.list(labels)': withArgoCd(
    () => LABELS,
    (map) => ArgoCdGenerator.list(map(LABELS)),
  ),
  'CertManagerComponentOptions.featureGates': withCertManager((map) => ({ controller: { featureGates: map(GATES) } })),
  'CertManagerMonitorOptions.labels': withCertManager((map) => ({
    monitoring: CertManagerMonitoring.podMonitor({ labels: map(LABELS) }),
  })),
  'ClusterProps.labels': withArgoCd(
    (map) => map(LABELS),
    () => ArgoCdGenerator.list(LABELS),
  ),
  'HttpHeaderChanges.add': withRule((map) => ({
    filters: [HttpRouteFilter.requestHeaders({ add: map({ two: '2', one: '1' }), remove: ['other'] })],
  })),
  'HttpHeaderChanges.set': withRule((map) => ({
    filters: [HttpRouteFilter.responseHeaders({ set: map({ two: '2', one: '1' }), remove: ['other'] })],
  })),
  'HttpRouteMatch.headers': withRule((map) => ({ matches: [{ headers: map(HTTP_VALUES) }] })),
  'HttpRouteMatch.queryParameters': withRule((map) => ({ matches: [{ queryParameters: map(HTTP_VALUES) }] })),
  'ImageMirrorOptions.archives': withMirror((map) =>
    ImageMirror.prefix('registry.example.com', { archives: map(ARCHIVES) }),
  ),
  'ImageMirrorRegistries.registries': withMirror((map) =>
    ImageMirror.of({
      registries: map({ 'quay.io': 'example.com/quay', 'ghcr.io': 'example.com/ghcr', 'docker.io': 'example.com/hub' }),
      archives: ARCHIVES,
    }),
  ),
  'KedaTrigger.of(metadata)': withScaled((map) => ({ triggers: [KedaTrigger.of('kafka', map(LABELS))] })),
  'KeyValueStore.custom(options)': withConfig((map) => ({
    keyValueStores: {
      default: KeyValueStore.custom('redis', { url: OptionValue.fromValue('redis://a'), ...map(OPTIONS) }),
    },
  })),
  'Kube.namespaces(matchLabels)': withPeer((map) => Kube.namespaces(map(LABELS))),
  'KubeMetric.matchLabels': withChart((chart, map) => {
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
    const metric = Kube.metric({ type: 'External', name: 'queue', value: '1', matchLabels: map(LABELS) });
    new SpinApp(chart, 'app', { image: 'hello', executor }).autoscale({ maxReplicas: 2, metrics: [metric] });
  }),
  'KubePods.matchLabels': withPeer((map) => Kube.pods({ matchLabels: map(LABELS) })),
  'KubeResources.limits': withApp((map) => ({
    resources: Kube.resources({ limits: map({ memory: '1Gi', cpu: '2' }) }),
  })),
  'KubeResources.requests': withApp((map) => ({
    resources: Kube.resources({ requests: map({ memory: '1Gi', cpu: '2' }) }),
  })),
  'LlmCompute.custom(options)': withConfig((map) => ({ llmCompute: LlmCompute.custom('mine', map(OPTIONS)) })),
  'PodOptions.env': withPlatform((map) => ({
    operator: { env: map({ ZONE: kplus.EnvValue.fromValue('b'), AREA: kplus.EnvValue.fromValue('a') }) },
  })),
  'PodOptions.nodeSelector': withPlatform((map) => ({ operator: { nodeSelector: map(LABELS) } })),
  'PodOptions.podAnnotations': withPlatform((map) => ({ operator: { podAnnotations: map(LABELS) } })),
  'PodOptions.podLabels': withPlatform((map) => ({ operator: { podLabels: map(LABELS) } })),
  'PodPolicyOptions.nodeSelector': withApp((map) => ({ podPolicy: { nodeSelector: map(LABELS) } })),
  'RuntimeClassManagerInstallerOptions.containerdRuntimeOptions': withInstaller((map) => ({
    containerdRuntimeOptions: map({ SystemdCgroup: 'true', Another: 'b' }),
  })),
  'RuntimeClassManagerInstallerOptions.nodeSelector': withInstaller((map) => ({ nodeSelector: map(LABELS) })),
  'RuntimeClassProps.nodeSelector': (map) =>
    bundleOf((bundle) => {
      const props = { metadata: { name: 'spin' }, handler: 'spin', nodeSelector: map(LABELS) };
      new RuntimeClass(new Chart(bundle, 'classes'), 'class', props);
    }),
  'RuntimeConfigOptions.keyValueStores': withConfig((map) => ({
    keyValueStores: map({
      zeta: KeyValueStore.spin(),
      alpha: KeyValueStore.redis({ url: OptionValue.fromValue('redis://a') }),
    }),
  })),
  'RuntimeConfigOptions.sqliteDatabases': withConfig((map) => ({
    sqliteDatabases: map({ zeta: SqliteDatabase.spin({}), alpha: SqliteDatabase.custom('libsql') }),
  })),
  'ShimProps.containerdRuntimeOptions': withShim((map) => ({
    containerdRuntimeOptions: map({ SystemdCgroup: 'true', Another: 'b' }),
  })),
  'ShimProps.nodeSelector': withShim((map) => ({ nodeSelector: map(LABELS) })),
  'SpinAppProps.deploymentAnnotations': withApp((map) => ({ deploymentAnnotations: map(LABELS) })),
  'SpinAppProps.extendedResources': withApp((map) => ({
    extendedResources: map<{ [resource: string]: number }>({ 'example.com/gpu': 2, 'example.com/fpga': 1 }),
  })),
  'SpinAppProps.podAnnotations': withApp((map) => ({ podAnnotations: map(LABELS) })),
  'SpinAppProps.podLabels': withApp((map) => ({ podLabels: map(LABELS) })),
  'SpinAppProps.serviceAnnotations': withApp((map) => ({ serviceAnnotations: map(LABELS) })),
  'SpinAppProps.variables': withApp((map) => ({
    variables: map({ zone: Variable.fromValue('b'), area: Variable.fromValue('a') }),
  })),
  'SpinAppServiceOptions.annotations': withChart((chart, map) => {
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
    new SpinApp(chart, 'app', { image: 'example.com/hello:v1', executor }).exposeViaService({
      name: 'public',
      annotations: map(LABELS),
    });
  }),
  'SpinApplicationProps.schedules': withJobs((chart, executor, map) => {
    const manifest = SpinManifest.fromString(COMMANDS);
    const schedules = map({ two: Cron.daily(), one: Cron.hourly() });
    new SpinApplication(chart, 'jobs', { image: 'example.com/jobs:v1', executor, manifest, schedules });
  }),
  'SpinJobProps.variables': withJobs((chart, executor, map) => {
    const variables = map({ zone: Variable.fromValue('b'), area: Variable.fromValue('a') });
    new SpinJob(chart, 'job', { image: 'example.com/jobs:v1', executor, variables });
  }),
  'SpinKubePlacement.nodeSelector': (map) =>
    bundleOf((bundle) => {
      const placement = { name: 'pool', nodeSelector: map(LABELS) };
      new SpinKube(bundle, 'spinkube').executorFor('default', { placement });
    }),
  'SpinKubeRuntimeClassOptions.nodeSelector': withPlatform((map) => ({ runtimeClass: { nodeSelector: map(LABELS) } })),
  'SpinShimFetchOptions.sha256': withShim((map) => ({
    fetchStrategy: FetchStrategy.spinShim(SpinShimVersion.V0_25_1, {
      sha256: map({ x86_64: 'b'.repeat(64), aarch64: 'a'.repeat(64) }),
    }),
  })),
  'SpinShimVersionOptions.checksums': withShim((map) => ({
    fetchStrategy: FetchStrategy.spinShim(
      SpinShimVersion.of('v0.25.2', { checksums: map({ x86_64: 'b'.repeat(64), aarch64: 'a'.repeat(64) }) }),
    ),
  })),
  'SqliteDatabase.custom(options)': withConfig((map) => ({
    sqliteDatabases: {
      default: SqliteDatabase.custom('libsql', { url: OptionValue.fromValue('https://a'), ...map(OPTIONS) }),
    },
  })),
  'TriggerAuthenticationProps.secrets': withScaled((map, chart) => {
    const secret = Existing.secret('shop');
    const secrets = map({ username: { secret, key: 'user' }, password: { secret, key: 'password' } });
    // An authentication is not empty.
    const podIdentity = PodIdentity.gcp();
    const authentication = new TriggerAuthentication(chart, 'auth', { podIdentity, secrets });
    return { triggers: [KedaTrigger.of('kafka', {}, { authentication })] };
  }),
  'Volumes.of(source)': withVolume((map, chart) =>
    Volumes.of(chart, 'volume', 'data', { emptyDir: map({ sizeLimit: '1Gi', medium: 'Memory' }) }),
  ),
  'WorkloadOptions.serviceAccountAnnotations': withPlatform((map) => ({
    operator: { serviceAccountAnnotations: map(LABELS) },
  })),
  'gardener.AwsInfrastructureOptions.cloudControllerManagerFeatureGates': withShoot((map) => ({
    infrastructure: gardener.Aws.infrastructure({
      vpc: gardener.AwsVpc.fromCidr('10.250.0.0/16'),
      zones: [ZONE],
      cloudControllerManagerFeatureGates: map(CLOUD_GATES),
    }),
  })),
  'gardener.AzureInfrastructureOptions.cloudControllerManagerFeatureGates': withShoot((map) => ({
    infrastructure: gardener.Azure.infrastructure({
      workers: '10.250.0.0/19',
      cloudControllerManagerFeatureGates: map(CLOUD_GATES),
    }),
  })),
  'gardener.GcpInfrastructureOptions.cloudControllerManagerFeatureGates': withShoot((map) => ({
    infrastructure: gardener.Gcp.infrastructure({
      zone: 'eu-central-1a',
      workers: '10.250.0.0/19',
      cloudControllerManagerFeatureGates: map(CLOUD_GATES),
    }),
  })),
  'gardener.InfrastructureOptions.controlPlaneConfig': withShoot((map) => ({
    infrastructure: gardener.Infrastructure.of('mine', { controlPlaneConfig: map(FIELDS) }),
  })),
  'gardener.InfrastructureOptions.infrastructureConfig': withShoot((map) => ({
    infrastructure: gardener.Infrastructure.of('mine', { infrastructureConfig: map(FIELDS) }),
  })),
  'gardener.NodeTemplate.capacity': withPool((map) => ({
    providerConfig: gardener.Aws.workerConfig({ nodeTemplate: { capacity: map(AMOUNTS) } }),
  })),
  'gardener.NodeTemplate.virtualCapacity': withPool((map) => ({
    providerConfig: gardener.Aws.workerConfig({
      nodeTemplate: { virtualCapacity: map({ 'example.com/gpu': '2', 'example.com/fpga': '1' }) },
    }),
  })),
  'gardener.OpenStackInfrastructureOptions.cloudControllerManagerFeatureGates': withShoot((map) => ({
    infrastructure: gardener.OpenStack.infrastructure({
      floatingPoolName: 'public',
      workers: '10.250.0.0/19',
      loadBalancerProvider: 'octavia',
      cloudControllerManagerFeatureGates: map(CLOUD_GATES),
    }),
  })),
  'gardener.ShootNetworking.providerConfig': withShoot((map) => ({ networking: { providerConfig: map(FIELDS) } })),
  'gardener.WorkerConfig.of(config)': withPool((map) => ({ providerConfig: gardener.WorkerConfig.of(map(FIELDS)) })),
  'gardener.WorkerPoolProps.annotations': withPool((map) => ({ annotations: map(LABELS) })),
  'gardener.WorkerPoolProps.labels': withPool((map) => ({ labels: map(LABELS) })),
  'volumeSources.EphemeralVolumeOptions.annotations': withVolume((map, chart) =>
    Volumes.fromEphemeral(chart, 'volume', 'data', { ...CLAIM, annotations: map(LABELS) }),
  ),
  'volumeSources.EphemeralVolumeOptions.labels': withVolume((map, chart) =>
    Volumes.fromEphemeral(chart, 'volume', 'data', { ...CLAIM, labels: map(LABELS) }),
  ),
  'volumeSources.InlineCsiVolumeOptions.attributes': withVolume((map, chart) =>
    Volumes.fromCsi(chart, 'volume', 'data', { driver: 'example.com', attributes: map(LABELS) }),
  ),
  'volumeSources.KeyProjectionOptions.items': withVolume((map, chart) => {
    const secret = kplus.Secret.fromSecretName(chart, 'secret', 'files');
    return Volumes.fromProjected(chart, 'volume', 'data', {
      sources: [volumeSources.VolumeProjection.fromSecret(secret, { items: map(PATHS) })],
    });
  }),
};

/** The files and warnings of a sample, or its error. */
function outcome(sample: Sample, arrange: Arrange): { files?: object; warnings?: string; error?: unknown } {
  let files;
  try {
    const warnings = errorOutputOf(() => {
      files = synthFiles(sample(arrange));
    });
    return { files, warnings };
  } catch (error) {
    return { error };
  }
}

/** A type of the assembly. */
interface Type {
  readonly type?: Type;
  readonly collection?: { readonly kind: string; readonly elementtype: Type };
}

interface Assembly {
  readonly types: {
    readonly [fqn: string]: {
      readonly name: string;
      readonly namespace?: string;
      readonly datatype?: boolean;
      readonly properties?: readonly { readonly name: string; readonly type: Type }[];
      readonly methods?: readonly Method[];
      readonly initializer?: Method;
    };
  };
}

interface Method {
  readonly name?: string;
  readonly parameters?: readonly { readonly name: string; readonly type: Type }[];
}

function hasMap({ collection }: Type): boolean {
  return collection !== undefined && (collection.kind === 'map' || hasMap(collection.elementtype));
}

/** The parameters and properties of the API that are maps. L1 constructs only copy theirs. */
function mapParameters({ types }: Assembly): string[] {
  const inputs = Object.values(types).filter(({ namespace = '' }) => !/^(core|node|runtime)$/.test(namespace));
  return inputs.flatMap(({ name, namespace, datatype, properties = [], methods = [], initializer }) => {
    const type = [namespace, name].filter(Boolean).join('.');
    const fields = datatype ? properties.filter((property) => hasMap(property.type)) : [];
    const calls = [...methods, ...(initializer ? [initializer] : [])].flatMap((method) =>
      (method.parameters ?? [])
        .filter((parameter) => hasMap(parameter.type))
        .map((parameter) => `${type}.${method.name ?? 'constructor'}(${parameter.name})`),
    );
    return [...fields.map((field) => `${type}.${field.name}`), ...calls];
  });
}

test('has a sample for each parameter that is a map', () => {
  const assembly = loadAssemblyFromPath(path.join(__dirname, '..', '..'), false) as Assembly;
  expect(mapParameters(assembly).sort()).toEqual(Object.keys(SAMPLES).sort());
});

test.each(Object.entries(SAMPLES))('%s: the order of the map does not change a byte', (_, sample) => {
  const { asWritten, none, reversed } = ORDERS;
  const expected = outcome(sample, asWritten);
  expect(expected.error).toBeUndefined();
  expect(outcome(sample, reversed)).toEqual(expected);
  expect(outcome(sample, none)).not.toEqual(expected);
});
