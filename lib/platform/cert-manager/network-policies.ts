import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Labels } from '../../private/helm-names';
import { CertManagerVersion } from '../releases';
import { METRICS_PORT_NAME } from './monitoring';
import { CertManagerNames, ComponentNames } from './names';
import { CertManagerSettings } from './settings';

/** Restricts the pods to the connections that they need. */
export function addNetworkPolicies(scope: Construct, names: CertManagerNames, settings: CertManagerSettings): void {
  const { cainjector, controller, webhook } = names;
  if (!settings.networkPolicies) {
    return;
  }
  if (settings.version === CertManagerVersion.V1_14_4) {
    const labels = { app: webhook.labels.app, ...settings.webhook.podLabels, ...webhook.selectorLabels };
    addPolicies(scope, webhook, labels, { from: ANYWHERE }, { ports: OUTWARDS, to: ANYWHERE });
    return;
  }
  const inwards: [ComponentNames, string[]][] = [
    [controller, [METRICS_PORT_NAME, 'http-healthz']],
    [webhook, ['https', 'healthcheck', METRICS_PORT_NAME]],
    [cainjector, [METRICS_PORT_NAME]],
  ];
  for (const [component, portNames] of inwards) {
    const ports = portNames.map((name) => ({ port: kplus.k8s.IntOrString.fromString(name), protocol: 'TCP' }));
    addPolicies(scope, component, component.selectorLabels, { ports }, { ports: OUTWARDS });
  }
}

const ANYWHERE: kplus.k8s.NetworkPolicyPeer[] = [{ ipBlock: { cidr: '0.0.0.0/0' } }];

/** ACME servers and DNS providers, name servers, and the API server. */
const OUTWARDS: kplus.k8s.NetworkPolicyPort[] = [
  { port: kplus.k8s.IntOrString.fromNumber(80), protocol: 'TCP' },
  { port: kplus.k8s.IntOrString.fromNumber(443), protocol: 'TCP' },
  { port: kplus.k8s.IntOrString.fromNumber(53), protocol: 'TCP' },
  { port: kplus.k8s.IntOrString.fromNumber(53), protocol: 'UDP' },
  { port: kplus.k8s.IntOrString.fromNumber(6443), protocol: 'TCP' },
];

function addPolicies(
  scope: Construct,
  { component, name, namespace }: ComponentNames,
  matchLabels: Labels,
  ingress: kplus.k8s.NetworkPolicyIngressRule,
  egress: kplus.k8s.NetworkPolicyEgressRule,
): void {
  const add = (direction: string, rules: Omit<kplus.k8s.NetworkPolicySpec, 'podSelector'>) => {
    new kplus.k8s.KubeNetworkPolicy(scope, `${component}-${direction}`, {
      metadata: { name: `${name}-allow-${direction}`, namespace },
      spec: { podSelector: { matchLabels }, ...rules },
    });
  };
  add('ingress', { ingress: [ingress], policyTypes: ['Ingress'] });
  add('egress', { egress: [egress], policyTypes: ['Egress'] });
}
