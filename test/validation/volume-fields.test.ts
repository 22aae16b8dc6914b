import { describeProblem } from '../../lib/validation/problems';
import { admission } from '../../lib/validation/admission/check-admission';
import { spinApp } from './cases/objects';

/** A complete source of each kind, with a valid value in every field that a rule looks at. */
const SOURCES: { readonly [source: string]: object } = {
  awsElasticBlockStore: { volumeID: 'vol-1', partition: 1 },
  azureDisk: { diskName: 'a', diskURI: '/subscriptions/a', kind: 'Managed', cachingMode: 'None' },
  azureFile: { secretName: 'a', shareName: 'b' },
  cephfs: { monitors: ['a'] },
  cinder: { volumeID: 'a', secretRef: { name: 'b' } },
  configMap: { name: 'a', defaultMode: 420, items: [{ key: 'a', path: 'b/c', mode: 0 }] },
  csi: { driver: 'csi.example.com', nodePublishSecretRef: { name: 'a' } },
  downwardAPI: {
    items: [
      { path: 'a', fieldRef: { fieldPath: 'metadata.labels', apiVersion: 'v1' }, mode: 511 },
      { path: 'b', resourceFieldRef: { containerName: 'hello', resource: 'limits.cpu', divisor: '1m' } },
    ],
  },
  emptyDir: { sizeLimit: '1Gi' },
  ephemeral: {
    volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, volumeMode: 'Filesystem' },
    },
  },
  fc: { targetWWNs: ['a'], lun: 0 },
  flexVolume: { driver: 'a/b' },
  flocker: { datasetName: 'a' },
  gcePersistentDisk: { pdName: 'a', partition: 0 },
  gitRepo: { repository: 'https://example.com/a.git', directory: 'a' },
  glusterfs: { endpoints: 'a', path: 'b' },
  hostPath: { path: '/a', type: 'Directory' },
  image: { reference: 'a', pullPolicy: 'Always' },
  iscsi: { targetPortal: 'a', iqn: 'iqn.2026-11.com.example:a', lun: 255, initiatorName: 'eui.0123456789abcdef' },
  nfs: { server: 'a', path: '/b' },
  persistentVolumeClaim: { claimName: 'a' },
  photonPersistentDisk: { pdID: 'a' },
  portworxVolume: { volumeID: 'a' },
  projected: {
    sources: [
      { secret: { name: 'a', items: [{ key: 'a', path: 'b' }] } },
      { configMap: { name: 'a' } },
      { serviceAccountToken: { path: 'a', expirationSeconds: 600 } },
      { clusterTrustBundle: { name: 'a', path: 'c' } },
      { downwardAPI: { items: [{ path: 'd', fieldRef: { fieldPath: "metadata.annotations['a']" } }] } },
    ],
  },
  quobyte: { registry: 'a:1', volume: 'b' },
  rbd: { monitors: ['a'], image: 'b' },
  scaleIO: { gateway: 'a', system: 'b', volumeName: 'c', secretRef: { name: 'd' } },
  secret: { secretName: 'a', items: [{ key: 'a', path: 'b', mode: 256 }] },
  storageos: { volumeName: 'a', volumeNamespace: 'b', secretRef: { name: 'c' } },
  vsphereVolume: { volumePath: 'a' },
};

/** Findings in an app with a volume of the given source. */
function findings(source: string, value: unknown): string[] {
  const app = spinApp({ volumes: [{ name: 'a', [source]: value }] });
  return admission([app])(app).map((finding) => {
    expect([finding.level, finding.rule]).toEqual(['warning', 'spin-app-volume-sources']);
    return describeProblem(finding).replace('spec.volumes[0].', '');
  });
}

interface Json {
  [field: string]: unknown;
}

/** A copy of a source with another value at a path; undefined removes the field. */
function changed(source: string, path: string, value: unknown): Json {
  const copy = structuredClone(SOURCES[source]) as Json;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce((at, name) => at[name] as Json, copy);
  if (value === undefined) {
    Reflect.deleteProperty(parent, last);
  } else {
    parent[last] = value;
  }
  return copy;
}

test.each(Object.keys(SOURCES))('accepts a complete %s', (source) => {
  expect(findings(source, SOURCES[source])).toEqual([]);
});

