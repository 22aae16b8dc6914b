import { isDnsLabel } from '../../private/names';
import { field, list, Manifest } from '../../synth/manifest';
import { fieldPath } from '../field-path';
import { fieldCheck } from '../fields';
import { Problem } from '../problems';
import { NEEDED, oneOf } from '../requirement';
import { Rule, RUNTIME, SOURCES } from './rule';

const SHIM = { kind: 'Shim', groups: [RUNTIME], level: 'warning', source: SOURCES.shim } as const;

const checkArchives = fieldCheck([
  ['anonHttp.location', NEEDED],
  ['platforms.*.location', NEEDED],
  ['platforms.*.os', oneOf('linux')],
  ['platforms.*.arch', oneOf('amd64', 'arm64', 'x86_64', 'aarch64')],
]);

/** What runtime-class-manager, which has no webhooks, answers with an error, or never finishes. */
export const SHIM_RULES: readonly Rule[] = [
  {
    ...SHIM,
    name: 'shim-name',
    description:
      'The name is a DNS label: it becomes the handler in containerd and the key of a node label. No node is provisioned otherwise.',
    check: ({ metadata: { name } }) => (typeof name === 'string' ? checkShimName(name) : []),
  },
  {
    ...SHIM,
    name: 'shim-node-selector',
    description:
      'Nodes are not selected by the label that is called like the Shim: runtime-class-manager writes the state of the node there.',
    check: checkNodeSelector,
  },
  {
    ...SHIM,
    name: 'shim-rollout-strategy',
    description: 'The rollout strategy is `recreate`. runtime-class-manager does not have the other one yet.',
    check: checkRolloutStrategy,
  },
  {
    ...SHIM,
    name: 'shim-fetch-strategy',
    description:
      'There are archives to fetch: for `linux`, for an architecture that there is, at an address. No node is provisioned otherwise.',
    check: checkFetchStrategy,
  },
  {
    ...SHIM,
    name: 'shim-handler',
    description:
      'The handler of the RuntimeClass is the name of the Shim, after which the installed file is called. Pods do not start otherwise.',
    check: checkHandler,
  },
];

export function checkShimName(name: string): Problem[] {
  const text = 'must be a DNS label: it becomes the handler in containerd and the key of a node label';
  const remedy = 'use at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit';
  return isDnsLabel(name) ? [] : [{ path: 'metadata.name', value: name, text, remedy }];
}

function checkNodeSelector({ metadata: { name = '' }, spec }: Manifest): Problem[] {
  const value = field(spec, 'nodeSelector', name);
  const text = 'is the label of the Shim itself, which runtime-class-manager overwrites';
  return value === undefined
    ? []
    : [{ path: fieldPath('spec.nodeSelector', name), value, text, remedy: 'select by another label' }];
}

function checkRolloutStrategy({ spec }: Manifest): Problem[] {
  const value = field(spec, 'rolloutStrategy', 'type');
  const text = 'is a strategy to which runtime-class-manager v0.2.0 answers with an error';
  return value === 'rolling' ? [{ path: 'spec.rolloutStrategy.type', value, text, remedy: "use 'recreate'" }] : [];
}

function checkFetchStrategy({ spec }: Manifest): Problem[] {
  const strategy = field(spec, 'fetchStrategy');
  const isSaid = list(strategy, 'platforms').length > 0 || field(strategy, 'anonHttp') != null;
  if (strategy !== undefined && !isSaid) {
    const text = 'says nowhere where the shim is';
    return [{ path: 'spec.fetchStrategy', value: strategy, text, remedy: "give 'platforms' or 'anonHttp'" }];
  }
  return checkArchives({ path: 'spec.fetchStrategy', value: strategy });
}

/** The file is called after the Shim, and containerd's handler after the file. */
function checkHandler({ metadata: { name }, spec }: Manifest): Problem[] {
  const value = field(spec, 'runtimeClass', 'handler');
  const text = `is not the handler that the shim gets, ${String(name)}`;
  const remedy = 'give the RuntimeClass the name of the Shim as its handler';
  return typeof value !== 'string' || value === name
    ? []
    : [{ path: 'spec.runtimeClass.handler', value, text, remedy }];
}
