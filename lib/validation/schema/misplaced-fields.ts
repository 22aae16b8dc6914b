/** The place of fields that people set in a SpinApp as they would in a pod or a Deployment. */
const SCHEDULING = 'set it in the RuntimeClass, under scheduling: all pods of the executor get it';
const FIXED_PORT = 'remove it: a SpinApp always listens on port 80, which its Service has as well';
const NO_POD = 'remove it: the operator writes the pods, with one container and no securityContext';

/** Remedies for fields that a kind does not have, by the names of their parent and themselves. */
const REMEDIES: { readonly [kind: string]: { readonly [field: string]: string | undefined } | undefined } = {
  SpinApp: {
    'spec.affinity': 'remove it: pods of a SpinApp can only have the scheduling of the RuntimeClass',
    'spec.args': NO_POD,
    'spec.autoscaling': 'set enableAutoscaling, and add a HorizontalPodAutoscaler or a ScaledObject',
    'spec.command': NO_POD,
    'spec.containerPort': FIXED_PORT,
    'spec.containers': NO_POD,
    'spec.containerSecurityContext': NO_POD,
    'spec.env': 'use variables, which are those of the application: Spin reads no environment variables of the pod',
    'spec.envFrom': 'use variables, each with valueFrom',
    'spec.host': 'add an Ingress or HTTPRoute to the Service of the same name, port 80',
    'spec.hostNetwork': NO_POD,
    'spec.imagePullPolicy': 'remove it: the operator leaves it to the default, which depends on the tag',
    'spec.ingress': 'add an Ingress or HTTPRoute to the Service of the same name, port 80',
    'spec.initContainers': NO_POD,
    'spec.maxReplicas': 'set enableAutoscaling, and add a HorizontalPodAutoscaler or a ScaledObject',
    'spec.minReplicas': 'set enableAutoscaling, and add a HorizontalPodAutoscaler or a ScaledObject',
    'spec.nodeSelector': SCHEDULING,
    'spec.podSecurityContext': NO_POD,
    'spec.port': FIXED_PORT,
    'spec.ports': FIXED_PORT,
    'spec.priorityClassName': 'remove it: the operator sets no PriorityClass',
    'spec.runtimeClassName': 'set it in the executor, under deploymentConfig',
    'spec.securityContext': NO_POD,
    'spec.serviceAccount': 'use serviceAccountName',
    'spec.template': NO_POD,
    'spec.terminationGracePeriodSeconds': NO_POD,
    'spec.tolerations': SCHEDULING,
    'spec.topologySpreadConstraints': 'remove it: pods of a SpinApp can only have the scheduling of the RuntimeClass',
  },
};

/** The remedy for a field that people set where it does not belong; undefined for others. */
export function placeOf(kind: string, names: readonly (string | number)[]): string | undefined {
  return REMEDIES[kind]?.[names.join('.')];
}
