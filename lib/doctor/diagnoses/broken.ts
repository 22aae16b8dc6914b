import { list, Manifest } from '../../synth/manifest';
import { Cluster } from '../cluster';
import { dependentsOf } from '../dependents';
import { Cause, Evidence, Reference, seen, textOf } from '../finding';
import { Workload } from '../workload';

/** A cause without the objects that it explains. */
export type Reason = Omit<Cause, 'explains' | 'object'> & { readonly object?: Reference };

/** The workloads that do not work, the platform first. */
export function brokenWorkloads(cluster: Cluster): Workload[] {
  return [...cluster.platform, ...cluster.apps].filter(({ isBroken }) => isBroken);
}

/** The reason why a workload does not work, for each that has it. It also explains what depends on the workload. */
export function perBroken(cluster: Cluster, reasonOf: (workload: Workload) => Reason | undefined): Cause[] {
  return brokenWorkloads(cluster).flatMap((workload) => {
    const reason = reasonOf(workload);
    const { reference } = workload;
    return reason ? [{ object: reference, ...reason, explains: [reference, ...dependentsOf(cluster, workload)] }] : [];
  });
}

/** A container of a pod that does not run. */
export interface ContainerState {
  readonly pod: Manifest;
  readonly name: string;
  readonly image: string;

  /** Reason why it waits: `CrashLoopBackOff`; '' if it does not. */
  readonly waiting: string;
  readonly message: string;
  readonly status: unknown;
}

/** The containers of the pods of a workload that are not ready, those of init containers first. */
export function stuckContainers({ brokenPods }: Workload): ContainerState[] {
  return brokenPods.flatMap((pod) =>
    [...list(pod, 'status', 'initContainerStatuses'), ...list(pod, 'status', 'containerStatuses')].map((status) => ({
      pod,
      name: textOf(status, 'name'),
      image: textOf(status, 'image'),
      waiting: textOf(status, 'state', 'waiting', 'reason'),
      message: textOf(status, 'state', 'waiting', 'message'),
      status,
    })),
  );
}

/** The newest event of the pods that are not ready with one of some reasons and, if given, a certain message. */
export function podEvent(
  cluster: Cluster,
  { brokenPods }: Workload,
  reasons: readonly string[],
  message = /(?:)/,
): { readonly message: string; readonly evidence: Evidence } | undefined {
  for (const pod of brokenPods) {
    const found = cluster.eventsOf(pod).find((event) => reasons.includes(event.reason) && message.test(event.message));
    if (found) {
      return { message: found.message, evidence: seen(pod, `event ${found.reason}`, found.message) };
    }
  }
  return undefined;
}

/** The manifest of a workload, as a remedy calls it. */
export function sourceOf({ isApp }: Workload): string {
  return isApp ? 'the SpinApp' : 'the Deployment';
}
