import { spawnSync } from 'child_process';
import * as path from 'path';
import { Manifest } from '../../lib/synth/manifest';
import { Question, sampleQuestions } from '../../test/validation/keda/scaled-objects';
import { Answer, differentWarnings, disagreements, recordVerdicts, Verdict } from '../../test/validation/keda/verdict';
import { ApiServer, inParallel } from '../src/api-server';
import { inOwnCluster } from '../src/cluster';
import { folderOf } from '../src/go-module';
import { installKedaDefinitions, installKedaWebhook } from '../src/keda';
import { componentOf, programPath } from '../src/programs';
import { eventually, useCluster } from '../src/suite';

/** SpinApps must be a kind of the cluster. */
const SPINKUBE = path.join(__dirname, '..', '..', 'crds', 'core.spinkube.dev-v0.6.1.yaml');

/** Number of objects. */
const COUNT = 1000;

/** Number of those that a cluster is asked about: each has a namespace with other objects. */
const ASKED = 200;

/** Seed of the random objects. */
const SEED = Number(process.env.E2E_SEED ?? 42);

/** Timeout for all objects, in milliseconds. */
const LIMIT = 60_000;

inOwnCluster("verdicts of KEDA's webhook", () => {
  let verdicts: Verdict[];

  beforeAll(() => {
    const folder = folderOf(componentOf('keda-webhook').replace(' ', '@'));
    const definition = path.join(folder, 'config', 'crd', 'bases', 'keda.sh_scaledobjects.yaml');
    const questions = sampleQuestions(COUNT, SEED);
    const { stderr, stdout } = spawnSync(programPath('keda-webhook'), [definition], {
      encoding: 'utf8',
      input: questions.map((question) => JSON.stringify(question)).join('\n'),
      maxBuffer: Infinity,
    });
    const answers = stdout.split('\n').filter(Boolean);
    if (answers.length !== COUNT) {
      throw new Error(`${answers.length} answers: ${stderr}`);
    }
    verdicts = questions.map((question, index) => ({ ...question, ...(JSON.parse(answers[index]) as Answer) }));
    if (process.env.E2E_RECORD !== undefined) {
      recordVerdicts(verdicts);
    }
  }, LIMIT);

  test('match the errors of the library exactly', () => {
    expect(disagreements(verdicts)).toEqual([]);
  });

  test('match the warnings of the library exactly', () => {
    expect(differentWarnings(verdicts)).toEqual([]);
  });
});

/** Adds the fields that an API server requires, unlike the fake client of the other program. */
function complete(other: Manifest, namespace: string): Manifest {
  const metadata = { ...other.metadata, namespace };
  if (other.kind === 'Deployment') {
    const labels = { app: other.metadata.name };
    const { template } = other.spec as { template: { spec: { containers: object[] } } };
    const containers = template.spec.containers.map((container) => ({ image: 'e2e/none', ...container }));
    const spec = {
      // No ReplicaSets: hundreds of them would keep the controllers from starting the webhook.
      paused: true,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    };
    return { ...other, metadata, spec };
  }
  // Its owner does not exist, so the garbage collector would delete it.
  const finalizers = other.kind === 'HorizontalPodAutoscaler' ? ['example.com/keep'] : undefined;
  return { ...other, metadata: { ...metadata, ...(finalizers && { finalizers }) } };
}

const PATHS: { readonly [kind: string]: string } = {
  Deployment: 'apis/apps/v1/namespaces/NAMESPACE/deployments',
  HorizontalPodAutoscaler: 'apis/autoscaling/v2/namespaces/NAMESPACE/horizontalpodautoscalers',
  LimitRange: 'api/v1/namespaces/NAMESPACE/limitranges',
  ScaledObject: 'apis/keda.sh/v1alpha1/namespaces/NAMESPACE/scaledobjects',
};

inOwnCluster("KEDA's webhook behind an API server", () => {
  const cluster = useCluster();
  let verdicts: Verdict[];

  /** Creates an object. */
  const post = (server: ApiServer, object: Manifest, namespace: string) =>
    server.post(`/${PATHS[object.kind].replace('NAMESPACE', namespace)}`, complete(object, namespace));

  /** Creates the objects that are in the cluster already; false if they cannot be in one. */
  const prepare = async (server: ApiServer, { others }: Question, namespace: string): Promise<boolean> => {
    await server.post('/api/v1/namespaces', { metadata: { name: namespace } });
    const answers = [];
    for (const other of others) {
      answers.push(await post(server, other, namespace));
    }
    return answers.every(({ code }) => code === 201);
  };

  /** Creates the object: in a dry run, KEDA leaves out its rules about CPU and memory. Nothing acts on it without KEDA's operator. */
  const ask = async (server: ApiServer, question: Question, namespace: string): Promise<Verdict> => {
    const { body, code, warnings } = await post(server, question.object, namespace);
    const message = body.message ?? '';
    if (code !== 201 && (code >= 500 || message.includes('failed calling webhook'))) {
      throw new Error(`${code} ${message}`);
    }
    return { ...question, refused: code === 201 ? [] : [message], warnings };
  };

  beforeAll(async () => {
    await installKedaDefinitions(cluster.kubectl);
    await cluster.kubectl.text('apply', '--server-side', `--filename=${SPINKUBE}`);
    const server = new ApiServer(cluster.kubectl.kubeconfig);
    const numbered = sampleQuestions(COUNT, SEED)
      .slice(0, ASKED)
      .map((question, index) => ({ question, namespace: `question-${index}` }));
    const possible = await inParallel(numbered, ({ namespace, question }) => prepare(server, question, namespace));
    // Its cache has what was there before it.
    await installKedaWebhook(cluster.kubectl);
    const asked = numbered.filter((_, index) => possible[index]);
    const [first, ...rest] = asked;
    const answer = await eventually('the webhook', () =>
      ask(server, first.question, first.namespace).catch(() => undefined),
    );
    verdicts = [answer, ...(await inParallel(rest, ({ namespace, question }) => ask(server, question, namespace)))];
    server.close();
  }, 240_000);

  test('answers about most objects, and rejects some of them itself', () => {
    expect(verdicts.length).toBeGreaterThan(ASKED * 0.7);
    const byWebhook = verdicts.filter(({ refused: [message = ''] = [] }) => message.includes('denied the request'));
    expect(byWebhook.length).toBeGreaterThan(ASKED * 0.2);
  });

  test('gives the verdicts of the library', () => {
    expect(disagreements(verdicts)).toEqual([]);
  });

  test('gives the warnings of the library', () => {
    expect(differentWarnings(verdicts)).toEqual([]);
  });
});