test.each([
  'awsElasticBlockStore.volumeID',
  'azureDisk.diskName',
  'azureFile.secretName',
  'azureFile.shareName',
  'cephfs.monitors',
  'cinder.volumeID',
  'cinder.secretRef.name',
  'configMap.name',
  'configMap.items.0.key',
  'configMap.items.0.path',
  'csi.driver',
  'csi.nodePublishSecretRef.name',
  'downwardAPI.items.0.path',
  'downwardAPI.items.0.fieldRef.fieldPath',
  'downwardAPI.items.1.resourceFieldRef.containerName',
  'downwardAPI.items.1.resourceFieldRef.resource',
  'ephemeral.volumeClaimTemplate',
  'ephemeral.volumeClaimTemplate.spec.accessModes',
  'ephemeral.volumeClaimTemplate.spec.resources.requests.storage',
  'flexVolume.driver',
  'gcePersistentDisk.pdName',
  'gitRepo.repository',
  'glusterfs.endpoints',
  'glusterfs.path',
  'hostPath.path',
  'image.reference',
  'iscsi.targetPortal',
  'iscsi.iqn',
  'nfs.server',
  'nfs.path',
  'persistentVolumeClaim.claimName',
  'photonPersistentDisk.pdID',
  'portworxVolume.volumeID',
  'projected.sources.0.secret.name',
  'projected.sources.0.secret.items.0.key',
  'projected.sources.1.configMap.name',
  'projected.sources.2.serviceAccountToken.path',
  'projected.sources.3.clusterTrustBundle.path',
  'quobyte.registry',
  'quobyte.volume',
  'rbd.monitors',
  'rbd.image',
  'scaleIO.gateway',
  'scaleIO.system',
  'scaleIO.volumeName',
  'secret.secretName',
  'storageos.volumeName',
  'storageos.secretRef.name',
  'vsphereVolume.volumePath',
])('requires %s', (place) => {
  const [source, ...path] = place.split('.');
  const shown = place.replace(/\.(\d+)/g, '[$1]');
  expect(findings(source, changed(source, path.join('.'), undefined))).toEqual([`'${shown}' is required; set it`]);
});

const CHOICE = 'choose one of them';
const BELOW = 'it is below where the volume is mounted';

test.each<[source: string, path: string, value: unknown, words: string]>([
  ['awsElasticBlockStore', 'partition', 256, 'must be a number from 0 to 255; choose one of them'],
  ['azureDisk', 'cachingMode', 'Some', `must be one of None, ReadOnly, ReadWrite; ${CHOICE}`],
  [
    'csi',
    'driver',
    'a/b',
    'is not a valid CSI driver name: use a DNS name of at most 63 characters; use the name of the CSIDriver object',
  ],
  [
    'configMap',
    'defaultMode',
    512,
    'must be a file mode from 0 to 511, which is 0777; YAML reads 0644 as octal, JSON has no octal numbers',
  ],
  [
    'configMap',
    'items.0.key',
    'a b',
    'is not a valid key of a Secret or ConfigMap: use letters, digits, dashes, underscores and dots; name a key that it has',
  ],
  [
    'configMap',
    'items.0.path',
    '..a',
    `must be a relative path without '..' that does not begin with two dots; ${BELOW}`,
  ],
  [
    'configMap',
    'items.0.path',
    'a/../b',
    `must be a relative path without '..' that does not begin with two dots; ${BELOW}`,
  ],
  [
    'configMap',
    'items.0.path',
    '/a',
    `must be a relative path without '..' that does not begin with two dots; ${BELOW}`,
  ],
  [
    'downwardAPI',
    'items.0.fieldRef.fieldPath',
    'status.podIP',
    'is not a field that a file can contain; use one such as metadata.name or metadata.labels',
  ],
  ['downwardAPI', 'items.0.fieldRef.apiVersion', 'v2', `must be one of v1; ${CHOICE}`],
  [
    'downwardAPI',
    'items.1.resourceFieldRef.resource',
    'limits.gpu',
    'is not a valid resource of a container; use one such as limits.cpu or requests.memory',
  ],
  ['emptyDir', 'sizeLimit', '-1', 'must not be negative; give at least 0'],
  ['ephemeral', 'volumeClaimTemplate.spec.resources.requests.storage', 0, 'must be greater than 0; set the size'],
  ['ephemeral', 'volumeClaimTemplate.spec.volumeMode', 'Disk', `must be one of Block, Filesystem; ${CHOICE}`],
  ['fc', 'lun', 256, `must be a number from 0 to 255; ${CHOICE}`],
  ['flocker', 'datasetName', 'a/b', "must not contain '/'; give the name alone"],
  ['gitRepo', 'directory', '../a', `must be a relative path without '..'; ${BELOW}`],
  ['hostPath', 'path', '/a/..', "must not contain '..'; write where the path leads"],
  [
    'hostPath',
    'type',
    'Pipe',
    `must be one of DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice, BlockDevice; ${CHOICE}`,
  ],
  ['iscsi', 'iqn', 'a', 'is not a valid iSCSI name; use one such as iqn.2026-11.com.example:storage'],
  ['iscsi', 'lun', -1, `must be a number from 0 to 255; ${CHOICE}`],
  [
    'quobyte',
    'registry',
    'a',
    'must be a host and a port, or a comma-separated list of them; use one such as registry.example.com:7861',
  ],
  [
    'ephemeral',
    'volumeClaimTemplate.spec.storageClassName',
    'A',
    'is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit',
  ],
  ['image', 'pullPolicy', 'Sometimes', `must be one of Always, Never, IfNotPresent; ${CHOICE}`],
  ['nfs', 'path', 'a', 'must be an absolute path; begin it with a slash'],
  [
    'projected',
    'sources.2.serviceAccountToken.expirationSeconds',
    599,
    'must be at least 600 and at most 4294967296; choose a longer time',
  ],
  [
    'storageos',
    'volumeNamespace',
    'A',
    'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit',
  ],
])('rejects a %s whose %s is %j', (source, path, value, words) => {
  const place = `${source}.${path}`.replace(/\.(\d+)/g, '[$1]');
  expect(findings(source, changed(source, path, value))).toEqual([`'${place}' (${String(value)}) ${words}`]);
});

