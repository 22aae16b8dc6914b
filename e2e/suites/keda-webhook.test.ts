import { spawnSync } from 'child_process';
import * as path from 'path';
import { sampleQuestions } from '../../test/validation/keda/scaled-objects';
import { Answer, differentWarnings, disagreements, recordVerdicts, Verdict } from '../../test/validation/keda/verdict';
import { inOwnCluster } from '../src/cluster';
import { folderOf } from '../src/go-module';
import { componentOf, programPath } from '../src/programs';

/** Number of objects. */
const COUNT = 1000;

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
