import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { helmFullname, helmLabels, HelmRelease, helmSelectorLabels, Labels } from '../../private/helm-names';
import { SpinOperatorVersion } from '../../releases/spin-operator/spin-operator-version';
import { serviceAccount } from '../workload/rbac';

const CHART = 'spin-operator';

/** Label that kubebuilder sets on the manager, in addition to the labels of Helm. */
export const CONTROL_PLANE: Labels = { 'control-plane': 'controller-manager' };

/** Names and labels of the objects of spin-operator. */
export class SpinOperatorNames {
  public readonly manager: string;
  public readonly webhookService: string;
  public readonly metricsService: string;
  public readonly mutatingWebhook: string;
  public readonly validatingWebhook: string;

  /** Labels by which the pods of the manager are selected. */
  public readonly selectorLabels: Labels;

  private readonly release: HelmRelease;

  public constructor(
    helmReleaseName: string,
    public readonly namespace: string,
    version: SpinOperatorVersion,
  ) {
    this.release = { name: helmReleaseName, chart: CHART, appVersion: version.name };
    this.selectorLabels = { ...helmSelectorLabels(this.release), ...CONTROL_PLANE };
    this.manager = this.of('controller-manager');
    this.webhookService = this.of('webhook-service');
    this.metricsService = this.of(
      version._isBefore(SpinOperatorVersion.V0_6_1) ? 'controller-manager-metrics-service' : 'metrics-service',
    );
    this.mutatingWebhook = this.of('mutating-webhook-configuration');
    this.validatingWebhook = this.of('validating-webhook-configuration');
  }

  /** The ServiceAccount of the operator as the subject of a binding. */
  public get subject(): kplus.k8s.Subject {
    return serviceAccount(this.manager, this.namespace);
  }

  /** The name of an object: the fullname of the chart and a suffix. */
  public of(suffix: string): string {
    return `${helmFullname(this.release)}-${suffix}`;
  }

  /** Metadata of an object in the namespace of the operator. */
  public namespaced(name: string, labels: Labels = {}): ApiObjectMetadata {
    return { ...this.clusterWide(name, labels), namespace: this.namespace };
  }

  /** Metadata of a cluster-scoped object; see `withoutNamespace()`. */
  public clusterWide(name: string, labels: Labels = {}): ApiObjectMetadata {
    return { name, labels: { ...helmLabels(this.release), ...labels } };
  }
}

/** Labels that kubebuilder, and so the chart, sets on some objects. */
export function kubebuilderLabels(component: string): Labels {
  return {
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/created-by': CHART,
    'app.kubernetes.io/part-of': CHART,
  };
}
