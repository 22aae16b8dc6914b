import { DeliveryObject, DeliveryStage } from '../gitops/delivery';
import { definedKinds } from '../gitops/kinds/custom-resource-definition';
import { call, resource } from '../gitops/kubectl/shell';
import { preparationsOf, readyCalls, waitsOf } from '../gitops/kubectl/stage-calls';
import { groupOf } from '../synth/manifest';
import { byStage } from './by-stage';
import { Action, Step, UpgradePlan } from './plan';
import { removals } from './removals';
import { FindTransition, StageActions, Transition } from './transition';
import { apiGroup } from './transitions/api-group';
import { delivery, gitOps } from './transitions/git-ops';
import { helm } from './transitions/helm';
import { nodeInstaller } from './transitions/node-installer';
import { replacedObjects } from './transitions/replaced-objects';
import { webhookCertificate } from './transitions/webhook-certificate';
import { objectsIn, Upgrade } from './upgrade';

/** The kinds of transitions. Where several of them act on a stage, they do so in this order. */
const TRANSITIONS: readonly FindTransition[] = [helm, apiGroup, nodeInstaller, webhookCertificate, replacedObjects];

/** Plans an upgrade: the new stages that have changed, in order, with what is needed between them, and last what is removed. */
export function planUpgrade(upgrade: Upgrade): UpgradePlan {
  const found = transitionsOf(upgrade);
  const around = byStage(found.flatMap(({ stages = new Map<string, StageActions>() }) => [...stages]));
  const applied = upgrade.after.filter(({ name }) => upgrade.touched.has(name) || around.has(name));
  const gathered = (actionsOf: (transition: Transition) => readonly Action[] | undefined) =>
    found.flatMap((transition) => actionsOf(transition) ?? []);
  const removed = without(
    upgrade.removed,
    found.flatMap(({ removes = [] }) => removes),
  );
  const steps = [
    ...stepOf(
      'check the cluster',
      gathered(({ checks }) => checks),
    ),
    ...stepOf(
      'prepare the cluster',
      gathered(({ first }) => first),
    ),
    ...applied.map((stage) => stageStep(stage, upgrade, around.get(stage.name))),
    ...stepOf(
      'finish the moves',
      gathered(({ last }) => last),
    ),
    ...removals(upgrade.before, removed),
    ...stepOf(
      'forget the releases of Helm',
      gathered(({ end }) => end),
    ),
  ];
  return {
    notices: steps.length === 0 ? [] : gatheredNotices(found),
    steps,
    unchanged: upgrade.after.filter((stage) => !applied.includes(stage)).map(({ name }) => name),
  };
}

/** The transitions, last those of Git, in which the steps of others are not. */
function transitionsOf(upgrade: Upgrade): Transition[] {
  const found = TRANSITIONS.flatMap((find) => find(upgrade) ?? []);
  return [...found, gitOps(upgrade, found.length > 0) ?? [], delivery(upgrade) ?? []].flat();
}

function gatheredNotices(found: readonly Transition[]): UpgradePlan['notices'] {
  return found.flatMap(({ notice }) => notice ?? []);
}

function stepOf(title: string, actions: readonly Action[]): Step[] {
  return actions.length > 0 ? [{ title, actions }] : [];
}

function stageStep(stage: DeliveryStage, upgrade: Upgrade, around: StageActions = {}): Step {
  const isChecked = around.deletes !== true && !needsNewKinds(stage, upgrade);
  const apply = {
    text: 'Apply the stage, and wait until it is ready.',
    calls: [
      ...preparationsOf(stage),
      call(isChecked ? 'apply' : 'apply_unchecked', stage.name),
      ...readyCalls(waitsOf(stage, objectsIn(upgrade.after))),
    ],
  };
  return { title: stage.name, actions: [...(around.before ?? []), apply, ...(around.after ?? [])] };
}

/** Tells if a stage has objects of kinds, or in namespaces, that only the new version brings. */
function needsNewKinds({ objects }: DeliveryStage, { after, before }: Upgrade): boolean {
  const [old, now] = [before, after].map(objectsIn);
  const [oldKinds, kinds] = [old, now].map(definedKinds);
  const [oldNames, names] = [old, now].map(namespacesIn);
  return objects.some(
    ({ apiVersion, kind, namespace = '' }) =>
      isNew(`${groupOf({ apiVersion })}/${kind}`, oldKinds, kinds) || isNew(namespace, oldNames, names),
  );
}

function isNew(name: string, before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return after.has(name) && !before.has(name);
}

function namespacesIn(objects: readonly DeliveryObject[]): Set<string> {
  return new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name));
}

function without(objects: readonly DeliveryObject[], others: readonly DeliveryObject[]): DeliveryObject[] {
  const keyOf = (object: DeliveryObject) => `${object.namespace ?? ''}/${resource(object)}`;
  const left = new Set(others.map(keyOf));
  return objects.filter((object) => !left.has(keyOf(object)));
}
