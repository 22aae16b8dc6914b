import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CustomResourceDefinitions } from '../custom-resource-definitions';
import { CERT_MANAGERS, CertManagerVersion } from '../releases';
import { mirrored, settleWorkload, WorkloadSettings } from '../workload/workload-settings';
import { FeatureGates } from './feature-gates';
import { CertManagerMonitoring } from './monitoring';
import {
  CertManagerComponentOptions,
  CertManagerControllerOptions,
  CertManagerDefaultIssuer,
  CertManagerPodDnsOptions,
  CertManagerProps,
} from './props';

/** What a component has been told, copied, with the defaults filled in. */
export interface GatedSettings extends WorkloadSettings {
  readonly featureGates: FeatureGates;
}

/** The same of the controller. */
export interface ControllerSettings extends GatedSettings {
  readonly maxConcurrentChallenges: number;
  readonly clusterResourceNamespace?: string;
  readonly acmeSolverImage: string;
  readonly dns01RecursiveNameservers: string[];
  readonly dns01RecursiveNameserversOnly: boolean;
  readonly podDns?: CertManagerPodDnsOptions;
  readonly enableCertificateOwnerReferences: boolean;
  readonly defaultIssuer?: CertManagerDefaultIssuer;
}

/** The same of the webhook. */
export interface WebhookSettings extends GatedSettings {
  readonly timeout: Duration;
  readonly hostNetwork: boolean;
  readonly securePort: number;
  readonly serviceType: kplus.ServiceType;
}

/** What a CertManager has been told, copied, with the defaults filled in. */
export interface CertManagerSettings {
  readonly version: CertManagerVersion;
  readonly namespace: string;
  readonly helmReleaseName: string;
  readonly customResourceDefinitions: CustomResourceDefinitions;
  readonly leaderElectionNamespace: string;
  readonly logLevel: number;
  readonly monitoring: CertManagerMonitoring;
  readonly networkPolicies: boolean;
  readonly controller: ControllerSettings;
  readonly webhook: WebhookSettings;
  readonly cainjector: GatedSettings;
}

/** The images have no other platform. */
const NODES = { 'kubernetes.io/os': 'linux' };

export function settle(scope: Construct, props: CertManagerProps): CertManagerSettings {
  const { imageRegistry, version = CertManagerVersion.V1_21_1 } = props;
  const images = CERT_MANAGERS[version];
  const gated = (options: CertManagerComponentOptions = {}, image: string): GatedSettings => ({
    ...settleWorkload(options, { image: mirrored(image, imageRegistry), nodeSelector: NODES }),
    featureGates: { ...options.featureGates },
  });
  return {
    version,
    namespace: props.namespace ?? Chart.of(scope).namespace ?? 'cert-manager',
    helmReleaseName: props.helmReleaseName ?? 'cert-manager',
    customResourceDefinitions: props.customResourceDefinitions ?? CustomResourceDefinitions.bundled(),
    leaderElectionNamespace: props.leaderElectionNamespace ?? 'kube-system',
    logLevel: props.logLevel ?? 2,
    monitoring: props.monitoring ?? CertManagerMonitoring.annotations(),
    networkPolicies: props.networkPolicies ?? false,
    controller: {
      ...gated(props.controller, images.controllerImage),
      ...settleController(props.controller, mirrored(images.acmeSolverImage, imageRegistry)),
    },
    webhook: {
      ...gated(props.webhook, images.webhookImage),
      timeout: props.webhook?.timeout ?? Duration.seconds(30),
      hostNetwork: props.webhook?.hostNetwork ?? false,
      securePort: props.webhook?.securePort ?? 10250,
      serviceType: props.webhook?.serviceType ?? kplus.ServiceType.CLUSTER_IP,
    },
    cainjector: gated(props.cainjector, images.cainjectorImage),
  };
}

function settleController(
  options: CertManagerControllerOptions = {},
  acmeSolverImage: string,
): Omit<ControllerSettings, keyof GatedSettings> {
  const { defaultIssuer, podDns } = options;
  return {
    maxConcurrentChallenges: options.maxConcurrentChallenges ?? 60,
    clusterResourceNamespace: options.clusterResourceNamespace,
    acmeSolverImage: options.acmeSolverImage ?? acmeSolverImage,
    dns01RecursiveNameservers: [...(options.dns01RecursiveNameservers ?? [])],
    dns01RecursiveNameserversOnly: options.dns01RecursiveNameserversOnly ?? false,
    podDns: podDns && {
      policy: podDns.policy,
      nameservers: podDns.nameservers && [...podDns.nameservers],
      searches: podDns.searches && [...podDns.searches],
      options: podDns.options && [...podDns.options],
    },
    enableCertificateOwnerReferences: options.enableCertificateOwnerReferences ?? false,
    defaultIssuer: defaultIssuer && { ...defaultIssuer },
  };
}
