import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { constructsBelow } from '../private/constructs-below';
import { field, list, Manifest } from '../synth/manifest';

/** A namespace of the platform, and the chart that its policies are in. */
export interface PolicedNamespace {
  readonly scope: Construct;
  readonly name: string;
}

/**
 * Adds NetworkPolicies to the namespaces of the platform: pods can only be reached at the ports that a Service leads to, which
 * are those of webhooks and metrics, and can only reach name servers, the API server and HTTP servers. The kubelet of the node
 * can always reach its pods, for probes.
 *
 * The sources of requests are not restricted: API servers are outside of the cluster or on the network of their nodes, so
 * that no selector describes them.
 */
export function addPlatformPolicies(namespaces: readonly PolicedNamespace[], charts: readonly IConstruct[]): void {
  const services = charts
    .flatMap(constructsBelow)
    .filter((construct) => ApiObject.isApiObject(construct))
    .filter(({ kind }) => kind === 'Service')
    .map((object) => object.toJson() as Manifest);
  const unique = new Map(namespaces.map((one) => [one.name, one]));
  for (const { name: namespace, scope } of unique.values()) {
    const policies = new Construct(scope, `NetworkPolicies-${namespace}`);
    new kplus.k8s.KubeNetworkPolicy(policies, 'Default', {
      metadata: { name: 'platform-default', namespace },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [{ ports: EGRESS }] },
    });
    for (const service of services.filter(({ metadata }) => metadata.namespace === namespace)) {
      const { name = '' } = service.metadata;
      new kplus.k8s.KubeNetworkPolicy(policies, name, {
        metadata: { name: `${name}-ingress`, namespace },
        spec: {
          podSelector: { matchLabels: field(service, 'spec', 'selector') as { [label: string]: string } },
          policyTypes: ['Ingress'],
          ingress: [{ ports: list(service, 'spec', 'ports').map(renderPort) }],
        },
      });
    }
  }
}

/** Name servers, the API server, and what is downloaded or asked over HTTP: shims, ACME servers, DNS providers. */
const EGRESS: kplus.k8s.NetworkPolicyPort[] = [
  ...['UDP', 'TCP'].map((protocol) => ({ port: kplus.k8s.IntOrString.fromNumber(53), protocol })),
  ...[80, 443, 6443].map((port) => ({ port: kplus.k8s.IntOrString.fromNumber(port), protocol: 'TCP' })),
];

/** The port of the pods that a port of a Service leads to: policies are applied after it. */
function renderPort(servicePort: unknown): kplus.k8s.NetworkPolicyPort {
  const port = field(servicePort, 'targetPort') ?? field(servicePort, 'port');
  return {
    port:
      typeof port === 'string'
        ? kplus.k8s.IntOrString.fromString(port)
        : kplus.k8s.IntOrString.fromNumber(Number(port)),
    protocol: (field(servicePort, 'protocol') as string | undefined) ?? 'TCP',
  };
}
