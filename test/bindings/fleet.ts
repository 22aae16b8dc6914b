// A program that uses the whole library. fleet.py, Fleet.java and main.go are the same in other languages, and must write the
// same files.
//   npx tsx test/bindings/fleet.ts OUTDIR
import { ApiObject, App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  Cluster,
  Delivery,
  DeliveryContext,
  DeliveryFile,
  gardener,
  GitSource,
  HealthProbe,
  IDelivery,
  KeyValueStore,
  LlmApiType,
  LlmCompute,
  NodeInstaller,
  OptionValue,
  RuntimeConfig,
  SpinApp,
  SpinKube,
  SpinKubeProps,
  SpinKubeRelease,
  SqliteDatabase,
  Variable,
  WebhookCertificates,
} from '../../lib';

/** A custom delivery: stages, objects and labels. */
class Listing implements IDelivery {
  public readonly name = 'listing';

  public deliver({ clusters, directory, labels, stages }: DeliveryContext): DeliveryFile[] {
    const lines = [
      ...stages.map(({ dependsOn, level, name }) => `${level} ${directory}/${name} after ${dependsOn.join(' ')}`),
      ...stages.flatMap(({ objects }) => objects.map(({ kind, name }) => `${kind} ${name}`)),
      `${'region' in labels ? labels.region : 'nowhere'} ${clusters.length}`,
    ];
    return [{ path: 'listing/stages.txt', text: `${lines.join('\n')}\n` }];
  }
}

function addShoot(bundle: Bundle): gardener.Shoot {
  const chart = new Chart(new Cluster(bundle, 'garden'), 'shoot', { namespace: 'garden-demo' });
  const zone = 'eu-central-1a';
  return new gardener.Shoot(chart, 'shoot', {
    metadata: { name: 'spin' },
    cloudProfile: gardener.CloudProfile.of('aws'),
    credentials: gardener.ShootCredentials.credentialsBinding('aws'),
    region: 'eu-central-1',
    kubernetesVersion: '1.34',
    infrastructure: gardener.Aws.infrastructure({
      vpc: gardener.AwsVpc.fromCidr('10.250.0.0/16'),
      zones: [
        { name: zone, workers: '10.250.0.0/19', publicSubnet: '10.250.96.0/22', internalSubnet: '10.250.112.0/22' },
      ],
    }),
    workerPools: [
      {
        name: 'spin',
        machineType: 'm5.large',
        minimum: 1,
        maximum: 3,
        volume: { type: 'gp3', size: Size.gibibytes(50) },
        zones: [zone],
        labels: { spin: 'true', 'example.com/pool': 'apps' },
      },
    ],
  });
}

function addPlatform(bundle: Bundle, name: string, props: SpinKubeProps): Cluster {
  const cluster = new Cluster(bundle, name, { labels: { region: name, env: 'prod' } });
  const { executor } = new SpinKube(cluster, 'spinkube', {
    release: SpinKubeRelease.V2026_12,
    appNamespaces: ['shop'],
    ...props,
  });
  const apps = new Chart(cluster, 'apps', { namespace: 'shop' });
  const secret = kplus.Secret.fromSecretName(apps, 'secret', 'shop');
  const config = new kplus.ConfigMap(apps, 'config', {
    metadata: { name: 'shop' },
    data: { level: 'info', 'a.txt': 'A' },
  });
  const app = new SpinApp(apps, 'shop', {
    metadata: { name: 'shop', labels: { team: 'shop', 'example.com/tier': 'web' } },
    image: 'ghcr.io/example/shop:v1.0.0',
    executor,
    replicas: 3,
    components: ['cart', 'catalog'],
    variables: {
      password: Variable.fromSecret(secret, 'password'),
      greeting: Variable.fromValue('hello'),
      level: Variable.fromConfigMap(config, 'level'),
    },
    runtimeConfig: RuntimeConfig.of({
      keyValueStores: {
        sessions: KeyValueStore.redis({ url: OptionValue.fromSecret(secret, 'redis') }),
        default: KeyValueStore.spin(),
        other: KeyValueStore.custom('mine', { z: OptionValue.fromValue('1'), a: OptionValue.fromValue('2') }),
      },
      sqliteDatabases: {
        default: SqliteDatabase.libsql({
          url: OptionValue.fromValue('https://db.example.com'),
          token: OptionValue.fromSecret(secret, 'token'),
        }),
      },
      llmCompute: LlmCompute.remoteHttp({
        url: OptionValue.fromValue('https://llm.example.com'),
        authToken: OptionValue.fromSecret(secret, 'llm'),
        apiType: LlmApiType.OPEN_AI,
      }),
    }),
    readiness: HealthProbe.fromHttpGet('/healthz', { period: Duration.seconds(5) }),
    resources: {
      cpu: { request: kplus.Cpu.millis(100) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
    },
    podAnnotations: { 'example.com/b': '2', 'example.com/a': '1' },
    podLabels: { b: '2', a: '1' },
  });
  app.mount('/settings', kplus.Volume.fromConfigMap(apps, 'settings', config, { name: 'settings' }));
  app.addVariable('added', Variable.fromValue('later'));
  ApiObject.of(app).addJsonPatch(JsonPatch.add('/metadata/annotations', { x: 'ex', y: 'yes' }));
  return cluster;
}

/** The error of an app that is wrong. */
function errorOf(): string {
  const app = new App();
  const executor = new SpinKube(app, 'spinkube').executor;
  new SpinApp(new Chart(app, 'wrong', { namespace: 'default' }), 'app', { image: 'hello', executor, replicas: -1 });
  try {
    app.synthYaml();
    return 'no error';
  } catch (error) {
    return (error as Error).message;
  }
}

const source = GitSource.of({ url: 'https://github.com/example/gitops.git', path: 'dist' });
const bundle = new Bundle({
  outdir: process.argv[2],
  deliveries: [
    Delivery.kubectl(),
    Delivery.argoCd({ source }),
    Delivery.flux({ source, kubeConfigSecret: 'kubeconfig' }),
    new Listing(),
  ],
});
const shoot = addShoot(bundle);
addPlatform(bundle, 'eu-1', {
  nodeInstaller: NodeInstaller.runtimeClassManager({ nodeSelector: { spin: 'true', 'example.com/pool': 'apps' } }),
  webhookCertificates: WebhookCertificates.certManager(),
}).addDependency(shoot);
addPlatform(bundle, 'eu-2', {
  nodeInstaller: NodeInstaller.kwasm(),
  webhookCertificates: WebhookCertificates.existingCertManager(),
});
addPlatform(bundle, 'eu-3', {
  nodeInstaller: NodeInstaller.preinstalled({ handler: 'spin' }),
  webhookCertificates: WebhookCertificates.generated(),
});
addPlatform(bundle, 'eu-4', {
  webhookCertificates: WebhookCertificates.fromSecret({
    secretName: 'webhook',
    caBundle: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  }),
});
bundle.synth();
console.log(errorOf());
