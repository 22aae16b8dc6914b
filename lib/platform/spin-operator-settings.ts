import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SPIN_OPERATOR_V0_6_1 } from './releases';
import { SpinOperatorProps } from './spin-operator-props';

/** What a SpinOperator has been told, copied, with the defaults filled in: a property without one does not compile. */
export interface SpinOperatorSettings extends Required<Omit<SpinOperatorProps, 'priorityClassName'>> {
  readonly priorityClassName?: string;
}

const RESOURCES: kplus.ContainerResources = {
  cpu: { request: kplus.Cpu.millis(10), limit: kplus.Cpu.millis(500) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
};

export function settle(scope: Construct, props: SpinOperatorProps): SpinOperatorSettings {
  return {
    helmReleaseName: props.helmReleaseName ?? 'spin-operator',
    namespace: props.namespace ?? Chart.of(scope).namespace ?? 'spin-operator',
    image: props.image ?? SPIN_OPERATOR_V0_6_1.image,
    imagePullPolicy: props.imagePullPolicy ?? kplus.ImagePullPolicy.IF_NOT_PRESENT,
    imagePullSecrets: [...(props.imagePullSecrets ?? [])],
    replicas: props.replicas ?? 1,
    resources: { ...(props.resources ?? RESOURCES) },
    nodeSelector: { ...props.nodeSelector },
    priorityClassName: props.priorityClassName,
    terminationGracePeriod: props.terminationGracePeriod ?? Duration.seconds(10),
    podAnnotations: { ...props.podAnnotations },
    podLabels: { ...props.podLabels },
    extraArgs: [...(props.extraArgs ?? [])],
    kubernetesClusterDomain: props.kubernetesClusterDomain ?? 'cluster.local',
    serviceAccountAnnotations: { ...props.serviceAccountAnnotations },
    metricsServiceType: props.metricsServiceType ?? kplus.ServiceType.CLUSTER_IP,
    readConfigMaps: props.readConfigMaps ?? true,
  };
}
