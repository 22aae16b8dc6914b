import { field, list, Manifest } from '../../synth/manifest';
import { breach, fieldCheck, FieldRequirement, itemCheck, Place, placesAt, repeatedNames } from '../fields';
import { Problem } from '../problems';
import { DNS_LABEL, INNER_PATH, isEmpty, NEEDED, ofText, oneOfNoneEmpty } from '../requirement';
import { Rule, SOURCES, SPIN_APP, Surroundings } from './rule';
import { PROJECTED_SOURCE_FIELDS, PROJECTED_SOURCES, VOLUME_FIELDS, VOLUME_SOURCES } from './volume-fields';

/** The volumes that the operator adds, the second one if the executor has CA certificates. */
const CA_VOLUME = 'spin-ca';
export const OPERATOR_VOLUMES: readonly string[] = ['spin-runtime-config', CA_VOLUME];

/** The path where the operator mounts the runtime configuration. */
const RUNTIME_CONFIG_PATH = '/runtime-config.toml';

/** Requirements for the fields of a volume mount. */
export const MOUNT_FIELDS: readonly FieldRequirement[] = [
  ['name', NEEDED],
  ['mountPath', NEEDED],
  [
    'mountPath',
    ofText(
      (path) => path !== RUNTIME_CONFIG_PATH,
      'is where the operator mounts the runtime configuration',
      'choose another path',
      (path) => `${path} != '${RUNTIME_CONFIG_PATH}'`,
    ),
  ],
  ['subPath', INNER_PATH],
  ['subPathExpr', INNER_PATH],
  ['mountPropagation', oneOfNoneEmpty('None', 'HostToContainer')],
  ['recursiveReadOnly', oneOfNoneEmpty('Disabled', 'IfPossible', 'Enabled')],
];

/** Requirements for the name of a volume. */
export const VOLUME_NAME_FIELDS: readonly FieldRequirement[] = [
  ['name', NEEDED],
  ['name', DNS_LABEL],
];

const checkMountFields = itemCheck('volumeMounts.*', MOUNT_FIELDS);
const checkName = itemCheck('volumes.*', VOLUME_NAME_FIELDS);
const checkVolumeFields = fieldCheck(VOLUME_FIELDS);
const checkProjectedFields = fieldCheck(PROJECTED_SOURCE_FIELDS);

/** Rules for the volumes of a SpinApp. */
export const VOLUME_RULES: readonly Rule[] = [
  {
    ...SPIN_APP,
    about: ['volumes'],
    name: 'spin-app-volumes',
    level: 'warning',
    description:
      'The names of volumes must be DNS labels, unique, and not those of the volumes that the operator adds: `spin-runtime-config` and `spin-ca`. Otherwise the operator does not create a Deployment.',
    source: SOURCES.controller,
    check: checkNames,
  },
  {
    ...SPIN_APP,
    about: ['volumes'],
    name: 'spin-app-volume-sources',
    level: 'warning',
    description:
      'A volume must have exactly one source, with every field that the source requires and only valid values. Otherwise Kubernetes rejects the Deployment.',
    source: SOURCES.volumes,
    check: ({ spec }) => volumesOf(spec).flatMap(checkSource),
  },
  {
    ...SPIN_APP,
    about: ['volumeMounts'],
    name: 'spin-app-volume-mounts',
    level: 'warning',
    description:
      'A volume mount must refer to a volume of the app, and have a unique path and options that can be combined. Otherwise Kubernetes rejects the Deployment.',
    source: SOURCES.mounts,
    check: checkMounts,
  },
];

function volumesOf(spec: unknown): Place[] {
  return placesAt({ path: 'spec', value: spec }, 'volumes.*');
}

function checkNames({ spec }: Manifest): Problem[] {
  const from = { path: 'spec', value: spec };
  const reserved = placesAt(from, 'volumes.*.name')
    .filter(({ value }) => OPERATOR_VOLUMES.includes(value as string))
    .map((place) =>
      breach(place, { text: 'is reserved for a volume that the operator adds', remedy: 'choose another name' }),
    );
  return [...checkName(from), ...reserved, ...repeatedNames(list(spec, 'volumes'), 'spec.volumes')];
}

