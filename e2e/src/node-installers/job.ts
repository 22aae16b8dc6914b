import { ClusterObject, Kubectl } from '../kubectl';

/** A node installer that cannot run here, with the settings of its Deployment and the permissions of its ServiceAccount. */
export interface Controller {
  /** kubectl that impersonates its ServiceAccount. */
  readonly kubectl: Kubectl;

  /** kubectl of the administrator, for what happens on nodes; undefined if Jobs really run there. */
  readonly admin?: Kubectl;
  readonly namespace: string;
  readonly environment: { readonly [name: string]: string };
}

/** Options of a Job. */
interface JobOptions {
  readonly metadata?: object;

  /** Arguments of the installer. */
  readonly args?: string[];

  /** Environment of an init container that downloads a shim, and its image. */
  readonly download?: { readonly image: string; readonly env: object[] };

  /** True if a failed pod is followed by others, as by default; not where tests would wait for them in vain. */
  readonly retries?: boolean;
}

/** A Job on one node, whose root it writes to. */
export function jobOn(
  node: string,
  name: string,
  namespace: string,
  image: string,
  { args, download, metadata, retries = false }: JobOptions = {},
): object {
  const downloads = { name: 'downloads', mountPath: '/assets' };
  const installer = {
    name: 'installer',
    image,
    args,
    securityContext: { privileged: true },
    volumeMounts: [downloads, { name: 'node', mountPath: '/mnt/node-root' }],
  };
  const volumes = [
    { name: 'downloads', emptyDir: {} },
    { name: 'node', hostPath: { path: '/' } },
  ];
  const initContainers = download && [{ name: 'downloader', ...download, volumeMounts: [downloads] }];
  const spec = {
    nodeName: node,
    hostPID: true,
    restartPolicy: 'Never',
    volumes,
    initContainers,
    containers: [installer],
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, ...metadata },
    spec: { backoffLimit: retries ? undefined : 0, template: { spec } },
  };
}

/** True if a Job has completed, false if it has failed, undefined while it runs. */
export function succeeded({ status }: ClusterObject): boolean | undefined {
  const { conditions = [] } = status as { conditions?: { type: string; status: string }[] };
  const is = (type: string) => conditions.some((condition) => condition.type === type && condition.status === 'True');
  return is('Complete') ? true : is('Failed') ? false : undefined;
}

/** A node with a label added, changed or, without a value, removed. */
export function labelled(node: ClusterObject, key: string, value?: string): ClusterObject {
  const others = Object.entries(node.metadata.labels ?? {}).filter(([label]) => label !== key);
  const labels = Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
  return { ...node, metadata: { ...node.metadata, labels } };
}
