/** Kinds that are looked at, as `kubectl api-resources --output=name` lists them, with the names of `kindOf()`. */
export const KINDS: { readonly [resource: string]: string } = {
  configmaps: 'ConfigMap',
  events: 'Event',
  limitranges: 'LimitRange',
  namespaces: 'Namespace',
  nodes: 'Node',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  pods: 'Pod',
  resourcequotas: 'ResourceQuota',
  secrets: 'Secret',
  serviceaccounts: 'ServiceAccount',
  services: 'Service',
  'apiservices.apiregistration.k8s.io': 'APIService.apiregistration.k8s.io',
  'certificates.cert-manager.io': 'Certificate.cert-manager.io',
  'clusterissuers.cert-manager.io': 'ClusterIssuer.cert-manager.io',
  'customresourcedefinitions.apiextensions.k8s.io': 'CustomResourceDefinition.apiextensions.k8s.io',
  'deployments.apps': 'Deployment.apps',
  'endpointslices.discovery.k8s.io': 'EndpointSlice.discovery.k8s.io',
  'horizontalpodautoscalers.autoscaling': 'HorizontalPodAutoscaler.autoscaling',
  'issuers.cert-manager.io': 'Issuer.cert-manager.io',
  'jobs.batch': 'Job.batch',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io':
    'MutatingWebhookConfiguration.admissionregistration.k8s.io',
  'replicasets.apps': 'ReplicaSet.apps',
  'runtimeclasses.node.k8s.io': 'RuntimeClass.node.k8s.io',
  'scaledobjects.keda.sh': 'ScaledObject.keda.sh',
  'shims.runtime.spinkube.dev': 'Shim.runtime.spinkube.dev',
  'spinappexecutors.core.spinkube.dev': 'SpinAppExecutor.core.spinkube.dev',
  'spinappexecutors.core.spinoperator.dev': 'SpinAppExecutor.core.spinoperator.dev',
  'spinapps.core.spinkube.dev': 'SpinApp.core.spinkube.dev',
  'spinapps.core.spinoperator.dev': 'SpinApp.core.spinoperator.dev',
  'validatingwebhookconfigurations.admissionregistration.k8s.io':
    'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
};

/** The resource of a kind; undefined if it is not looked at. */
export function resourceOf(kind: string): string | undefined {
  return Object.keys(KINDS).find((resource) => KINDS[resource] === kind);
}
