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
    readonly annotations?: { [key: string]: string };
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

/** Throws what the program has said, unless it ended well. */
export async function must(running: Promise<Output>): Promise<void> {
  const { code, stderr } = await running;
  if (code !== 0) {
    throw new Error(stderr);
  }
}

const run = promisify(execFile);

/** So much may be printed: all objects of a cluster. */
const MOST = 64 * 1024 * 1024;

/** The real kubectl, for one cluster. */
export class Kubectl {
  private readonly options: string[];

  /**
   * @param kubeconfig of the cluster
   * @param user whose rights count, if not those of the administrator
   */
  public constructor(
    public readonly kubeconfig: string,
    user?: string,
  ) {
    this.options = user === undefined ? [] : [`--as=${user}`];
  }

  /** The same with the rights of a user. */
  public as(user: string): Kubectl {
    return new Kubectl(this.kubeconfig, user);
  }

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
    return this.run(programPath(CONTROL_PLANE), ['kubectl', ...this.options, ...command]);
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
  public async apply(manifests: object[], ...options: string[]): Promise<Output> {
    return this.send(['apply', '--server-side', '--force-conflicts', ...options], manifests);
  }

  /** Creates objects, and returns what the server says. */
  public async create(manifests: object[], ...options: string[]): Promise<Output> {
    return this.send(['create', ...options], manifests);
  }

  /** Replaces objects by others of the same resourceVersion, and returns what the server says. */
  public async replace(manifests: object[]): Promise<Output> {
    return this.send(['replace'], manifests);
  }

  private async send(command: string[], manifests: object[]): Promise<Output> {
    const env = { ...process.env, KUBECONFIG: this.kubeconfig };
    const all = ['kubectl', ...this.options, ...command, '--filename=-'];
    const running = run(programPath(CONTROL_PLANE), all, { env, maxBuffer: MOST });
    running.child.stdin?.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }));
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
