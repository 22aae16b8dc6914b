import { list, Manifest } from '../../synth/manifest';
import { admission } from '../../validation/admission/check-admission';
import { Cluster } from '../cluster';
import { dependentsOf, waitingExecutors } from '../dependents';
import { Diagnosis } from '../diagnosis';
import { Cause, referenceTo, seen, textOf } from '../finding';
import { conditionOf, isDeleted, Role, Workload } from '../workload';
import { effectOf } from './platform';

/** Diagnoses of SpinApps that the operator cannot deploy. */
export const APP_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'name-taken', page: 'reference/rules.md#spin-app-owned-names', find: findTakenNames },
  { name: 'spin-app-rule', page: 'reference/rules.md', find: findBrokenRules },
];

/** Symptoms that people notice: consequences of other causes, or else findings of their own. */
export const SYMPTOMS: readonly Diagnosis[] = [
  { name: 'platform-unavailable', page: 'how-to/doctor.md', find: findUnavailablePlatform },
  { name: 'executor-not-reconciled', page: 'explanation/order.md', find: findWaitingExecutors },
  { name: 'spin-app-unavailable', page: 'how-to/doctor.md', find: findUnavailableApps },
  { name: 'autoscaler-inactive', page: 'reference/rules.md#autoscaler-target', find: findInactiveAutoscalers },
];

function findTakenNames(cluster: Cluster): Cause[] {
  return cluster.apps
    .filter(({ object, isDeployed }) => isDeployed && !isDeleted(object))
    .flatMap(({ object: app, reference }) =>
      ['Service', 'Deployment.apps'].flatMap((kind) => {
        const object = cluster.get(kind, app.metadata.name ?? '', app.metadata.namespace);
        if (!object) {
          return [];
        }
        const isOwned = list(object, 'metadata', 'ownerReferences').some(
          (owner) => textOf(owner, 'uid') === textOf(app, 'metadata', 'uid'),
        );
        const [made, appMade] = [object, app].map((one) => textOf(one, 'metadata', 'creationTimestamp'));
        const isOlder = made < appMade;
        return isOwned && !isOlder
          ? []
          : [
              {
                object: referenceTo(object),
                text: `has the name of a SpinApp: spin-operator ${isOwned ? 'has overwritten it' : 'fails on it, or overwrites it'}`,
                evidence: [
                  seen(object, 'metadata.creationTimestamp', made),
                  seen(app, 'metadata.creationTimestamp', appMade),
                  ...(isOwned ? [] : [seen(object, 'metadata.ownerReferences', 'does not name the SpinApp')]),
                ],
                remedy: 'give one of them another name',
                explains: [reference],
              },
            ];
      }),
    );
}

/** Rules that tell why the operator makes no Deployment or Service. Others are about style, or checked elsewhere. */
const DECISIVE = ['spin-app-', 'executor-'];
const ELSEWHERE = [
  'spin-app-owned-names',
  'spin-app-autoscaler',
  'spin-app-plaintext-secrets',
  'spin-app-executor-default',
  'spin-app-variable-process',
  'spin-app-image',
  'spin-app-pod-security',
  'executor-handler',
  'executor-runtime-class',
  'executor-deployment-config',
  'executor-image',
  'executor-telemetry',
];

/** SpinApps without a Deployment or Service that break a rule of the operator. */
function findBrokenRules(cluster: Cluster): Cause[] {
  const apps = cluster.apps.filter(({ isStale }) => isStale);
  const check = admission(apps.map(({ object }) => object));
  return apps.flatMap(({ object, reference }) =>
    check(object)
      .filter(({ rule }) => DECISIVE.some((prefix) => rule.startsWith(prefix)) && !ELSEWHERE.includes(rule))
      .map(({ path, remedy, rule, text, value }) => ({
        object: reference,
        text: `breaks a rule, and gets no Deployment: '${path}' ${text}`,
        evidence: [seen(object, path, value === undefined ? 'is not set' : value)],
        remedy,
        page: `reference/rules.md#${rule}`,
        explains: [reference],
      })),
  );
}

