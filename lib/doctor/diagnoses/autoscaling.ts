import { field, list, Manifest } from '../../synth/manifest';
import { admission } from '../../validation/admission/check-admission';
import { Cluster } from '../cluster';
import { Diagnosis } from '../diagnosis';
import { absent, Cause, referenceTo, seen, textOf } from '../finding';
import { conditionOf } from '../workload';

const HPA = 'HorizontalPodAutoscaler.autoscaling';
const KINDS = [HPA, 'ScaledObject.keda.sh'];
const METRICS = 'v1beta1.metrics.k8s.io';

/** Diagnoses of autoscalers of SpinApps. */
export const AUTOSCALING_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'autoscaler-conflict', page: 'reference/rules.md#autoscaler-target', find: findConflicts },
  { name: 'autoscaler-overruled', page: 'reference/rules.md#autoscaler-target', find: findOverruled },
  { name: 'metrics-api-missing', page: 'reference/rules.md#autoscaler-requests', find: findNoMetrics },
  { name: 'autoscaler-without-request', page: 'reference/rules.md#autoscaler-requests', find: findNoRequests },
  { name: 'autoscaler-missing', page: 'reference/rules.md#spin-app-autoscaler', find: findNoAutoscaler },
];

function autoscalersIn(cluster: Cluster): Manifest[] {
  return KINDS.flatMap((kind) => cluster.all(kind));
}

/** True if KEDA has created an autoscaler for a ScaledObject. */
function isOfKeda(autoscaler: Manifest): boolean {
  return list(autoscaler, 'metadata', 'ownerReferences').some((owner) => field(owner, 'kind') === 'ScaledObject');
}

function autoscalersOf(cluster: Cluster, app: Manifest): Manifest[] {
  return autoscalersIn(cluster).filter(
    (one) =>
      one.metadata.namespace === app.metadata.namespace &&
      textOf(one, 'spec', 'scaleTargetRef', 'name') === app.metadata.name &&
      (textOf(one, 'spec', 'scaleTargetRef', 'kind') || 'Deployment') === 'Deployment' &&
      !isOfKeda(one),
  );
}

function findConflicts(cluster: Cluster): Cause[] {
  return cluster.apps.flatMap(({ object: app }) => {
    const all = autoscalersOf(cluster, app);
    return all.length > 1
      ? [
          {
            object: referenceTo(app),
            text: `is scaled by ${all.length} autoscalers, which undo each other's work`,
            evidence: all.map((one) =>
              seen(one, 'spec.scaleTargetRef.name', textOf(one, 'spec', 'scaleTargetRef', 'name')),
            ),
            remedy: 'keep one of them',
            explains: all.map(referenceTo),
          },
        ]
      : [];
  });
}

function findOverruled(cluster: Cluster): Cause[] {
  return cluster.apps
    .filter(({ object }) => field(object, 'spec', 'enableAutoscaling') !== true)
    .flatMap(({ object: app }) =>
      autoscalersOf(cluster, app).map((autoscaler) => ({
        object: referenceTo(app),
        text: `has an autoscaler, but not enableAutoscaling: spin-operator sets the replicas back`,
        evidence: [
          seen(app, 'spec.enableAutoscaling', field(app, 'spec', 'enableAutoscaling') ?? 'is not set'),
          seen(app, 'spec.replicas', field(app, 'spec', 'replicas') ?? 'is not set'),
          seen(autoscaler, 'spec.scaleTargetRef.name', app.metadata.name),
        ],
        remedy: 'set spec.enableAutoscaling to true and remove spec.replicas, or delete the autoscaler',
        explains: [referenceTo(autoscaler)],
      })),
    );
}

/** The autoscalers of SpinApps that get no metric, with the message. */
function withoutMetric(cluster: Cluster): { autoscaler: Manifest; app: Manifest; message: string }[] {
  return cluster.apps.flatMap(({ object: app }) =>
    cluster
      .all(HPA, app.metadata.namespace)
      .filter((one) => textOf(one, 'spec', 'scaleTargetRef', 'name') === app.metadata.name)
      .flatMap((autoscaler) => {
        const { message, reason, status } = conditionOf(autoscaler, 'ScalingActive') ?? {
          message: '',
          reason: '',
          status: '',
        };
        return status === 'False' && reason.startsWith('FailedGet') ? [{ autoscaler, app, message }] : [];
      }),
  );
}

function findNoMetrics(cluster: Cluster): Cause[] {
  const object = { kind: 'APIService.apiregistration.k8s.io', name: METRICS };
  const service = cluster.find(object);
  const available = conditionOf(service, 'Available');
  const isMissing = cluster.has(object) === false;
  const blocked = withoutMetric(cluster).filter(({ autoscaler }) =>
    list(autoscaler, 'spec', 'metrics').some((metric) => textOf(metric, 'type').endsWith('Resource')),
  );
  return blocked.length > 0 && (isMissing || (available !== undefined && available.status !== 'True'))
    ? [
        {
          object,
          text: isMissing
            ? 'does not exist: without metrics-server, no autoscaler knows the CPU or memory of pods'
            : 'is not available: no autoscaler knows the CPU or memory of pods',
          evidence: [
            isMissing ? absent(object) : seen(object, 'condition Available', available?.message),
            ...blocked
              .slice(0, 3)
              .map(({ autoscaler, message }) => seen(autoscaler, 'condition ScalingActive', message)),
          ],
          remedy: isMissing ? 'install metrics-server' : 'see why metrics-server does not answer',
          explains: blocked.map(({ autoscaler }) => referenceTo(autoscaler)),
        },
      ]
    : [];
}

function findNoRequests(cluster: Cluster): Cause[] {
  const objects = [...cluster.apps.map(({ object }) => object), ...autoscalersIn(cluster)];
  const check = admission(objects);
  return autoscalersIn(cluster).flatMap((autoscaler) => {
    const { message, status } = conditionOf(autoscaler, 'ScalingActive') ?? { message: '', status: '' };
    const found = check(autoscaler).filter(({ rule }) =>
      ['autoscaler-requests', 'scaled-object-triggers'].includes(rule),
    );
    return found.slice(0, 1).map(({ path, remedy, text, value }) => ({
      object: referenceTo(autoscaler),
      text: `scales by a resource (${path}: ${String(value)}) that ${text}`,
      evidence: [
        seen(autoscaler, path, String(value)),
        ...(status === 'False' ? [seen(autoscaler, 'condition ScalingActive', message)] : []),
      ],
      remedy,
      explains: [referenceTo(autoscaler)],
    }));
  });
}

function findNoAutoscaler(cluster: Cluster): Cause[] {
  return cluster.apps
    .filter(({ object }) => field(object, 'spec', 'enableAutoscaling') === true)
    .filter(({ object: { metadata } }) => KINDS.every((kind) => cluster.isKnown(kind, metadata.namespace)))
    .filter(({ object }) => autoscalersOf(cluster, object).length === 0)
    .map(({ object: app }) => ({
      object: referenceTo(app),
      text: 'has enableAutoscaling, but no autoscaler: it stays at one replica',
      evidence: [seen(app, 'spec.enableAutoscaling', true)],
      remedy: `add a HorizontalPodAutoscaler or ScaledObject for the Deployment ${String(app.metadata.name)}, or set spec.replicas instead`,
    }));
}
