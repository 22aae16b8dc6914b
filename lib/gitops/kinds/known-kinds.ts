import { groupOf } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';
import { API_SERVICE, WEBHOOK_CONFIGURATIONS } from './ca-injection';
import { CERT_MANAGER_KINDS } from './cert-manager';
import { CUSTOM_RESOURCE_DEFINITION } from './custom-resource-definition';
import { KnownKind } from './known-kind';
import { NAMESPACE } from './namespace';
import { POLICY_BINDINGS } from './policy-bindings';
import { SCALED_OBJECT } from './scaled-object';
import { SHIM } from './shim';
import { SHOOT } from './shoot';
import { SPIN_APPS } from './spin-app';
import { SPIN_APP_EXECUTORS } from './spin-app-executor';
import { JOB, ROLE, WORKLOADS } from './workloads';

/** The kinds of objects of a bundle that deliveries treat in a way of their own. */
export const KNOWN_KINDS: KnownKind[] = [
  CUSTOM_RESOURCE_DEFINITION,
  NAMESPACE,
  ...WORKLOADS,
  JOB,
  ROLE,
  ...WEBHOOK_CONFIGURATIONS,
  API_SERVICE,
  ...POLICY_BINDINGS,
  ...CERT_MANAGER_KINDS,
  SHOOT,
  ...SPIN_APPS.flatMap((app, index) => [app, SPIN_APP_EXECUTORS[index]]),
  SHIM,
  SCALED_OBJECT,
];

const BY_KEY = new Map(KNOWN_KINDS.map((known) => [key(known), known]));

/** The known kind of an object, by its group and kind. */
export function knownKind(object: Pick<DeliveryObject, 'apiVersion' | 'kind'>): KnownKind | undefined {
  return BY_KEY.get(key(object));
}

function key(object: Pick<DeliveryObject, 'apiVersion' | 'kind'>): string {
  return `${groupOf(object)}/${object.kind}`;
}

/** A stage as far as it matters here. */
interface KeepableStage {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly objects: readonly { readonly manifest: Pick<DeliveryObject, 'apiVersion' | 'kind'> }[];
}

/** The stages that are never removed or pruned, by name, with the reason: those with kept objects, and all they depend on. */
export function keptStages(stages: readonly KeepableStage[]): Map<string, string> {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const kept = new Map<string, string>();
  const todo = stages.flatMap((stage) =>
    reasonsOf(stage)
      .slice(0, 1)
      .map((reason) => ({ stage, reason })),
  );
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { reason, stage } = next;
    if (!kept.has(stage.name)) {
      kept.set(stage.name, reason);
      todo.push(
        ...stage.dependsOn.flatMap((name) => byName.get(name) ?? []).map((before) => ({ stage: before, reason })),
      );
    }
  }
  return kept;
}

function reasonsOf({ objects }: KeepableStage): string[] {
  return objects.flatMap(({ manifest }) => {
    const kept = knownKind(manifest)?.kept;
    return kept?.includes(manifest) ? [kept.reason] : [];
  });
}
