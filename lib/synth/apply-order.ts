import { Manifest } from './manifest';

/**
 * Kinds that others in the same file rely on, first ones first. What is not named here comes after them, in the order
 * of the construct tree.
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

/** Kinds that make the API server call what the rest of the file starts. */
const LAST = ['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The position of an object in its file, unless a dependency requires another: lower ranks come first. */
export function applyRank({ kind }: Manifest): number {
  const rank = FIRST.findIndex((kinds) => kinds.includes(kind));
  if (rank >= 0) {
    return rank;
  }
  return LAST.includes(kind) ? FIRST.length + 1 : FIRST.length;
}
