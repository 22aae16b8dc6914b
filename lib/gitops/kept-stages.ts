import { DELETION_CONFIRMATION } from '../gardener/deletion';
import { field } from '../synth/manifest';
import { isShoot } from './readiness';

/** A stage as far as it matters here. */
interface KeepableStage {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly objects: readonly { readonly manifest: unknown }[];
}

/**
 * Names of the stages that nobody may remove or prune: those with a Shoot, which is a whole cluster, unless its deletion
 * is confirmed, and those that it needs.
 */
export function keptStages(stages: readonly KeepableStage[]): Set<string> {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const kept = new Set<string>();
  const todo = stages.filter(({ objects }) => objects.some(({ manifest }) => isGuardedShoot(manifest)));
  for (let stage = todo.pop(); stage; stage = todo.pop()) {
    if (!kept.has(stage.name)) {
      kept.add(stage.name);
      todo.push(...stage.dependsOn.flatMap((name) => byName.get(name) ?? []));
    }
  }
  return kept;
}

/** A Shoot whose deletion is not confirmed. */
export function isGuardedShoot(manifest: unknown): boolean {
  return isShoot(manifest) && field(manifest, 'metadata', 'annotations', DELETION_CONFIRMATION) !== 'true';
}
