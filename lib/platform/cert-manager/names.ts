import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { helmCut, helmFullname, helmLabels, HelmRelease, helmSelectorLabels, Labels } from '../../private/helm-names';
import { CertManagerVersion } from '../../releases/cert-manager/cert-manager-version';

const CHART = 'cert-manager';

/** Name of a component, as in its label `app.kubernetes.io/component`. */
export type ComponentName = 'controller' | 'webhook' | 'cainjector';

/** Names and labels of one of the Deployments and the objects that belong to it. */
export class ComponentNames {
  /** Labels by which its pods are selected. */
  public readonly selectorLabels: Labels;

  /** Labels of its objects and its pods. */
  public readonly labels: Labels;

  public constructor(
    public readonly component: ComponentName,
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

  /** Metadata of a cluster-scoped object; see `withoutNamespace()`. */
  public clusterWide(name = this.name, labels: Labels = {}): ApiObjectMetadata {
    return { name, labels: { ...this.labels, ...labels } };
  }

  /** Its ServiceAccount as the subject of a binding. */
  public get subject(): kplus.k8s.Subject {
    return { kind: 'ServiceAccount', name: this.name, namespace: this.namespace };
  }
}

/** Names and labels of the objects of cert-manager. */
export class CertManagerNames {
  public readonly controller: ComponentNames;
  public readonly webhook: ComponentNames;
  public readonly cainjector: ComponentNames;

  public constructor(helmReleaseName: string, namespace: string, version: CertManagerVersion) {
    const release = { name: helmReleaseName, chart: CHART, appVersion: version.name };
    const fullname = helmFullname(release);
    const besides = (component: ComponentName) =>
      new ComponentNames(component, suffixed(fullname, component), namespace, { ...release, chart: component });
    this.controller = new ComponentNames('controller', fullname, namespace, release);
    this.webhook = besides('webhook');
    this.cainjector = besides('cainjector');
  }

  /** Name of the Secret with the webhook's own CA, which it generates. */
  public get caSecret(): string {
    return `${this.webhook.name}-ca`;
  }
}

/** The fullname, truncated so that it fits into a DNS label with the suffix. */
function suffixed(fullname: string, suffix: string): string {
  return `${helmCut(fullname, 62 - suffix.length)}-${suffix}`;
}
