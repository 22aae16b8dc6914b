import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { folderOf } from './go-module';
import { Kubectl, must } from './kubectl';
import { componentOf } from './programs';
import { eventually } from './suite';

const NAMESPACE = 'keda';

/** Manifests of KEDA's module, in the order in which they are applied. */
const FILES = ['general/namespace', 'crd/bases', 'service_account/service_account', 'rbac/role', 'rbac/role_binding'];
const OPERATOR = ['manager/service', 'manager/manager', 'metrics-server/service', 'metrics-server/api_service'];
const ADAPTER = ['metrics-server/role', 'metrics-server/role_binding', 'metrics-server/deployment'];

/** Differences from the manifests: programs of this machine, no webhook, and no waiting for an election. */
const EDITS: readonly (readonly [RegExp, string])[] = [
  [/image: ghcr\.io\/kedacore\/(keda|keda-metrics-apiserver):latest/, 'image: ghcr.io/kedacore/$1:e2e'],
  [/- --leader-elect/, '- --enable-webhook-patching=false'],
  [/initialDelaySeconds: 20/, 'initialDelaySeconds: 1'],
];

/** Installs KEDA's operator and metrics adapter from the manifests of its module, without its webhook. */
export async function installKeda(kubectl: Kubectl): Promise<void> {
  const folder = path.join(folderOf(componentOf('keda-operator').replace(' ', '@')), 'config');
  const apply = (files: string[]) => must(kubectl.apply(files.flatMap((file) => objectsIn(path.join(folder, file)))));
  await apply(FILES);
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

/** The objects in a YAML file, or in all of a folder. */
function objectsIn(file: string): object[] {
  const files = fs.existsSync(file) ? fs.readdirSync(file).map((name) => path.join(file, name)) : [`${file}.yaml`];
  return files
    .map((name) => EDITS.reduce((text, [from, to]) => text.replace(from, to), fs.readFileSync(name, 'utf8')))
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as object | null))
    .filter((object) => object !== null);
}
