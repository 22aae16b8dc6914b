import { isIP } from 'net';
import * as kplus from 'cdk8s-plus-28';
import { violation } from '../../private/errors';
import { isDnsLabel, isServiceName } from '../../private/names';
import { validateNames, validateNamespace } from '../component-rules';
import { CertManagerVersion } from '../releases';
import { inSeconds } from '../workload/pod';
import { validateWorkload } from '../workload/workload-rules';
import { cainjectorArgs } from './cainjector';
import { NAMESPACE_VARIABLE } from './container';
import { controllerArgs } from './controller';
import { validateFeatureGates } from './feature-gates';
import { METRICS_PORT } from './monitoring';
import { CertManagerNames, ComponentNames } from './names';
import { CertManagerSettings, ControllerSettings, GatedSettings, WebhookSettings } from './settings';
import { HEALTH_PORT, webhookArgs } from './webhook';

/** What the API server would refuse, and what would keep cert-manager from starting or working. */
export function validateCertManager(names: CertManagerNames, settings: CertManagerSettings): string[] {
  const { cainjector, controller, version, webhook } = settings;
  return [
    ...validateNames(settings),
    ...validateServiceName(names, settings),
    ...validateNamespace('leaderElectionNamespace', settings.leaderElectionNamespace),
    ...validateLogLevel(settings),
    ...settings.monitoring._validate(names),
    ...validateComponent(names.controller, controller, controllerArgs(settings), version, 'controller'),
    ...validateController(controller),
    ...validateComponent(names.webhook, webhook, webhookArgs(names, settings), version, 'webhook'),
    ...validateWebhook(webhook, version),
    ...validateComponent(names.cainjector, cainjector, cainjectorArgs(settings), version, 'cainjector'),
  ];
}

/** All names of Services begin alike, and are cut so that they fit. */
function validateServiceName({ controller: { name } }: CertManagerNames, settings: CertManagerSettings): string[] {
  const { helmReleaseName } = settings;
  if (!isDnsLabel(helmReleaseName) || isServiceName(name)) {
    return [];
  }
  const rule = `makes a Service name, ${name}, that does not begin with a letter`;
  return [violation('helmReleaseName', helmReleaseName, rule, 'choose another one')];
}

function validateLogLevel({ logLevel }: CertManagerSettings): string[] {
  return Number.isInteger(logLevel) && logLevel >= 0 && logLevel <= 10
    ? []
    : [violation('logLevel', logLevel, 'must be a whole number from 0 to 10', 'use 2')];
}

function validateComponent(
  { labels, selectorLabels }: ComponentNames,
  settings: GatedSettings,
  args: string[],
  version: CertManagerVersion,
  component: 'controller' | 'webhook' | 'cainjector',
): string[] {
  const prefix = `${component}.`;
  return [
    ...validateWorkload(settings, { prefix, selectorLabels, args, env: [NAMESPACE_VARIABLE] }),
    ...Object.keys(settings.podLabels)
      .filter((key) => key in labels && !(key in selectorLabels))
      .map((key) => violation(`${prefix}podLabels`, key, 'is a label that the pods have anyway', 'remove it')),
    ...validateFeatureGates(component, settings.featureGates, version),
  ];
}

function validateController(settings: ControllerSettings): string[] {
  const { acmeSolverImage, clusterResourceNamespace, maxConcurrentChallenges } = settings;
  return [
    ...(Number.isInteger(maxConcurrentChallenges) && maxConcurrentChallenges >= 1
      ? []
      : [
          violation(
            'controller.maxConcurrentChallenges',
            maxConcurrentChallenges,
            'must be a whole number, 1 or more',
            'use 60',
          ),
        ]),
    ...validateNamespace('controller.clusterResourceNamespace', clusterResourceNamespace),
    ...notEmpty('controller.acmeSolverImage', acmeSolverImage),
    ...validateNameservers(settings),
    ...validatePodDns(settings),
    ...validateDefaultIssuer(settings),
  ];
}