function findUnavailablePlatform(cluster: Cluster): Cause[] {
  return cluster.platform
    .filter(({ isBroken }) => isBroken)
    .map((workload) => ({
      object: workload.reference,
      text: `is not available: ${effectOf(workload)}`,
      evidence: [...unavailability(workload), ...podStates(workload)],
      isTransient: !workload.isOverdue,
      remedy: `look at its pods: kubectl --namespace ${String(workload.object.metadata.namespace)} describe deployment ${String(workload.object.metadata.name)}`,
      explains: [workload.reference, ...dependentsOf(cluster, workload)],
    }));
}

function unavailability({ deployment, object }: Workload): Cause['evidence'] {
  const found = ['Available', 'Progressing'].flatMap((type) => {
    const condition = conditionOf(deployment ?? object, type);
    return condition && condition.status !== 'True'
      ? [seen(deployment ?? object, `condition ${type}`, condition.message)]
      : [];
  });
  return deployment ? found : [seen(object, 'Deployment', 'does not exist'), ...found];
}

function podStates({ brokenPods }: Workload): Cause['evidence'] {
  return brokenPods.slice(0, 1).map((pod) => seen(pod, 'status.phase', textOf(pod, 'status', 'phase')));
}

function findWaitingExecutors(cluster: Cluster): Cause[] {
  return waitingExecutors(cluster)
    .filter((one) => !isDeleted(one) && cluster.secondsSince(textOf(one, 'metadata', 'creationTimestamp')) > 10)
    .map((executor) => ({
      object: referenceTo(executor),
      text: 'has not been seen by spin-operator',
      evidence: [seen(executor, 'metadata.finalizers', 'is not set')],
      remedy: 'look at the log of spin-operator',
    }));
}

function findUnavailableApps(cluster: Cluster): Cause[] {
  const isServed = cluster.running(Role.SPIN_OPERATOR).some(({ isAvailable, replicas }) => isAvailable && replicas > 0);
  return cluster.apps
    .filter(({ isBroken, isStale, object }) => (isBroken || isStale) && !isDeleted(object))
    .map((app) => ({
      object: app.reference,
      text:
        app.deployment === undefined
          ? 'has no Deployment'
          : app.isAvailable
            ? 'runs an outdated version: spin-operator has not reconciled the change'
            : 'is not available',
      evidence: [
        ...unavailability(app),
        ...podStates(app),
        ...cluster
          .eventsOf(app.object)
          .slice(0, 1)
          .map(({ message, reason }) => seen(app.object, `event ${reason}`, message)),
      ],
      remedy: isServed ? 'look at the log of spin-operator, and at the pods of the app' : 'start spin-operator',
      isTransient: !app.isOverdue,
    }));
}

function findInactiveAutoscalers(cluster: Cluster): Cause[] {
  const names = cluster.apps.map(
    ({ object: { metadata } }) => `${String(metadata.namespace)}/${String(metadata.name)}`,
  );
  const isOurs = (one: Manifest) =>
    names.includes(`${String(one.metadata.namespace)}/${textOf(one, 'spec', 'scaleTargetRef', 'name')}`);
  return cluster
    .all('HorizontalPodAutoscaler.autoscaling')
    .filter(isOurs)
    .flatMap((autoscaler) => {
      const condition = conditionOf(autoscaler, 'ScalingActive');
      return condition?.status === 'False' && condition.reason !== 'ScalingDisabled'
        ? [
            {
              object: referenceTo(autoscaler),
              text: 'does not scale',
              evidence: [seen(autoscaler, 'condition ScalingActive', condition.message)],
              remedy: 'fix what the condition says',
              isTransient: cluster.secondsSince(textOf(autoscaler, 'metadata', 'creationTimestamp')) < 60,
            },
          ]
        : [];
    });
}
