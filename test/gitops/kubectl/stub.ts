import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Bundle, DeliveryContext, KubectlDelivery, SpinShimVersion } from '../../../lib';
import { inTemporaryFolder } from '../stages';

/** A kubectl that records its calls, without templates, and behaves as the environment variables and the given replies say. */
const KUBECTL = (replies: string) => `#!/bin/sh
printf '%s\\n' "$(printf '%s' "$*" | tr '\\n' ' ' | sed 's/=go-template=.*\\|go-template=.*/template/; s/=jsonpath={range.*/template/')" >>"$CALLS"
case "$*" in
  $FAILS) count=$(($(cat "$COUNT") + 1)); echo "$count" >"$COUNT"
    [ "$count" -gt "$TIMES" ] || { [ -z "$SAYS" ] || echo "$SAYS" >&2; exit 1; } ;;
esac
case "$*" in
${replies}
  *'get nodes'*'--output name') seq -f node/%g "$NODES" ;;
  *metadata.generation}) echo "$GENERATION" ;;
  *'conditions[*].type}') echo "$CONDITIONS" ;;
  *'get --raw'*) printf '{"resources":[' && printf '{"kind":"%s"},' $SERVES && echo ']}' ;;
esac
`;

/** Kinds that stages of the tests do not define. */
const KINDS =
  'Certificate ClusterIssuer CredentialsBinding Issuer ScaledObject Shim Shoot SpinApp SpinAppExecutor Widget';

/** Behaviour of the stub. */
export interface Behaviour {
  /** Pattern of the calls that fail. */
  readonly fails?: string;

  /** Number of times that they fail; always by default. */
  readonly times?: number;

  /** Error message of the failing calls. */
  readonly says?: string;

  /** Number of nodes that match a Shim. */
  readonly nodes?: number;

  /** Generation of a Shoot. */
  readonly generation?: number;

  /** Types of the conditions of a Job. */
  readonly conditions?: string;

  /** The kinds that the cluster serves, in each API version. */
  readonly serves?: string;

  /** Output of further calls, by their pattern: a text, or texts before and after a call that begins with a word. */
  readonly replies?: Readonly<Record<string, string | { before: string; call: string; after: string }>>;
  readonly env?: Record<string, string>;
}

/** Result of a script. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;

  /** The calls of kubectl, with MANIFESTS for the folder of the manifests. */
  readonly calls: string[];
}

/** Runs a script of a bundle with the stub as kubectl, and without delays. */
export function run(bundle: () => Bundle, script: string, args: string[] = [], behaviour: Behaviour = {}): Run {
  return inTemporaryFolder((folder) => {
    const made = bundle();
    Object.defineProperty(made, 'outdir', { value: path.join(folder, 'dist'), configurable: true });
    made.synth();
    return runIn(folder, script, args, behaviour);
  });
}

/** The same with the files of the delivery alone. */
export function runDelivered(context: DeliveryContext, script: string, behaviour: Behaviour = {}): Run {
  return inTemporaryFolder((folder) => {
    fs.mkdirSync(path.join(folder, 'dist', 'kubectl'), { recursive: true });
    for (const file of new KubectlDelivery().deliver(context)) {
      fs.writeFileSync(path.join(folder, 'dist', file.path), file.text);
    }
    return runIn(folder, script, [], behaviour);
  });
}

/** Runs a script that stands beside the folder of the manifests, which has all stages. */
export function runText(text: string, args: string[] = [], behaviour: Behaviour = {}): Run {
  return inTemporaryFolder((folder) => {
    fs.mkdirSync(path.join(folder, 'dist', 'kubectl'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'dist', 'kubectl', 'script.sh'), text);
    for (const [, stage] of text.matchAll(/^apply(?:_unchecked)? (\S+)$/gm)) {
      fs.mkdirSync(path.join(folder, 'dist', 'manifests', stage), { recursive: true });
    }
    return runIn(folder, 'script.sh', args, behaviour);
  });
}

/** Archives of the shim of the current release, as the scripts print and get them. */
const ARCHIVES = SpinShimVersion.V0_23_0._facts.archives.map(({ sha256 }) => String(sha256));

/** Patterns of the calls that ask for nodes, for what is recorded on the Shim, and for its archives. */
export const NODES = `*'get nodes'*template*`;
export const RECORD = `*'get shim'*managedFields*`;
export const APPLIED = `*'get shim'*fetchStrategy*`;
export const JOBS = `*'get jobs'*`;

/** A node in the format of the scripts. */
export function nodeLine(name: string, label: string, mark = '-', cordonedFor = '-', handlers = '-'): string {
  return `node ${name} amd64 ${label} ${mark} ${cordonedFor} ${handlers}`;
}

/** A Job in the format of the scripts. */
export function jobLine(node: string, archive: string, failed = 0, conditions = ''): string {
  return `job rcm ${node}-job ${node} ${archive} ${failed} -${conditions}`;
}

/** Checksum for amd64. */
export const ARCHIVE = ARCHIVES[1];

const UP_TO_DATE = {
  [NODES]: nodeLine('node-0', 'provisioned', ARCHIVE),
  [RECORD]: ARCHIVES.join(' '),
  [APPLIED]: `${ARCHIVES.join(' ')} `,
};

/** Arms of a case of the shell. */
function arms(replies: NonNullable<Behaviour['replies']>): string {
  return Object.entries(replies)
    .map(([pattern, reply]) => {
      const { after, before, call } = typeof reply === 'string' ? { before: reply, call: 'never', after: '' } : reply;
      return `  ${pattern}) if grep -q '^${call}' "$CALLS"; then echo '${after}'; else echo '${before}'; fi ;;`;
    })
    .join('\n');
}

function runIn(folder: string, script: string, args: string[], behaviour: Behaviour): Run {
  const outdir = path.join(folder, 'dist');
  const program = (name: string, text: string) => {
    fs.writeFileSync(path.join(folder, 'bin', name), text, { mode: 0o755 });
  };
  fs.mkdirSync(path.join(folder, 'bin'));
  // The first pattern that matches counts.
  program('kubectl', KUBECTL(arms({ ...behaviour.replies, ...UP_TO_DATE, ...behaviour.replies })));
  program('sleep', '#!/bin/sh\n');
  const calls = path.join(folder, 'calls');
  const count = path.join(folder, 'count');
  fs.writeFileSync(calls, '');
  fs.writeFileSync(count, '0');
  const { fails = 'never', generation = 7, nodes = 2, says = '', times = 1000 } = behaviour;
  const { conditions = 'SuccessCriteriaMet Complete', serves = KINDS } = behaviour;
  const { status, stderr, stdout } = spawnSync('sh', [path.join(outdir, 'kubectl', script), ...args], {
    encoding: 'utf8',
    env: {
      PATH: `${path.join(folder, 'bin')}:${process.env.PATH ?? ''}`,
      CALLS: calls,
      CONDITIONS: conditions,
      COUNT: count,
      FAILS: fails,
      GENERATION: String(generation),
      NODES: String(nodes),
      SAYS: says,
      SERVES: serves,
      TIMES: String(times),
      ...behaviour.env,
    },
  });
  const manifests = path.join(outdir, 'kubectl', '..', 'manifests');
  return {
    status,
    stdout,
    stderr,
    calls: fs
      .readFileSync(calls, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replaceAll(`${outdir}/kubectl/../manifests`, 'MANIFESTS').replaceAll(manifests, 'MANIFESTS')),
  };
}
