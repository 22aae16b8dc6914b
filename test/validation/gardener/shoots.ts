import { Manifest } from '../../../lib/synth/manifest';
import { Case } from '../cases/case';

/** Values at paths of a Shoot, in which items of lists are numbered: `{ 'spec.provider.workers.0.name': 'spin' }`. */
export interface Changes {
  readonly [path: string]: unknown;
}

/** A valid Shoot on a provider that is unknown here. */
export const ANYWHERE: Manifest = {
  apiVersion: 'core.gardener.cloud/v1beta1',
  kind: 'Shoot',
  metadata: { name: 'spin', namespace: 'garden-shop' },
  spec: {
    cloudProfile: { kind: 'CloudProfile', name: 'local' },
    credentialsBindingName: 'local',
    region: 'here',
    kubernetes: { version: '1.34' },
    networking: { type: 'calico', nodes: '10.250.0.0/16' },
    provider: {
      type: 'local',
      workers: [{ name: 'spin', machine: { type: 'large' }, minimum: 1, maximum: 3, zones: ['a'] }],
    },
  },
};

/** A Shoot with other values at some paths; undefined removes a field. */
export function changed(shoot: Manifest, changes: Changes): Manifest {
  const copy = structuredClone(shoot);
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const parent = names.slice(0, -1).reduce<Record<string, unknown>>((at, name) => {
      at[name] ??= {};
      return at[name] as Record<string, unknown>;
    }, copy);
    parent[names[names.length - 1]] = value;
  }
  return copy;
}

/** A case of a rule: changes of a Shoot that it reports, the messages, and changes that it accepts. */
export function caseOf(shoot: Manifest): (rule: string, wrong: Changes, words: string, right?: Changes) => Case {
  return (rule, wrong, words, right = {}) => [rule, changed(shoot, wrong), words, changed(shoot, right)];
}
