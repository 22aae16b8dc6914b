import { ClusterObject, Kubectl } from '../kubectl';

/** A node installer that cannot run here, with the settings of its Deployment and the permissions of its ServiceAccount. */
export interface Controller {
  /** kubectl that impersonates its ServiceAccount. */
  readonly kubectl: Kubectl;
  readonly namespace: string;
  readonly environment: { readonly [name: string]: string };
}

/** A Job on one node. */
export function jobOn(node: string, name: string, namespace: string, image: string): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      backoffLimit: 0,
      template: { spec: { nodeName: node, restartPolicy: 'Never', containers: [{ name: 'installer', image }] } },
    },
  };
}

/** True if a Job has completed, false if it has failed, undefined while it runs. */
export function succeeded({ status }: ClusterObject): boolean | undefined {
  const { conditions = [] } = status as { conditions?: { type: string; status: string }[] };
  const is = (type: string) => conditions.some((condition) => condition.type === type && condition.status === 'True');
  return is('Complete') ? true : is('Failed') ? false : undefined;
}

/** A node with a label added or changed. */
export function labelled(node: ClusterObject, key: string, value: string): ClusterObject {
  return { ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, [key]: value } } };
}
