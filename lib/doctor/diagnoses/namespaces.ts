import { field, list } from '../../synth/manifest';
import { Cluster } from '../cluster';
import { dependentsOf } from '../dependents';
import { Diagnosis } from '../diagnosis';
import { Cause, Evidence, Reference, referenceTo, seen, textOf } from '../finding';
import { conditionOf, Workload } from '../workload';
import { brokenWorkloads, perBroken } from './broken';
import { nodesWith } from './executors';

/** Diagnoses of pods that are not created, or not scheduled. */
export const NAMESPACE_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'namespace-terminating', page: 'explanation/upstream-issues.md', find: findTerminating },
  {
    name: 'pod-security',
    page: 'reference/rules.md#spin-app-pod-security',
    find: refused(/violates PodSecurity "([^"]+)"/, ([, level]) => ({
      text: `is not allowed by the Pod Security level ${level.replace(/:.*/, '')} of its namespace: no pod is created`,
      remedy:
        'use podPolicy of a bundle, which makes pods restricted, or label the namespace pod-security.kubernetes.io/enforce=baseline',
    })),
  },
  { name: 'quota-exceeded', page: 'how-to/resources.md', find: findQuotas },
  { name: 'limit-range', page: 'how-to/resources.md', find: findLimitRanges },
  {
    name: 'pods-refused',
    page: 'explanation/checks.md',
    find: refused(/^.+$/s, () => ({
      text: 'gets no pods: the API server rejects them',
      remedy: 'fix what the message says',
    })),
  },
  { name: 'unschedulable-selector', page: 'how-to/two-shims.md', find: findNoNode },
  // Before taints, which control planes always have.
  {
    name: 'insufficient-resources',
    page: 'how-to/resources.md',
    find: unschedulable(/Insufficient ([\w.\-/]+)|Too many pods/, ([, name = 'pods']) => ({
      text: `fits on no node: there is not enough ${name} left`,
      remedy: 'lower the requests, add nodes, or remove other pods',
    })),
  },
  {
    name: 'unschedulable-taint',
    page: 'how-to/two-shims.md',
    find: unschedulable(/untolerated taint(?:\(s\))?(?: \{([^}]*)\})?/, ([, taint]) => ({
      text: `tolerates no taint${taint ? ` ${taint.replace(/: ?$/, '')}` : ''}, which nodes have`,
      remedy:
        'a SpinApp has no tolerations: add them to scheduling.tolerations of the RuntimeClass, or remove the taint',
    })),
  },
  {
    name: 'unschedulable',
    page: 'how-to/resources.md',
    find: unschedulable(/^.+$/s, () => ({ text: 'fits on no node', remedy: 'fix what the message says' })),
  },
];

interface Words {
  readonly text: string;
  readonly remedy: string;
}

function findTerminating(cluster: Cluster): Cause[] {
  return cluster
    .all('Namespace')
    .filter((one) => textOf(one, 'status', 'phase') === 'Terminating')
    .filter((one) => cluster.secondsSince(textOf(one, 'metadata', 'deletionTimestamp')) > 5)
    .map((namespace) => {
      const { name = '' } = namespace.metadata;
      const evidence = [
        'NamespaceFinalizersRemaining',
        'NamespaceContentRemaining',
        'NamespaceDeletionDiscoveryFailure',
        'NamespaceDeletionContentFailure',
      ]
        .map((type) => ({ type, condition: conditionOf(namespace, type) }))
        .filter(({ condition }) => condition?.status === 'True')
        .map(({ condition, type }) => seen(namespace, `condition ${type}`, condition?.message));
      const inside = [...cluster.apps, ...cluster.platform].filter(({ object }) => object.metadata.namespace === name);
      return {
        object: referenceTo(namespace),
        text: 'is being deleted, and does not go: nothing new can be created in it',
        evidence: [seen(namespace, 'status.phase', 'Terminating'), ...evidence],
        remedy:
          'remove what the conditions name: objects with finalizers wait for their controller; an API that is not available blocks all deletions',
        explains: inside.filter(({ isBroken }) => isBroken).map(({ reference }) => reference),
      };
    });
}

function refusalEvidence({ deployment, object, refusal, replicaSet }: Workload): Evidence[] {
  return [seen(replicaSet ?? deployment ?? object, 'condition ReplicaFailure', refusal)];
}

/** Workloads whose pods the API server refuses with a message. */
function refused(message: RegExp, wordsFor: (match: RegExpExecArray) => Words): Diagnosis['find'] {
  return (cluster) =>
    perBroken(cluster, (workload) => {
      const match = message.exec(workload.refusal);
      return match ? { ...wordsFor(match), evidence: refusalEvidence(workload) } : undefined;
    });
}

