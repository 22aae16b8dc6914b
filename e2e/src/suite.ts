import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Bundle, BundleProps, Delivery } from '../../lib';
import { Cluster, KUBECONFIG, RealNodes, startCluster } from './cluster';
import { recordFigures } from './figures';
import { Kubectl } from './kubectl';

/** Time limit for starting a cluster, in milliseconds. */
const START = 180_000;

declare global {
  /** Set by the environment of the tests. */
  var hasFailed: boolean | undefined;
}

/** Acts as a controller of a cluster until it is aborted, and returns its errors. */
export type StandIn = (kubectl: Kubectl, end: AbortSignal) => Promise<string[]>;

/**
 * Starts a cluster for the tests of a `describe` or a file, and prints its logs when one of them fails.
 *
 * @param standIn does the work of a controller that cannot run here; not used in an existing cluster
 * @param nodes real nodes instead of those that run programs without containers
 * @param apiServerFlags further flags of the API server, separated by spaces
 */
export function useCluster(
  standIn?: StandIn,
  nodes?: () => RealNodes,
  apiServerFlags?: string,
): Pick<Cluster, 'kubectl' | 'reboot'> {
  const end = new AbortController();
  let cluster: Cluster | undefined;
  let working: Promise<string[]> | undefined;
  beforeAll(async () => {
    cluster = await startCluster(nodes?.(), apiServerFlags);
    await mustBeFree(cluster.kubectl);
    working = KUBECONFIG === undefined ? standIn?.(cluster.kubectl, end.signal) : undefined;
  }, START);
  afterAll(async () => {
    end.abort();
    const problems = (await working) ?? [];
    if (globalThis.hasFailed) {
      process.stderr.write(problems.map((problem) => `${problem}\n`).join(''));
      cluster?.printLogs();
    }
    try {
      await record(cluster);
    } finally {
      await cluster?.stop();
    }
  }, START);
  const started = () => {
    if (!cluster) {
      throw new Error('the cluster has not been started');
    }
    return cluster;
  };
  return {
    get kubectl() {
      return started().kubectl;
    },
    reboot(node) {
      started().reboot(node);
    },
  };
}

/** Throws if the cluster already has a platform. */
async function mustBeFree(kubectl: Kubectl): Promise<void> {
  const deployments = await kubectl.get('deployments', '--all-namespaces');
  const found = deployments.filter(({ metadata }) => /cert-manager|spin-operator|runtime-class-/.test(metadata.name));
  if (found.length > 0) {
    const names = found.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
    throw new Error(`the suites need a cluster without a platform, but this one has ${names.join(', ')}`);
  }
}

/** Records the figures of a cluster for the report. */
async function record(cluster?: Cluster): Promise<void> {
  const figures = await cluster?.figures();
  if (figures) {
    recordFigures({ suite: path.basename(expect.getState().testPath ?? '', '.test.ts'), ...figures });
  }
}

const folders: string[] = [];

/** Writes a bundle with scripts for kubectl to a temporary folder. */
export function synthBundle(fill: (bundle: Bundle) => void, props: BundleProps = {}): string {
  const outdir = temporaryFolder();
  // The output is not committed, and the Secrets of tests are not secret.
  const bundle = new Bundle({ outdir, deliveries: [Delivery.kubectl()], allowPlaintextSecrets: true, ...props });
  fill(bundle);
  bundle.synth();
  return outdir;
}

/** Creates a folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-spinkube-e2e-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  folders.splice(0).forEach((folder) => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
});

/** Polls until the answer is not undefined; throws after a number of seconds. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    await pause(300);
  }
  throw new Error(`timed out after ${seconds} s: ${what}`);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
