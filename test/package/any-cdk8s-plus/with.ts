import { Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/** The same values, of cdk8s-plus. */
export function valuesIn(chart: Chart) {
  const secret = kplus.Secret.fromSecretName(chart, 'secret', 'shop');
  const claim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'claim', 'data');
  const namespaces = kplus.Namespaces.select(chart, 'web', { names: ['web'] });
  return {
    accessMode: kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE,
    capability: kplus.Capability.NET_BIND_SERVICE,
    claim: kplus.Volume.fromPersistentVolumeClaim(chart, 'data', claim),
    configMap: kplus.ConfigMap.fromConfigMapName(chart, 'config', 'settings'),
    cpu: kplus.Cpu.millis(50),
    dnsPolicy: kplus.DnsPolicy.NONE,
    env: kplus.EnvValue.fromValue('http://proxy:3128'),
    envFromSecret: kplus.EnvValue.fromSecretValue({ secret, key: 'token' }),
    fieldPath: kplus.EnvFieldPaths.POD_NAME,
    fsGroupChangePolicy: kplus.FsGroupChangePolicy.ON_ROOT_MISMATCH,
    imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
    ipBlock: kplus.NetworkPolicyIpBlock.ipv4(chart, 'database', '10.0.0.0/8', ['10.1.0.0/16']),
    labelExpression: kplus.LabelExpression.in('tier', ['web']),
    metric: kplus.Metric.pods({ name: 'requests', target: kplus.MetricTarget.averageValue(10) }),
    mountPropagation: kplus.MountPropagation.HOST_TO_CONTAINER,
    namespaces: kplus.Namespaces.select(chart, 'team', { labels: { team: 'web' } }),
    nodeLabel: kplus.NodeLabelQuery.is('pool', 'spin'),
    number: kplus.PercentOrAbsolute.absolute(1),
    otherSecret: kplus.Secret.fromSecretName(chart, 'registry', 'registry'),
    pathType: kplus.HttpIngressPathType.EXACT,
    percent: kplus.PercentOrAbsolute.percent(50),
    persistentVolume: kplus.PersistentVolume.fromPersistentVolumeName(chart, 'disk', 'disk'),
    pods: kplus.Pods.select(chart, 'pods', { labels: { app: 'web' }, namespaces }),
    replicas: kplus.Replicas.absolute(2),
    resourceField: kplus.ResourceFieldPaths.MEMORY_LIMIT,
    resources: {
      cpu: { request: kplus.Cpu.millis(100) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
    },
    scalingStrategy: kplus.ScalingStrategy.MIN_CHANGE,
    seccompProfileType: kplus.SeccompProfileType.RUNTIME_DEFAULT,
    secret,
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'shop'),
    serviceType: kplus.ServiceType.CLUSTER_IP,
    size: Size.gibibytes(1),
    taint: kplus.NodeTaintQuery.any(),
    taintEffect: kplus.TaintEffect.NO_SCHEDULE,
    toleration: kplus.NodeTaintQuery.exists('wasm', { effect: kplus.TaintEffect.NO_SCHEDULE }),
    topology: kplus.Topology.ZONE,
    volume: kplus.Volume.fromEmptyDir(chart, 'cache', 'cache'),
    volumeMode: kplus.PersistentVolumeMode.FILE_SYSTEM,
  };
}
