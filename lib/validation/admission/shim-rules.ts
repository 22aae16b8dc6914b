import { field, list, Manifest } from '../../synth/manifest';
import { fieldPath } from '../field-path';
import { fieldCheck, FieldRequirement, placesAt } from '../fields';
import { Problem } from '../problems';
import { DNS_LABEL, NEEDED, oneOf } from '../requirement';
import { Rule, RUNTIME, SOURCES, Surroundings } from './rule';

const SHIM = { kind: 'Shim', groups: [RUNTIME], level: 'warning', source: SOURCES.shim } as const;

/** Requirements for the name of a Shim. */
export const SHIM_NAME_FIELDS: readonly FieldRequirement[] = [
  ['name', { ...DNS_LABEL, remedy: 'it becomes the handler in containerd and the key of a node label' }],
];

const checkName = fieldCheck(SHIM_NAME_FIELDS);

/** Requirements for the archives of a shim. */
export const ARCHIVE_FIELDS: readonly FieldRequirement[] = [
  ['anonHttp.location', NEEDED],
  ['platforms.*.location', NEEDED],
  ['platforms.*.os', oneOf('linux')],
  ['platforms.*.arch', oneOf('amd64', 'arm64', 'x86_64', 'aarch64')],
];

const checkArchives = fieldCheck(ARCHIVE_FIELDS);

/** Name of the Shim for which archives are released. */
export const RELEASED = 'spin-v2';

/** Addresses of released archives. */
export const RELEASES = /\/containerd-shim-spin\/releases\/download\/[^/]+\/containerd-shim-spin-v2-/;

/** Rules for Shims. runtime-class-manager has no webhooks: it fails, or never finishes. */
export const SHIM_RULES: readonly Rule[] = [
  {
    ...SHIM,
    name: 'shim-name',
    description:
      'The name must be a DNS label, because it becomes the handler in containerd and the key of a node label. Otherwise no node is provisioned.',
    check: ({ metadata }) => checkName({ path: 'metadata', value: metadata }),
  },
  {
    ...SHIM,
    name: 'shim-similar-name',
    description:
      'The name must not be part of the name of another Shim for the same nodes: a node whose configuration of containerd contains the text is not configured again. Otherwise it depends on the order of the installations whether pods start.',
    source: SOURCES.shimConfiguration,
    check: checkSimilarNames,
  },
  {
    ...SHIM,
    name: 'shim-kwasm-nodes',
    description:
      'The nodes must not be those of kwasm-operator: `nodeSelector` needs a label of its own, and kwasm-operator must not provision all nodes. runtime-class-manager does not configure containerd where kwasm-operator has installed the shim: it finds the name of the Shim in the path of that binary. Otherwise pods do not start on these nodes.',
    source: SOURCES.shimConfiguration,
    check: checkKwasmNodes,
  },
  {
    ...SHIM,
    name: 'shim-node-selector',
    description:
      '`nodeSelector` must not contain the label that has the name of the Shim, because runtime-class-manager keeps the state of the node in it.',
    check: checkNodeSelector,
  },
  {
    ...SHIM,
    name: 'shim-rollout-strategy',
    description: 'The rollout strategy must be `recreate`. runtime-class-manager does not support `rolling` yet.',
    check: checkRolloutStrategy,
  },
  {
    ...SHIM,
    name: 'shim-fetch-strategy',
    description:
      '`fetchStrategy` must have archives to download, each with a location, for `linux` and an architecture that exists. Otherwise no node is provisioned.',
    check: checkFetchStrategy,
  },
  {
    ...SHIM,
    name: 'shim-archive',
    description:
      'A released archive of containerd-shim-spin has the file `containerd-shim-spin-v2`, so its Shim must be named `spin-v2`. Otherwise no node is provisioned.',
    source: SOURCES.shimDownload,
    check: checkReleasedArchives,
  },
  {
    ...SHIM,
    name: 'shim-handler',
    description:
      'The handler of the RuntimeClass must be the name of the Shim, which is also that of the installed file. Otherwise the pods do not start.',
    check: checkHandler,
  },
];

function checkSimilarNames(shim: Manifest, { having }: Surroundings): Problem[] {
  const name = nameOf(shim);
  const other = having('Shim', undefined, partsOfName, name).find(
    (one) => nameOf(one) !== name && !isApart(one.spec, shim.spec),
  );
  if (name === '' || !other) {
    return [];
  }
  const text = `is part of the name of the Shim '${nameOf(other)}': where that is installed first, containerd is not configured for this one`;
  const remedy = 'give one of them a name that does not contain the other';
  return [{ path: 'metadata.name', value: name, text, remedy }];
}

/** Length of the longest names of objects. */
const LONGEST = 253;

