import { createHash } from 'crypto';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CERTGEN_IMAGE } from '../releases';
import { ContainerParts, renderContainer, renderPod } from '../workload/pod';
import { grantClusterRole, grantRole, serviceAccount } from '../workload/rbac';
import { RESTRICTED_CONTAINER } from '../workload/security-context';
import { PodOptions } from '../workload/workload-options';
import { mirrored, PodSettings, settlePod } from '../workload/workload-settings';
import { ServingCertificate, WebhookTarget } from './webhook-target';

const PART = 'webhook-certgen';
const SECURITY_CONTEXT: kplus.k8s.SecurityContext = { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true };

/** Any user but root: the program only talks to the API server. */
const USER = 65532;

/**
 * A certificate that a Job makes once, without cert-manager: kube-webhook-certgen creates the Secret unless it is
 * there, and writes its CA into both webhook configurations.
 *
 * @see https://github.com/jkroepke/kube-webhook-certgen
 */
export function addGeneratedCertificate(
  scope: Construct,
  target: WebhookTarget,
  options: PodOptions,
): ServingCertificate {
  const settings = certgenSettings(options, target);
  addRbac(scope, target);
  addJob(scope, target, settings);
  return { secretName: target.secretName };
}

export function certgenSettings(options: PodOptions, { imageRegistry }: WebhookTarget): PodSettings {
  return settlePod(options, { image: mirrored(CERTGEN_IMAGE, imageRegistry) });
}

function addRbac(scope: Construct, target: WebhookTarget): void {
  const metadata = target.namespaced(PART);
  const account = serviceAccount(String(metadata.name), target.namespace);
  const secrets = { apiGroups: [''], resources: ['secrets'] };
  new kplus.k8s.KubeServiceAccount(scope, 'CertgenServiceAccount', { metadata });
  // Kubernetes cannot limit `create` to a name: what is to be created has none yet.
  const role = [
    { ...secrets, resourceNames: [target.secretName], verbs: ['get'] },
    { ...secrets, verbs: ['create'] },
  ];
  const clusterRole = [
    webhookRule('mutatingwebhookconfigurations', target.mutatingWebhook),
    webhookRule('validatingwebhookconfigurations', target.validatingWebhook),
  ];
  grantRole(scope, 'CertgenRole', metadata, role, account);
  grantClusterRole(scope, 'CertgenClusterRole', target.clusterWide(PART), clusterRole, account);
}

function webhookRule(resource: string, name: string): kplus.k8s.PolicyRule {
  return {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: [resource],
    resourceNames: [name],
    verbs: ['get', 'update', 'patch'],
  };
}

/**
 * Kubernetes never lets a Job change, so its name follows its content: another image, another Job. It stays when it is
 * done: a Job that cleans itself up would be missing in the eyes of Argo CD and Flux, and be made again and again.
 */
function addJob(scope: Construct, target: WebhookTarget, settings: PodSettings): void {
  const metadata = target.namespaced(PART);
  const template: kplus.k8s.PodTemplateSpec = {
    metadata: { annotations: settings.podAnnotations, labels: { ...settings.podLabels, ...metadata.labels } },
    spec: renderJobPod(target, settings),
  };
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 8);
  new kplus.k8s.KubeJob(scope, 'CertgenJob', {
    metadata: { ...metadata, name: `${String(metadata.name)}-${hash}` },
    spec: { backoffLimit: 10, template },
  });
}

/** The containers that patch fail and start again until the webhook configurations are there. */
function renderJobPod(target: WebhookTarget, settings: PodSettings): kplus.k8s.PodSpec {
  const secret = [`--namespace=${target.namespace}`, `--secret-name=${target.secretName}`, '--ca-name=ca.crt'];
  const patch = (kind: 'mutating' | 'validating', name: string): ContainerParts => ({
    name: `patch-${kind}`,
    args: [
      'patch',
      ...secret,
      `--webhook-name=${name}`,
      '--patch-mode=patch',
      `--patch-mutating=${kind === 'mutating'}`,
      `--patch-validating=${kind === 'validating'}`,
    ],
    securityContext: SECURITY_CONTEXT,
  });
  const hosts = [target.host, `${target.host}.${target.clusterDomain}`].join(',');
  const create: ContainerParts = {
    name: 'create',
    args: [
      'create',
      ...secret,
      `--host=${hosts}`,
      '--secret-type=kubernetes.io/tls',
      '--cert-name=tls.crt',
      '--key-name=tls.key',
    ],
    securityContext: SECURITY_CONTEXT,
  };
  const pod = renderPod(
    {
      container: patch('mutating', target.mutatingWebhook),
      sidecars: [renderContainer(patch('validating', target.validatingWebhook), settings)],
      initContainers: [renderContainer(create, settings)],
      restartPolicy: 'OnFailure',
      selectorLabels: target.namespaced(PART).labels ?? {},
      serviceAccountName: String(target.namespaced(PART).name),
    },
    settings,
  );
  return settings.podSecurityContext
    ? pod
    : { ...pod, securityContext: { ...pod.securityContext, runAsUser: USER, runAsGroup: USER } };
}
