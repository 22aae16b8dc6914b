import { field, list, Manifest } from '../../synth/manifest';
import { fieldPath } from '../field-path';
import { fieldCheck } from '../fields';
import { Problem } from '../problems';
import { DNS_LABEL, NEEDED, oneOf } from '../requirement';
import { Rule, RUNTIME, SOURCES } from './rule';

const SHIM = { kind: 'Shim', groups: [RUNTIME], level: 'warning', source: SOURCES.shim } as const;

const checkName = fieldCheck([
  ['name', { ...DNS_LABEL, remedy: 'it becomes the handler in containerd and the key of a node label' }],
]);

const checkArchives = fieldCheck([
  ['anonHttp.location', NEEDED],
  ['platforms.*.location', NEEDED],
  ['platforms.*.os', oneOf('linux')],
  ['platforms.*.arch', oneOf('amd64', 'arm64', 'x86_64', 'aarch64')],
]);

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
    name: 'shim-handler',
    description:
      'The handler of the RuntimeClass must be the name of the Shim, which is also that of the installed file. Otherwise the pods do not start.',
    check: checkHandler,
  },
];

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

/** The installed file has the name of the Shim, and the handler in containerd that of the file. */
function checkHandler({ metadata: { name }, spec }: Manifest): Problem[] {
  const value = field(spec, 'runtimeClass', 'handler');
  const text = 'must be the name of the Shim, which becomes the handler in containerd';
  const remedy = `set it to '${String(name)}'`;
  return typeof value !== 'string' || value === name
    ? []
    : [{ path: 'spec.runtimeClass.handler', value, text, remedy }];
}
