import { ApiObject, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedProps } from '../private/checked-props';
import { checkedName, checkedOptions } from '../private/checked-values';
import { invalid } from '../private/errors';
import { cpuQuantity, sizeQuantity } from '../private/quantity';
import { Manifest } from '../synth/manifest';
import { ownFindings } from '../validation/own-findings';
import { Problems } from '../validation/problems';
import { wholeNumber } from '../validation/requirement';
import { IMetric, resourceMetric } from './autoscaling/metric';
import { checkBehavior, renderBehavior, ScalingRules } from './autoscaling/scaling-rules';
import { Existing } from './existing';
import { IIngress } from './ingress';
import { INetworkPeer } from './network-peer';
import { ISpinAppExecutor } from './spin-app-executor';
import { addAppService, SpinAppServiceOptions } from './traffic/app-service';
import { CertificateIssuer } from './certificate-issuer';
import { HttpRoute, HttpRouteBackend, HttpRouteOptions, HttpRouteRule, IRoutedApp } from './traffic/http-route';
import { tlsOf } from './traffic/ingress-tls';

/** Options of `SpinApp.autoscale()`. */
export interface SpinAppAutoscaleOptions extends kplus.ResourceProps {
  /** Largest number of pods. */
  readonly maxReplicas: number;

  /**
   * Smallest number of pods.
   *
   * @default 1
   */
  readonly minReplicas?: number;

  /**
   * Target for the CPU usage of a pod, on average, in percent of its CPU request.
   *
   * @default - none; without any other target or metric, Kubernetes takes 80
   */
  readonly cpuUtilization?: number;

  /**
   * Target for the CPU usage of a pod, on average.
   *
   * @default - none
   */
  readonly cpuAverageValue?: kplus.Cpu;

  /**
   * Target for the memory usage of a pod, on average, in percent of its memory request.
   *
   * @default - none
   */
  readonly memoryUtilization?: number;

  /**
   * Target for the memory usage of a pod, on average.
   *
   * @default - none
   */
  readonly memoryAverageValue?: Size;

  /**
   * Metrics of pods, objects and sources outside of the cluster, with their targets: those of any cdk8s-plus, or of
   * `Kube.metric()`. An adapter in the cluster must serve them.
   *
   * @default - none
   */
  readonly metrics?: (kplus.Metric | IMetric)[];

  /**
   * Scaling rules for adding pods.
   *
   * @default - those of cdk8s-plus: 4 pods or 200 percent per minute, whichever is more
   */
  readonly scaleUp?: ScalingRules;

  /**
   * Scaling rules for removing pods.
   *
   * @default - those of cdk8s-plus: `minReplicas` pods per 5 minutes
   */
  readonly scaleDown?: ScalingRules;

  /**
   * Scaling rules of Kubernetes instead of those of cdk8s-plus for what `scaleUp` and `scaleDown` do not set: 4 pods or 100
   * percent per 15 seconds are added, and all pods may be removed after 5 minutes.
   *
   * @default false
   */
  readonly kubernetesScalingRules?: boolean;
}

/** Options of `SpinApp.exposeViaIngress()`. */
export interface SpinAppIngressOptions extends kplus.ResourceProps {
  /**
   * Existing Ingress of any cdk8s-plus to add the path to.
   *
   * @default - a new one
   */
  readonly ingress?: kplus.Ingress | IIngress;

  /**
   * Path type: how the path is compared with those of requests.
   *
   * @default kplus.HttpIngressPathType.PREFIX
   */
  readonly pathType?: kplus.HttpIngressPathType;

  /**
   * Host name that the path belongs to.
   *
   * @default - every host
   */
  readonly host?: string;

  /**
   * Name of the IngressClass: which controller serves the new Ingress. Not for an existing `ingress`, which has its own.
   *
   * @default - none: the default of the cluster
   */
  readonly className?: string;

  /**
   * TLS Secret with the certificate and key of the host.
   *
   * @default - none, or that of `issuer`
   */
  readonly tlsSecret?: kplus.ISecret;

  /**
   * Issuer of cert-manager that issues the certificate of the host, into the Secret `NAME-tls` after the name of the app. Not
   * with `tlsSecret`, nor for an existing `ingress`.
   *
   * @default - none
   */
  readonly issuer?: CertificateIssuer;
}

/** Options of `SpinApp.exposeViaHttpRoute()`. */
export interface SpinAppHttpRouteOptions extends HttpRouteOptions {
  /**
   * Rules. Those without backends send requests to the app, unless they redirect.
   *
   * @default - one, which sends all requests to the app
   */
  readonly rules?: HttpRouteRule[];
}

