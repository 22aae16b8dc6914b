import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Manifest } from '../../lib/synth/manifest';
import { randomEdits } from '../../test/validation/built-in/random-edits';
import {
  BuiltInVerdict,
  falseAlarms,
  missed,
  mistakes,
  objectOf,
  recordVerdicts,
} from '../../test/validation/built-in/verdict';
import { Answer, ApiServer, inParallel } from '../src/api-server';
import { useCluster } from '../src/suite';

/** Number of objects. */
const COUNT = 4000;

/** Seed of the random changes. */
const SEED = Number(process.env.E2E_SEED ?? 42);

/** Timeout for all objects, in milliseconds. */
const LIMIT = 600_000;

const NAMESPACE = 'verdicts';
const RUNTIME_CLASS = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: { name: 'spin' },
  handler: 'spin',
};

/** Number of characters that are kept of a reason. */
const ENOUGH = 120;

const VERSION = process.env.E2E_KUBERNETES ?? 'v1.34';

describe('verdicts of the API server on the kinds that every cluster has', () => {
  const cluster = useCluster();
  let verdicts: BuiltInVerdict[];
  let server: ApiServer;

  beforeAll(async () => {
    await cluster.kubectl.text('create', 'namespace', NAMESPACE);
    await cluster.kubectl.apply([RUNTIME_CLASS]);
    await cluster.kubectl.text('wait', `--namespace=${NAMESPACE}`, '--for=create', 'serviceaccount/default');
    server = new ApiServer(cluster.kubectl.kubeconfig);
    verdicts = await askForVerdicts(server);
    if (process.env.E2E_RECORD !== undefined) {
      recordVerdicts(VERSION, verdicts);
    }
  }, LIMIT);

  afterAll(() => {
    server.close();
  });

  test('are given by the schemas of the library, which are those that the server publishes', async () => {
    expect(await publishedSchemas(server)).toEqual(committedSchemas());
  });

  test('are errors of the library only where the server refuses', () => {
    expect(falseAlarms(verdicts, VERSION)).toEqual([]);
  });

  test('are errors of the library for 95 % of what the server cannot read', () => {
    const all = mistakes(verdicts).length;
    const unseen = missed(verdicts, VERSION);
    expect(all).toBeGreaterThan(1000);
    expect(unseen.length > 0.05 * all ? unseen : []).toEqual([]);
  });
});

const ROOT = path.join(__dirname, '..', '..');

/** The schemas that the server publishes, as our files have them, by file name. */
async function publishedSchemas(server: ApiServer): Promise<unknown> {
  const { paths } = (await server.document('/openapi/v3')) as { readonly paths: { readonly [path: string]: unknown } };
  const served = Object.keys(paths).filter((one) => /^apis?\/(.*\/)?v\d+$/.test(one));
  const documents = await inParallel(served, (one) => server.document(`/openapi/v3/${one}`));
  const program = path.join(ROOT, 'tools', 'crds', 'published.mjs');
  const options = { input: JSON.stringify(documents), maxBuffer: 2 ** 26, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, [program], options));
}

function committedSchemas(): unknown {
  const folder = path.join(ROOT, 'schemas', 'kubernetes', VERSION);
  const read = (file: string) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as unknown;
  return Object.fromEntries(fs.readdirSync(folder).map((file) => [file, read(file)]));
}

/** Asks what would come of creating each object, as `kubectl apply` would ask. */
async function askForVerdicts(server: ApiServer): Promise<BuiltInVerdict[]> {
  const pathOf = collections(server);
  const verdicts = await inParallel(randomEdits(COUNT, SEED), async (sample): Promise<BuiltInVerdict[]> => {
    const object = objectOf(sample);
    const path = await pathOf(object);
    if (path === undefined) {
      return [];
    }
    const { body, code } = await server.post(`${path}?dryRun=All&fieldValidation=Strict`, object).catch(hungUp);
    if (code === 201 || code === 200) {
      return [sample];
    }
    const reason = (body.message ?? '').replace(/^\S+ "[^"]*" is invalid: /, '').slice(0, ENOUGH);
    return [{ ...sample, refusedBy: isUnreadable(code, reason) ? 'decoding' : 'validation', reason }];
  });
  return verdicts.flat();
}

/** The validation of some versions panics where a field is missing, and the server closes the connection. */
function hungUp(error: NodeJS.ErrnoException): Answer {
  if (error.code !== 'ECONNRESET') {
    throw error;
  }
  return { code: 500, body: { message: 'the server panicked' }, warnings: [] };
}

function isUnreadable(code: number, reason: string): boolean {
  return code === 400 && /decod|unmarshal|cannot be handled/.test(reason);
}

/** Finds the path of the collection of a kind; undefined where the server does not serve it. */
function collections(server: ApiServer): (object: Manifest) => Promise<string | undefined> {
  const known = new Map<string, ReturnType<ApiServer['resources']>>();
  return async ({ apiVersion, kind }) => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resources = known.get(root) ?? server.resources(root);
    known.set(root, resources);
    const found = (await resources).find((one) => one.kind === kind && !one.name.includes('/'));
    return found && `${root}/${found.namespaced ? `namespaces/${NAMESPACE}/` : ''}${found.name}`;
  };
}
