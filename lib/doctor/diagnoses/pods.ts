import { field, list } from '../../synth/manifest';
import { Cluster } from '../cluster';
import { Diagnosis } from '../diagnosis';
import { absent, Cause, seen, textOf } from '../finding';
import { Workload } from '../workload';
import { dependentsOf } from '../dependents';
import { brokenWorkloads, perBroken, podEvent, Reason, sourceOf, stuckContainers } from './broken';

/** Diagnoses of containers that do not start, or do not stay. */
export const POD_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'pull-secret-missing', page: 'how-to/air-gapped.md', find: findPullSecrets },
  {
    name: 'image-pull-unauthorized',
    page: 'how-to/air-gapped.md',
    find: pulls(
      /401|403|unauthorized|denied|forbidden|authorization failed|authentication required/i,
      'needs credentials that the pod does not have',
      'create a Secret of the type kubernetes.io/dockerconfigjson and name it in imagePullSecrets; nodes may need it, too',
    ),
  },
  {
    name: 'image-not-found',
    page: 'reference/rules.md#spin-app-image',
    find: pulls(
      /not found|not exist|manifest unknown|InvalidImageName|couldn't parse image|invalid reference/i,
      'does not exist',
      'push the image, or correct its name and tag',
    ),
  },
  {
    name: 'image-pull-failed',
    page: 'how-to/air-gapped.md',
    find: pulls(/(?:)/, 'cannot be pulled', 'check that nodes reach the registry, and trust its certificate'),
  },
  { name: 'not-run-by-spin', page: 'explanation/node-installers.md', find: (cluster) => perBroken(cluster, notSpin) },
  { name: 'out-of-memory', page: 'how-to/resources.md', find: (cluster) => perBroken(cluster, outOfMemory) },
  {
    name: 'probe-failing',
    page: 'how-to/spin-app.md',
    find: (cluster) => perBroken(cluster, (workload) => failingProbe(cluster, workload)),
  },
  { name: 'crash-loop', page: 'how-to/spin-app.md', find: (cluster) => perBroken(cluster, crashing) },
];

const PULLS = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'RegistryUnavailable'];

/** Workloads with containers whose image cannot be pulled, and what the container runtime said. */
function failedPulls(cluster: Cluster): { workload: Workload; pull: Pull }[] {
  return brokenWorkloads(cluster).flatMap((workload) => {
    const container = stuckContainers(workload).find(({ waiting }) => PULLS.includes(waiting));
    if (!container) {
      return [];
    }
    const event = podEvent(cluster, workload, ['Failed', 'InspectFailed'], /image/i);
    const image = /image "([^"]+)"/.exec(event?.message ?? container.message)?.[1] ?? container.image;
    const message = `${container.waiting}: ${container.message}`;
    const evidence = [seen(container.pod, `container ${container.name}`, message), ...(event ? [event.evidence] : [])];
    return [{ workload, pull: { image, text: `${message} ${event?.message ?? ''}`, evidence } }];
  });
}

interface Pull {
  readonly image: string;
  readonly text: string;
  readonly evidence: Cause['evidence'];
}

/** The images that cannot be pulled for a reason. The diagnoses before take those with other reasons. */
function pulls(message: RegExp, text: string, remedy: string): Diagnosis['find'] {
  return (cluster) =>
    failedPulls(cluster)
      .filter(({ pull }) => message.test(pull.text))
      .map(({ pull, workload }) => ({
        object: workload.reference,
        text: `has the image ${pull.image}, which ${text}`,
        evidence: pull.evidence,
        remedy,
        explains: [workload.reference, ...dependentsOf(cluster, workload)],
      }));
}

function findPullSecrets(cluster: Cluster): Cause[] {
  return failedPulls(cluster).flatMap(({ pull, workload }) => {
    const { namespace } = workload.object.metadata;
    const named = list(workload.template, 'imagePullSecrets').map((one) => ({
      kind: 'Secret',
      namespace,
      name: textOf(one, 'name'),
    }));
    return named
      .filter((secret) => cluster.has(secret) === false)
      .map((object) => ({
        object,
        text: `does not exist, but ${workload.reference.name} names it in imagePullSecrets, and its image cannot be pulled`,
        evidence: [absent(object), ...pull.evidence],
        remedy: `kubectl --namespace ${String(namespace)} create secret docker-registry ${object.name} --docker-server=… --docker-username=… --docker-password=…`,
        explains: [workload.reference, ...dependentsOf(cluster, workload)],
      }));
  });
}

