import { Action, objectOf } from '../../lib/changes/object-change';
import { ClusterChanges, RatedChange, StageChanges, StageState, TreeChanges } from '../../lib/changes/compare-trees';
import { SchemaChange } from '../../lib/changes/schema-changes';
import { Risk, RiskName } from '../../lib/changes/risks/risk';
import { groupBy } from '../../lib/private/group-by';
import { identity } from '../../lib/synth/manifest';

/** A risk, and the stage and object that it is about; the object is missing if it is the whole stage. */
export interface FoundRisk {
  readonly risk: Risk;
  readonly cluster: ClusterChanges;
  readonly stage: StageChanges;
  readonly change?: RatedChange;
}

/** All risks, in order. */
export function risksIn({ clusters }: TreeChanges): FoundRisk[] {
  return clusters.flatMap((cluster) =>
    cluster.stages.flatMap((stage) => [
      ...stage.risks.map((risk) => ({ risk, cluster, stage })),
      ...stage.changes.flatMap((change) => change.risks.map((risk) => ({ risk, cluster, stage, change }))),
    ]),
  );
}

/** A stage with its cluster, unless there is only one: `eu-1 spin-operator (new)`. */
export function stageName(cluster: ClusterChanges, { name, renamedFrom, state }: StageChanges): string {
  const note = renamedFrom === undefined ? STATES[state] : `renamed from ${renamedFrom}`;
  return `${cluster.name === '.' ? '' : `${cluster.name} `}${name}${note && ` (${note})`}`;
}

const STATES: { readonly [state in StageState]: string } = { added: 'new', kept: '', removed: 'removed', renamed: '' };

/** Changes of which the fields and risks are shown once: objects that change in the same way, such as a label with a version. */
export function alike(changes: readonly RatedChange[]): RatedChange[][] {
  const groups = groupBy(changes, ({ action, fields, movedFrom, risks, schema }) =>
    JSON.stringify([action, fields, movedFrom, risks, schema]),
  );
  return [...groups.values()];
}

/** The change of an object in words: `moved from apps`. */
export function actionName({ action, movedFrom }: RatedChange): string {
  return movedFrom === undefined ? ACTIONS[action] : `${ACTIONS[action]} from ${movedFrom}`;
}

const ACTIONS: { readonly [action in Action]: string } = {
  added: 'added',
  changed: 'changed',
  moved: 'moved',
  regrouped: 'changes its API group',
  removed: 'removed',
};

/** The name of an object: `Deployment.apps/shop/hello`, with the old one if its API group changes. */
export function objectName(change: RatedChange): string {
  const name = identity(objectOf(change));
  return change.action === Action.REGROUPED && change.before ? `${identity(change.before)} to ${name}` : name;
}

/** A difference between schemas: `v1 spec.replicas: maximum narrowed`. */
export function schemaSentence({ effect, keyword, path, version }: SchemaChange): string {
  return `${[version, path].filter(Boolean).join(' ')}: ${[keyword, effect].filter(Boolean).join(' ')}`;
}

/** Counts of changes and risks: `1 added, 2 changed; 1 refused, 1 restart`. */
export function summaryOf(changes: TreeChanges): string {
  const all = changes.clusters.flatMap(({ stages }) => stages.flatMap((stage) => stage.changes));
  const actions = countsOf(
    Object.values(Action),
    all.map(({ action }) => action),
  );
  const risks = countsOf(
    Object.values(RiskName),
    risksIn(changes).map(({ risk }) => risk.name),
  );
  const objects = actions.length > 0 ? actions.join(', ') : 'no objects change';
  return `${objects}; ${risks.length > 0 ? `risks: ${risks.join(', ')}` : 'no risks'}`;
}

/** How often each of some words occurs, without those that do not. */
export function countsOf(words: readonly string[], all: readonly string[]): string[] {
  return words.flatMap((word) => {
    const count = all.filter((one) => one === word).length;
    return count > 0 ? [`${count} ${word}`] : [];
  });
}
