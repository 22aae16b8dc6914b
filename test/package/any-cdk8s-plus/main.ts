// A program that sets every property and passes every argument that has a type of cdk8s-plus. The values come from
// without.ts, which imports no cdk8s-plus, or from with.ts, which any cdk8s-plus is put into.
//   node main.js OUTDIR
import { App, Chart, Size } from 'cdk8s';
import {
  AdmissionPolicies,
  CertManager,
  gardener,
  Gateway,
  HttpRoute,
  KedaAutoscaler,
  KedaTrigger,
  KwasmOperator,
  NodeInstaller,
  OptionValue,
  PodDisruptionBudget,
  PodPolicy,
  RuntimeClass,
  RuntimeConfig,
  SmokeTest,
  SpinApp,
  SpinAppExecutor,
  SpinApplication,
  SpinJob,
  SpinKube,
  SpinKubeStateMetrics,
  SpinManifest,
  SpinOperator,
  SpinOperatorMonitor,
  SpinOperatorVersion,
  TriggerAuthentication,
  Variable,
  volumeSources,
  Volumes,
  WebhookCertificates,
} from 'cdk8s-spinkube';
import { valuesIn } from './without';

const outdir = process.argv[2] ?? 'dist';
const app = new App({ outdir });
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const values = valuesIn(chart);
const { configMap, secret } = values;

const runtimeClass = new RuntimeClass(chart, 'runtime-class', {
  handler: 'spin-v2',
  tolerations: [values.toleration],
  overhead: { cpu: values.cpu, memory: Size.mebibytes(24) },
});
runtimeClass.addToleration(values.taint);
new SpinAppExecutor(chart, 'executor', {
  runtimeClass: RuntimeClass.fromRuntimeClassName(chart, 'existing', 'spin'),
  caCertSecret: secret,
  installDefaultCaCerts: false,
});
const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor-of-others', 'containerd-shim-spin');

const shop = new SpinApp(chart, 'app', {
  metadata: { name: 'shop' },
  image: 'ghcr.io/example/shop:v1.0.0',
  executor,
  variables: {
    level: Variable.fromConfigMap(configMap, 'level'),
    memory: Variable.fromResource(values.resourceField),
    password: Variable.fromSecret(secret, 'password'),
    pod: Variable.fromField(values.fieldPath),
  },
  runtimeConfig: RuntimeConfig.fromSecret(secret),
  resources: values.resources,
  volumes: [values.volume],
  volumeMounts: [{ path: '/cache', volume: values.volume, propagation: values.mountPropagation }],
  imagePullSecrets: [secret],
  serviceAccount: values.serviceAccount,
  podPolicy: {
    tolerations: [values.toleration],
    topologySpread: [{ topology: values.topology }],
    nodeAffinity: { requiredNodes: [values.nodeLabel], preferredNodes: [{ nodes: [values.nodeLabel] }] },
    podAffinity: [{ pods: values.pods, topology: values.topology }],
  },
});
shop.addImagePullSecret(values.otherSecret);
shop.addVolume(
  Volumes.fromProjected(chart, 'projected', 'projected', {
    sources: [
      volumeSources.VolumeProjection.fromSecret(secret, { items: { password: { path: 'password' } } }),
      volumeSources.VolumeProjection.fromConfigMap(configMap),
      volumeSources.VolumeProjection.fromClusterTrustBundle('ca.crt', {
        signerName: 'example.com/signer',
        labelSelector: { labels: { trust: 'yes' }, expressions: [values.labelExpression] },
      }),
    ],
  }),
);
shop.addVolume(
  Volumes.fromDownwardApi(chart, 'downward', 'downward', {
    files: [volumeSources.DownwardApiFile.fromResource('memory', 'shop', values.resourceField)],
  }),
);
shop.addVolume(
  Volumes.fromEphemeral(chart, 'ephemeral', 'ephemeral', {
    accessModes: [values.accessMode],
    storage: values.size,
    selector: { labels: { disk: 'fast' } },
    volume: values.persistentVolume,
    volumeMode: values.volumeMode,
  }),
);
shop.addVolume(
  Volumes.fromImage(chart, 'image', 'image', {
    reference: 'example.com/models:v1',
    pullPolicy: values.imagePullPolicy,
  }),
);
shop.addVolume(Volumes.fromCsi(chart, 'csi', 'csi', { driver: 'secrets-store.csi.k8s.io', nodePublishSecret: secret }));
shop.addVolume(
  Volumes.fromIscsi(chart, 'iscsi', 'iscsi', {
    targetPortal: '10.0.0.1',
    iqn: 'iqn.2026-11.com.example:a',
    lun: 0,
    secret,
  }),
);
shop.mount('/data', values.claim);
shop.autoscale({
  maxReplicas: 10,
  cpuUtilization: 70,
  cpuAverageValue: values.cpu,
  metrics: [values.metric],
  scaleUp: { strategy: values.scalingStrategy, policies: [{ replicas: values.replicas }] },
});
shop.allowFrom(values.pods);
shop.allowFrom(values.namespaces);
shop.allowTo(values.ipBlock, [5432]);
const ingress = shop.exposeViaIngress('/shop', {
  host: 'shop.example.com',
  pathType: values.pathType,
  tlsSecret: secret,
});
shop.exposeViaService({ name: 'public', type: values.serviceType });
new HttpRoute(chart, 'route', {
  gateway: Gateway.fromGatewayName('public'),
  rules: [{ backends: [{ service: shop.service, port: 80 }] }],
});
const docs = new SpinApp(chart, 'docs', {
  resources: values.resources,
  image: 'ghcr.io/example/docs:v1.0.0',
  executor,
  runtimeConfig: RuntimeConfig.of({ keyValueStores: {} }),
});
docs.exposeViaIngress('/docs', { host: 'shop.example.com', ingress });
const authentication = new TriggerAuthentication(chart, 'redis', { secrets: { address: { secret, key: 'address' } } });
authentication.addSecret('password', secret, 'password');
new KedaAutoscaler(chart, 'scaler', {
  target: docs,
  triggers: [KedaTrigger.cpu({ averageValue: values.cpu }), KedaTrigger.redis({ listName: 'orders', authentication })],
});
new SmokeTest(chart, 'smoke-test', { app: docs, imagePullSecrets: [secret] });
new SpinApplication(chart, 'application', {
  image: 'ghcr.io/example/site:v1.0.0',
  executor,
  manifest: SpinManifest.fromString(`
spin_manifest_version = 2
[application]
name = "site"
[[trigger.http]]
route = "/site"
component = "site"
[component.site]
source = "site.wasm"
`),
}).exposeViaIngress({ host: 'site.example.com', tlsSecret: secret });
new SpinJob(chart, 'job', {
  image: 'ghcr.io/example/import:v1.0.0',
  executor,
  runtimeClass: RuntimeClass.fromRuntimeClassName(chart, 'class-of-job', 'spin'),
  resources: values.resources,
  imagePullSecrets: [secret],
  serviceAccount: values.serviceAccount,
});
new PodPolicy(chart, 'pod-policy', { pods: values.pods });
new AdmissionPolicies(chart, 'admission-policies', { namespaces: values.namespaces });
OptionValue.fromSecret(secret, 'key');
OptionValue.fromConfigMap(configMap, 'key');

