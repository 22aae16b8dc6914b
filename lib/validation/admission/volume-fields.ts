import { field, list } from '../../synth/manifest';
import { celGiven, celText, matching } from '../cel/cel';
import { FieldRequirement } from '../fields';
import { parseQuantity } from '../parse-quantity';
import {
  ABSOLUTE_PATH,
  between,
  DATA_KEY,
  DNS_LABEL,
  FILE_MODE,
  INNER_PATH,
  isEmpty,
  LABEL_VALUE,
  NEEDED,
  OBJECT_NAME,
  ofPattern,
  ofText,
  oneOf,
  PATH_WITHOUT_DOTS,
  QUALIFIED_NAME,
  Requirement,
  WRITTEN_PATH,
} from '../requirement';
import { isLabelPath, LABEL_PATH, RESOURCE_FIELDS } from './references';

const DRIVER_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/i;

const PARTITION = between(0, 255);
const LUN = between(0, 255);

/** Required fields of each volume source. */
const NEEDED_FIELDS: { readonly [source: string]: readonly string[] } = {
  awsElasticBlockStore: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'],
  azureFile: ['secretName', 'shareName'],
  cephfs: ['monitors'],
  cinder: ['volumeID', 'secretRef.name'],
  configMap: ['name'],
  csi: ['driver', 'nodePublishSecretRef.name'],
  ephemeral: [
    'volumeClaimTemplate',
    'volumeClaimTemplate.spec',
    'volumeClaimTemplate.spec.accessModes',
    'volumeClaimTemplate.spec.resources.requests.storage',
  ],
  flexVolume: ['driver'],
  gcePersistentDisk: ['pdName'],
  gitRepo: ['repository'],
  glusterfs: ['endpoints', 'path'],
  hostPath: ['path'],
  image: ['reference'],
  iscsi: ['targetPortal', 'iqn'],
  nfs: ['server', 'path'],
  persistentVolumeClaim: ['claimName'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  quobyte: ['registry', 'volume'],
  rbd: ['monitors', 'image'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  secret: ['secretName'],
  storageos: ['volumeName', 'secretRef.name'],
  vsphereVolume: ['volumePath'],
};

const SIZE: Requirement = {
  accepts: (value) => (parseQuantity(value ?? 0) ?? 0n) >= 0n,
  text: 'must not be negative',
  remedy: 'give at least 0',
  cel: (size) => `!isQuantity(string(${size})) || !quantity(string(${size})).isLessThan(quantity('0'))`,
};

const STORAGE: Requirement = {
  accepts: (value) => (parseQuantity(value ?? 1) ?? 1n) > 0n,
  text: 'must be greater than 0',
  remedy: 'set the size',
  cel: (size) => `!isQuantity(string(${size})) || quantity(string(${size})).isGreaterThan(quantity('0'))`,
};

const FILE_FIELDS = /^metadata\.(name|namespace|uid|labels|annotations)$/;

const FILE_FIELD = ofText(
  (path) => FILE_FIELDS.test(path) || isLabelPath(path),
  'is not a field that a file can contain',
  'use one such as metadata.name or metadata.labels',
  (path) => `(${matching(FILE_FIELDS)(path)} || ${matching(LABEL_PATH)(path)})`,
);

const IQN = ofPattern(
  /^(iqn\.\d{4}-\d{2}\.[-a-z0-9.]+(:\S+)?|eui\.[0-9A-Fa-f]{16}|naa\.[0-9A-Fa-f]{32})$/,
  'is not a valid iSCSI name',
  'use one such as iqn.2026-11.com.example:storage',
);

/** An empty one does not count as not given. */
const INITIATOR: Requirement = { ...IQN, accepts: (name) => name !== '' && IQN.accepts(name) };

const HOST_AND_PORT = /^(\[[^\]\s]+\]|[^:\s]+):[^:\s]+$/;

const REGISTRY = ofText(
  (registry) => registry.split(',').every((host) => HOST_AND_PORT.test(host)),
  'must be a host and a port, or a comma-separated list of them',
  'use one such as registry.example.com:7861',
  (registry) => `${registry}.split(',').all(host, ${matching(HOST_AND_PORT)('host')})`,
);

/** A Fibre Channel target needs its names and a LUN. */
const FC_LUN: Requirement = {
  accepts: (fc) => isEmpty(field(fc, 'targetWWNs')) || typeof field(fc, 'lun') === 'number',
  text: 'must have a lun if it has targetWWNs',
  remedy: 'set it',
  cel: (fc, schema) => `(!${celGiven(fc, 'targetWWNs', schema)} || has(${fc}.lun))`,
};

const CHAP_SECRET: Requirement = {
  accepts: (iscsi) =>
    !['chapAuthDiscovery', 'chapAuthSession'].some((name) => field(iscsi, name) === true) ||
    !isEmpty(field(iscsi, 'secretRef')),
  text: 'must have a secretRef if CHAP authentication is enabled',
  remedy: 'set it',
  cel: (iscsi) =>
    `has(${iscsi}.secretRef) || ${['chapAuthDiscovery', 'chapAuthSession'].map((name) => `!(has(${iscsi}.${name}) && ${iscsi}.${name})`).join(' && ')}`,
};

const SINGLE_POD: Requirement = {
  accepts: (modes) => !Array.isArray(modes) || modes.length < 2 || !modes.includes('ReadWriteOncePod'),
  text: 'cannot combine ReadWriteOncePod with other access modes',
  remedy: 'choose one',
  cel: (modes) => `(size(${modes}) < 2 || !('ReadWriteOncePod' in ${modes}))`,
};

/** The core group has no other kind that fills a volume. */
const CORE_KIND: Requirement = {
  accepts: (source) =>
    isEmpty(field(source, 'kind')) ||
    !isEmpty(field(source, 'apiGroup')) ||
    field(source, 'kind') === 'PersistentVolumeClaim',
  text: 'must be of the kind PersistentVolumeClaim unless it has an apiGroup',
  remedy: 'set its apiGroup',
  cel: (source, schema) =>
    `(!${celGiven(source, 'kind', schema)} || ${celGiven(source, 'apiGroup', schema)} || ${source}.kind == 'PersistentVolumeClaim')`,
};

const ONE_NAMESPACE: Requirement = {
  accepts: (spec) => isEmpty(field(spec, 'dataSource')) || isEmpty(field(spec, 'dataSourceRef', 'namespace')),
  text: 'must not have a dataSource if its dataSourceRef has a namespace',
  remedy: 'remove the dataSource',
  cel: (spec) => `(!has(${spec}.dataSource) || !has(${spec}.dataSourceRef) || !${namespaced(spec)})`,
};

const SAME_DATA: Requirement = {
  accepts: (spec) =>
    isEmpty(field(spec, 'dataSource')) ||
    isEmpty(field(spec, 'dataSourceRef')) ||
    !isEmpty(field(spec, 'dataSourceRef', 'namespace')) ||
    ['apiGroup', 'kind', 'name'].every(
      (name) => (field(spec, 'dataSource', name) ?? '') === (field(spec, 'dataSourceRef', name) ?? ''),
    ),
  text: 'must not have a dataSource that differs from its dataSourceRef',
  remedy: 'remove one of them',
  cel: (spec) => {
    const same = ['apiGroup', 'kind', 'name'].map((name) => {
      const [one, other] = ['dataSource', 'dataSourceRef'].map((source) => `${spec}.${source}.${name}`);
      return `(has(${one}) ? ${one} : '') == (has(${other}) ? ${other} : '')`;
    });
    return `(!has(${spec}.dataSource) || !has(${spec}.dataSourceRef) || ${namespaced(spec)} || ${same.join(' && ')})`;
  },
};

const SELECTOR_VALUES: Requirement = {
  accepts: (expression) =>
    !['In', 'NotIn'].some((operator) => field(expression, 'operator') === operator) ||
    !isEmpty(field(expression, 'values')),
  text: 'must have values for the operators In and NotIn',
  remedy: 'set them',
  cel: (expression, schema) =>
    `(!(${expression}.operator in ['In', 'NotIn']) || ${celGiven(expression, 'values', schema)})`,
};

/** Paths that the API server compares; it cannot know those of a Secret or ConfigMap without items. */
const DISTINCT_PATHS: Requirement = {
  accepts: (projected) => {
    const paths = list(projected, 'sources').flatMap((source) => [
      ...['secret', 'configMap', 'downwardAPI'].flatMap((kind) =>
        list(source, kind, 'items').map((item) => field(item, 'path')),
      ),
      field(source, 'clusterTrustBundle', 'path'),
    ]);
    const given = paths.filter((path) => !isEmpty(path));
    return new Set(given).size === given.length;
  },
  text: 'must not have two files with the same path',
  remedy: 'give one of them another path',
  // Three levels of loops, in which the API server counts each step.
  cel: (projected) => {
    const items = ['secret', 'configMap', 'downwardAPI'].map(
      (kind) => (source: string) =>
        `(has(${source}.${kind}) && has(${source}.${kind}.items) ? ${source}.${kind}.items : [])`,
    );
    const paths = (source: string) =>
      `(${[
        ...items.map((itemsOf) => `${itemsOf(source)}.filter(item, item.path != '').map(item, item.path)`),
        `(has(${source}.clusterTrustBundle) && has(${source}.clusterTrustBundle.path) && ${source}.clusterTrustBundle.path != '' ? [${source}.clusterTrustBundle.path] : [])`,
      ].join(' + ')})`;
    const times = `${projected}.sources.map(other, ${paths('other')}.filter(same, same == path).size()).sum()`;
    return `(!has(${projected}.sources) || ${projected}.sources.all(one, ${paths('one')}.all(path, ${times} == 1)))`;
  },
};

const NAME_OR_SELECTOR: Requirement = {
  accepts: (bundle) => isEmpty(field(bundle, 'name')) || isEmpty(field(bundle, 'labelSelector')),
  text: 'must not have a labelSelector together with a name',
  remedy: 'remove one of them',
  cel: (bundle, schema) => `!(${celGiven(bundle, 'name', schema)} && has(${bundle}.labelSelector))`,
};

const RESERVED = /(^|\.)([kK][uU][bB][eE][rR][nN][eE][tT][eE][sS]|[kK]8[sS])\.[iI][oO]$/;

/** Kubernetes keeps these keys for itself. */
const DRIVER_OPTIONS: Requirement = {
  accepts: (options) =>
    typeof options !== 'object' ||
    options === null ||
    !Object.keys(options).some((key) => RESERVED.test(key.split('/')[0])),
  text: 'must not have keys in kubernetes.io or k8s.io, which are reserved',
  remedy: 'use the keys of the driver',
  cel: (options) => `!${options}.exists(key, key.split('/')[0].matches(${celText(RESERVED.source)}))`,
};

const SELECTOR_FIELDS = (selector: string): FieldRequirement[] => [
  [`${selector}.matchExpressions.*.key`, NEEDED],
  [`${selector}.matchExpressions.*.key`, QUALIFIED_NAME],
  [`${selector}.matchExpressions.*`, SELECTOR_VALUES],
  [`${selector}.matchLabels.*`, LABEL_VALUE],
];

const ITEM_FIELDS = (source: string): FieldRequirement[] => [
  [`${source}.items.*.key`, NEEDED],
  [`${source}.items.*.key`, DATA_KEY],
  [`${source}.items.*.path`, NEEDED],
  [`${source}.items.*.path`, WRITTEN_PATH],
  [`${source}.items.*.mode`, FILE_MODE],
];

const DOWNWARD_FIELDS: readonly FieldRequirement[] = [
  ['downwardAPI.items.*.path', NEEDED],
  ['downwardAPI.items.*.path', WRITTEN_PATH],
  ['downwardAPI.items.*.mode', FILE_MODE],
  ['downwardAPI.items.*', exactlyOne('fieldRef', 'resourceFieldRef')],
  ['downwardAPI.items.*.fieldRef.fieldPath', NEEDED],
  ['downwardAPI.items.*.fieldRef.fieldPath', FILE_FIELD],
  ['downwardAPI.items.*.fieldRef.apiVersion', oneOf('v1')],
  ['downwardAPI.items.*.resourceFieldRef.containerName', NEEDED],
  ...RESOURCE_FIELDS.map(([field, requirement]): FieldRequirement => [`downwardAPI.items.*.${field}`, requirement]),
];

const CLAIM = 'ephemeral.volumeClaimTemplate.spec';

/** All volume sources. */
export const VOLUME_SOURCES: readonly string[] = [
  ...Object.keys(NEEDED_FIELDS),
  ...['downwardAPI', 'emptyDir', 'fc', 'flocker', 'projected'],
];

/** All sources of a projected volume. */
export const PROJECTED_SOURCES: readonly string[] = [
  'clusterTrustBundle',
  'configMap',
  'downwardAPI',
  'secret',
  'serviceAccountToken',
];

/** Requirements for the fields of a volume, of every source. */
export const VOLUME_FIELDS: readonly FieldRequirement[] = [
  ...Object.entries(NEEDED_FIELDS).flatMap(([source, fields]) =>
    fields.map((field): FieldRequirement => [`${source}.${field}`, NEEDED]),
  ),
  ...['configMap', 'secret'].flatMap(ITEM_FIELDS),
  ...DOWNWARD_FIELDS,
  ...['configMap', 'downwardAPI', 'projected', 'secret'].map((source): FieldRequirement => [
    `${source}.defaultMode`,
    FILE_MODE,
  ]),
  ['awsElasticBlockStore.partition', PARTITION],
  ['azureDisk.cachingMode', oneOf('None', 'ReadOnly', 'ReadWrite')],
  ['azureDisk.kind', oneOf('Shared', 'Dedicated', 'Managed')],
  ['azureDisk', { ...azureDiskUri(), remedy: 'copy it from Azure' }],
  ['csi.driver', driverName()],
  ['emptyDir.sizeLimit', SIZE],
  [`${CLAIM}.accessModes.*`, oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')],
  [`${CLAIM}.resources.requests.storage`, STORAGE],
  [`${CLAIM}.accessModes`, SINGLE_POD],
  ...SELECTOR_FIELDS(`${CLAIM}.selector`),
  ...['dataSource', 'dataSourceRef'].flatMap((source): FieldRequirement[] => [
    [`${CLAIM}.${source}.kind`, NEEDED],
    [`${CLAIM}.${source}.name`, NEEDED],
    [`${CLAIM}.${source}`, CORE_KIND],
  ]),
  [CLAIM, ONE_NAMESPACE],
  [CLAIM, SAME_DATA],
  [`${CLAIM}.storageClassName`, OBJECT_NAME],
  [`${CLAIM}.volumeMode`, oneOf('Block', 'Filesystem')],
  ['fc', exactlyOne('targetWWNs', 'wwids')],
  ['fc.lun', LUN],
  ['fc', FC_LUN],
  ['flocker', exactlyOne('datasetName', 'datasetUUID')],
  ['flocker.datasetName', ofPattern(/^[^/]*$/, "must not contain '/'", 'give the name alone')],
  ['flexVolume.options', DRIVER_OPTIONS],
  ['gcePersistentDisk.partition', PARTITION],
  ['gitRepo.directory', INNER_PATH],
  ['hostPath.path', PATH_WITHOUT_DOTS],
  [
    'hostPath.type',
    oneOf('DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'),
  ],
  ['image.pullPolicy', oneOf('Always', 'Never', 'IfNotPresent')],
  ['iscsi.iqn', IQN],
  ['iscsi.initiatorName', INITIATOR],
  ['iscsi.lun', LUN],
  ['iscsi', CHAP_SECRET],
  ['nfs.path', ABSOLUTE_PATH],
  ['projected', DISTINCT_PATHS],
  ['quobyte.registry', REGISTRY],
  [
    'quobyte.tenant',
    ofText(
      (tenant) => tenant.length <= 64,
      'must have at most 64 characters',
      'shorten it',
      (tenant) => `size(${tenant}) <= 64`,
    ),
  ],
  ['storageos.volumeName', DNS_LABEL],
  ['storageos.volumeNamespace', DNS_LABEL],
];

/** Requirements for the fields of a source of a projected volume. */
export const PROJECTED_SOURCE_FIELDS: readonly FieldRequirement[] = [
  ['configMap.name', NEEDED],
  ['secret.name', NEEDED],
  ...['configMap', 'secret'].flatMap(ITEM_FIELDS),
  ...DOWNWARD_FIELDS,
  ['clusterTrustBundle', exactlyOne('name', 'signerName')],
  ['clusterTrustBundle', NAME_OR_SELECTOR],
  ...SELECTOR_FIELDS('clusterTrustBundle.labelSelector'),
  ['clusterTrustBundle.path', NEEDED],
  ['clusterTrustBundle.path', WRITTEN_PATH],
  ['serviceAccountToken.path', NEEDED],
  ['serviceAccountToken.path', WRITTEN_PATH],
  [
    'serviceAccountToken.expirationSeconds',
    { ...between(600, 2 ** 32), text: 'must be at least 600 and at most 4294967296', remedy: 'choose a longer time' },
  ],
];

function exactlyOne(...fields: [string, string]): Requirement {
  return {
    accepts: (value) =>
      typeof value !== 'object' ||
      value === null ||
      fields.filter((name) => !NEEDED.accepts((value as { [field: string]: unknown })[name])).length === 1,
    text: `must have either ${fields.join(' or ')}`,
    remedy: 'set one of them',
    cel: (value, schema) => fields.map((name) => celGiven(value, name, schema)).join(' != '),
  };
}

function azureDiskUri(): Omit<Requirement, 'remedy'> {
  return {
    accepts: (value) => {
      const { diskURI, kind } = (value ?? {}) as { readonly [field: string]: unknown };
      const isManaged = kind === 'Managed';
      return typeof diskURI !== 'string' || diskURI.startsWith(isManaged ? '/subscriptions/' : 'https://');
    },
    text: 'must have a diskURI that begins with /subscriptions/ if the disk is managed, and with https:// otherwise',
    cel: (disk) =>
      `${disk}.diskURI.startsWith(has(${disk}.kind) && ${disk}.kind == 'Managed' ? '/subscriptions/' : 'https://')`,
  };
}

function namespaced(spec: string): string {
  return `(has(${spec}.dataSourceRef.namespace) && ${spec}.dataSourceRef.namespace != '')`;
}

function driverName(): Requirement {
  return ofText(
    (name) => name.length <= 63 && DRIVER_NAME.test(name),
    'is not a valid CSI driver name: use a DNS name of at most 63 characters',
    'use the name of the CSIDriver object',
    (name) => `size(${name}) <= 63 && ${matching(DRIVER_NAME)(name)}`,
  );
}
