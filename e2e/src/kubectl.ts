import { execFile } from 'child_process';
import { promisify } from 'util';
import { CONTROL_PLANE, programPath } from './programs';

/** An object of the cluster, as far as the tests look at any. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly generation?: number;
    readonly labels?: { [key: string]: string };
    readonly finalizers?: string[];
    readonly deletionTimestamp?: string;
  };
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly data?: { readonly [key: string]: string };
}

/** What a program has printed, and how it ended. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = promisify(execFile);

/** So much may be printed: all objects of a cluster. */
const MOST = 64 * 1024 * 1024;

/** The real kubectl, for one cluster. */
export class Kubectl {
  public constructor(public readonly kubeconfig: string) {}

  /** Runs it, and returns what it prints. */
  public async text(...command: string[]): Promise<string> {
    const { code, stderr, stdout } = await this.try(...command);
    if (code !== 0) {
      throw new Error(`kubectl ${command.join(' ')}: ${stderr || stdout}`);
    }
    return stdout;
  }

  /** Runs it, whatever comes of it. */
  public async try(...command: string[]): Promise<Output> {
    return this.run(programPath(CONTROL_PLANE), ['kubectl', ...command]);
  }

  /** Runs another program that finds this kubectl, and the cluster. */
  public async run(program: string, command: string[], environment: NodeJS.ProcessEnv = {}): Promise<Output> {
    const env = { ...process.env, KUBECONFIG: this.kubeconfig, ...environment };
    try {
      return { code: 0, ...(await run(program, command, { env, maxBuffer: MOST })) };
    } catch (error) {
      return failure(error);
    }
  }

  /** The objects that `kubectl get` finds. */
  public async get(...command: string[]): Promise<ClusterObject[]> {
    const found: unknown = JSON.parse(
      (await this.text('get', '--output=json', '--ignore-not-found', ...command)) || '{"items":[]}',
    );
    const { items } = found as { items?: ClusterObject[] };
    return items ?? [found as ClusterObject];
  }

  /** Applies manifests as the server sees them, and returns what it says. */
  public async apply(manifests: unknown[], ...options: string[]): Promise<Output> {
    return this.withInput(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }), [
      'apply',
      '--server-side',
      '--force-conflicts',
      ...options,
      '--filename=-',
    ]);
  }

  private async withInput(input: string, command: string[]): Promise<Output> {
    const env = { ...process.env, KUBECONFIG: this.kubeconfig };
    const running = run(programPath(CONTROL_PLANE), ['kubectl', ...command], { env, maxBuffer: MOST });
    running.child.stdin?.end(input);
    try {
      return { code: 0, ...(await running) };
    } catch (error) {
      return failure(error);
    }
  }
}

/** How a program ended that did not end well. */
function failure(error: unknown): Output {
  const { code = -1, stderr = String(error), stdout = '' } = error as Partial<Output>;
  return { code, stderr, stdout };
}
