import { Chart } from 'cdk8s';
import { Existing, Kube, Variable, Volumes } from 'cdk8s-spinkube';

/** A value of every type of cdk8s-plus, without it. */
export function valuesIn(chart: Chart) {
  return {
    accessMode: Kube.accessMode('ReadWriteOnce'),
    capability: Kube.capability('NET_BIND_SERVICE'),
    claim: Existing.persistentVolumeClaim('data'),
    configMap: Existing.configMap('settings'),
    cpu: Kube.cpu('50m'),
    dnsPolicy: Kube.dnsPolicy('None'),
    env: Variable.fromValue('http://proxy:3128'),
    envFromSecret: Variable.fromSecret(Existing.secret('shop'), 'token'),
    fieldPath: Kube.fieldPath('metadata.name'),
    fsGroupChangePolicy: Kube.fsGroupChangePolicy('OnRootMismatch'),
    imagePullPolicy: Kube.imagePullPolicy('Always'),
    ipBlock: Kube.ipBlock('10.0.0.0/8', ['10.1.0.0/16']),
    labelExpression: Kube.labelExpression({ key: 'tier', operator: 'In', values: ['web'] }),
    mountPropagation: Kube.mountPropagation('HostToContainer'),
    namespaces: Kube.namespaces({ team: 'web' }),
    nodeLabel: Kube.nodeLabel({ key: 'pool', operator: 'In', values: ['spin'] }),
    number: Kube.intOrPercent('1'),
    otherSecret: Existing.secret('registry'),
    pathType: Kube.pathType('Exact'),
    percent: Kube.intOrPercent('50%'),
    persistentVolume: Existing.persistentVolume('disk'),
    pods: Kube.pods({ matchLabels: { app: 'web' }, namespaces: ['web'] }),
    resourceField: Kube.resourceField('limits.memory'),
    resources: Kube.resources({ requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '256Mi' } }),
    seccompProfileType: Kube.seccompProfileType('RuntimeDefault'),
    secret: Existing.secret('shop'),
    serviceAccount: Existing.serviceAccount('shop'),
    serviceType: Kube.serviceType('ClusterIP'),
    size: Kube.size('1Gi'),
    taint: Kube.toleration({}),
    taintEffect: Kube.taintEffect('NoSchedule'),
    toleration: Kube.toleration({ key: 'wasm', effect: 'NoSchedule' }),
    topology: Kube.topology('topology.kubernetes.io/zone'),
    volume: Volumes.of(chart, 'cache', 'cache', { emptyDir: {} }),
    volumeMode: Kube.volumeMode('Filesystem'),
  };
}
