import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { filesBelow } from '../gitops/stages';
import { packInto } from './packed';

const ROOT = path.join(__dirname, '..', '..');
const DOCS = path.join(ROOT, 'docs');

interface Block {
  readonly before: string;
  readonly language: string;
  readonly text: string;
}

/** The commands and programs of a page, without those that are marked as not run. */
function blocksIn(page: string): Block[] {
  const text = fs.readFileSync(path.join(DOCS, page), 'utf8');
  return [...text.matchAll(/(.*)\n+```(sh|ts)\n([^]*?)^```$/gm)]
    .map(([, before, language, block]) => ({ before, language, text: block }))
    .filter(({ before }) => !before.startsWith('<!-- not run: '));
}

/** The pages with commands of the command line. */
const COMMANDS = fs
  .readdirSync(path.join(DOCS, 'how-to'))
  .map((file) => `how-to/${file}`)
  .map((page): [string, Block[]] => [
    page,
    blocksIn(page).filter(({ text }) => /^npx --no cdk8s-spinkube /m.test(text)),
  ])
  .filter(([, blocks]) => blocks.length > 0);

/** Folder in which the reader starts. */
let folder: string;

/** Output of the commands of the tutorial. */
let output: string;

const project = () => path.join(folder, 'shop-platform');

function run(script: string, cwd: string): string {
  const env = {
    ...process.env,
    PATH: `${path.join(folder, 'bin')}:${String(process.env.PATH)}`,
    GIT_AUTHOR_NAME: 'reader',
    GIT_AUTHOR_EMAIL: 'reader@example.com',
    GIT_COMMITTER_NAME: 'reader',
    GIT_COMMITTER_EMAIL: 'reader@example.com',
    CDK8S_OUTDIR: undefined,
    LC_ALL: 'C',
    npm_config_audit: 'false',
    npm_config_prefer_offline: 'true',
  };
  return execFileSync('bash', ['-euo', 'pipefail'], { cwd, env, input: script, encoding: 'utf8' });
}

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'first-project-'));
  const clone = path.join(folder, 'cdk8s-spinkube');
  fs.mkdirSync(clone);
  packInto(clone);
  // Programs go into the files whose names stand before them.
  const script = blocksIn('tutorial/first-project.md').map(({ before, language, text }) => {
    const file = /^`([\w.]+)`:$/.exec(before)?.[1];
    return language === 'sh' ? text : `cat > ${String(file)} <<'END OF PROGRAM'\n${text}END OF PROGRAM\n`;
  });
  output = run(script.join(''), folder);
}, 600_000);

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

test('leads from an empty folder to a bundle in Git', () => {
  expect(output).toContain(fs.readFileSync(path.join(DOCS, 'tutorial', 'outputs', 'first-project.txt'), 'utf8'));
  expect(output).toContain('2 files changed');
  expect(output).toContain('spec.replicas: 2 → 3');
  expect(filesBelow(path.join(project(), 'dist'))['manifests/apps/apps.k8s.yaml']).toContain('replicas: 3');
});

test('runs the unit tests of the guide', () => {
  const [{ text }] = blocksIn('how-to/unit-tests.md');
  fs.writeFileSync(path.join(project(), 'unit.test.ts'), text);
  expect(run('npx --no tsc && npx --no jest unit.test.ts 2>&1', project())).toContain('3 passed');
}, 120_000);

describe('the commands of the guides', () => {
  beforeAll(() => {
    run(
      `git commit --quiet --all --message 'Three replicas' && git tag v2
      cp -r dist ../old && cp -r dist ../new
      for folder in apps clusters platform; do mkdir -p $folder && cp dist/manifests/apps/apps.k8s.yaml $folder/app.yaml; done
      cp apps/app.yaml app.yaml && cp dist/manifests/executors/executors.k8s.yaml platform/executor.yaml
      mkdir ../bin && printf '#!/bin/sh\\ncat app.yaml\\n' > ../bin/helm && chmod +x ../bin/helm`,
      project(),
    );
  });

  test.each(COMMANDS)(
    'ends without an error: %s',
    (_, blocks) => {
      for (const { text } of blocks) {
        expect(() => run(text, project())).not.toThrow();
      }
    },
    120_000,
  );
});
