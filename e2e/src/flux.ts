import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { folderOf } from './go-module';
import { Kubectl } from './kubectl';
import { eventually, temporaryFolder } from './suite';

const NAMESPACE = 'flux-system';
const OCI_REPOSITORY = 'ocirepository/spinkube';
const KUSTOMIZE_CONTROLLER = 'github.com/fluxcd/kustomize-controller@v1.9.6';

const SOURCE_CONTROLLER = 'github.com/fluxcd/source-controller@v1.9.6';

/** Installs Flux's kustomize-controller as released, except that it checks dependencies every second. */
export async function installFlux(kubectl: Kubectl): Promise<void> {
  await kubectl.text('create', 'namespace', NAMESPACE);
  const bases = path.join(folderOf(SOURCE_CONTROLLER), 'config', 'crd', 'bases');
  await kubectl.text('apply', '--server-side', '--filename', bases);
  const argument = '--requeue-dependency=1s';
  const patch = stringify([{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value: argument }]);
  await install(kubectl, KUSTOMIZE_CONTROLLER, [{ target: { kind: 'Deployment' }, patch }]);
}

/** Installs Flux's source-controller as released, beside kustomize-controller. */
export async function installSourceController(kubectl: Kubectl): Promise<void> {
  await install(kubectl, SOURCE_CONTROLLER);
}

/** Status of an OCIRepository, as far as tests read it. */
export interface OciRepositoryStatus {
  readonly artifact?: {
    readonly metadata: { readonly [name: string]: string };
    readonly revision: string;
    readonly lastUpdateTime: string;
  };
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
  readonly lastHandledReconcileAt?: string;
}

/** Applies what a bundle has for Flux, which fetches it from a registry without TLS. */
export async function applyOciRepository(kubectl: Kubectl, bundle: string): Promise<void> {
  await kubectl.text('apply', '--server-side', '--kustomize', path.join(bundle, 'flux'));
  const insecure = ['--type=merge', '--patch={"spec":{"insecure":true}}', '--field-manager=test'];
  await kubectl.text('patch', OCI_REPOSITORY, `--namespace=${NAMESPACE}`, ...insecure);
}

/** Status of the OCIRepository of a bundle. */
export async function ociRepository(kubectl: Kubectl): Promise<OciRepositoryStatus> {
  const [{ status }] = await kubectl.get(OCI_REPOSITORY, `--namespace=${NAMESPACE}`);
  return status ?? {};
}

/** Fetches the artifact, and returns the status after that. */
export async function reconcile(kubectl: Kubectl): Promise<OciRepositoryStatus> {
  const at = new Date().toISOString();
  const annotation = `reconcile.fluxcd.io/requestedAt=${at}`;
  await kubectl.text('annotate', '--overwrite', OCI_REPOSITORY, annotation, `--namespace=${NAMESPACE}`);
  return eventually('the reconciliation', async () => {
    const status = await ociRepository(kubectl);
    return status.lastHandledReconcileAt === at ? status : undefined;
  });
}

async function install(kubectl: Kubectl, controller: string, patches: object[] = []) {
  const config = path.join(temporaryFolder(), 'config');
  fs.cpSync(path.join(folderOf(controller), 'config'), config, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', config]);
  const kustomization = { namespace: NAMESPACE, resources: ['../crd', '../rbac', '../manager'], patches };
  fs.writeFileSync(path.join(config, 'default', 'kustomization.yaml'), stringify(kustomization));
  await kubectl.text('apply', '--server-side', '--kustomize', path.join(config, 'default'));
}

/** Serves a folder as the artifact of a GitRepository, sets its status, as source-controller would, and returns its revision. */
export async function serveArtifact(kubectl: Kubectl, repository: string, folder: string): Promise<string> {
  const archive = path.join(temporaryFolder(), 'artifact.tar.gz');
  execFileSync('tar', ['--create', '--gzip', `--file=${archive}`, `--directory=${folder}`, '.']);
  const digest = createHash('sha256').update(fs.readFileSync(archive)).digest('hex');
  const name = `artifact-${repository}-${digest.slice(0, 8)}`;
  await kubectl.text('create', 'configmap', name, `--namespace=${NAMESPACE}`, `--from-file=${archive}`);
  const served = await kubectl.apply(server(name));
  if (served.code !== 0) {
    throw new Error(served.stderr);
  }
  const revision = `main@sha1:${digest}`;
  const now = new Date().toISOString();
  const status = {
    observedGeneration: 1,
    artifact: {
      digest: `sha256:${digest}`,
      lastUpdateTime: now,
      path: 'artifact.tar.gz',
      revision,
      url: `http://${name}.${NAMESPACE}.svc.cluster.local/artifact.tar.gz`,
    },
    conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded', message: 'stored', lastTransitionTime: now }],
  };
  await kubectl.text(
    'patch',
    `gitrepository/${repository}`,
    `--namespace=${NAMESPACE}`,
    '--subresource=status',
    '--type=merge',
    `--patch=${JSON.stringify({ status })}`,
  );
  return revision;
}

/** A Deployment and a Service that serve the content of a ConfigMap. */
function server(name: string): object[] {
  const metadata = { name, namespace: NAMESPACE };
  const labels = { app: name };
  const container = {
    name: 'server',
    image: 'e2e/artifact-server',
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  const pod = { containers: [container], volumes: [{ name: 'data', configMap: { name } }] };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
  ];
}