/** All parts of the name of a Shim, by which those are found that contain another name. */
function partsOfName(shim: Manifest): string[] {
  const name = nameOf(shim).slice(0, LONGEST);
  const parts = new Set<string>();
  for (let start = 0; start < name.length; start++) {
    for (let end = start + 1; end <= name.length; end++) {
      parts.add(name.slice(start, end));
    }
  }
  return [...parts];
}

/** Name of an object; in a file it may be anything. */
function nameOf({ metadata }: Manifest): string {
  const { name = '' }: { readonly name?: unknown } = metadata;
  return String(name);
}

/** Tells if no node has the labels of both Shims. */
function isApart(one: unknown, other: unknown): boolean {
  const labels = field(one, 'nodeSelector');
  return Object.entries(labels ?? {}).some(([key, value]) => {
    const theirs = field(other, 'nodeSelector', key);
    return theirs !== undefined && theirs !== value;
  });
}

/** The binary that kwasm-operator installs. */
const KWASM_BINARY = 'containerd-shim-spin-v2';

function checkKwasmNodes(shim: Manifest, { kwasmOperators }: Surroundings): Problem[] {
  const value = field(shim.spec, 'nodeSelector');
  const isForAll = Object.keys(value ?? {}).every((label) => label === 'kubernetes.io/os');
  const isAutomatic = kwasmOperators().some(provisionsAllNodes);
  if (kwasmOperators().length === 0 || !KWASM_BINARY.includes(nameOf(shim)) || !(isForAll || isAutomatic)) {
    return [];
  }
  const text = 'selects nodes of kwasm-operator, where runtime-class-manager does not configure containerd';
  const remedies = [
    ...(isForAll ? ['add a label that only other nodes have'] : []),
    ...(isAutomatic ? ["set AUTO_PROVISION_NODES of kwasm-operator to 'false'"] : []),
  ];
  return [{ path: 'spec.nodeSelector', value, text, remedy: remedies.join(', and ') }];
}

function provisionsAllNodes({ spec }: Manifest): boolean {
  return placesAt({ path: 'spec', value: spec }, 'template.spec.containers.*.env.*').some(
    ({ value }) => field(value, 'name') === 'AUTO_PROVISION_NODES' && field(value, 'value') === 'true',
  );
}

function checkNodeSelector({ metadata: { name = '' }, spec }: Manifest): Problem[] {
  const value = field(spec, 'nodeSelector', name);
  const text = 'is a label that runtime-class-manager overwrites: it has the name of the Shim';
  return value === undefined
    ? []
    : [{ path: fieldPath('spec.nodeSelector', name), value, text, remedy: 'use another label' }];
}

function checkRolloutStrategy({ spec }: Manifest): Problem[] {
  const value = field(spec, 'rolloutStrategy', 'type');
  const text = 'is not supported by runtime-class-manager v0.2.0';
  return value === 'rolling' ? [{ path: 'spec.rolloutStrategy.type', value, text, remedy: "use 'recreate'" }] : [];
}

function checkFetchStrategy({ spec }: Manifest): Problem[] {
  const strategy = field(spec, 'fetchStrategy');
  const isSaid = list(strategy, 'platforms').length > 0 || field(strategy, 'anonHttp') != null;
  if (strategy !== undefined && !isSaid) {
    const text = 'has no location to download the shim from';
    return [{ path: 'spec.fetchStrategy', value: strategy, text, remedy: "set 'platforms' or 'anonHttp'" }];
  }
  return checkArchives({ path: 'spec.fetchStrategy', value: strategy });
}

function checkReleasedArchives(shim: Manifest): Problem[] {
  const name = nameOf(shim);
  const text = `has the file containerd-shim-${RELEASED}, but the Shim '${name}' needs containerd-shim-${name}`;
  const remedy = `name the Shim '${RELEASED}', or pack an archive with a file of that name`;
  return ['fetchStrategy.platforms.*.location', 'fetchStrategy.anonHttp.location']
    .flatMap((path) => placesAt({ path: 'spec', value: shim.spec }, path))
    .filter(({ value }) => name !== RELEASED && RELEASES.test(String(value)))
    .map(({ path, value }) => ({ path, value, text, remedy }));
}

/** The installed file has the name of the Shim, and the handler in containerd that of the file. */
function checkHandler({ metadata: { name }, spec }: Manifest): Problem[] {
  const value = field(spec, 'runtimeClass', 'handler');
  const text = 'must be the name of the Shim, which becomes the handler in containerd';
  const remedy = `set it to '${String(name)}'`;
  return typeof value !== 'string' || value === name
    ? []
    : [{ path: 'spec.runtimeClass.handler', value, text, remedy }];
}
