import { appending, Edit, together } from './json';

/** Volume sources with missing or invalid fields. */
const SOURCES: readonly object[] = [
  ...[{}, { emptyDir: null }, { emptyDir: {}, hostPath: { path: '/a' } }, { unheardOf: {} }, { emptyDir: [] }],
  ...['-1', '', 'x', '1Gi', 0, null, true].map((sizeLimit) => ({ emptyDir: { sizeLimit } })),
  ...['Disk', 'Memory', 'HugePages', 'HugePages-2Mi', 'HugePages-x'].map((medium) => ({ emptyDir: { medium } })),
  ...[
    {},
    { path: '' },
    { path: 'a' },
    { path: '/a/../b' },
    { path: '/a', type: 'Folder' },
    { path: '/a', type: '' },
  ].map((hostPath) => ({ hostPath })),
  ...[{}, { claimName: '' }, { claimName: 'A_b' }, { claimName: 'a', readOnly: 'yes' }].map(
    (persistentVolumeClaim) => ({
      persistentVolumeClaim,
    }),
  ),
  ...[{}, { secretName: '' }, { secretName: 'A_b' }, { secretName: 'a', optional: 1 }].map((secret) => ({ secret })),
  ...[{}, { name: '' }, { name: 'A_b' }, { name: 'a', optional: 'no' }].map((configMap) => ({ configMap })),
  ...[0o777, 0o1000, -1, '0644', 0.5].flatMap((mode) => [
    { secret: { secretName: 'a', defaultMode: mode } },
    { configMap: { name: 'a', items: [{ key: 'a', path: 'a', mode }] } },
    { projected: { defaultMode: mode, sources: [{ secret: { name: 'a' } }] } },
    { downwardAPI: { defaultMode: mode } },
  ]),
  ...['', '/a', '../a', 'a/../b', '..a', 'a/..b', 'a//b'].flatMap((path) => [
    { configMap: { name: 'a', items: [{ key: 'a', path }] } },
    { downwardAPI: { items: [{ path, fieldRef: { fieldPath: 'metadata.name' } }] } },
    { projected: { sources: [{ serviceAccountToken: { path } }] } },
  ]),
  ...[{ key: '', path: 'a' }, { key: 'a b', path: 'a' }, { path: 'a' }, { key: 'a' }].map((item) => ({
    secret: { secretName: 'a', items: [item] },
  })),
  {
    secret: {
      secretName: 'a',
      items: [
        { key: 'a', path: 'a' },
        { key: 'b', path: 'a' },
      ],
    },
  },
  ...[
    {},
    { fieldRef: { fieldPath: 'spec.nodeName' } },
    { fieldRef: { fieldPath: '' } },
    { resourceFieldRef: { resource: 'limits.cpu' } },
  ].map((item) => ({ downwardAPI: { items: [{ path: 'a', ...item }] } })),
  ...[
    { containerName: 'a', resource: 'limits.a' },
    { containerName: 'a', resource: 'limits.cpu', divisor: '3' },
  ].map((resourceFieldRef) => ({ downwardAPI: { items: [{ path: 'a', resourceFieldRef }] } })),
  ...[{}, { sources: [] }, { sources: [{}] }, { sources: [{ secret: { name: 'a' }, configMap: { name: 'b' } }] }].map(
    (projected) => ({ projected }),
  ),
  ...[
    { secret: {} },
    { configMap: { name: '' } },
    { serviceAccountToken: {} },
    { clusterTrustBundle: { path: 'a' } },
  ].map((source) => ({
    projected: { sources: [source] },
  })),
  ...[1, 599, 600, 2 ** 32, 2 ** 32 + 1, '600', 2 ** 63].map((expirationSeconds) => ({
    projected: { sources: [{ serviceAccountToken: { path: 'a', expirationSeconds } }] },
  })),
  ...['a', 'secret'].map((path) => ({
    projected: {
      sources: [{ serviceAccountToken: { path } }, { secret: { name: 'a', items: [{ key: 'a', path: 'a' }] } }],
    },
  })),
  ...[
    {},
    { driver: '' },
    { driver: 'a b' },
    { driver: 'x'.repeat(64) },
    { driver: 'A.b' },
    { driver: 'a', nodePublishSecretRef: {} },
  ].map((csi) => ({ csi })),
  ...[{}, { server: '', path: '/' }, { server: 'a', path: 'b' }, { server: 'a', path: '/../b' }].map((nfs) => ({
    nfs,
  })),
  ...[{}, { monitors: [] }, { monitors: [''], image: 'a' }, { monitors: ['a'], image: '' }].map((rbd) => ({ rbd })),
  ...[{}, { monitors: null }, { monitors: [] }, { monitors: ['a'] }].map((cephfs) => ({ cephfs })),
  ...[{}, { pdName: '' }, { pdName: 'a', partition: 256 }, { pdName: 'a', partition: -1 }].map((gcePersistentDisk) => ({
    gcePersistentDisk,
  })),
  ...[
    {},
    { lun: 1 },
    { targetWWNs: ['a'] },
    { targetWWNs: ['a'], lun: 256 },
    { targetWWNs: ['a'], lun: 1, wwids: ['b'] },
    { wwids: [] },
  ].map((fc) => ({ fc })),
  ...[
    { iqn: 'a' },
    { iqn: 'iqn.2001-04.com.example:a', lun: 256 },
    { iqn: 'eui.0123456789abcdef', chapAuthSession: true },
    { iqn: '' },
  ].map((iscsi) => ({ iscsi: { targetPortal: 'a', lun: 0, ...iscsi } })),
  { iscsi: { targetPortal: 'a', lun: 0, iqn: 'iqn.2001-04.com.example:a', initiatorName: 'b' } },
  ...[
    { diskName: 'a', diskURI: 'b' },
    { diskName: 'a', diskURI: 'b', kind: 'Managed' },
    { diskName: 'a', diskURI: 'https://b', cachingMode: 'x' },
  ].map((azureDisk) => ({ azureDisk })),
  ...[{}, { repository: '' }, { repository: 'a', directory: '..' }, { repository: 'a', directory: '/b' }].map(
    (gitRepo) => ({ gitRepo }),
  ),
  ...[{}, { datasetName: 'a/b' }, { datasetName: 'a', datasetUUID: 'b' }].map((flocker) => ({ flocker })),
  ...[
    { system: 'a', gateway: 'b', secretRef: {} },
    { system: 'a', gateway: 'b', secretRef: { name: 'c' }, volumeName: 'd' },
  ].map((scaleIO) => ({ scaleIO })),
  ...[{}, { reference: '' }, { reference: 'a', pullPolicy: 'Sometimes' }].map((image) => ({ image })),
  ...[
    undefined,
    {},
    { accessModes: [] },
    { accessModes: ['ReadWrite'] },
    { volumeMode: 'Tape' },
    { storageClassName: 'A_b' },
  ].map((spec) => ({
    ephemeral: { volumeClaimTemplate: { spec: spec && { ...CLAIM(), ...spec } } },
  })),
  ...[{}, { volumeClaimTemplate: {} }, { volumeClaimTemplate: { metadata: { name: 'a' }, spec: CLAIM() } }].map(
    (ephemeral) => ({ ephemeral }),
  ),
  ...[
    { requests: {} },
    { requests: { storage: 0 } },
    { requests: { storage: '-1Gi' } },
    { requests: { storage: '1Gi' }, limits: { storage: 1 } },
  ].map((resources) => ({ ephemeral: { volumeClaimTemplate: { spec: { ...CLAIM(), resources } } } })),
  ...[
    { accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'] },
    { dataSource: { kind: 'a', name: '' } },
    { dataSource: { kind: 'a', name: 'b', apiGroup: null } },
    { dataSourceRef: { kind: 'a', name: 'b' } },
    { dataSourceRef: { kind: 'a', name: 'b', apiGroup: 'c', namespace: '' } },
    { selector: { matchLabels: { a: 'b c' } } },
  ].map((spec) => ({ ephemeral: { volumeClaimTemplate: { spec: { ...CLAIM(), ...spec } } } })),
];

function CLAIM(): object {
  return { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
}

const NAMES: readonly unknown[] = ['', 'A', 'a_b', 'a.b', '-a', 'x'.repeat(63), 'x'.repeat(64), null, 1, undefined];

/** Mounts of the volume `extra`, or of a missing volume. */
const MOUNTS: readonly object[] = [
  ...['', 'a', '/', '/a/../b', '/a:b', 'C:\\a', '/runtime-config.toml', '/etc/ssl/certs/ca-certificates.crt', null].map(
    (mountPath) => ({
      name: 'extra',
      mountPath,
    }),
  ),
  ...['nope', '', null, undefined, 'spin-runtime-config', 'spin-ca', 'Extra'].map((name) => ({
    name,
    mountPath: '/extra',
  })),
  ...[
    ...[{ subPath: '/a' }, { subPath: '../a' }, { subPath: 'a/..b' }, { subPath: '' }, { subPathExpr: '$(A)/..' }],
    ...[{ subPath: 'a', subPathExpr: 'b' }, { mountPropagation: 'Bidirectional' }, { mountPropagation: 'Sometimes' }],
    ...[
      { recursiveReadOnly: 'Enabled' },
      { recursiveReadOnly: 'Enabled', readOnly: true },
      { recursiveReadOnly: 'yes' },
    ],
    ...[{ recursiveReadOnly: 'IfPossible', readOnly: true, mountPropagation: 'HostToContainer' }, { readOnly: 'true' }],
    ...[{ recursiveReadOnly: 'Disabled' }, { recursiveReadOnly: '' }, { mountPropagation: '' }],
  ].map((options) => ({ name: 'extra', mountPath: '/extra', ...options })),
];

/** Common mistakes in volumes and mounts. */
export const VOLUME_MISTAKES: readonly Edit[] = [
  ...SOURCES.map((source) => appending('spec/volumes', { name: 'extra', ...source })),
  ...NAMES.map((name) => appending('spec/volumes', { name, emptyDir: {} })),
  ...['spin-runtime-config', 'spin-ca', 'spin-other'].map((name) => appending('spec/volumes', { name, emptyDir: {} })),
  appending('spec/volumes', { name: 'twice', emptyDir: {} }, { name: 'twice', emptyDir: {} }),
  ...MOUNTS.map((mount) =>
    together(appending('spec/volumes', { name: 'extra', emptyDir: {} }), appending('spec/volumeMounts', mount)),
  ),
  together(
    appending('spec/volumes', { name: 'extra', emptyDir: {} }),
    appending('spec/volumeMounts', { name: 'extra', mountPath: '/twice' }, { name: 'extra', mountPath: '/twice' }),
  ),
  together(
    appending('spec/volumes', { name: 'extra', emptyDir: {} }),
    appending('spec/volumeMounts', { name: 'extra', mountPath: '/twice' }, { name: 'extra', mountPath: '/twice/' }),
  ),
];
