import { groupBy } from '../private/group-by';
import { groupOf, kindOf, Manifest } from '../synth/manifest';
import { fieldChanges } from './field-changes';
import { Action, ObjectChange } from './object-change';
import { Pair, pairsOf } from './pairs';
import { Risk, RiskName } from './risks/risk';
import { risksOf } from './risks/risks';
import { isCustomResourceDefinition, schemaChanges, withoutSchemas } from './schema-changes';
import { renamedStages } from './renamed-stages';
import { withoutValues } from './secret-values';
import { Tree, TreeCluster, TreeStage } from './tree';

/** The differences between two trees, in the order in which the new one is applied. */
export interface TreeChanges {
  readonly clusters: readonly ClusterChanges[];
}

/** The differences between two versions of a cluster; its removed stages are the last ones, in reverse order. */
export interface ClusterChanges {
  readonly name: string;
  readonly stages: readonly StageChanges[];
}

/** A stage in which something has changed. */
export interface StageChanges {
  readonly name: string;
  readonly state: StageState;

  /** Its old name; undefined if it is the same. */
  readonly renamedFrom?: string;

  /** The objects that are not as before: new and changed ones in order, and then those that are gone, in reverse order. */
  readonly changes: readonly RatedChange[];

  /** The risks of the stage as a whole. */
  readonly risks: readonly Risk[];
}

/** A change of an object, and its risks. */
export interface RatedChange extends ObjectChange {
  readonly risks: readonly Risk[];
}

/** A stage in comparison with the old tree. */
export enum StageState {
  ADDED = 'added',
  KEPT = 'kept',
  REMOVED = 'removed',
  RENAMED = 'renamed',
}

/** Compares two trees object by object. */
export function compareTrees(before: Tree, after: Tree): TreeChanges {
  const [oldByName, byName] = [before, after].map(({ clusters }) => groupBy(clusters, ({ name }) => name));
  const names = new Set([...byName.keys(), ...oldByName.keys()]);
  const isPrunedByStage = [before, after].some(prunesByStage);
  const clusters = [...names].map((name) => {
    const [old, now] = [oldByName, byName].map((clusters) => clusters.get(name)?.[0] ?? { name, stages: [] });
    return { name, stages: compareClusters(old, now, isPrunedByStage) };
  });
  return { clusters: clusters.filter(({ stages }) => stages.length > 0) };
}

/** Kinds that apply a part of a tree each. */
const SYNCED_PARTS = [
  'Application.argoproj.io',
  'ApplicationSet.argoproj.io',
  'Kustomization.kustomize.toolkit.fluxcd.io',
];

/** Tells if Argo CD or Flux apply the stages of a tree one by one. */
function prunesByStage({ clusters }: Tree): boolean {
  const parts = clusters
    .flatMap(({ stages }) => stages.flatMap(({ objects }) => objects))
    .filter((object) => SYNCED_PARTS.includes(kindOf(object)));
  return parts.length > 1;
}

function compareClusters(before: TreeCluster, after: TreeCluster, isPrunedByStage: boolean): StageChanges[] {
  const pairs = pairsOf(before.stages, after.stages);
  const oldNames = renamedStages(before.stages, after.stages, pairs);
  const removed = removedByStage(before.stages, pairs);
  const pairOf = new Map(pairs.map((pair) => [pair.after?.manifest, pair]));
  const context = { before, after, isPrunedByStage };
  const rated = (found: readonly Pair[], oldName: string): RatedChange[] =>
    found
      .flatMap((pair) => changeOf(pair, oldName) ?? [])
      .map((change) => ({ ...change, risks: risksOf(change, context) }));
  const kept = after.stages.map(({ name, objects }): StageChanges => {
    const renamedFrom = oldNames.get(name);
    const oldName = renamedFrom ?? name;
    const isNew = !removed.has(oldName);
    const found = [...objects.flatMap((object) => pairOf.get(object) ?? []), ...(removed.get(oldName) ?? [])];
    return {
      name,
      state: renamedFrom === undefined ? (isNew ? StageState.ADDED : StageState.KEPT) : StageState.RENAMED,
      renamedFrom,
      changes: rated(found, oldName),
      risks: renamedFrom !== undefined && isPrunedByStage ? [renaming(renamedFrom)] : [],
    };
  });
  const names = new Set([...after.stages.map(({ name }) => name), ...oldNames.values()]);
  const gone = [...before.stages]
    .reverse()
    .filter(({ name }) => !names.has(name))
    .map(({ name }): StageChanges => {
      return { name, state: StageState.REMOVED, changes: rated(removed.get(name) ?? [], name), risks: [] };
    });
  return [...kept.filter(({ changes, state }) => changes.length > 0 || state !== StageState.KEPT), ...gone];
}

/** The objects of each old stage that are gone, in reverse order. */
function removedByStage(stages: readonly TreeStage[], pairs: readonly Pair[]): Map<string, Pair[]> {
  const gone = new Map(pairs.filter(({ after }) => !after).map((pair) => [pair.before?.manifest, pair]));
  return new Map(
    stages.map(({ name, objects }) => [name, [...objects].reverse().flatMap((object) => gone.get(object) ?? [])]),
  );
}

/** The change of an object, in a stage that had a certain name; undefined if it is as before. */
function changeOf({ after, before }: Pair, oldName: string): ObjectChange | undefined {
  const [old, now] = [before?.manifest, after?.manifest];
  if (!old || !now) {
    return { action: now ? Action.ADDED : Action.REMOVED, before: old, after: now, fields: [], schema: [] };
  }
  const isDefinition = [old, now].every(isCustomResourceDefinition);
  const [oldFields, fields] = isDefinition ? [old, now].map(withoutSchemas) : [old, now];
  const change = {
    before: old,
    after: now,
    fields: withoutValues([old, now], fieldChanges(oldFields, fields)),
    schema: isDefinition ? schemaChanges(old, now) : [],
    movedFrom: before?.stage === oldName ? undefined : before?.stage,
  };
  const action = actionOf(old, now, change);
  return action && { ...change, action };
}

function actionOf(old: Manifest, now: Manifest, change: Omit<ObjectChange, 'action'>): Action | undefined {
  if (groupOf(old) !== groupOf(now)) {
    return Action.REGROUPED;
  }
  if (change.movedFrom !== undefined) {
    return Action.MOVED;
  }
  return change.fields.length + change.schema.length > 0 ? Action.CHANGED : undefined;
}

function renaming(oldName: string): Risk {
  return {
    name: RiskName.LOSS,
    text: `the stage ${oldName} has another name: Argo CD and Flux may prune its objects before or after the new one applies them`,
    remedy: 'turn off pruning for the old stage until the new one is applied',
  };
}
