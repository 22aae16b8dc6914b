import { Manifest } from './manifest';

/**
 * Kinds that other objects in the same file rely on, in apply order. All other kinds come after them, in the order of
 * the construct tree.
 */
const FIRST: string[][] = [
  ['Namespace'],
  ['CustomResourceDefinition'],
  ['PriorityClass', 'RuntimeClass', 'StorageClass'],
  ['LimitRange', 'ResourceQuota'],
  ['ServiceAccount'],
  ['ClusterRole', 'Role'],
  ['ClusterRoleBinding', 'RoleBinding'],
  ['ConfigMap', 'Secret'],
  ['PersistentVolume', 'PersistentVolumeClaim'],
  ['Service'],
];

/** Kinds that make the API server call a server which the rest of the file starts. */
const LAST = ['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The rank of an object in its file: lower ranks come first, unless a dependency requires otherwise. */
export function applyRank({ kind }: Manifest): number {
  const rank = FIRST.findIndex((kinds) => kinds.includes(kind));
  if (rank >= 0) {
    return rank;
  }
  return LAST.includes(kind) ? FIRST.length + 1 : FIRST.length;
}
