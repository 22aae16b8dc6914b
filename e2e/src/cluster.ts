import { ChildProcess, execFileSync, spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { MutatingAdmissionPolicyApi } from '../../lib';
import { countApplied, Figures } from './figures';
import { FAILING_IMAGE, IMAGES } from './images';
import { Kubectl } from './kubectl';
import { NodeImage, nodeImages } from './node-images';
import { nodeTools } from './node-tools';
import { CONTROL_PLANE, programPath } from './programs';

/** Maximum lifetime of a cluster. */
const LIMIT = '20m';

/** Number of lines of each log that are printed after a failure. */
const LINES = 30;

/** Kubeconfig of an existing cluster, if the suites run in one. */
export const KUBECONFIG = process.env.E2E_KUBECONFIG;

/** API version of pod policies. Kubernetes before 1.36 serves it only with flags of its API server. */
export const POD_POLICY_API =
  CONTROL_PLANE === 'kube-v1.34' ? MutatingAdmissionPolicyApi.V1BETA1 : MutatingAdmissionPolicyApi.V1;

/** Flags with which an API server serves pod policies. */
export const POD_POLICY_FLAGS =
  POD_POLICY_API === MutatingAdmissionPolicyApi.V1
    ? ''
    : `--feature-gates=MutatingAdmissionPolicy=true --runtime-config=${POD_POLICY_API}=true`;

/** `describe` for suites that need their own cluster; skipped in an existing cluster. */
export const inOwnCluster = KUBECONFIG === undefined ? describe : describe.skip;

/** A cluster that the tests of a file share. */
export interface Cluster {
  readonly kubectl: Kubectl;

  /** Figures so far; undefined for an existing cluster. */
  figures(): Promise<ClusterFigures | undefined>;

  /** Restarts a real node: everything on it is killed, and starts again. */
  reboot(node: string): void;

  /** Prints the end of every log. */
  printLogs(): void;

  /** Stops the cluster and waits until it is gone. */
  stop(): Promise<void>;
}

/** Real nodes: containerd, kubelet and kube-proxy, in namespaces of their own. */
export interface RealNodes {
  readonly count: number;

  /** True if node installers can restart containerd by systemctl. */
  readonly hasSystemctl?: boolean;

  /** Images in addition to those of the platform. */
  readonly images?: { readonly [name: string]: NodeImage };
}

/** Uses the existing cluster if there is one, and otherwise starts a cluster of processes. */
export async function startCluster(nodes?: RealNodes, apiServerFlags = ''): Promise<Cluster> {
  return KUBECONFIG === undefined ? ProcessCluster.start(nodes, apiServerFlags) : new ExistingCluster(KUBECONFIG);
}

/** Figures without the name of the suite. */
type ClusterFigures = Omit<Figures, 'suite'>;

/** A cluster that exists independently of the suites. */
class ExistingCluster implements Cluster {
  public readonly kubectl: Kubectl;

  public constructor(kubeconfig: string) {
    this.kubectl = new Kubectl(kubeconfig);
  }

  public figures(): Promise<undefined> {
    return Promise.resolve(undefined); // Its API server also counts requests of others.
  }

  public reboot(): void {
    throw new Error('the nodes of an existing cluster are not rebooted');
  }

  public printLogs(): void {
    // The logs stay in that cluster.
  }

  public stop(): Promise<void> {
    return Promise.resolve(); // The cluster keeps running.
  }
}

/** A control plane and nodes that run as processes of this machine. */
class ProcessCluster implements Cluster {
  public static async start(nodes?: RealNodes, apiServerFlags = ''): Promise<ProcessCluster> {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-spinkube-e2e-'));
    const images = path.join(directory, 'images.json');
    const run = path.join(directory, 'run');
    fs.writeFileSync(images, imagesFile(nodes));
    const command = ['up', '--owned', '--dir', run, '--images', images, '--kube', programPath(CONTROL_PLANE)];
    const child = spawn(
      programPath('e2e'),
      [...command, '--limit', LIMIT, `--api-server-flags=${apiServerFlags}`, ...nodeOptions(nodes)],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const cluster = new ProcessCluster(child, directory, new Kubectl(path.join(run, 'kubeconfig')));
    try {
      await cluster.ready();
      return cluster;
    } catch (error) {
      cluster.printLogs();
      await cluster.stop();
      throw error;
    }
  }

  private readonly ended: Promise<void>;
  private readonly begin = Date.now();
  private startSeconds = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
    public readonly kubectl: Kubectl,
  ) {
    this.ended = new Promise((resolve) => child.once('exit', resolve));
  }

  public async figures(): Promise<ClusterFigures> {
    const kibibytes = Number(fs.readFileSync(path.join(this.directory, 'run', 'peak-memory'), 'utf8'));
    const peakMemoryMiB = Math.round(kibibytes / 1024);
    return { startSeconds: this.startSeconds, peakMemoryMiB, ...(await countApplied(this.kubectl)) };
  }

  public reboot(node: string): void {
    execFileSync(programPath('e2e'), ['reboot', '--dir', path.join(this.directory, 'run'), '--node', node]);
  }

  public printLogs(): void {
    const run = path.join(this.directory, 'run');
    const logs = fs.existsSync(run) ? fs.readdirSync(run).filter((file) => file.endsWith('.log')) : [];
    for (const log of logs.sort()) {
      const lines = fs.readFileSync(path.join(run, log), 'utf8').trimEnd().split('\n');
      process.stderr.write(`--- ${log}\n${lines.slice(-LINES).join('\n')}\n`);
    }
  }

  /** The launcher exits when its standard input is closed, even if this process is killed. */
  public async stop(): Promise<void> {
    this.child.stdin?.end();
    await this.ended;
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const ready = new Promise((resolve) => this.child.stdout?.once('data', resolve));
    const failed = this.ended.then(() => Promise.reject(new Error('the cluster ended before it was ready')));
    await Promise.race([ready, failed]);
    this.startSeconds = (Date.now() - this.begin) / 1000;
  }
}

function nodeOptions(nodes?: RealNodes): string[] {
  if (nodes === undefined) {
    return [];
  }
  const { count, hasSystemctl = true } = nodes;
  return [
    '--programs',
    programPath('node'),
    '--tools',
    nodeTools(),
    '--nodes',
    String(count),
    `--no-systemctl=${!hasSystemctl}`,
  ];
}

function imagesFile(nodes?: RealNodes): string {
  // Real nodes unpack all images, and a run of some suites builds only the programs that they need.
  const usable = Object.entries(IMAGES).filter(([, { program }]) => !nodes || fs.existsSync(programPath(program)));
  const images = usable.map(([image, { path: entrypoint, program, user }]) => [
    image,
    { binary: programPath(program), path: entrypoint, entrypoint: [entrypoint], user },
  ]);
  const further = nodes === undefined ? { [FAILING_IMAGE]: { exit: 1 } } : { ...nodeImages(), ...nodes.images };
  return JSON.stringify({ ...Object.fromEntries(images), ...further });
}
