import { field, list, Manifest } from '../../synth/manifest';
import { Place, placesAt } from '../fields';
import { Problem } from '../problems';
import { Rule, SOURCES, Surroundings } from './rule';

/** Variables by which an operator gets the image of the pods that it starts on nodes. */
const INSTALLER_IMAGES: readonly unknown[] = ['INSTALLER_IMAGE', 'SHIM_NODE_INSTALLER_IMAGE'];

/** Host of the images of runtime-class-manager, unless they come from a mirror. */
const UPSTREAM = 'ghcr.io';

const SECRETS = 'imagePullSecrets';

const DEPLOYMENT = { kind: 'Deployment', groups: ['apps'], level: 'warning' } as const;

/** Rules for images and archives from private registries and mirrors. */
export const PRIVATE_REGISTRY_RULES: readonly Rule[] = [
  {
    ...DEPLOYMENT,
    name: 'node-installer-pull-secrets',
    description:
      'If a node installer (kwasm-operator, runtime-class-manager) has image pull secrets, the ServiceAccount `default` of its namespace needs them too: the Jobs that it starts on nodes run as that ServiceAccount, and have no image pull secrets of their own. Otherwise the operator runs, and no node is provisioned.',
    source: SOURCES.shim,
    check: checkInstaller,
  },
  {
    ...DEPLOYMENT,
    name: 'node-installer-archives',
    description:
      'If the images of runtime-class-manager come from a mirror, Shims should not be downloaded from GitHub: nodes that need a mirror usually cannot reach it. Otherwise no node is provisioned.',
    source: SOURCES.shim,
    check: checkArchives,
  },
  {
    kind: 'Job',
    groups: ['batch'],
    level: 'warning',
    name: 'job-pull-secrets',
    description:
      'A Job, such as the one that generates the certificate of webhooks, needs image pull secrets if a Deployment in its namespace has them for the same registry and path. Otherwise its pods stay in ImagePullBackOff.',
    source: SOURCES.images,
    check: checkJob,
  },
];

function checkInstaller(deployment: Manifest, surroundings: Surroundings): Problem[] {
  const path = `spec.template.spec.${SECRETS}`;
  const secrets = secretsOf(deployment);
  const { namespace } = deployment.metadata;
  if (
    secrets.length === 0 ||
    installerImages(deployment).length === 0 ||
    hasSecrets('default', namespace, surroundings)
  ) {
    return [];
  }
  const text =
    "are not those of the Jobs on the nodes: they run as the ServiceAccount 'default' of this namespace, which has none";
  return [{ path, value: secrets, text, remedy: `add a ServiceAccount 'default' with these ${SECRETS}` }];
}

function checkArchives(deployment: Manifest, { all }: Surroundings): Problem[] {
  const mirrored = installerImages(deployment).find(({ value }) => {
    const { host } = sourceOf(value);
    return host !== undefined && host !== UPSTREAM;
  });
  if (!mirrored) {
    return [];
  }
  const remedy = "set 'fetchStrategy' of the Shim to copies of the archives that the nodes can reach";
  return all('Shim').flatMap(({ metadata, spec }): Problem[] => {
    const location = locationsOf(spec).find((url) => url.startsWith('https://github.com/'));
    if (location === undefined) {
      return [];
    }
    const text = `comes from a mirror, but the nodes download the Shim '${String(metadata.name)}' from ${location}`;
    return [{ path: mirrored.path, value: mirrored.value, text, remedy }];
  });
}

function checkJob(job: Manifest, surroundings: Surroundings): Problem[] {
  const { namespace } = job.metadata;
  const account = field(job.spec, 'template', 'spec', 'serviceAccountName');
  const accountName = typeof account === 'string' ? account : 'default';
  if (hasOwnSecrets(job) || hasSecrets(accountName, namespace, surroundings)) {
    return [];
  }
  const withSecrets = surroundings.having('Deployment', namespace, hasOwnSecrets, true);
  for (const image of imagesOf(job)) {
    const { host, folder } = sourceOf(image.value);
    const other = withSecrets.find((deployment) =>
      imagesOf(deployment).some(({ value }) => host !== undefined && sourceOf(value).folder === folder),
    );
    if (other) {
      const text = `comes from the same registry as the images of the Deployment '${String(other.metadata.name)}', which has ${SECRETS}, and this Job has none`;
      return [{ path: image.path, value: image.value, text, remedy: `set ${SECRETS} of its pods` }];
    }
  }
  return [];
}

function secretsOf({ spec }: Manifest): unknown[] {
  return list(spec, 'template', 'spec', SECRETS);
}

function hasOwnSecrets(workload: Manifest): boolean {
  return secretsOf(workload).length > 0;
}

function hasSecrets(account: string, namespace: string | undefined, { inNamespace }: Surroundings): boolean {
  return list(inNamespace('ServiceAccount', account, namespace), SECRETS).length > 0;
}

/** Images that a node installer gives to its Jobs; none for other Deployments. */
export function installerImages({ spec }: Manifest): Place[] {
  return placesAt({ path: 'spec', value: spec }, 'template.spec.containers.*.env.*')
    .filter(({ value }) => INSTALLER_IMAGES.includes(field(value, 'name')))
    .flatMap((variable) => placesAt(variable, 'value'));
}

function imagesOf({ spec }: Manifest): Place[] {
  return ['containers', 'initContainers'].flatMap((containers) =>
    placesAt({ path: 'spec', value: spec }, `template.spec.${containers}.*.image`),
  );
}

function locationsOf(spec: unknown): string[] {
  return ['fetchStrategy.platforms.*.location', 'fetchStrategy.anonHttp.location'].flatMap((path) =>
    placesAt({ path: 'spec', value: spec }, path).flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
  );
}

/** Registry and owner of an image. */
interface ImageSource {
  /** The host of its registry; undefined for Docker Hub. */
  readonly host?: string;

  /** The host and the first part of its path, which usually belongs to one owner. */
  readonly folder?: string;
}

function sourceOf(image: unknown): ImageSource {
  const [host, owner = ''] = String(image).split('/');
  return owner && /[.:]|^localhost$/.test(host) ? { host, folder: `${host}/${owner}` } : {};
}
