import { execFile } from 'child_process';
import { promisify } from 'util';
import { CONTROL_PLANE, programPath } from './programs';

/** An object of the cluster, with the fields that the tests read. */
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

/** Output and exit code of a program. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Throws the error output of a program that fails. */
export async function must(running: Promise<Output>): Promise<void> {
  const { code, stderr } = await running;
  if (code !== 0) {
    throw new Error(stderr);
  }
}

const run = promisify(execFile);

/** Maximum size of the output: that of all objects of a cluster. */
const MOST = 64 * 1024 * 1024;

/** kubectl runs for moments, thousands of times: a third of its CPU would be garbage collection. */
export const KUBECTL_ENVIRONMENT = { GOGC: 'off', GOMEMLIMIT: '256MiB' };

/** The real kubectl, for one cluster. */
export class Kubectl {
  private readonly options: string[];

  /**
   * @param kubeconfig kubeconfig file of the cluster
   * @param user user to impersonate; the administrator by default
   */
  public constructor(
    public readonly kubeconfig: string,
    user?: string,
  ) {
    this.options = user === undefined ? [] : [`--as=${user}`];
  }

  /** A kubectl that impersonates a user. */
  public as(user: string): Kubectl {
    return new Kubectl(this.kubeconfig, user);
  }

  /** Runs kubectl and returns its output; throws if it fails. */
  public async text(...command: string[]): Promise<string> {
    const { code, stderr, stdout } = await this.try(...command);
    if (code !== 0) {
      throw new Error(`kubectl ${command.join(' ')}: ${stderr || stdout}`);
    }
    return stdout;
  }

  /** Runs kubectl; does not throw if it fails. */
  public async try(...command: string[]): Promise<Output> {
    return this.run(programPath(CONTROL_PLANE), ['kubectl', ...this.options, ...command], KUBECTL_ENVIRONMENT);
  }

  /** Runs a program with the kubeconfig of the cluster. */
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

  /** Applies manifests server-side, and returns the output. */
  public async apply(manifests: object[], ...options: string[]): Promise<Output> {
    return this.send(['apply', '--server-side', '--force-conflicts', ...options], manifests);
  }

  /** Creates objects, and returns the output. */
  public async create(manifests: object[], ...options: string[]): Promise<Output> {
    return this.send(['create', ...options], manifests);
  }

  /** Replaces objects that still have the same resourceVersion, and returns the output. */
  public async replace(manifests: object[]): Promise<Output> {
    return this.send(['replace'], manifests);
  }

  private async send(command: string[], manifests: object[]): Promise<Output> {
    const env = { ...process.env, KUBECONFIG: this.kubeconfig, ...KUBECTL_ENVIRONMENT };
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

/** Output of a program that failed. */
function failure(error: unknown): Output {
  const { code = -1, stderr = String(error), stdout = '' } = error as Partial<Output>;
  return { code, stderr, stdout };
}