function checkSource(volume: Place): Problem[] {
  const sources = sourcesOf(volume, VOLUME_SOURCES);
  const empty = {
    text: 'has no source, so it becomes an empty directory',
    remedy: "write 'emptyDir: {}' if that is intended",
  };
  return [
    ...(sources.length === 0 && typeof volume.value === 'object'
      ? [breach(volume, empty)]
      : checkOnlySource(volume, sources)),
    ...checkVolumeFields(volume),
    ...placesAt(volume, 'projected.sources.*').flatMap((source) => [
      ...checkOnlySource(source, sourcesOf(source, PROJECTED_SOURCES)),
      ...checkProjectedFields(source),
    ]),
  ];
}

/** The sources of a volume. The schema reports fields that are not sources. */
function sourcesOf({ value }: Place, sources: readonly string[]): string[] {
  return sources.filter((name) => (field(value, name) ?? undefined) !== undefined);
}

function checkOnlySource(place: Place, sources: string[]): Problem[] {
  if (sources.length < 2) {
    return [];
  }
  const text = `must have exactly one source, but has ${sources.join(', ')}`;
  return [breach(place, { text, remedy: 'keep one' })];
}

function checkMounts({ metadata, spec }: Manifest, { inNamespace }: Surroundings): Problem[] {
  const from = { path: 'spec', value: spec };
  const mounts = placesAt(from, 'volumeMounts.*');
  const executor = inNamespace('SpinAppExecutor', String(field(spec, 'executor')), metadata.namespace);
  const own = list(spec, 'volumes').map((volume) => field(volume, 'name'));
  const volumes = [...OPERATOR_VOLUMES.filter((name) => name !== CA_VOLUME || mayHaveCertificates(executor)), ...own];
  return [
    ...checkMountFields(from),
    ...mounts.flatMap((mount) => checkVolume(mount, volumes)),
    ...mounts.flatMap(checkOptions),
    ...repeatedNames(list(spec, 'volumeMounts'), 'spec.volumeMounts', {
      key: 'mountPath',
      describe: (_, earlier) => ({ text: `is used twice, also by ${earlier}`, remedy: 'choose another path' }),
    }),
  ];
}

/** An executor of which nothing but the name is known may have them. */
function mayHaveCertificates(executor?: Manifest): boolean {
  const config = field(executor?.spec, 'deploymentConfig');
  return isEmpty(config) || !isEmpty(field(config, 'caCertSecret')) || field(config, 'installDefaultCACerts') === true;
}

function checkVolume(mount: Place, volumes: unknown[]): Problem[] {
  return placesAt(mount, 'name')
    .filter(({ value }) => typeof value === 'string' && value !== '' && !volumes.includes(value))
    .map((place) => breach(place, { text: 'is not a volume of the app', remedy: "add it to 'spec.volumes'" }));
}

function checkOptions(mount: Place): Problem[] {
  const { mountPropagation, readOnly, recursiveReadOnly, subPath, subPathExpr } = (mount.value ?? {}) as {
    readonly [option: string]: unknown;
  };
  const found: Problem[] = [];
  const report = (option: string, value: unknown, text: string, remedy: string) =>
    found.push({ path: `${mount.path}.${option}`, value, text, remedy });
  if (subPath && subPathExpr) {
    report('subPathExpr', subPathExpr, 'cannot be set together with subPath', 'remove one of them');
  }
  if (recursiveReadOnly === 'Enabled' || recursiveReadOnly === 'IfPossible') {
    if (readOnly !== true) {
      report('recursiveReadOnly', recursiveReadOnly, 'requires a read-only mount', 'set readOnly');
    }
    if (mountPropagation && mountPropagation !== 'None') {
      report('recursiveReadOnly', recursiveReadOnly, 'cannot be combined with mount propagation', 'remove one of them');
    }
  }
  return found;
}
