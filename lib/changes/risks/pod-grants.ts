import { field, list, Manifest } from '../../synth/manifest';
import { textAt } from '../text-at';
import { Grant, grant } from './grant';

/** Namespaces of the node that a pod can share. */
const HOST_NAMESPACES = ['hostIPC', 'hostNetwork', 'hostPID'];

/** Rights of the pods of a workload on their node. */
export function grantsOfWorkload(workload: Manifest): Grant[] {
  const pod = podOf(workload);
  const containers = ['initContainers', 'containers'].flatMap((name) => list(pod, name));
  return [
    ...HOST_NAMESPACES.filter((name) => field(pod, name) === true).map((name) => grant(name, 'for its pods')),
    ...hostPaths(pod),
    ...containers.flatMap(grantsOfContainer),
  ];
}

/** The directories of the node that a pod, or a SpinApp, can mount. */
export function hostPaths(pod: unknown): Grant[] {
  return list(pod, 'volumes').flatMap((volume) => {
    const path = textAt(volume, 'hostPath', 'path');
    return path === '' ? [] : [grant('hostPath', path)];
  });
}

function podOf(workload: Manifest): unknown {
  const template = field(workload, 'spec', 'jobTemplate', 'spec', 'template') ?? field(workload, 'spec', 'template');
  return workload.kind === 'Pod' ? workload.spec : field(template, 'spec');
}

function grantsOfContainer(container: unknown): Grant[] {
  const context = field(container, 'securityContext');
  const who = `for the container ${String(field(container, 'name'))}`;
  return [
    ...(field(context, 'privileged') === true ? [grant('privileged', who)] : []),
    ...list(context, 'capabilities', 'add').map((capability) => grant(`capability ${String(capability)}`, who)),
  ];
}
