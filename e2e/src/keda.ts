import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { certificate } from './certificate';
import { Kubectl, must } from './kubectl';
import { componentFolder } from './programs';
import { eventually, temporaryFolder } from './suite';

const NAMESPACE = 'keda';

/** Manifests of KEDA's module, in the order in which they are applied. */
const FILES = ['general/namespace', 'crd/bases', 'service_account/service_account', 'rbac/role', 'rbac/role_binding'];
const OPERATOR = ['manager/service', 'manager/manager', 'metrics-server/service', 'metrics-server/api_service'];
const WEBHOOK = ['webhooks/service', 'webhooks/webhooks'];
const ADAPTER = ['metrics-server/role', 'metrics-server/role_binding', 'metrics-server/deployment'];

/**
 * Differences from the manifests: programs of this machine, no webhook of the operator's making, no waiting for an election, and
 * no object that is accepted because the webhook did not answer.
 */
const EDITS: readonly (readonly [RegExp, string])[] = [
  [
    /image: ghcr\.io\/kedacore\/(keda|keda-metrics-apiserver|keda-admission-webhooks):latest/,
    'image: ghcr.io/kedacore/$1:e2e',
  ],
  [/- --leader-elect/, '- --enable-webhook-patching=false'],
  [/initialDelaySeconds: 20/, 'initialDelaySeconds: 1'],
  [/failurePolicy: Ignore/g, 'failurePolicy: Fail'],
];

/** Installs KEDA's operator and metrics adapter from the manifests of its module, without its webhook. */
export async function installKeda(kubectl: Kubectl): Promise<void> {
  const apply = (files: string[]) => must(kubectl.apply(files.flatMap(objectsIn)));
  await installKedaDefinitions(kubectl);
  await apply(OPERATOR);
  // Volumes here do not follow their Secrets: the certificates that the operator writes are those of its next pod.
  await eventually('the certificates of KEDA', async () => {
    const [secret] = await kubectl.get('secret/kedaorg-certs', `--namespace=${NAMESPACE}`);
    return (secret as { data?: object } | undefined)?.data ? true : undefined;
  });
  await kubectl.text('delete', 'pods', '--selector=app=keda-operator', `--namespace=${NAMESPACE}`, '--wait');
  await apply(ADAPTER);
  for (const name of ['keda-operator', 'keda-metrics-apiserver']) {
    await kubectl.text('rollout', 'status', `deployment/${name}`, `--namespace=${NAMESPACE}`, '--timeout=60s');
  }
  const service = 'apiservice/v1beta1.external.metrics.k8s.io';
  await kubectl.text('wait', service, '--for=condition=Available', '--timeout=60s');
}

/** Creates KEDA's CustomResourceDefinitions, namespace and permissions. */
export async function installKedaDefinitions(kubectl: Kubectl): Promise<void> {
  await must(kubectl.apply(FILES.flatMap(objectsIn)));
}

/** Starts KEDA's webhook, which knows what is in the cluster already, and registers it. */
export async function installKedaWebhook(kubectl: Kubectl): Promise<void> {
  const { caBundle, data } = certificate(`keda-admission-webhooks.${NAMESPACE}.svc`);
  const metadata = { name: 'kedaorg-certs', namespace: NAMESPACE };
  await must(kubectl.apply([{ apiVersion: 'v1', kind: 'Secret', metadata, data }, ...WEBHOOK.flatMap(objectsIn)]));
  await kubectl.text('rollout', 'status', 'deployment/keda-admission', `--namespace=${NAMESPACE}`, '--timeout=120s');
  const ca = Buffer.from(caBundle).toString('base64');
  const [configuration] = objectsIn('webhooks/validation_webhooks') as { webhooks: { clientConfig: object }[] }[];
  const webhooks = configuration.webhooks.map((webhook) => ({
    ...webhook,
    clientConfig: { ...webhook.clientConfig, caBundle: ca },
  }));
  await must(kubectl.apply([{ ...configuration, webhooks }]));
}

/** Installs the operator, the interceptor and the external scaler of KEDA's HTTP add-on, from the manifests of its module. */
export async function installHttpAddOn(kubectl: Kubectl): Promise<void> {
  const config = path.join(temporaryFolder(), 'config');
  fs.cpSync(path.join(componentFolder('http-operator'), 'config'), config, { recursive: true });
  const rendered = await kubectl.text('kustomize', path.join(config, 'default'));
  const objects = parseAllDocuments(
    rendered
      .replace(/ko:\/\/github\.com\/kedacore\/http-add-on\//g, 'e2e/http-')
      .replace('- --leader-elect\n', '- --leader-elect=false\n'),
  ).map((document) => document.toJS() as object);
  await must(kubectl.apply(objects));
  for (const name of ['interceptor', 'operator', 'scaler']) {
    const deployment = `deployment/keda-add-ons-http-${name}`;
    await kubectl.text('rollout', 'status', deployment, `--namespace=${NAMESPACE}`, '--timeout=120s');
  }
}

/** The objects in a YAML file of KEDA's manifests, or in all of a folder. */
function objectsIn(name: string): object[] {
  const file = path.join(componentFolder('keda-operator'), 'config', name);
  const files = fs.existsSync(file) ? fs.readdirSync(file).map((name) => path.join(file, name)) : [`${file}.yaml`];
  return files
    .map((name) => EDITS.reduce((text, [from, to]) => text.replace(from, to), fs.readFileSync(name, 'utf8')))
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as object | null))
    .filter((object) => object !== null);
}
