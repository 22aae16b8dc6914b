import { compareTrees, StageChanges } from '../changes/compare-trees';
import { Action } from '../changes/object-change';
import { TreeCluster, TreeStage } from '../changes/tree';
import { deliveryObject } from '../gitops/deliver';
import { DeliveryObject, DeliveryStage } from '../gitops/delivery';
import { groupOf, Manifest } from '../synth/manifest';

/** Two versions of a cluster. */
export interface Upgrade {
  /** The old stages, in order. */
  readonly before: readonly DeliveryStage[];

  /** The new stages, in order. */
  readonly after: readonly DeliveryStage[];

  /** Objects that both have, but not alike. */
  readonly changed: readonly ChangedObject[];

  /** Objects that only the old version has. */
  readonly removed: readonly DeliveryObject[];

  /** The new stages with new or changed objects. */
  readonly touched: ReadonlySet<string>;

  /** The old names of stages, by the new ones. */
  readonly renamed: ReadonlyMap<string, string>;

  /** Folders besides the stages, such as `argo-cd/`, of the old and the new version. */
  readonly folders: readonly [ReadonlySet<string>, ReadonlySet<string>];

  /** True if the objects of the old version were installed by Helm. */
  readonly fromHelm: boolean;
}

/** An object before and after. */
export interface ChangedObject {
  readonly stage: string;
  readonly before: DeliveryObject;
  readonly after: DeliveryObject;
}

/** Compares two versions of a cluster. */
export function upgradeOf(before: TreeCluster, after: TreeCluster, fromHelm = false): Upgrade {
  // The old version may be any folder; what is in it, was applied.
  const isPlanned = before.stages.some(isStage);
  const old = isPlanned ? before.stages.filter(isStage) : before.stages;
  const now = after.stages.filter(isStage);
  const changes = compareTrees({ clusters: [{ name: '.', stages: old }] }, { clusters: [{ name: '.', stages: now }] });
  const stages = changes.clusters.flatMap((cluster) => cluster.stages);
  const all = stages.flatMap(({ changes: found, name }) => found.map((change) => ({ ...change, stage: name })));
  return {
    before: old.map(deliveryStage),
    after: now.map(deliveryStage),
    changed: all.flatMap(({ after: to, before: from, stage }) =>
      from && to ? [{ stage, before: deliveryObject(from), after: deliveryObject(to) }] : [],
    ),
    removed: all
      .flatMap(({ after: to, before: from }) => (from && !to ? [deliveryObject(from)] : []))
      .filter((object) => !mayBeIn(now, object)),
    touched: new Set(all.filter(({ action }) => action !== Action.REMOVED).map(({ stage }) => stage)),
    renamed: renamedStages(stages),
    folders: [foldersOf(before), foldersOf(after)],
    fromHelm,
  };
}

/** Tells if some stages may have an object that names no namespace: it was applied in the namespace of the user's context. */
function mayBeIn(stages: readonly TreeStage[], object: DeliveryObject): boolean {
  const isAlike = (other: Manifest) =>
    groupOf(other) === groupOf(object) && other.kind === object.kind && other.metadata.name === object.name;
  return object.namespace === undefined && stages.some(({ objects }) => objects.some(isAlike));
}

/** Tells if objects are a stage of a bundle, and not the content of another folder. */
export function isStage({ name }: TreeStage): boolean {
  return !name.endsWith('/');
}

/** All objects of some stages. */
export function objectsIn(stages: readonly DeliveryStage[]): DeliveryObject[] {
  return stages.flatMap(({ objects }) => objects);
}

function deliveryStage({ dependsOn, name, objects }: TreeStage): DeliveryStage {
  return { name, dependsOn: [...dependsOn], level: 0, path: '', objects: objects.map(deliveryObject) };
}

function renamedStages(stages: readonly StageChanges[]): Map<string, string> {
  return new Map(stages.flatMap(({ name, renamedFrom }) => (renamedFrom === undefined ? [] : [[name, renamedFrom]])));
}

function foldersOf({ stages }: TreeCluster): Set<string> {
  return new Set(stages.filter((stage) => !isStage(stage)).map(({ name }) => name.split('/')[0]));
}