test.each<[string, object, string]>([
  [
    'downwardAPI',
    { items: [{ path: 'a' }] },
    `'downwardAPI.items[0]' ({"path":"a"}) must have either fieldRef or resourceFieldRef; set one of them`,
  ],
  ['fc', {}, `'fc' ({}) must have either targetWWNs or wwids; set one of them`],
  [
    'flocker',
    { datasetName: 'a', datasetUUID: 'b' },
    `'flocker' ({"datasetName":"a","datasetUUID":"b"}) must have either datasetName or datasetUUID; set one of them`,
  ],
  [
    'azureDisk',
    { diskName: 'a', diskURI: 'b', kind: 'Managed' },
    `'azureDisk' ({"diskName":"a","diskURI":"b","kind":"Managed"}) must have a diskURI that begins with /subscriptions/ if the disk is managed, and with https:// otherwise; copy it from Azure`,
  ],
  [
    'projected',
    { sources: [{ secret: { name: 'a' }, configMap: { name: 'b' } }] },
    `'projected.sources[0]' ({"secret":{"name":"a"},"configMap":{"name":"b"}}) must have exactly one source, but has configMap, secret; keep one`,
  ],
  [
    'downwardAPI',
    { items: [{ path: 'a', resourceFieldRef: { containerName: 'b', resource: 'limits.cpu', divisor: '1Mi' } }] },
    `'downwardAPI.items[0].resourceFieldRef' ({"containerName":"b","resource":"limits.cpu","divisor":"1Mi"}) has a divisor that does not fit the resource; use 1m or 1 for CPU, and 1, 1k, 1M, 1Ki, 1Mi and so on for the others`,
  ],
  ['fc', { targetWWNs: ['a'] }, `'fc' ({"targetWWNs":["a"]}) must have a lun if it has targetWWNs; set it`],
  [
    'iscsi',
    { targetPortal: 'a', iqn: 'eui.0123456789abcdef', lun: 0, chapAuthSession: true },
    `'iscsi' ({"targetPortal":"a","iqn":"eui.0123456789abcdef","lun":0,"chapAuthSession":true}) must have a secretRef if CHAP authentication is enabled; set it`,
  ],
])('rejects %s: %j', (source, value, words) => {
  expect(findings(source, value)).toEqual([words]);
});

test.each<[string, unknown, string]>([
  [
    'selector',
    { matchLabels: { a: 'b c' } },
    `'ephemeral.volumeClaimTemplate.spec.selector.matchLabels.a' (b c) is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation`,
  ],
  [
    'accessModes',
    ['ReadWriteOncePod', 'ReadWriteOnce'],
    `'ephemeral.volumeClaimTemplate.spec.accessModes' (["ReadWriteOncePod","ReadWriteOnce"]) cannot combine ReadWriteOncePod with other access modes; choose one`,
  ],
  [
    'selector',
    { matchExpressions: [{ key: '', operator: 'Exists' }] },
    "'ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].key' ('') is required; set it",
  ],
])('rejects a claim whose %s is %j', (name, value, words) => {
  expect(findings('ephemeral', changed('ephemeral', `volumeClaimTemplate.spec.${name}`, value))).toEqual([words]);
});

test('rejects an unknown access mode', () => {
  const ephemeral = changed('ephemeral', 'volumeClaimTemplate.spec.accessModes', ['ReadWriteTwice']);
  expect(findings('ephemeral', ephemeral)).toEqual([
    `'ephemeral.volumeClaimTemplate.spec.accessModes[0]' (ReadWriteTwice) must be one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod; ${CHOICE}`,
  ]);
});
