import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkedOptions } from '../../private/checked-values';
import { invalid } from '../../private/errors';

/** External traffic policy of a Service: which nodes answer requests from outside the cluster. */
export enum ExternalTrafficPolicy {
  /** Every node, which forwards requests to pods on other nodes and hides the address of the client. */
  CLUSTER = 'Cluster',

  /** Only nodes with a pod of the app, which see the address of the client. */
  LOCAL = 'Local',
}

/** Options of `SpinApp.exposeViaService()`. */
export interface SpinAppServiceOptions {
  /** Name of the Service. It must not be that of the app, which the operator's own Service has. */
  readonly name: string;

  /**
   * Type of the Service: `LOAD_BALANCER`, `NODE_PORT` or `CLUSTER_IP`.
   *
   * @default kplus.ServiceType.LOAD_BALANCER
   */
  readonly type?: kplus.ServiceType;

  /**
   * Port of the Service. The pods always listen on port 80.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * Port of the nodes, in the range of the cluster: 30000 to 32767 by default.
   *
   * @default - a free one, with the types that have one
   */
  readonly nodePort?: number;

  /**
   * External traffic policy: whether the app sees the addresses of clients.
   *
   * @default - ExternalTrafficPolicy.CLUSTER, with the types that have one
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;

  /**
   * CIDRs of the clients that the load balancer lets through, such as `203.0.113.0/24`. Not every load balancer supports it.
   *
   * @default - all clients
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * Class of the load balancer. It cannot be changed later.
   *
   * @default - the default of the cluster
   */
  readonly loadBalancerClass?: string;

  /**
   * Annotations of the Service, such as those of the cloud's load balancer.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** An app, as far as its Service needs to know it. */
type ExposedApp = kplus.Resource & kplus.IPodSelector & { readonly port: number };

/** Adds a Service of its own name that selects the pods of an app. */
export function addAppService(app: ExposedApp, options: SpinAppServiceOptions): kplus.Service {
  const given = checkedOptions('SpinAppServiceOptions', options, app, 'name');
  const { annotations, loadBalancerSourceRanges, name, nodePort, port = app.port } = given;
  const { type = kplus.ServiceType.LOAD_BALANCER } = given;
  if (name === app.name) {
    throw invalid(
      app,
      'name',
      name,
      "is that of the operator's own Service, which overwrites this one",
      'choose another',
    );
  }
  refuseForType(app, type, given);
  const service = new kplus.Service(app, `Service-${name}`, {
    metadata: { name, namespace: app.metadata.namespace, annotations },
    selector: app,
    type,
    ports: [{ port, targetPort: app.port, nodePort }],
    loadBalancerSourceRanges,
  });
  const { externalTrafficPolicy, loadBalancerClass } = given;
  for (const [field, value] of Object.entries({ externalTrafficPolicy, loadBalancerClass })) {
    if (value !== undefined) {
      ApiObject.of(service).addJsonPatch(JsonPatch.add(`/spec/${field}`, value));
    }
  }
  return service;
}

/** The API server rejects fields that belong to another type. */
function refuseForType(app: ExposedApp, type: kplus.ServiceType, options: SpinAppServiceOptions): void {
  const { CLUSTER_IP, EXTERNAL_NAME, LOAD_BALANCER, NODE_PORT } = kplus.ServiceType;
  if (type === EXTERNAL_NAME) {
    throw invalid(
      app,
      'type',
      type,
      'leads out of the cluster, and not to an app',
      `use ${LOAD_BALANCER} or ${NODE_PORT}`,
    );
  }
  const { externalTrafficPolicy, loadBalancerClass, loadBalancerSourceRanges, nodePort } = options;
  const wrong = [
    ...(type === CLUSTER_IP ? Object.entries({ nodePort, externalTrafficPolicy }) : []),
    ...(type === LOAD_BALANCER ? [] : Object.entries({ loadBalancerClass, loadBalancerSourceRanges })),
  ].find(([, value]) => value !== undefined);
  if (wrong) {
    throw invalid(app, wrong[0], wrong[1], `cannot be set with type ${type}`, 'remove it, or use another type');
  }
}
