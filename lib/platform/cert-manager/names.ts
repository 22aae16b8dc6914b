import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { helmCut, helmFullname, helmLabels, HelmRelease, helmSelectorLabels, Labels } from '../../private/helm-names';
import { CertManagerVersion } from '../releases';

const CHART = 'cert-manager';

/** What one of the Deployments and all that belongs to it are called, and by which labels they find each other. */
export class ComponentNames {
  /** The labels by which its pods are selected. */
  public readonly selectorLabels: Labels;

  /** The labels of its objects, and of its pods. */
  public readonly labels: Labels;

  public constructor(
    /** Its name in the code of cert-manager. */
    public readonly component: string,
    /** Name of its Deployment, ServiceAccount and Service. */
    public readonly name: string,
    public readonly namespace: string,
    release: HelmRelease,
  ) {
    const own = { 'app.kubernetes.io/component': component };
    this.selectorLabels = { ...helmSelectorLabels(release), ...own };
    this.labels = { app: release.chart, ...helmLabels(release), ...own };
  }

  /** Metadata of an object in the namespace of cert-manager. */
  public namespaced(name = this.name): ApiObjectMetadata {
    return { ...this.clusterWide(name), namespace: this.namespace };
  }

  /** Metadata of an object of the whole cluster; see `withoutNamespace()`. */
  public clusterWide(name = this.name, labels: Labels = {}): ApiObjectMetadata {
    return { name, labels: { ...this.labels, ...labels } };
  }

  /** Its ServiceAccount, as RBAC names it. */
  public get subject(): kplus.k8s.Subject {
    return { kind: 'ServiceAccount', name: this.name, namespace: this.namespace };
  }
}

/** What the objects of cert-manager are called. */
export class CertManagerNames {
  public readonly controller: ComponentNames;
  public readonly webhook: ComponentNames;
  public readonly cainjector: ComponentNames;

  public constructor(helmReleaseName: string, namespace: string, version: CertManagerVersion) {
    const release = { name: helmReleaseName, chart: CHART, appVersion: version };
    const fullname = helmFullname(release);
    const besides = (component: string) =>
      new ComponentNames(component, suffixed(fullname, component), namespace, { ...release, chart: component });
    this.controller = new ComponentNames('controller', fullname, namespace, release);
    this.webhook = besides('webhook');
    this.cainjector = besides('cainjector');
  }

  /** Name of the Secret in which the webhook keeps the CA that it makes itself. */
  public get caSecret(): string {
    return `${this.webhook.name}-ca`;
  }
}

/** The fullname, cut so that the suffix fits into a DNS label. */
function suffixed(fullname: string, suffix: string): string {
  return `${helmCut(fullname, 62 - suffix.length)}-${suffix}`;
}