/** A shim ignores the command; another runtime tries to run it. */
function notSpin(workload: Workload): Reason | undefined {
  const found = stuckContainers(workload).find(({ message, status }) =>
    /exec: "\/": (?:permission denied|is a directory)|exec \/: /.test(
      `${message} ${textOf(status, 'lastState', 'terminated', 'message')}`,
    ),
  );
  return found && workload.isApp
    ? {
        text: 'is run by runc instead of Spin: its RuntimeClass, or the handler of this name on the node, is not that of the shim',
        evidence: [
          seen(
            found.pod,
            `container ${found.name}`,
            found.message || textOf(found.status, 'lastState', 'terminated', 'message'),
          ),
          seen(found.pod, 'spec.runtimeClassName', textOf(found.pod, 'spec', 'runtimeClassName') || 'is not set'),
        ],
        remedy:
          'set spec.deploymentConfig.runtimeClassName of the executor to a RuntimeClass with the handler of the shim',
      }
    : undefined;
}

function endOf(status: unknown): unknown {
  return field(status, 'lastState', 'terminated') ?? field(status, 'state', 'terminated');
}

function outOfMemory(workload: Workload): Reason | undefined {
  const found = stuckContainers(workload).find(({ status }) => textOf(endOf(status), 'reason') === 'OOMKilled');
  const limit = list(workload.template, 'containers')
    .map((one) => field(one, 'resources', 'limits', 'memory'))
    .find((one) => one !== undefined);
  return (
    found && {
      text: 'needs more memory than its limit: it is killed',
      evidence: [
        seen(
          found.pod,
          `container ${found.name}`,
          `OOMKilled, exit code ${String(field(endOf(found.status), 'exitCode'))}`,
        ),
        ...(limit === undefined ? [] : [seen(workload.object, 'memory limit', limit)]),
      ],
      remedy: `raise spec.resources.limits.memory of ${sourceOf(workload)}, or limit instances by invocationLimits`,
    }
  );
}

function failingProbe(cluster: Cluster, workload: Workload): Reason | undefined {
  const running = stuckContainers(workload).find(
    ({ status }) => field(status, 'state', 'running') !== undefined || textOf(endOf(status), 'reason') !== '',
  );
  const event = running && podEvent(cluster, workload, ['Unhealthy']);
  if (!event) {
    return undefined;
  }
  const [, probe = 'readiness'] = /^(\w+) probe/i.exec(event.message) ?? [];
  return {
    text: `fails its ${probe.toLowerCase()} probe`,
    evidence: [event.evidence],
    remedy: `let the app answer the path of spec.checks.${probe.toLowerCase()} with 200 to 399 in time, or correct the path: /.well-known/spin/health always answers`,
  };
}

function crashing(workload: Workload): Reason | undefined {
  const found = stuckContainers(workload).find(
    ({ status, waiting }) =>
      ['CrashLoopBackOff', 'RunContainerError', 'StartError'].includes(waiting) ||
      Number(field(endOf(status), 'exitCode') ?? 0) !== 0,
  );
  if (!found) {
    return undefined;
  }
  const ended = endOf(found.status);
  const code = field(ended, 'exitCode') as number | undefined;
  const message = textOf(ended, 'message').trim() || found.message;
  const { namespace = '', name = '' } = found.pod.metadata;
  return {
    text: `ends right after its start${code === undefined ? '' : ` with exit code ${String(code)}`}, again and again`,
    evidence: [
      seen(
        found.pod,
        `container ${found.name}`,
        [found.waiting, message].filter((one) => one !== '').join(': ') || 'terminated',
      ),
      seen(found.pod, 'restartCount', field(found.status, 'restartCount') ?? 0),
    ],
    remedy: `read why: kubectl --namespace ${namespace} logs ${name} --previous`,
  };
}
