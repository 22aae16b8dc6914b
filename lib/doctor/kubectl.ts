import { spawnSync } from 'child_process';
import { Manifest } from '../synth/manifest';
import { UnusableInput } from '../validation/documents/unusable-input';
import { KINDS } from './kinds';
import { withoutSecrets } from './redact';
import { Snapshot } from './snapshot';

/** The cluster to read, as kubectl finds it. */
export interface ClusterOptions {
  /** Kubeconfig file; by default that of kubectl. */
  readonly kubeconfig?: string;

  /** Context of the kubeconfig; by default the current one. */
  readonly context?: string;

  /** Namespaces; by default all of them. */
  readonly namespaces?: readonly string[];
}

/** Groups of CustomResourceDefinitions that are kept: a cluster may have hundreds of others, and they are large. */
const GROUPS = /\.(core\.spinkube\.dev|core\.spinoperator\.dev|runtime\.spinkube\.dev|cert-manager\.io|keda\.sh)$/;

/** Time limit of a request. */
const TIMEOUT = '60s';

/** The output of kubectl: that of all objects of a cluster. */
const MOST = 1024 ** 3;

/** Message of the API server about resources that a user may not list. */
const FORBIDDEN = /cannot list resource "([^"]+)" in API group "([^"]*)"/g;

/**
 * Reads the objects of a live cluster by `kubectl`, without secrets. It only reads.
 *
 * @param options which cluster
 * @param onRead called after each of its calls
 * @throws UnusableInput if kubectl is missing, or the cluster cannot be reached
 */
export function readCluster(options: ClusterOptions, onRead?: () => void): Snapshot {
  const { namespaces } = options;
  const served = kubectl(options, ['api-resources', '--verbs=list', '--output=name']);
  onRead?.();
  const resources = Object.keys(KINDS).filter((resource) => served.stdout.split('\n').includes(resource));
  if (!resources.includes('pods')) {
    throw unreachable(served.stderr);
  }
  const objects = new Map<string, Manifest>();
  const unread = new Set<string>();
  for (const namespace of namespaces ?? [undefined]) {
    const scope = namespace === undefined ? '--all-namespaces' : `--namespace=${namespace}`;
    const { stderr, stdout } = kubectl(options, ['get', resources.join(), scope, '--output=json']);
    onRead?.();
    const forbidden = [...stderr.matchAll(FORBIDDEN)].map(([, name, group]) =>
      group === '' ? name : `${name}.${group}`,
    );
    forbidden.forEach((resource) => unread.add(KINDS[resource]));
    if (stdout.trim() === '') {
      throw forbidden.length > 0
        ? new UnusableInput(
            `no object may be listed: ${lastMessage(stderr)}; use --namespace, or ask for the permission to list`,
          )
        : unreachable(stderr);
    }
    itemsIn(stdout).forEach((object) =>
      objects.set(JSON.stringify([object.kind, object.apiVersion, object.metadata]), object),
    );
  }
  return {
    time: new Date(),
    objects: [...objects.values()].filter(isKept).map(withoutSecrets),
    unread: [...unread],
    ...(namespaces && { namespaces }),
  };
}

function isKept({ kind, metadata }: Manifest): boolean {
  return kind !== 'CustomResourceDefinition' || GROUPS.test(metadata.name ?? '');
}

/** The objects of a list as kubectl prints it: `List`, or `PodList` for one kind only. */
export function itemsIn(json: string): Manifest[] {
  return (JSON.parse(json) as { readonly items: Manifest[] }).items;
}

function kubectl(
  { context, kubeconfig }: ClusterOptions,
  command: readonly string[],
): { stdout: string; stderr: string } {
  const args = [
    ...command,
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
    `--request-timeout=${TIMEOUT}`,
  ];
  const { error, stderr, stdout } = spawnSync('kubectl', args, { encoding: 'utf8', env: process.env, maxBuffer: MOST });
  if (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnusableInput(
      code === 'ENOENT'
        ? 'kubectl was not found; install it and add it to PATH, or use --dump with files that doctor --collect wrote elsewhere'
        : `kubectl cannot be run: ${error.message}`,
    );
  }
  return { stdout, stderr };
}

function unreachable(stderr: string): UnusableInput {
  return new UnusableInput(
    `the cluster cannot be reached: ${lastMessage(stderr) || 'kubectl found no API'}; check --kubeconfig and --context, as with kubectl cluster-info`,
  );
}

/** The last line that is not a log line: `The connection to the server localhost:8080 was refused`. */
function lastMessage(text: string): string {
  return (
    text
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^[EWI]\d{4} /.test(line))
      .at(-1)
      ?.trim() ?? ''
  );
}
