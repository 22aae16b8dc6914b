import { isDnsLabel } from '../../private/names';
import { field, list, Manifest } from '../../synth/manifest';
import { fieldPath } from '../field-path';
import { Breach, Rule, RUNTIME } from './rule';

const SHIM = { kind: 'Shim', groups: [RUNTIME], level: 'warning' } as const;

/** What runtime-class-manager, which has no webhooks, answers with an error, or never finishes. */
export const SHIM_RULES: readonly Rule[] = [
  { ...SHIM, name: 'shim-name', check: ({ metadata: { name } }) => (name === undefined ? [] : checkShimName(name)) },
  { ...SHIM, name: 'shim-node-selector', check: checkNodeSelector },
  { ...SHIM, name: 'shim-rollout-strategy', check: checkRolloutStrategy },
  { ...SHIM, name: 'shim-fetch-strategy', check: checkFetchStrategy },
  { ...SHIM, name: 'shim-handler', check: checkHandler },
];

export function checkShimName(name: string): Breach[] {
  const text = 'must be a DNS label: it becomes the handler in containerd and the key of a node label';
  const remedy = 'use at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit';
  return isDnsLabel(name) ? [] : [{ path: 'metadata.name', value: name, text, remedy }];
}

function checkNodeSelector({ metadata: { name = '' }, spec }: Manifest): Breach[] {
  const value = field(spec, 'nodeSelector', name);
  const text = 'is the label of the Shim itself, which runtime-class-manager overwrites';
  return value === undefined
    ? []
    : [{ path: fieldPath('spec.nodeSelector', name), value, text, remedy: 'select by another label' }];
}

function checkRolloutStrategy({ spec }: Manifest): Breach[] {
  const value = field(spec, 'rolloutStrategy', 'type');
  const text = 'is a strategy to which runtime-class-manager v0.2.0 answers with an error';
  return value === 'rolling' ? [{ path: 'spec.rolloutStrategy.type', value, text, remedy: "use 'recreate'" }] : [];
}

function checkFetchStrategy({ spec }: Manifest): Breach[] {
  const strategy = field(spec, 'fetchStrategy');
  const isSaid = list(strategy, 'platforms').length > 0 || field(strategy, 'anonHttp') != null;
  const text = 'says nowhere where the shim is';
  const remedy = "give 'platforms' or 'anonHttp'";
  return strategy === undefined || isSaid ? [] : [{ path: 'spec.fetchStrategy', value: strategy, text, remedy }];
}

/** The file is called after the Shim, and containerd's handler after the file. */
function checkHandler({ metadata: { name }, spec }: Manifest): Breach[] {
  const value = field(spec, 'runtimeClass', 'handler');
  const text = `is not the handler that the shim gets, ${String(name)}`;
  const remedy = 'give the RuntimeClass the name of the Shim as its handler';
  return typeof value !== 'string' || value === name
    ? []
    : [{ path: 'spec.runtimeClass.handler', value, text, remedy }];
}
