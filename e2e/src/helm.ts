import { goldenObjects } from '../../test/golden';
import { Manifest } from '../../test/testing';
import { Kubectl, must } from './kubectl';
import { eventually } from './suite';

/** A chart as the golden files have it, and the release that Helm makes of it. */
interface Release {
  readonly name: string;
  readonly namespace: string;

  /** File of the golden folder. */
  readonly file: string;
}

/** The charts that a user installs with Helm, in the order of the upstream guide, and the release files that are applied by hand. */
export interface HelmInstallation {
  readonly assets: string;
  readonly releases: readonly Release[];
}

const COMMON = {
  certManager: { name: 'cert-manager', namespace: 'cert-manager' },
  operator: { name: 'spin-operator', namespace: 'spin-operator' },
};

/** The tutorial's versions. */
export const HELM_2024: HelmInstallation = {
  assets: 'seed-2024/release-assets.yaml',
  releases: [
    { ...COMMON.certManager, file: 'seed-2024/cert-manager.yaml' },
    { name: 'kwasm-operator', namespace: 'kwasm', file: 'seed-2024/kwasm-operator.yaml' },
    { ...COMMON.operator, file: 'seed-2024/spin-operator.yaml' },
  ],
};

/** The versions of November 2026. */
export const HELM_2026: HelmInstallation = {
  assets: 'current/release-assets.yaml',
  releases: [
    { ...COMMON.certManager, file: 'current/cert-manager.yaml' },
    { name: 'runtime-class-manager', namespace: 'runtime-class-manager', file: 'current/runtime-class-manager.yaml' },
    { ...COMMON.operator, file: 'current/spin-operator.yaml' },
  ],
};

/** Installs a platform as Helm and the upstream guide do, and waits until its Deployments are ready. */
export async function installWithHelm(kubectl: Kubectl, { assets, releases }: HelmInstallation): Promise<void> {
  const files = goldenObjects(assets);
  // The guide applies CustomResourceDefinitions first, and executors when the operator runs.
  const isDefinition = ({ kind }: Manifest) => kind === 'CustomResourceDefinition';
  await applyAs(kubectl, 'kubectl', files.filter(isDefinition));
  for (const release of releases) {
    await install(kubectl, release);
  }
  // runtime-class-manager creates the RuntimeClass of a Shim; the one of the guide has the handler of kwasm-operator.
  const hasShim = files.some(({ kind }) => kind === 'Shim');
  const others = files.filter((object) => !isDefinition(object) && !(hasShim && object.kind === 'RuntimeClass'));
  await applyAs(kubectl, 'kubectl', others);
}

async function install(kubectl: Kubectl, { file, name, namespace }: Release): Promise<void> {
  await kubectl.text('create', 'namespace', namespace);
  const objects = goldenObjects(file).filter(({ metadata }) => !metadata.annotations?.['helm.sh/hook']);
  const owned = objects.map((object) => ofRelease(object, name, namespace));
  const isFirst = ({ kind }: Manifest) => ['CustomResourceDefinition', 'ServiceAccount', 'ConfigMap'].includes(kind);
  await applyAs(kubectl, 'helm', owned.filter(isFirst));
  await applyAs(
    kubectl,
    'helm',
    owned.filter((object) => !isFirst(object)),
  );
  await applyAs(kubectl, 'helm', [recordOf(name, namespace)]);
  for (const { kind, metadata } of owned) {
    if (kind === 'Deployment') {
      const deployment = `deployment/${metadata.name}`;
      await kubectl.text('rollout', 'status', deployment, `--namespace=${namespace}`, '--timeout=120s');
    }
  }
}

/** An object with the labels and annotations that Helm adds. */
function ofRelease(object: Manifest, name: string, namespace: string): Manifest {
  const { annotations, labels } = object.metadata;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...labels, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: {
        ...annotations,
        'meta.helm.sh/release-name': name,
        'meta.helm.sh/release-namespace': namespace,
      },
    },
  };
}

/** The Secret in which Helm records a release. */
function recordOf(name: string, namespace: string): Manifest {
  const labels = { owner: 'helm', name, status: 'deployed', version: '1' };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `sh.helm.release.v1.${name}.v1`, namespace, labels },
    type: 'helm.sh/release.v1',
    data: { release: '' },
  };
}

/** Applies objects by their field manager, again until the webhooks that they need are reachable. */
async function applyAs(kubectl: Kubectl, manager: string, objects: Manifest[]): Promise<void> {
  if (objects.length === 0) {
    return;
  }
  let problem = '';
  await eventually(
    `objects applied by ${manager}`,
    async () => {
      const { code, stderr } = await kubectl.apply(objects, `--field-manager=${manager}`);
      problem = stderr;
      return code === 0 || undefined;
    },
    90,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${problem}`);
  });
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  if (definitions.length > 0) {
    const names = definitions.map(({ metadata }) => `customresourcedefinition/${metadata.name}`);
    await must(kubectl.try('wait', '--for=condition=Established', '--timeout=60s', ...names));
  }
}
