import { NodeInstaller } from '../platform/node-installer';
import { Problems } from '../validation/problems';

/** Names from which those of the nodes of a worker pool follow. */
export interface NodeNaming {
  /** Type of the cloud provider: `gcp`. */
  readonly provider: string;

  /** Name of the project; undefined if it is not known. */
  readonly project?: string;
  readonly shoot: string;
  readonly pool: string;
  readonly hasZones: boolean;
}

/** Providers whose nodes have the names of their machines. On AWS nodes are named after their IP addresses. */
const NAMED_AFTER_MACHINES = ['azure', 'gcp', 'openstack'];

/** The longest names of Jobs: the node installers cut longer ones. */
const LONGEST = 63;

/** Reports worker pools where the Jobs of the node installer would get names that the API server rejects. */
export function checkJobNames(problems: Problems, naming: NodeNaming, installer: NodeInstaller): void {
  const node = nodeName(naming);
  if (node !== undefined && isRejected(node, installer)) {
    const rule = `results in node names of ${node.length} characters, such as ${node}, and the names of the Jobs that install the shim are cut to ${LONGEST}: they end in '-', so the API server rejects them, and no node gets the shim`;
    problems.refuse(naming.pool, rule, remedyFor(naming, installer));
  }
}

/** Warns of worker pools where the Jobs that install and remove the shim would have the same name. */
export function warnOfSharedJobNames(problems: Problems, naming: NodeNaming, installer: NodeInstaller): void {
  const node = nodeName(naming);
  if (node !== undefined && !isRejected(node, installer) && isShared(node, installer)) {
    const rule = `results in node names of ${node.length} characters, such as ${node}, and the names of the Jobs that install and remove the shim are cut to ${LONGEST}: they are the same, so the shim is never removed from the nodes`;
    problems.refuse(naming.pool, rule, remedyFor(naming, installer));
  }
}

/** A name as the nodes have it; undefined if it is not known. */
function nodeName({ hasZones, pool, project, provider, shoot }: NodeNaming): string | undefined {
  return project !== undefined && NAMED_AFTER_MACHINES.includes(provider)
    ? `shoot--${project}--${shoot}-${pool}${hasZones ? '-z1' : ''}-xxxxx-yyyyy`
    : undefined;
}

function jobNames(node: string, { _nodes }: NodeInstaller): string[] {
  return _nodes.jobSuffixes.map((suffix) => `${node}${suffix}`.slice(0, LONGEST));
}

function isRejected(node: string, installer: NodeInstaller): boolean {
  return jobNames(node, installer).some((name) => name.endsWith('-'));
}

function isShared(node: string, installer: NodeInstaller): boolean {
  const names = jobNames(node, installer);
  return new Set(names).size < names.length;
}

/** The longest shorter name of the worker pool with which all is well. */
function remedyFor(naming: NodeNaming, installer: NodeInstaller): string {
  for (let length = naming.pool.length - 1; length > 0; length--) {
    const node = nodeName({ ...naming, pool: naming.pool.slice(0, length) }) ?? '';
    if (!isRejected(node, installer) && !isShared(node, installer)) {
      return `use a name of ${length} characters`;
    }
  }
  return 'shorten the name of the Shoot or its project';
}
