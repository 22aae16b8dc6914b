import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { listUnlessEmpty } from '../../private/empty';
import { addDeployment } from '../workload/deployment';
import { CONTAINER, httpGet, OWN_NAMESPACE } from './container';
import { addControllerRbac } from './controller-rbac';
import { featureGateArgs } from './feature-gates';
import { addMetricsService, metricsOf } from './metrics';
import { ComponentNames } from './names';
import { CertManagerPodDnsOptions } from './props';
import { CertManagerSettings, ControllerSettings } from './settings';

const HEALTH_PORT = { containerPort: 9403, name: 'http-healthz', protocol: 'TCP' };

/** The arguments that the controller always gets. */
export function controllerArgs({ controller, leaderElectionNamespace, logLevel }: CertManagerSettings): string[] {
  return [
    `--v=${logLevel}`,
    `--cluster-resource-namespace=${controller.clusterResourceNamespace ?? OWN_NAMESPACE}`,
    `--leader-election-namespace=${leaderElectionNamespace}`,
    `--acme-http01-solver-image=${controller.acmeSolverImage}`,
    ...defaultIssuerArgs(controller),
    ...featureGateArgs(controller.featureGates),
    `--max-concurrent-challenges=${controller.maxConcurrentChallenges}`,
    ...(controller.enableCertificateOwnerReferences ? ['--enable-certificate-owner-ref=true'] : []),
    ...(controller.dns01RecursiveNameserversOnly ? ['--dns01-recursive-nameservers-only=true'] : []),
    ...(controller.dns01RecursiveNameservers.length > 0
      ? [`--dns01-recursive-nameservers=${controller.dns01RecursiveNameservers.join(',')}`]
      : []),
  ];
}

function defaultIssuerArgs({ defaultIssuer }: ControllerSettings): string[] {
  const { name, kind, group } = defaultIssuer ?? {};
  return Object.entries({ name, kind, group })
    .filter(([, value]) => value !== undefined)
    .map(([part, value]) => `--default-issuer-${part}=${value}`);
}

/** The controller, which issues and renews certificates. */
export function addController(parent: Construct, names: ComponentNames, settings: CertManagerSettings): void {
  const scope = new Construct(parent, 'Controller');
  const metrics = metricsOf(names, settings);
  const { podDns } = settings.controller;
  addControllerRbac(scope, names, settings);
  if (metrics.hasService) {
    addMetricsService(scope, names, settings.version);
  }
  addDeployment(
    scope,
    {
      metadata: names.namespaced(),
      selectorLabels: names.selectorLabels,
      podLabels: names.labels,
      podAnnotations: metrics.podAnnotations,
      serviceAccountName: names.name,
      enableServiceLinks: false,
      dnsPolicy: podDns?.policy,
      dnsConfig: podDns && renderDnsConfig(podDns),
      container: {
        ...CONTAINER,
        name: 'cert-manager-controller',
        args: controllerArgs(settings),
        ports: [...metrics.ports, HEALTH_PORT],
        livenessProbe: {
          ...httpGet('/livez', kplus.k8s.IntOrString.fromString(HEALTH_PORT.name)),
          failureThreshold: 8,
          initialDelaySeconds: 10,
          periodSeconds: 10,
          successThreshold: 1,
          timeoutSeconds: 15,
        },
      },
    },
    settings.controller,
  );
}

function renderDnsConfig({
  nameservers = [],
  options = [],
  searches = [],
}: CertManagerPodDnsOptions): kplus.k8s.PodDnsConfig | undefined {
  return [nameservers, options, searches].every(({ length }) => length === 0)
    ? undefined
    : {
        nameservers: listUnlessEmpty(nameservers),
        options: listUnlessEmpty(options.map(({ name, value }) => ({ name, value }))),
        searches: listUnlessEmpty(searches),
      };
}