function findQuotas(cluster: Cluster): Cause[] {
  return brokenWorkloads(cluster).flatMap((workload) => {
    const name = /(?:exceeded|failed) quota: ([^,:]+)/.exec(workload.refusal)?.at(1);
    const { namespace } = workload.object.metadata;
    const missing = /must specify ([^;]+)/.exec(workload.refusal)?.at(1);
    if (name === undefined) {
      return [];
    }
    const object: Reference = { kind: 'ResourceQuota', namespace, name };
    const quota = cluster.find(object);
    return [
      {
        object,
        text:
          missing === undefined
            ? `is used up: no pod of ${workload.reference.name} is created`
            : `wants every pod to set ${missing.replace(/ for: .*/, '')}, which ${workload.reference.name} does not: no pod is created`,
        evidence: [
          ...refusalEvidence(workload),
          ...(quota
            ? [
                seen(quota, 'status.used', field(quota, 'status', 'used') ?? {}),
                seen(quota, 'spec.hard', field(quota, 'spec', 'hard') ?? {}),
              ]
            : []),
        ],
        remedy:
          missing === undefined
            ? 'raise the quota, or lower the requests, limits or replicas'
            : 'set spec.resources of the SpinApp, or defaults by a LimitRange',
        explains: [workload.reference, ...dependentsOf(cluster, workload)],
      },
    ];
  });
}

function findLimitRanges(cluster: Cluster): Cause[] {
  return brokenWorkloads(cluster).flatMap((workload) => {
    const match =
      /\[?((?:maximum|minimum) [\w.-]+ usage per \w+ is [^\]]*|[\w.-]+ max limit to request ratio per \w+ is [^\]]*)/.exec(
        workload.refusal,
      );
    const ranges = cluster.all('LimitRange', workload.object.metadata.namespace);
    return match
      ? [
          {
            object: ranges.length === 1 ? referenceTo(ranges[0]) : workload.reference,
            text: `does not allow the pods of ${workload.reference.name}: ${match[1].replace(/\.$/, '')}`,
            evidence: [
              ...refusalEvidence(workload),
              ...ranges.slice(0, 2).map((one) => seen(one, 'spec.limits', list(one, 'spec', 'limits'))),
            ],
            remedy: 'change spec.resources of the SpinApp to what the LimitRange allows',
            explains: [workload.reference, ...dependentsOf(cluster, workload)],
          },
        ]
      : [];
  });
}

/** Message of the scheduler about a pod without a node. */
function schedulerMessage({ brokenPods }: Workload): Evidence | undefined {
  return brokenPods.flatMap((pod) => {
    const { message, reason } = conditionOf(pod, 'PodScheduled') ?? { message: '', reason: '' };
    return reason === 'Unschedulable' ? [seen(pod, 'condition PodScheduled', message)] : [];
  })[0];
}

function unschedulable(pattern: RegExp, wordsFor: (match: RegExpExecArray) => Words): Diagnosis['find'] {
  return (cluster) =>
    perBroken(cluster, (workload) => {
      const evidence = schedulerMessage(workload);
      const match = evidence && pattern.exec(evidence.message.replace(/preemption:.*/s, ''));
      return match ? { ...wordsFor(match), evidence: [evidence] } : undefined;
    });
}

function findNoNode(cluster: Cluster): Cause[] {
  return perBroken(cluster, (workload) => {
    const evidence = schedulerMessage(workload);
    if (!evidence?.message.includes("didn't match Pod's node affinity/selector")) {
      return undefined;
    }
    const selector = workload.brokenPods
      .map((pod) => field(pod, 'spec', 'nodeSelector'))
      .find((one) => one !== undefined);
    if (selector !== undefined && nodesWith(cluster, selector).length > 0) {
      return undefined; // Those nodes have taints, or too little left.
    }
    const runtimeClass = cluster.get(
      'RuntimeClass.node.k8s.io',
      textOf(workload.brokenPods[0], 'spec', 'runtimeClassName'),
    );
    const fromClass = field(runtimeClass, 'scheduling', 'nodeSelector');
    return {
      text: `fits on no node: none has the labels ${JSON.stringify(selector ?? {})} that its pods select`,
      evidence: [
        evidence,
        ...(runtimeClass && fromClass !== undefined ? [seen(runtimeClass, 'scheduling.nodeSelector', fromClass)] : []),
      ],
      remedy:
        runtimeClass && fromClass !== undefined
          ? 'label nodes with the shim so, or change scheduling.nodeSelector of the RuntimeClass, from which the pods have it'
          : 'label nodes so, or change the selector',
    };
  });
}
