import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CustomResourceDefinitions } from '../custom-resource-definitions';
import { SPIN_OPERATORS, SpinOperatorVersion } from '../releases';
import { WebhookCertificates } from '../webhook-certificates/webhook-certificates';
import { mirrored, settleWorkload, WorkloadSettings } from '../workload/workload-settings';
import { KubeRbacProxyOptions, SpinOperatorProps } from './props';

/** What a SpinOperator has been told, copied, with the defaults filled in. */
export interface SpinOperatorSettings extends WorkloadSettings {
  readonly version: SpinOperatorVersion;
  readonly namespace: string;
  readonly helmReleaseName: string;
  readonly customResourceDefinitions: CustomResourceDefinitions;
  readonly webhookCertificates: WebhookCertificates;
  readonly imageRegistry?: string;
  readonly kubernetesClusterDomain: string;
  readonly metricsServiceType: kplus.ServiceType;
  readonly kubeRbacProxy?: Required<KubeRbacProxyOptions>;
  readonly readConfigMaps: boolean;
}

const RESOURCES: kplus.ContainerResources = {
  cpu: { request: kplus.Cpu.millis(10), limit: kplus.Cpu.millis(500) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
};

const PROXY_RESOURCES: kplus.ContainerResources = {
  cpu: { request: kplus.Cpu.millis(5), limit: kplus.Cpu.millis(500) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
};

export function settle(scope: Construct, props: SpinOperatorProps): SpinOperatorSettings {
  const { imageRegistry, kubeRbacProxy, version = SpinOperatorVersion.V0_6_1 } = props;
  const defaults = {
    image: mirrored(SPIN_OPERATORS[version].image, imageRegistry),
    resources: RESOURCES,
    terminationGracePeriod: Duration.seconds(10),
  };
  return {
    ...settleWorkload(props, defaults),
    version,
    namespace: props.namespace ?? Chart.of(scope).namespace ?? 'spin-operator',
    helmReleaseName: props.helmReleaseName ?? 'spin-operator',
    customResourceDefinitions: props.customResourceDefinitions ?? CustomResourceDefinitions.bundled(),
    webhookCertificates: props.webhookCertificates ?? WebhookCertificates.certManager(),
    imageRegistry,
    kubernetesClusterDomain: props.kubernetesClusterDomain ?? 'cluster.local',
    metricsServiceType: props.metricsServiceType ?? kplus.ServiceType.CLUSTER_IP,
    kubeRbacProxy: kubeRbacProxy && {
      image: kubeRbacProxy.image,
      resources: { ...(kubeRbacProxy.resources ?? PROXY_RESOURCES) },
    },
    readConfigMaps: props.readConfigMaps ?? true,
  };
}