const spinkube = new SpinKube(app, 'spinkube', {
  imagePullSecrets: [secret],
  executor: { caCertSecret: secret, installDefaultCaCerts: false },
  runtimeClass: { tolerations: [values.toleration] },
  nodeInstaller: NodeInstaller.runtimeClassManager(),
  webhookCertificates: WebhookCertificates.generated(),
  operator: {
    affinity: {
      requiredNodes: [values.nodeLabel],
      preferredNodes: [{ nodes: [values.nodeLabel] }],
      spread: values.topology,
    },
    env: { HTTPS_PROXY: values.env, TOKEN: values.envFromSecret },
    imagePullPolicy: values.imagePullPolicy,
    imagePullSecrets: [secret],
    metricsServiceType: values.serviceType,
    podDisruptionBudget: PodDisruptionBudget.minAvailable(values.percent),
    podSecurityContext: {
      fsGroupChangePolicy: values.fsGroupChangePolicy,
      sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    },
    replicas: 3,
    resources: values.resources,
    securityContext: {
      capabilities: { add: [values.capability] },
      seccompProfile: { type: values.seccompProfileType },
    },
    tolerations: [values.toleration],
  },
});
spinkube.executorFor('default', { placement: { name: 'pool', tolerations: [values.toleration] } });
new SpinOperatorMonitor(chart, 'monitor', { operator: spinkube.operator, prometheus: values.serviceAccount });
new SpinKubeStateMetrics(chart, 'state-metrics', { serviceAccount: values.serviceAccount });
const old = new App({ outdir });
new SpinOperator(new Chart(old, 'old-operator'), 'operator', {
  version: SpinOperatorVersion.V0_1_0,
  kubeRbacProxy: { image: 'example.com/kube-rbac-proxy:v1', resources: values.resources },
});
new CertManager(new Chart(app, 'cert-manager'), 'cert-manager', {
  controller: {
    podDns: { policy: values.dnsPolicy, nameservers: ['10.0.0.10'], options: [{ name: 'ndots', value: '1' }] },
  },
  webhook: { serviceType: values.serviceType },
});
new KwasmOperator(new Chart(app, 'kwasm'), 'kwasm', {
  podDisruptionBudget: PodDisruptionBudget.maxUnavailable(values.number),
});

const garden = new Chart(app, 'garden', { namespace: 'garden-demo' });
new gardener.Shoot(garden, 'shoot', {
  metadata: { name: 'spin' },
  cloudProfile: gardener.CloudProfile.of('local'),
  credentials: gardener.ShootCredentials.credentialsBinding('local'),
  region: 'local',
  kubernetesVersion: '1.34',
  infrastructure: gardener.Infrastructure.of('local'),
  workerPools: [
    {
      name: 'spin',
      machineType: 'local',
      minimum: 1,
      maximum: 3,
      maxSurge: values.percent,
      maxUnavailable: values.number,
      taints: [{ key: 'wasm', effect: values.taintEffect }],
    },
  ],
});
app.synth();
old.synth();
