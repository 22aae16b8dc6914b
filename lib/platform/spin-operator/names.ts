import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { helmFullname, helmLabels, HelmRelease, helmSelectorLabels, Labels } from '../../private/helm-names';
import { SpinOperatorVersion } from '../releases';
import { serviceAccount } from '../workload/rbac';

const CHART = 'spin-operator';

/** The label that kubebuilder gives the manager, on top of Helm's. */
export const CONTROL_PLANE: Labels = { 'control-plane': 'controller-manager' };

/** What the objects of spin-operator are called, and by which labels they find each other. */
export class SpinOperatorNames {
  public readonly manager: string;
  public readonly webhookService: string;
  public readonly metricsService: string;
  public readonly mutatingWebhook: string;
  public readonly validatingWebhook: string;

  /** The pods of the manager. */
  public readonly selectorLabels: Labels;

  private readonly release: HelmRelease;

  public constructor(
    helmReleaseName: string,
    public readonly namespace: string,
    version: SpinOperatorVersion,
  ) {
    this.release = { name: helmReleaseName, chart: CHART, appVersion: version };
    this.selectorLabels = { ...helmSelectorLabels(this.release), ...CONTROL_PLANE };
    this.manager = this.of('controller-manager');
    this.webhookService = this.of('webhook-service');
    this.metricsService = this.of(
      version === SpinOperatorVersion.V0_1_0 ? 'controller-manager-metrics-service' : 'metrics-service',
    );
    this.mutatingWebhook = this.of('mutating-webhook-configuration');
    this.validatingWebhook = this.of('validating-webhook-configuration');
  }

  /** The operator, as RBAC names it. */
  public get subject(): kplus.k8s.Subject {
    return serviceAccount(this.manager, this.namespace);
  }

  /** The name of an object: the fullname, then what the object is for. */
  public of(part: string): string {
    return `${helmFullname(this.release)}-${part}`;
  }

  /** Metadata of an object in the operator's namespace. */
  public namespaced(name: string, labels: Labels = {}): ApiObjectMetadata {
    return { ...this.clusterWide(name, labels), namespace: this.namespace };
  }

  /** Metadata of an object of the whole cluster; see `withoutNamespace()`. */
  public clusterWide(name: string, labels: Labels = {}): ApiObjectMetadata {
    return { name, labels: { ...helmLabels(this.release), ...labels } };
  }
}

/** The labels that kubebuilder gives some objects, and the chart with it. */
export function kubebuilderLabels(component: string): Labels {
  return {
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/created-by': CHART,
    'app.kubernetes.io/part-of': CHART,
  };
}
