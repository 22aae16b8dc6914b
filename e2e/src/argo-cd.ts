import * as fs from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { Kubectl, must } from './kubectl';
import { componentFolder, componentOf } from './programs';
import { temporaryFolder } from './suite';

export const ARGO_CD_NAMESPACE = 'argocd';

/** Parts of Argo CD's manifests: what syncs Applications. Without a server, nobody can log in. */
const PARTS = [
  'crds',
  'cluster-rbac/application-controller',
  'base/config',
  'base/application-controller',
  'base/repo-server',
  'base/redis',
];

/** Init containers would create the Secret, which is created here, and copy a program for plugins. */
const WITHOUT_INIT = stringify([{ op: 'remove', path: '/spec/template/spec/initContainers' }]);
const WITHOUT_GPG = stringify([
  {
    op: 'add',
    path: '/spec/template/spec/containers/0/env/-',
    value: { name: 'ARGOCD_GPG_ENABLED', value: 'false' },
  },
]);

/** Pods here have no search domains. */
const FULL_NAMES = stringify({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cmd-params-cm' },
  data: {
    'redis.server': `argocd-redis.${ARGO_CD_NAMESPACE}.svc.cluster.local:6379`,
    'repo.server': `argocd-repo-server.${ARGO_CD_NAMESPACE}.svc.cluster.local:8081`,
  },
});

/** Argo CD would look at an Application again after two minutes, for example if it has seen it before its project. */
const EVERY_FIVE_SECONDS = stringify({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cm' },
  data: { 'timeout.reconciliation': '5s', 'timeout.reconciliation.jitter': '0s' },
});

/** Installs Argo CD's application controller, repository server and Redis from the manifests of its module. */
export async function installArgoCd(kubectl: Kubectl): Promise<void> {
  const version = componentOf('argo-cd-controllers').split(' ')[1];
  const manifests = path.join(temporaryFolder(), 'manifests');
  fs.cpSync(path.join(componentFolder('argo-cd-controllers'), 'manifests'), manifests, { recursive: true });
  fs.chmodSync(manifests, 0o755);
  const kustomization = {
    namespace: ARGO_CD_NAMESPACE,
    resources: PARTS,
    images: [{ name: 'quay.io/argoproj/argocd', newTag: version }],
    patches: [
      { patch: FULL_NAMES },
      { patch: EVERY_FIVE_SECONDS },
      { target: { name: 'argocd-redis', kind: 'Deployment' }, patch: WITHOUT_INIT },
      { target: { name: 'argocd-repo-server', kind: 'Deployment' }, patch: WITHOUT_INIT },
      { target: { name: 'argocd-repo-server', kind: 'Deployment' }, patch: WITHOUT_GPG },
    ],
  };
  fs.writeFileSync(path.join(manifests, 'kustomization.yaml'), stringify(kustomization));
  await kubectl.text('create', 'namespace', ARGO_CD_NAMESPACE);
  const password = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'argocd-redis', namespace: ARGO_CD_NAMESPACE },
    stringData: { auth: 'secret' },
  };
  await must(kubectl.apply([password]));
  await kubectl.text('apply', '--server-side', '--kustomize', manifests);
  for (const name of [
    'deployment/argocd-redis',
    'deployment/argocd-repo-server',
    'statefulset/argocd-application-controller',
  ]) {
    await kubectl.text('rollout', 'status', name, `--namespace=${ARGO_CD_NAMESPACE}`, '--timeout=120s');
  }
}
