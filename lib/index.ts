import './private/installation';
// The generated L1 constructs, one namespace for each API group. They follow the APIs of the operators and are not
// covered by the semantic versioning of this package.
export * as core from '../imports/core.spinkube.dev';
export * as node from '../imports/node.k8s.io';
export * as runtime from '../imports/runtime.spinkube.dev';
// Submodules.
export * as gardener from './gardener';
export * as volumeSources from './app/volumes';
export { Affinity, NodeAffinity, PreferredNodes } from './app/affinity';
export { IMetric } from './app/autoscaling/metric';
export {
  KedaAutoscaler,
  KedaAutoscalerProps,
  KedaFallback,
  KedaFallbackBehavior,
  KedaScalingOptions,
} from './app/autoscaling/keda-autoscaler';
export { KedaHttpAutoscaler, KedaHttpAutoscalerProps } from './app/autoscaling/keda-http-autoscaler';
export {
  KedaCpuTriggerOptions,
  KedaCronTriggerOptions,
  KedaExternalTriggerOptions,
  KedaMemoryTriggerOptions,
  KedaMetricType,
  KedaPrometheusTriggerOptions,
  KedaRedisTriggerOptions,
  KedaTrigger,
  KedaTriggerOptions,
} from './app/autoscaling/keda-trigger';
export { AwsPodIdentityOptions, AzureWorkloadPodIdentityOptions, PodIdentity } from './app/autoscaling/pod-identity';
export { IReplicas, ScalingPolicy, ScalingRules } from './app/autoscaling/scaling-rules';
export {
  ITriggerAuthentication,
  TriggerAuthentication,
  TriggerAuthenticationProps,
} from './app/autoscaling/trigger-authentication';
export { CertificateIssuer, ExternalCertificateIssuerOptions } from './app/certificate-issuer';
export { SpinAppAutoscaleOptions, SpinAppHttpRouteOptions, SpinAppIngressOptions } from './app/connected-app';
export { Existing } from './app/existing';
export { HealthProbe, HttpGetHealthProbeOptions, HttpHeader } from './app/health-probe';
export {
  AwsDynamoKeyValueStoreOptions,
  AzureCosmosKeyValueStoreOptions,
  KeyValueStore,
  RedisKeyValueStoreOptions,
  SpinKeyValueStoreOptions,
} from './app/key-value-store';
export { IIngress } from './app/ingress';
export { KubeMetric, KubeObjectReference } from './app/autoscaling/kube-metric';
export { Kube, KubePods, KubeRequirement, KubeResources, KubeToleration } from './app/kube';
export { LlmApiType, LlmCompute, RemoteHttpLlmComputeOptions } from './app/llm-compute';
export { INamespaceSelection, INetworkPeer, IPodSelection } from './app/network-peer';
export { INodeLabelQuery, INodeTaintQuery } from './app/node-queries';
export { OptionValue, OptionValueFromKeyOptions } from './app/option-value';
export { PodAffinityTerm } from './app/pod-policy/pod-affinity';
export { PodPolicy, PodPolicyProps } from './app/pod-policy/pod-policy';
export { MutatingAdmissionPolicyApi, PodPolicyOptions } from './app/pod-policy/pod-policy-options';
export { RestrictedSecurityContext } from './app/pod-policy/restricted-security-context';
export { TopologySpread } from './app/pod-policy/topology-spread';
export { IRuntimeClass, RuntimeClass, RuntimeClassOverhead, RuntimeClassProps } from './app/runtime-class';
export { RuntimeConfig } from './app/runtime-config';
export { RuntimeConfigFile, RuntimeConfigFileOptions, RuntimeConfigOptions } from './app/runtime-config-file';
export { InvocationLimits } from './app/resources';
export { SmokeTest, SmokeTestProps } from './app/smoke-test';
export { SpinApp, SpinAppProps } from './app/spin-app';
export { SpinApplication, SpinApplicationIngressOptions, SpinApplicationProps } from './app/spin-application';
export {
  ISpinAppExecutor,
  OtelExporter,
  SpinAppExecutor,
  SpinAppExecutorProps,
  SpinAppExecutorReferenceOptions,
} from './app/spin-app-executor';
export { SpinCronJob, SpinCronJobProps, SpinJob, SpinJobProps } from './app/spin-job';
export { SpinManifest } from './app/spin-manifest/spin-manifest';
export { LibsqlSqliteDatabaseOptions, SpinSqliteDatabaseOptions, SqliteDatabase } from './app/sqlite-database';
export { ExternalTrafficPolicy, SpinAppServiceOptions } from './app/traffic/app-service';
export { Gateway, GatewayOptions } from './app/traffic/gateway';
export {
  HttpRoute,
  HttpRouteBackend,
  HttpRouteOptions,
  HttpRouteProps,
  HttpRouteRule,
  IRoutedApp,
  IRoutedService,
} from './app/traffic/http-route';
export {
  HttpHeaderChanges,
  HttpPathChange,
  HttpRedirectOptions,
  HttpRewriteOptions,
  HttpRouteExtensionOptions,
  HttpRouteFilter,
} from './app/traffic/http-route-filter';
export { HttpMethod, HttpPathMatch, HttpRouteMatch, HttpValueMatch } from './app/traffic/http-route-match';
export {
  Variable,
  VariableFromFieldOptions,
  VariableFromKeyOptions,
  VariableFromResourceOptions,
} from './app/variable';
export {
  AzureAuthorityHost,
  AzureKeyVaultVariableProviderOptions,
  EnvironmentVariableProviderOptions,
  VariableProvider,
  VaultVariableProviderOptions,
} from './app/variable-provider';
export { RecursiveReadOnly, SpinAppMountOptions, SpinAppVolumeMount } from './app/volume-mount';
export { IPodStorage, IPodVolume } from './app/volumes/pod-volume';
export { Volumes } from './app/volumes/volumes';
export {
  AwsWorkloadIdentityOptions,
  AzureWorkloadIdentityOptions,
  GcpWorkloadIdentityOptions,
  WorkloadIdentity,
  WorkloadIdentityServiceAccount,
  WorkloadIdentityServiceAccountProps,
} from './app/workload-identity';
export { ArgoCdDelivery } from './gitops/argo-cd/argo-cd-delivery';
export { ArgoCdGenerator } from './gitops/argo-cd/argo-cd-generator';
export { ArgoCdDeliveryProps, ArgoCdMode } from './gitops/argo-cd/argo-cd-props';
export { ArgoCdSyncWaves } from './gitops/argo-cd/sync-waves';
export { Bundle, BundleProps } from './gitops/bundle';
export { Cluster, ClusterProps } from './gitops/cluster';
export { Delivery } from './gitops/deliveries';
export {
  DeliveryContext,
  DeliveryDependency,
  DeliveryFile,
  DeliveryObject,
  DeliveryStage,
  IDelivery,
} from './gitops/delivery';
export { FieldValidation } from './validation/field-validation';
export { FluxDelivery } from './gitops/flux/flux-delivery';
export { FluxCosign, FluxSigner } from './gitops/flux/cosign';
export { FluxDeletionPolicy, FluxDeliveryProps } from './gitops/flux/flux-props';
export { GitSource, GitSourceOptions, IBundleSource } from './gitops/git-source';
export { ImageMirror, ImageMirrorOptions, ImageMirrorRegistries } from './gitops/image-mirror';
export { KubectlDelivery } from './gitops/kubectl/kubectl-delivery';
export { OciSource, OciSourceOptions } from './gitops/oci-source';
export { SpinKubeValidation, SpinKubeValidationProps } from './gitops/spinkube-validation';
export {
  AdmissionAction,
  AdmissionPolicies,
  AdmissionPoliciesProps,
} from './platform/admission-policies/admission-policies';
export { CertManagerCainjectorOptions } from './platform/cert-manager/cainjector';
export { CertManager, CertManagerProps } from './platform/cert-manager/cert-manager';
export { CertManagerComponentOptions } from './platform/cert-manager/component';
export {
  CertManagerControllerOptions,
  CertManagerDefaultIssuer,
  CertManagerPodDnsOptions,
} from './platform/cert-manager/controller';
export { CertManagerMonitoring, CertManagerMonitorOptions } from './platform/cert-manager/monitoring';
export { CertManagerWebhookOptions } from './platform/cert-manager/webhook';
export { CustomResourceDefinitions } from './platform/custom-resource-definitions';
export { FetchStrategy, ShimPlatform, SpinShimFetchOptions } from './platform/fetch-strategy';
export { KwasmOperator, KwasmOperatorProps } from './platform/kwasm-operator';
export { AlertOptions, SpinKubeAlerts, SpinKubeAlertsProps } from './platform/monitoring/spinkube-alerts';
export { SpinKubeDashboard, SpinKubeDashboardProps } from './platform/monitoring/spinkube-dashboard';
export { SpinKubeStateMetrics, SpinKubeStateMetricsProps } from './platform/monitoring/spinkube-state-metrics';
export { SpinOperatorMonitor, SpinOperatorMonitorProps } from './platform/monitoring/spin-operator-monitor';
export {
  KwasmInstallerOptions,
  NodeInstaller,
  PreinstalledShimOptions,
  RuntimeClassManagerInstallerOptions,
} from './platform/node-installer';
export { RuntimeClassManager, RuntimeClassManagerProps, ShimDownloaderOptions } from './platform/runtime-class-manager';
export { SpinKubePlacement } from './platform/placements';
export { RolloutStrategy, Shim, ShimProps } from './platform/shim';
export {
  SpinKube,
  SpinKubeExecutorForOptions,
  SpinKubeExecutorOptions,
  SpinKubePreviousOptions,
  SpinKubeProps,
  SpinKubeRuntimeClassOptions,
} from './platform/spinkube';
export { KubeRbacProxyOptions } from './platform/spin-operator/metrics';
export { SpinOperator, SpinOperatorProps } from './platform/spin-operator/spin-operator';
export {
  CertificateSecretOptions,
  ExistingCertManagerOptions,
  WebhookCertificates,
} from './platform/webhook-certificates/webhook-certificates';
export { PodDisruptionBudget } from './platform/workload/pod-disruption-budget';
export { PodOptions, WorkloadOptions } from './platform/workload/workload';
export { ComponentVersion } from './releases/component-version';
export { ShimArchitecture } from './releases/facts';
export { CertManagerVersion, CertManagerVersionOptions } from './releases/cert-manager/cert-manager-version';
export { KwasmOperatorVersion, KwasmOperatorVersionOptions } from './releases/kwasm-operator/kwasm-operator-version';
export { SpinKubeRelease, SpinKubeReleaseOptions } from './releases/registry';
export {
  RuntimeClassManagerVersion,
  RuntimeClassManagerVersionOptions,
} from './releases/runtime-class-manager/runtime-class-manager-version';
export { SpinOperatorApi } from './releases/spin-operator/spin-operator-api';
export { SpinOperatorVersion, SpinOperatorVersionOptions } from './releases/spin-operator/spin-operator-version';
export { SpinShimVersion, SpinShimVersionOptions } from './releases/spin-shim/spin-shim-version';
