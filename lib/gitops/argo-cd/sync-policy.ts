import { ApplicationSpecIgnoreDifferences, ApplicationSpecSyncPolicy } from '../../../imports/argoproj.io';
import { field, groupOf } from '../../synth/manifest';
import { isKubernetesGroup } from '../../synth/scopes';
import { DeliveryObject } from '../delivery';
import { isDefinition, isShoot, isWebhookWithoutCa, isWithoutCa } from '../readiness';
import { ArgoCdSettings } from './argo-cd-settings';
import { shootDifferences } from './shoot-differences';

/** What an Application is told beyond the settings. */
export interface SyncPolicyOptions {
  /** Whether nothing of it may ever be pruned. */
  readonly keep: boolean;

  readonly syncOptions: string[];
}

/** How an Application is synced. A sync by hand is tried again too: Argo CD would not do so by itself. */
export function syncPolicy(
  { automated, retry: { limit, ...backoff } }: ArgoCdSettings,
  { keep, syncOptions }: SyncPolicyOptions,
): ApplicationSpecSyncPolicy {
  return {
    automated: automated && { prune: automated.prune && !keep, selfHeal: automated.selfHeal },
    retry: { limit, backoff },
    syncOptions: ['ServerSideApply=true', 'PruneLast=true', ...syncOptions, ...(keep ? ['Prune=false'] : [])],
  };
}

/**
 * The sync options that the objects of an Application need.
 *
 * @param objects those of the Application
 * @param inBundle group and kind of what the definitions of the whole bundle define
 */
export function syncOptionsFor(objects: DeliveryObject[], inBundle: Set<string>): string[] {
  return [
    ...(respectsIgnored(objects) ? ['RespectIgnoreDifferences=true'] : []),
    ...(hasKindsOfOthers(objects, inBundle) ? ['SkipDryRunOnMissingResource=true'] : []),
  ];
}

/**
 * Whether Argo CD leaves what it ignores as it is in the cluster. Of a Shoot it would leave all worker pools then, as they are
 * a list of which something is ignored.
 *
 * @see https://github.com/argoproj/argo-cd/issues/17694
 */
function respectsIgnored(objects: DeliveryObject[]): boolean {
  return ignoredDifferences(objects).length > 0 && !objects.some(({ manifest }) => isShoot(manifest));
}

/** Whether the definition of some object is not among them: Argo CD cannot try to apply what the server does not know yet. */
function hasKindsOfOthers(objects: DeliveryObject[], inBundle: Set<string>): boolean {
  const mine = definedKinds(objects);
  return objects
    .filter((object) => !isDefinition(object))
    .map((object) => ({ group: groupOf(object), key: `${groupOf(object)}/${object.kind}` }))
    .some(({ group, key }) => !mine.has(key) && (inBundle.has(key) || !isKubernetesGroup(group)));
}

/** Group and kind of what the definitions among some objects define. */
export function definedKinds(objects: DeliveryObject[]): Set<string> {
  return new Set(
    objects
      .filter(isDefinition)
      .map(({ manifest }) => `${text(manifest, 'spec', 'group')}/${text(manifest, 'spec', 'names', 'kind')}`),
  );
}

/** The CA certificates that somebody in the cluster writes where the bundle has none, and what Gardener changes of Shoots. */
export function ignoredDifferences(objects: DeliveryObject[]): ApplicationSpecIgnoreDifferences[] {
  return objects.flatMap((object) => {
    const { kind, name } = object;
    const difference = isShoot(object.manifest) ? shootDifferences(object.manifest) : injectedCa(object);
    return difference ? [{ group: groupOf(object), kind, name, ...difference }] : [];
  });
}

type Difference = Pick<ApplicationSpecIgnoreDifferences, 'jqPathExpressions' | 'jsonPointers'>;

function injectedCa(object: DeliveryObject): Difference | undefined {
  const pointer = (...at: string[]) =>
    isWithoutCa(field(object.manifest, ...at)) ? { jsonPointers: [`/${at.join('/')}/caBundle`] } : undefined;
  switch (object.kind) {
    case 'APIService':
      return pointer('spec');
    case 'CustomResourceDefinition':
      return pointer('spec', 'conversion', 'webhook', 'clientConfig');
    default:
      return isWebhookWithoutCa(object) ? { jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'] } : undefined;
  }
}

function text(manifest: unknown, ...at: string[]): string {
  return String(field(manifest, ...at));
}
