import { ApplicationSpecIgnoreDifferences, ApplicationSpecSyncPolicy } from '../../../imports/argoproj.io';
import { groupOf } from '../../synth/manifest';
import { isKubernetesGroup } from '../../synth/scopes';
import { DeliveryObject } from '../delivery';
import { definedKinds, isCustomResourceDefinition } from '../kinds/custom-resource-definition';
import { knownKind } from '../kinds/known-kinds';
import { ArgoCdSettings } from './argo-cd-props';

/** Sync policy of an Application, beyond the settings of the delivery. */
export interface SyncPolicyOptions {
  /** True if nothing in it may ever be pruned. */
  readonly keep: boolean;

  readonly syncOptions: string[];
}

/** How an Application is synced. A sync by hand is tried again too: Argo CD would not do so by itself. */
export function syncPolicy(
  { automated, retry }: ArgoCdSettings,
  { keep, syncOptions }: SyncPolicyOptions,
): ApplicationSpecSyncPolicy {
  return {
    automated: automated && { prune: automated.prune && !keep, selfHeal: automated.selfHeal },
    retry,
    syncOptions: ['ServerSideApply=true', 'PruneLast=true', ...syncOptions, ...(keep ? ['Prune=false'] : [])],
  };
}

/**
 * The sync options that the objects of an Application need.
 *
 * @param objects the objects of the Application
 * @param inBundle group and kind of the custom resources that the whole bundle defines
 */
export function syncOptionsFor(objects: DeliveryObject[], inBundle: Set<string>): string[] {
  return [
    ...(respectsIgnored(objects) ? ['RespectIgnoreDifferences=true'] : []),
    ...(hasKindsOfOthers(objects, inBundle) ? ['SkipDryRunOnMissingResource=true'] : []),
  ];
}

/** RespectIgnoreDifferences: true if Argo CD leaves ignored fields as they are in the cluster. */
function respectsIgnored(objects: DeliveryObject[]): boolean {
  return (
    ignoredDifferences(objects).length > 0 && !objects.some((object) => knownKind(object)?.argoCd?.overwritesIgnored)
  );
}

/**
 * SkipDryRunOnMissingResource: true if some object's CustomResourceDefinition is not in the bundle, because Argo CD cannot
 * dry-run a kind that the server does not know yet.
 */
function hasKindsOfOthers(objects: DeliveryObject[], inBundle: Set<string>): boolean {
  const mine = definedKinds(objects);
  return objects
    .filter((object) => !isCustomResourceDefinition(object))
    .map((object) => ({ group: groupOf(object), key: `${groupOf(object)}/${object.kind}` }))
    .some(({ group, key }) => !mine.has(key) && (inBundle.has(key) || !isKubernetesGroup(group)));
}

/** Fields that others write in the cluster: CA bundles, and what the controllers of some kinds fill in. */
export function ignoredDifferences(objects: DeliveryObject[]): ApplicationSpecIgnoreDifferences[] {
  return objects.flatMap((object) => {
    const fields = knownKind(object)?.argoCd?.ignoredDifferences?.(object);
    return fields ? [{ group: groupOf(object), kind: object.kind, name: object.name, ...fields }] : [];
  });
}