/**
 * The settings of an app that objects around it depend on.
 *
 * @internal
 */
export interface ConnectedAppProps {
  readonly image: string;
  readonly replicas?: number;
  readonly resources?: kplus.ContainerResources;
  readonly serviceAccount?: kplus.IServiceAccount;
  readonly enableAutoscaling?: boolean;
}

/**
 * An app and the objects around it: autoscaler, Ingress, network policies, role bindings.
 *
 * @internal
 */
export abstract class ConnectedApp
  extends kplus.Resource
  implements kplus.IScalable, kplus.IPodSelector, kplus.INetworkPolicyPeer, kplus.ISubject, IRoutedApp
{
  public abstract readonly executor: ISpinAppExecutor;
  public abstract readonly port: number;
  public abstract readonly service: kplus.Service;

  /** True if an autoscaler sets the number of pods. */
  public hasAutoscaler: boolean;

  private readonly settings: ConnectedAppProps;
  private readonly autoscalers: ApiObject[] = [];

  public constructor(scope: Construct, id: string, props: ConnectedAppProps) {
    super(scope, id);
    this.settings = { ...props };
    if (this.settings.serviceAccount !== undefined) {
      checkedName(this.settings.serviceAccount, 'ServiceAccount', this);
    }
    this.hasAutoscaler = this.settings.enableAutoscaling ?? false;
  }

  /** Name of the Deployment that the operator creates for the app. */
  public get deploymentName(): string {
    return this.name;
  }

  /**
   * HorizontalPodAutoscaler: adds one that sets the number of pods.
   *
   * @param options number of pods, targets, metrics and scaling rules; a utilization needs a request in `resources`
   * @returns the autoscaler
   * @throws if the app has one already
   */
  public autoscale(options: SpinAppAutoscaleOptions): kplus.HorizontalPodAutoscaler {
    checkedProps('SpinAppAutoscaleOptions', options, this);
    const { kubernetesScalingRules, maxReplicas, metadata, minReplicas, scaleDown, scaleUp } = options;
    const metrics = metricsOf(options);
    const problems = Problems.at();
    problems.at('minReplicas').require(minReplicas, { ...wholeNumber(1), remedy: ONLY_KEDA });
    problems.at('maxReplicas').require(maxReplicas, wholeNumber(1));
    checkBehavior(problems, options);
    problems.throwFrom(`[${this.node.path}] autoscale()`);
    const autoscaler = new kplus.HorizontalPodAutoscaler(this, 'Autoscaler', {
      metadata: { namespace: this.metadata.namespace, ...metadata },
      target: this,
      maxReplicas,
      minReplicas,
      metrics: metrics.length > 0 ? metrics : undefined,
      // cdk8s-plus calls only what the policies of all versions have.
      scaleUp: scaleUp as kplus.ScalingRules | undefined,
      scaleDown: scaleDown as kplus.ScalingRules | undefined,
    });
    const object = ApiObject.of(autoscaler);
    if (kubernetesScalingRules === true) {
      // cdk8s-plus renders rules of its own for what is not set.
      const behavior = renderBehavior(options);
      object.addJsonPatch(behavior ? JsonPatch.add('/spec/behavior', behavior) : JsonPatch.remove('/spec/behavior'));
    }
    this._addAutoscaler(object);
    return autoscaler;
  }

  /**
   * Checks an autoscaler of the app together with the app, and with its other autoscalers.
   *
   * @internal
   */
  public _addAutoscaler(autoscaler: ApiObject): void {
    this.autoscalers.push(autoscaler);
    autoscaler.node.addValidation({
      validate: () => {
        const others = [this.apiObject, ...this.autoscalers.filter((one) => one !== autoscaler)];
        return ownFindings(
          autoscaler,
          others.map((one) => one.toJson() as Manifest),
        );
      },
    });
  }

  /**
   * NetworkPolicy: allows requests of a peer. Other peers cannot send requests to the app any more, unless they are
   * allowed as well.
   *
   * @param peer a peer of `Kube`; pods, a workload, a namespace or an IP block of any cdk8s-plus; or another SpinApp
   */
  public allowFrom(peer: kplus.INetworkPolicyPeer | INetworkPeer): void {
    const policy = this.networkPolicy();
    policy.addIngressRule(this.checkedPeer(peer), [kplus.NetworkPolicyPort.tcp(this.port)]);
  }

  /**
   * NetworkPolicy: allows connections to a peer, and DNS. The app cannot connect to other peers any more, unless they are
   * allowed as well.
   *
   * @param peer a peer of `Kube`; pods, a workload, a namespace or an IP block of any cdk8s-plus; or another SpinApp
   * @param ports TCP ports of the peer. Without any, all ports of all protocols
   */
  public allowTo(peer: kplus.INetworkPolicyPeer | INetworkPeer, ports: number[] = []): void {
    const policy = this.networkPolicy();
    const known = this.checkedPeer(peer);
    if (!this.node.tryFindChild('DnsPods')) {
      const dns = [kplus.NetworkPolicyPort.udp(DNS_PORT), kplus.NetworkPolicyPort.tcp(DNS_PORT)];
      const namespaces = kplus.Namespaces.all(this, 'DnsNamespaces');
      policy.addEgressRule(kplus.Pods.all(this, 'DnsPods', { namespaces }), dns);
      policy.addEgressRule(kplus.NetworkPolicyIpBlock.anyIpv4(this, 'DnsAddresses'), dns);
    }
    policy.addEgressRule(
      known,
      ports.map((port) => kplus.NetworkPolicyPort.tcp(port)),
    );
  }

  /**
   * Ingress: routes a path of it to the app.
   *
   * @param path the path, beginning with a slash
   * @param options host, TLS Secret and class, the path type, and an existing Ingress of any cdk8s-plus
   * @returns the new or existing Ingress
   * @throws if `className`, `issuer` or `metadata` is set for an existing Ingress, `issuer` has no host or is next to
   *   `tlsSecret`, or the existing object is not an Ingress of cdk8s-plus
   */
  public exposeViaIngress(path: string, options: SpinAppIngressOptions = {}): kplus.Ingress {
    const given = checkedProps('SpinAppIngressOptions', options, this);
    const { className, host, issuer, pathType } = given;
    const set = Object.entries({ className, issuer, metadata: given.metadata }).find(
      ([, value]) => value !== undefined,
    );
    if (options.ingress && set) {
      throw invalid(this, set[0], set[1], 'cannot be set for an existing Ingress', 'set it there');
    }
    const { annotations, secretName } = tlsOf(given, `${this.name}-tls`, this);
    const metadata = {
      namespace: this.metadata.namespace,
      ...given.metadata,
      annotations: { ...given.metadata?.annotations, ...annotations },
    };
    const existing = options.ingress && this.checkedIngress(options.ingress);
    const ingress = existing ?? new kplus.Ingress(this, 'Ingress', { className, metadata });
    ingress.addRules({ host, path, pathType, backend: kplus.IngressBackend.fromService(this.service) });
    if (secretName !== undefined) {
      const secret = Existing.secret(secretName);
      ingress.addTls([{ hosts: host === undefined ? undefined : [host], secret }]);
    }
    return ingress;
  }

  /**
   * HTTPRoute of the Gateway API: sends requests that a Gateway receives to the app. For several apps, also by weight, create
   * an `HttpRoute`.
   *
   * @param options Gateway, host names and rules
   * @returns the HTTPRoute
   * @throws if the Gateway is missing, or a property has a wrong type
   */
  public exposeViaHttpRoute(options: SpinAppHttpRouteOptions): HttpRoute {
    const { rules = [{}], ...props } = checkedOptions('SpinAppHttpRouteOptions', options, this, 'gateway');
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load the L1 with every app
    const { HttpRoute: Route } = require('./traffic/http-route') as typeof import('./traffic/http-route');
    return new Route(this, 'HttpRoute', {
      ...props,
      metadata: { namespace: this.metadata.namespace, ...props.metadata },
      rules: rules.map((rule) => ({ ...rule, backends: rule.backends ?? this.backendsFor(rule) })),
    });
  }

  /**
   * Service of its own name that selects the pods of the app, such as a load balancer. The Service of the operator stays.
   *
   * @param options name and type of the Service, and settings of the type
   * @returns the Service
   * @throws if the name is that of the app, or a setting does not belong to the type
   */
  public exposeViaService(options: SpinAppServiceOptions): kplus.Service {
    return addAppService(this, options);
  }

  /** Leaves the number of pods to an autoscaler. Autoscalers of cdk8s-plus that target the app call it. */
  public markHasAutoscaler(): void {
    this.hasAutoscaler = true;
  }

  /** @see kplus.IScalable.toScalingTarget */
  public toScalingTarget(): kplus.ScalingTarget {
    const { image, resources, replicas } = this.settings;
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: this.deploymentName,
      // An autoscaler looks at the resources of the operator's container.
      containers: [new kplus.Container({ image, name: this.name, portNumber: this.port, resources })],
      replicas,
    };
  }

  /** @see kplus.IPodSelector.toPodSelectorConfig */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    const { namespace } = this.metadata;
    return {
      labelSelector: kplus.LabelSelector.of({ labels: { [this.executor.api.appNameLabel]: this.name } }),
      namespaces: namespace === undefined ? undefined : { names: [namespace] },
    };
  }

  /** @see kplus.INetworkPolicyPeer.toNetworkPolicyPeerConfig */
  public toNetworkPolicyPeerConfig(): kplus.NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** @see kplus.INetworkPolicyPeer.toPodSelector */
  public toPodSelector(): kplus.IPodSelector | undefined {
    return this;
  }

  /**
   * Service account of the app, as the subject of a role binding.
   *
   * @throws if the app has none: the permissions would go to every pod of the namespace
   */
  public toSubjectConfiguration(): kplus.SubjectConfiguration {
    const { serviceAccount } = this.settings;
    if (!serviceAccount) {
      throw invalid(
        this,
        'serviceAccount',
        undefined,
        'is required to bind a role: the default service account is that of all pods of the namespace',
        'set it',
      );
    }
    return { kind: 'ServiceAccount', name: serviceAccount.name, apiGroup: '', namespace: this.metadata.namespace };
  }

  /** The Ingress of any cdk8s-plus. All versions have the methods that are called. */
  private checkedIngress(ingress: IIngress): kplus.Ingress {
    const { addRules, addTls } = ingress as Partial<IIngress>;
    if (typeof addRules !== 'function' || typeof addTls !== 'function') {
      const remedy = "use that of cdk8s-plus, or leave it out and set 'host', 'className' and 'tlsSecret'";
      throw invalid(this, 'ingress', ingress, 'is not an Ingress of cdk8s-plus', remedy);
    }
    return ingress as kplus.Ingress;
  }

  private backendsFor({ filters = [] }: HttpRouteRule): HttpRouteBackend[] | undefined {
    return filters.some(({ _answers }) => _answers) ? undefined : [{ app: this }];
  }

  private networkPolicy(): kplus.NetworkPolicy {
    const policy = this.node.tryFindChild('NetworkPolicy') as kplus.NetworkPolicy | undefined;
    return policy ?? new kplus.NetworkPolicy(this, 'NetworkPolicy', { selector: this });
  }

  /** The peer that was given, which from JavaScript may be anything. cdk8s-plus calls only what all peers have. */
  private checkedPeer(peer: INetworkPeer): kplus.INetworkPolicyPeer {
    if (typeof (peer as Partial<INetworkPeer> | undefined)?.toNetworkPolicyPeerConfig !== 'function') {
      const remedy = 'use Kube.pods(), Kube.namespaces(), Kube.ipBlock(), a peer of cdk8s-plus or a SpinApp';
      throw invalid(this, 'peer', peer, 'is not a network peer', remedy);
    }
    return peer as kplus.INetworkPolicyPeer;
  }
}

const DNS_PORT = 53;

const ONLY_KEDA = 'to scale to zero, use KedaAutoscaler';

/** The metrics in the order of the options. */
function metricsOf(options: SpinAppAutoscaleOptions): kplus.Metric[] {
  const { cpuAverageValue, cpuUtilization, memoryAverageValue, memoryUtilization, metrics = [] } = options;
  return [
    ...utilization('cpu', cpuUtilization),
    ...average('cpu', cpuAverageValue && cpuQuantity(cpuAverageValue)),
    ...utilization('memory', memoryUtilization),
    ...average('memory', memoryAverageValue && sizeQuantity(memoryAverageValue)),
    // cdk8s-plus calls only what the metrics of all versions have.
    ...(metrics as kplus.Metric[]),
  ];
}

function utilization(resource: string, percent: number | undefined): kplus.Metric[] {
  return percent === undefined ? [] : [resourceMetric(resource, { type: 'Utilization', averageUtilization: percent })];
}

function average(resource: string, quantity: string | undefined): kplus.Metric[] {
  const averageValue = quantity === undefined ? undefined : kplus.k8s.Quantity.fromString(quantity);
  return averageValue === undefined ? [] : [resourceMetric(resource, { type: 'AverageValue', averageValue })];
}
