import { execFile, execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { promisify } from 'util';
import { packInto } from './packed';
import { startRegistry } from './registry';

const REPOSITORY = ['--repo-url', 'https://github.com/example/shop.git'];

const MANIFEST = ['--spin-toml', 'spin.toml', '--variable', 'bank_url=https://bank.example.com'];

let folder: string;

/** The packed package. */
let tarball: string;

/** The command of the packed package. */
let cli: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'init-'));
  tarball = packInto(folder);
  execFileSync('tar', ['--extract', '--gzip', '--file', tarball, '--directory', folder]);
  cli = path.join(folder, 'package', 'build', 'bin', 'cdk8s-spinkube.js');
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a command without a terminal, while the registry of this process answers. */
async function run(cwd: string, command: string, ...args: string[]): Promise<Outcome> {
  const env = { ...process.env, CDK8S_OUTDIR: undefined, npm_config_prefer_offline: 'true', npm_config_audit: 'false' };
  try {
    const { stderr, stdout } = await promisify(execFile)(command, args, { cwd, env, maxBuffer: 1e8 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stderr, stdout } = error as { code: number; stderr: string; stdout: string };
    return { code, output: stdout + stderr };
  }
}

async function succeed(cwd: string, command: string, ...args: string[]): Promise<string> {
  const { code, output } = await run(cwd, command, ...args);
  if (code !== 0) {
    throw new Error(`${[command, ...args].join(' ')}: ${output}`);
  }
  return output;
}

const init = (cwd: string, ...args: string[]) => run(cwd, process.execPath, cli, 'init', ...args);

describe('a project', () => {
  /** Folder with the packages that all projects have, and the projects. */
  let projects: string;

  beforeAll(async () => {
    projects = path.join(folder, 'projects');
    fs.mkdirSync(projects);
    fs.copyFileSync(path.join(__dirname, '..', 'bin', 'spin.toml'), path.join(projects, 'spin.toml'));
    await init(projects, 'first');
    const registry = await startRegistry(tarball);
    try {
      await succeed(path.join(projects, 'first'), 'npm', 'ci', '--registry', registry.url);
    } finally {
      registry.close();
    }
    fs.renameSync(path.join(projects, 'first', 'node_modules'), path.join(projects, 'node_modules'));
    // With the packages that it needs for a spin.toml.
    cli = path.join(projects, 'node_modules', 'cdk8s-spinkube', 'build', 'bin', 'cdk8s-spinkube.js');
  }, 300_000);

  const cases = ['app', 'platform', 'fleet', 'spin.toml'].flatMap((template) =>
    ['kubectl', 'argo-cd', 'flux'].map((delivery): [string, string, string[]] => [
      template,
      delivery,
      [
        ...(template === 'spin.toml' ? MANIFEST : ['--template', template]),
        ...(delivery === 'kubectl' ? [] : ['--delivery', delivery, ...REPOSITORY]),
      ],
    ]),
  );

  test.each(cases)(
    'passes its tests, is accepted by validate and has its delivery: %s, %s',
    async (template, delivery, options) => {
      const project = path.join(projects, `${template}-${delivery}`);
      expect(await init(projects, project, ...options)).toMatchObject({ code: 0 });
      expect(await succeed(project, 'npm', 'run', 'synth')).not.toMatch(/warn/i);
      expect(await succeed(project, 'npm', 'test')).not.toContain('skipped');
      await succeed(project, process.execPath, cli, 'validate', 'dist');
      const expected = { kubectl: 'kubectl/install.sh', 'argo-cd': 'argo-cd/project.yaml', flux: 'flux/source.yaml' };
      const dist = path.join(project, 'dist', ...(template === 'fleet' ? ['us-1'] : []));
      const found = Object.keys(expected).filter((name) => fs.existsSync(path.join(dist, name)));
      expect(found).toEqual([delivery]);
    },
    300_000,
  );

  test.each([
    ['a type', 'main.ts', 'replaced: ', 'metadata: ', "'replaced' does not exist"],
    ['the image', 'main.ts', 'v0.22.0', 'v0.23.0', 'runs the image in pods of the executor'],
    ['dist/', 'dist/manifests/apps/apps.k8s.yaml', 'replicas: 2', 'replicas: 1', 'has in dist/ what main.ts writes'],
  ])(
    'fails its tests after a change of %s',
    async (_, file, changed, original, expected) => {
      const project = fs.mkdtempSync(path.join(projects, 'changed-'));
      await init(projects, project);
      await succeed(project, 'npm', 'run', 'synth');
      const text = fs.readFileSync(path.join(project, file), 'utf8');
      fs.writeFileSync(path.join(project, file), text.replace(original, changed));
      const { code, output } = await run(project, 'npm', 'test');
      expect(code).not.toBe(0);
      expect(output).toContain(expected);
    },
    300_000,
  );
});

test.each(['platform', 'fleet'])(
  'installs with npm ci from a packed package, and passes its tests before the first synth: %s',
  async (template) => {
    const project = path.join(folder, `packed-${template}`);
    await init(folder, project, '--template', template, '--package', tarball);
    await succeed(project, 'npm', 'ci');
    expect(await succeed(project, 'npm', 'test')).toContain('1 skipped');
    fs.rmSync(path.join(project, 'node_modules'), { recursive: true });
  },
  300_000,
);

describe('on a terminal', () => {
  /** Runs init in a folder, and types an answer after each text. */
  function answer(cwd: string, args: readonly string[], answers: readonly (readonly [string, string])[]): Outcome {
    const script = path.join(__dirname, 'on-terminal.py');
    const command = [script, JSON.stringify(answers), process.execPath, cli, 'init', ...args];
    return JSON.parse(execFileSync('python3', command, { cwd, encoding: 'utf8' })) as Outcome;
  }

  let cwd: string;

  beforeEach(() => {
    cwd = fs.mkdtempSync(path.join(folder, 'terminal-'));
  });

  test('asks for what is not given', () => {
    const { code, output } = answer(
      cwd,
      ['shop'],
      [
        ['Choose [app]: ', 'nothing\n'],
        ["'nothing' is not one of app, platform, fleet, python-app", 'platform\n'],
        ['Choose [kubectl]: ', 'flux\n'],
        ['Address of the Git repository: ', 'http\x7f\x7f\x7f\x7fhttps://github.com/example/shop.git\n'],
      ],
    );
    expect(code).toBe(0);
    expect(output).toContain('  fleet       two clusters with SpinKube and apps');
    expect(output).toContain('Wrote 8 files to shop:\n');
    expect(fs.readFileSync(path.join(cwd, 'shop', 'main.ts'), 'utf8')).toContain(
      "GitSource.of({ url: 'https://github.com/example/shop.git' })",
    );
  });

  test('asks nothing with --yes, --json or another standard input', () => {
    expect(answer(cwd, ['yes', '--yes'], []).output).toMatch(/^Wrote 8 files/);
    expect(answer(cwd, ['json', '--json'], []).output).toMatch(/^\{\n/);
    const args = ['-c', '"$0" "$@" </dev/null', process.execPath, cli, 'init', 'null'];
    const script = path.join(__dirname, 'on-terminal.py');
    const { output } = JSON.parse(
      execFileSync('python3', [script, '[]', 'sh', ...args], { cwd, encoding: 'utf8' }),
    ) as Outcome;
    expect(output).toMatch(/^Wrote 8 files/);
  });

  test.each([
    ['Ctrl-C', '\x03', -2, ''],
    ['Ctrl-D', '\x04', 2, 'cdk8s-spinkube init: the input ended; nothing was written\n'],
  ])('writes nothing after %s', (_, typed, expected, message) => {
    const { code, output } = answer(
      cwd,
      ['shop'],
      [
        ['Choose [app]: ', '\n'],
        ['[none]: ', typed],
      ],
    );
    expect(code).toBe(expected);
    expect(output).toContain(message);
    expect(fs.readdirSync(cwd)).toEqual([]);
  });

  test('refuses a folder that is not empty before it asks', () => {
    fs.writeFileSync(path.join(cwd, 'mine'), '');
    expect(answer(cwd, [], [])).toEqual({
      code: 2,
      output: "cdk8s-spinkube init: '.' is not empty: it has mine; give another folder\n",
    });
  });
});
