import { createHash } from 'crypto';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { mirrorOf } from '../../synth/mirror-context';
import { Problems } from '../../validation/problems';
import { ContainerParts, renderContainer, renderPod, RESTRICTED_CONTAINER } from '../workload/deployment';
import { grantClusterRole, grantRole, serviceAccount } from '../workload/rbac';
import { checkPod, PodOptions, PodSettings, settlePod } from '../workload/workload';
import { ServingCertificate, WebhookTarget } from './webhook-target';

const PART = 'webhook-certgen';

/** Of no release of SpinKube: it does one thing once. */
const IMAGE = 'ghcr.io/jkroepke/kube-webhook-certgen:1.7.3';

const SECURITY_CONTEXT: kplus.k8s.SecurityContext = { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true };

/** Any user but root will do: kube-webhook-certgen only calls the API server. */
const USER = 65532;

/**
 * Adds a Job that generates a certificate once, without cert-manager: kube-webhook-certgen creates the Secret unless it
 * exists, and writes the CA into both webhook configurations.
 *
 * @see https://github.com/jkroepke/kube-webhook-certgen
 */
export function addGeneratedCertificate(
  scope: Construct,
  target: WebhookTarget,
  options: PodOptions,
): ServingCertificate {
  addRbac(scope, target);
  addJob(scope, target, settle(options, target));
  return { secretName: target.secretName };
}

export function checkGeneratedCertificate(problems: Problems, target: WebhookTarget, options: PodOptions): void {
  checkPod(problems, settle(options, target), { selectorLabels: target.namespaced(PART).labels ?? {} });
}

function settle(options: PodOptions, { imagePullSecrets }: WebhookTarget): PodSettings {
  const ofPod = { ...options, imagePullSecrets: options.imagePullSecrets ?? imagePullSecrets };
  return settlePod(ofPod, { image: IMAGE });
}

function addRbac(scope: Construct, target: WebhookTarget): void {
  const metadata = target.namespaced(PART);
  const account = serviceAccount(String(metadata.name), target.namespace);
  const secrets = { apiGroups: [''], resources: ['secrets'] };
  new kplus.k8s.KubeServiceAccount(scope, 'CertgenServiceAccount', { metadata });
  // RBAC cannot restrict `create` to a resource name: the object does not exist yet.
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
 * A Job is immutable, so its name has a hash of its content: another image makes another Job. It has no TTL: Argo CD and
 * Flux would report a Job that removes itself as missing, and create it again and again.
 */
function addJob(scope: Construct, target: WebhookTarget, settings: PodSettings): void {
  const metadata = target.namespaced(PART);
  const template: kplus.k8s.PodTemplateSpec = {
    metadata: { annotations: settings.podAnnotations, labels: { ...settings.podLabels, ...metadata.labels } },
    spec: renderJobPod(target, settings),
  };
  const { template: mirrored } = mirrorOf(scope)({ apiVersion: 'batch/v1', kind: 'Job', metadata: {}, template });
  const hash = createHash('sha256').update(JSON.stringify(mirrored)).digest('hex').slice(0, 8);
  new kplus.k8s.KubeJob(scope, 'CertgenJob', {
    metadata: { ...metadata, name: `${String(metadata.name)}-${hash}` },
    spec: { backoffLimit: 10, template },
  });
}

/** The patch containers fail and are restarted until the webhook configurations exist. */
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
