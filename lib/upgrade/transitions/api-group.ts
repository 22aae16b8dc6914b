import { DeliveryObject } from '../../gitops/delivery';
import { isOfSpinOperator, isSpinAppExecutor } from '../../gitops/kinds/spin-app-executor';
import { isSpinApp } from '../../gitops/kinds/spin-app';
import { call, resource } from '../../gitops/kubectl/shell';
import { SPIN_OPERATOR_APIS } from '../../releases/registry';
import { field, groupOf } from '../../synth/manifest';
import { byStage } from '../by-stage';
import { imagesOf, selectorOf, webhookServer } from '../operators';
import { Action } from '../plan';
import { StageActions, Transition } from '../transition';
import { ChangedObject, objectsIn, Upgrade } from '../upgrade';

/**
 * spin-operator with another API group: from `core.spinoperator.dev` to `core.spinkube.dev`, or back.
 *
 * SpinApps of both groups with the same name have the same Deployment and Service. Both operators write them by force, and the
 * selector of the Deployment, which has the group in it, is immutable: with both of them running, they would fight over the Service.
 * So the old operator is stopped. Pods need no operator; they get the labels that the new Service selects, and run until the
 * new pods are ready.
 */
export function apiGroup(upgrade: Upgrade): Transition | undefined {
  const [before, after] = [upgrade.before, upgrade.after].map(objectsIn);
  const [from, to] = [before, after].map(groupIn);
  if (from === undefined || to === undefined || from === to) {
    return undefined;
  }
  const moved = upgrade.changed.filter((change) => isSpinApp(change.after) && groupOf(change.before) === from);
  const executors = before.filter((object) => isSpinAppExecutor(object) && groupOf(object) === from);
  const stopped = stopOperator(upgrade, from, to);
  return {
    notice: {
      title: `SpinApps move from ${from} to ${to}`,
      summary:
        'The old operator is stopped, and the new one takes over. Each SpinApp is created in the new group; its pods run until the new ones are ready, and its Service selects both meanwhile. There are twice as many pods of an app for that time.',
      unavailable:
        'SpinApps cannot be created or changed from the stop of the old operator until the new one is ready: 2 to 8 seconds in our tests, plus the time to pull its image. Requests to SpinApps are answered all the time.',
      back: 'Plan the upgrade in the other direction: it moves the SpinApps back in the same way.',
    },
    checks: [
      {
        text: `Check that all SpinApps of ${from} in the cluster are in the old bundle. Others would lose their operator; \`cdk8s-spinkube convert\` converts them.`,
        calls: [call('only_apps', from, ...before.filter(isSpinApp).map(placeOf))],
      },
    ],
    first: stopped.stage === undefined ? stopped.actions : [],
    stages: byStage([
      ...(stopped.stage === undefined ? [] : [[stopped.stage, { before: stopped.actions }] as const]),
      ...moved.map((change) => [change.stage, moveOf(change, from, to)] as const),
    ]),
    last: executors.map((executor) => ({
      text: `Delete the executor \`${placeOf(executor)}\` of ${from}, without its finalizer.`,
      calls: [call('executor_released', executor.namespace ?? '', resource(executor))],
    })),
    removes: [...executors, ...stopped.removes],
  };
}

/** The only group of SpinApps and executors of a version; undefined if there are none, or two. */
function groupIn(objects: readonly DeliveryObject[]): string | undefined {
  const groups = new Set(objects.filter(isOfSpinOperator).map(groupOf));
  const defined = SPIN_OPERATOR_APIS.map(({ group }) => group).filter((group) => webhookServer(objects, group));
  const all = [...new Set([...groups, ...defined])];
  return all.length === 1 ? all[0] : undefined;
}

/** The actions that stop the old operator, just before the stage of the new one if there is any. */
interface OperatorStop {
  readonly stage?: string;
  readonly actions: readonly Action[];
  readonly removes: readonly DeliveryObject[];
}

function stopOperator(
  { after: stages, before }: Pick<Upgrade, 'after' | 'before'>,
  from: string,
  to: string,
): OperatorStop {
  const after = objectsIn(stages);
  const [old, now] = [webhookServer(objectsIn(before), from), webhookServer(after, to)];
  if (!old) {
    return { actions: [], removes: [] };
  }
  const { deployment } = old;
  const isSame = now && placeOf(now.deployment) === placeOf(deployment);
  const kept = new Set(after.map(resource));
  const stale = old.configurations.filter((configuration) => !kept.has(resource(configuration)));
  const stop = call(
    'operator_stopped',
    deployment.namespace ?? '',
    resource(deployment),
    selectorOf(deployment),
    isSame ? imagesOf(now.deployment) : '',
  );
  return {
    stage: stages.find(({ objects }) => now && objects.includes(now.deployment))?.name,
    actions: [
      { text: `Stop the old operator, \`${placeOf(deployment)}\`.`, calls: [stop] },
      ...(stale.length === 0
        ? []
        : [{ text: 'Delete its webhook configurations.', calls: [call('gone', '', ...stale.map(resource))] }]),
    ],
    removes: stale,
  };
}

function moveOf({ after, before }: ChangedObject, from: string, to: string): StageActions {
  const names = [after.namespace ?? '', after.name, from];
  const isAutoscaled = field(before.manifest, 'spec', 'enableAutoscaling') === true;
  return {
    deletes: true,
    before: [
      {
        text: `Delete the Deployment of \`${placeOf(before)}\` but not its pods, and give them the labels of ${to}.`,
        calls: [call('app_detached', ...names, to)],
      },
    ],
    after: [
      ...(isAutoscaled
        ? [
            {
              text: `Give \`${placeOf(after)}\`, which an autoscaler scales, as many replicas as before.`,
              calls: [call('app_scaled', ...names)],
            },
          ]
        : []),
      {
        text: `Delete the old pods of \`${placeOf(after)}\`, and the SpinApp of ${from}.`,
        calls: [call('app_moved', ...names, to)],
      },
    ],
  };
}

function placeOf({ name, namespace = '' }: DeliveryObject): string {
  return `${namespace}/${name}`;
}
