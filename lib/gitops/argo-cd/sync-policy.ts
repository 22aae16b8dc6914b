import { ApplicationSpecIgnoreDifferences, ApplicationSpecSyncPolicy } from '../../../imports/argoproj.io';
import { field, groupOf, list, Manifest } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';
import { ArgoCdSettings } from './argo-cd-settings';

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

/** The sync options that the objects of an Application need, all of those in the bundle given too. */
export function syncOptionsFor(objects: DeliveryObject[], all: DeliveryObject[]): string[] {
  return [
    ...(ignoredDifferences(objects).length > 0 ? ['RespectIgnoreDifferences=true'] : []),
    ...(hasKindsOfOthers(objects, all) ? ['SkipDryRunOnMissingResource=true'] : []),
  ];
}

/** Whether the definition of some object is not among them: Argo CD cannot try to apply what the server does not know yet. */
function hasKindsOfOthers(objects: DeliveryObject[], all: DeliveryObject[]): boolean {
  const mine = definedKinds(objects);
  const known = definedKinds(all);
  return objects
    .filter(({ kind }) => kind !== 'CustomResourceDefinition')
    .map(({ manifest }) => ({ key: kindKey(manifest as Manifest), group: groupOf(manifest as Manifest) }))
    .some(({ group, key }) => !mine.has(key) && (known.has(key) || !isBuiltIn(group)));
}

function definedKinds(objects: DeliveryObject[]): Set<string> {
  return new Set(
    objects
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ manifest }) => `${text(manifest, 'spec', 'group')}/${text(manifest, 'spec', 'names', 'kind')}`),
  );
}

function kindKey(manifest: Manifest): string {
  return `${groupOf(manifest)}/${manifest.kind}`;
}

const BUILT_IN =
  /^(|apps|autoscaling|batch|policy|(admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io)$/;

/** Whether a group is one of Kubernetes itself. */
function isBuiltIn(group: string): boolean {
  return BUILT_IN.test(group);
}

/** The CA certificates that somebody in the cluster writes where the bundle has none. */
export function ignoredDifferences(objects: DeliveryObject[]): ApplicationSpecIgnoreDifferences[] {
  return objects.flatMap(({ kind, manifest, name }) => {
    const group = groupOf(manifest as Manifest);
    const difference = injectedCa(kind, manifest);
    return difference ? [{ group, kind, name, ...difference }] : [];
  });
}

type Difference = Pick<ApplicationSpecIgnoreDifferences, 'jqPathExpressions' | 'jsonPointers'>;

function injectedCa(kind: string, manifest: unknown): Difference | undefined {
  const awaitsCa = (...at: string[]) => field(manifest, ...at) !== undefined && !hasCa(field(manifest, ...at));
  switch (kind) {
    case 'MutatingWebhookConfiguration':
    case 'ValidatingWebhookConfiguration':
      return list(manifest, 'webhooks').some((webhook) => !hasCa(field(webhook, 'clientConfig')))
        ? { jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'] }
        : undefined;
    case 'APIService':
      return field(manifest, 'spec', 'service') !== undefined && awaitsCa('spec')
        ? { jsonPointers: ['/spec/caBundle'] }
        : undefined;
    case 'CustomResourceDefinition':
      return awaitsCa('spec', 'conversion', 'webhook', 'clientConfig')
        ? { jsonPointers: ['/spec/conversion/webhook/clientConfig/caBundle'] }
        : undefined;
    default:
      return undefined;
  }
}

function hasCa(config: unknown): boolean {
  return field(config, 'caBundle') !== undefined;
}

function text(manifest: unknown, ...at: string[]): string {
  return String(field(manifest, ...at));
}