function notEmpty(property: string, value: string | undefined): string[] {
  return value === '' ? [violation(property, value, 'must not be empty', 'remove it to use the default')] : [];
}

function validateNameservers({ dns01RecursiveNameservers }: ControllerSettings): string[] {
  return dns01RecursiveNameservers
    .filter((server) => !/^(https:\/\/[^\s,/]|(\[[^\s,\]]+\]|[^\s,:[\]]+):\d+$)/.test(server) || server.includes(','))
    .map((server) =>
      violation(
        'controller.dns01RecursiveNameservers',
        server,
        'must be <IP address>:<port> or begin with https://',
        'write it as 8.8.8.8:53, [2001:4860:4860::8888]:53 or https://dns.google/dns-query',
      ),
    );
}

function validatePodDns({ podDns }: ControllerSettings): string[] {
  const { nameservers = [], policy, searches = [] } = podDns ?? {};
  return [
    ...(policy === kplus.DnsPolicy.NONE && nameservers.length === 0
      ? [violation('controller.podDns.policy', policy, 'asks nobody', "add 'nameservers', or use another policy")]
      : []),
    ...nameservers
      .filter((server) => isIP(server) === 0)
      .map((server) =>
        violation('controller.podDns.nameservers', server, 'must be an IP address', 'give the address, without a port'),
      ),
    ...atMost('controller.podDns.nameservers', nameservers, 3),
    ...atMost('controller.podDns.searches', searches, 32),
  ];
}

function atMost(property: string, list: string[], most: number): string[] {
  return list.length > most
    ? [violation(property, list, `has ${list.length}, and pods take ${most} at most`, 'remove some')]
    : [];
}

function validateDefaultIssuer({ defaultIssuer }: ControllerSettings): string[] {
  return [
    ...(defaultIssuer?.name === ''
      ? [violation('controller.defaultIssuer.name', '', 'must not be empty', 'name an issuer')]
      : []),
    ...notEmpty('controller.defaultIssuer.kind', defaultIssuer?.kind),
    ...notEmpty('controller.defaultIssuer.group', defaultIssuer?.group),
  ];
}

function validateWebhook({ serviceType, timeout, ...network }: WebhookSettings, version: CertManagerVersion): string[] {
  const seconds = inSeconds(timeout);
  return [
    ...(Number.isInteger(seconds) && seconds >= 1 && seconds <= 30
      ? []
      : [
          violation(
            'webhook.timeout',
            `${seconds}s`,
            'must be whole seconds, from 1 to 30',
            'use Duration.seconds(30)',
          ),
        ]),
    ...validateSecurePort(network, version),
    ...(serviceType === kplus.ServiceType.EXTERNAL_NAME
      ? [
          violation(
            'webhook.serviceType',
            serviceType,
            'needs a name to lead to, and the Service of the webhook leads to pods',
            'use another type',
          ),
        ]
      : []),
  ];
}

/** What the kubelet listens on, on every node. */
const KUBELET_PORT = 10250;

function validateSecurePort(
  { hostNetwork, securePort }: Pick<WebhookSettings, 'hostNetwork' | 'securePort'>,
  version: CertManagerVersion,
): string[] {
  const refuse = (rule: string) => [violation('webhook.securePort', securePort, rule, 'use 10260')];
  if (!Number.isInteger(securePort) || securePort < 1024 || securePort > 65535) {
    return refuse('must be a whole number from 1024 to 65535');
  }
  const taken = [HEALTH_PORT.containerPort, ...(version === CertManagerVersion.V1_14_4 ? [] : [METRICS_PORT])];
  if (taken.includes(securePort)) {
    return refuse('is a port that the webhook listens on anyway');
  }
  return hostNetwork && securePort === KUBELET_PORT
    ? refuse('is the port of the kubelet, and the webhook is on the network of the node')
    : [];
}
