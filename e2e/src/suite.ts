import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Bundle, BundleProps, Delivery } from '../../lib';
import { Cluster, KUBECONFIG, startCluster } from './cluster';
import { recordFigures } from './figures';
import { Kubectl } from './kubectl';

/** So long may a cluster take to start. */
const START = 180_000;

declare global {
  /** Set by the environment of the tests. */
  var hasFailed: boolean | undefined;
}

/** Does something to a cluster until it is asked to end, and says what it could not do. */
export type StandIn = (kubectl: Kubectl, end: AbortSignal) => Promise<string[]>;

/**
 * A cluster for the tests of a `describe` or a file; its logs are shown when one of them fails.
 *
 * @param standIn does the work of a controller that cannot run here, meanwhile; not in an existing cluster
 */
export function useCluster(standIn?: StandIn): { readonly kubectl: Kubectl } {
  const end = new AbortController();
  let cluster: Cluster | undefined;
  let working: Promise<string[]> | undefined;
  beforeAll(async () => {
    cluster = await startCluster();
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
  return {
    get kubectl() {
      if (!cluster) {
        throw new Error('the cluster has not been started');
      }
      return cluster.kubectl;
    },
  };
}

/** Ends a suite that would meet a platform that is in use. */
async function mustBeFree(kubectl: Kubectl): Promise<void> {
  const deployments = await kubectl.get('deployments', '--all-namespaces');
  const found = deployments.filter(({ metadata }) => /cert-manager|spin-operator|runtime-class-/.test(metadata.name));
  if (found.length > 0) {
    const names = found.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
    throw new Error(`the suites need a cluster without a platform, and this one has ${names.join(', ')}`);
  }
}

/** Keeps the figures of a cluster for the report. */
async function record(cluster?: Cluster): Promise<void> {
  const figures = await cluster?.figures();
  if (figures) {
    recordFigures({ suite: path.basename(expect.getState().testPath ?? '', '.test.ts'), ...figures });
  }
}

const folders: string[] = [];

/** A bundle with scripts for kubectl, written to a folder that is gone after the tests of the file. */
export function synthBundle(fill: (bundle: Bundle) => void, props: BundleProps = {}): string {
  const outdir = temporaryFolder();
  // What is written here goes into no repository, and Secrets of tests are none.
  const bundle = new Bundle({ outdir, deliveries: [Delivery.kubectl()], allowPlaintextSecrets: true, ...props });
  fill(bundle);
  bundle.synth();
  return outdir;
}

/** A folder that is gone after the tests of the file. */
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

/** Asks again and again until the answer is not undefined. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    await pause(300);
  }
  throw new Error(`waited ${seconds} s in vain: ${what}`);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
