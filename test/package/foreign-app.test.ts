import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { filesBelow } from '../gitops/stages';
import { packInto } from './packed';

const ROOT = path.join(__dirname, '..', '..');

/** Every cdk8s-plus from the oldest that the package works with to the newest. That of `cdk8s init` is 33. */
const CDK8S_PLUS = {
  'cdk8s-plus-28': '2.5.6',
  'cdk8s-plus-29': '2.6.0',
  'cdk8s-plus-30': '2.4.10',
  'cdk8s-plus-31': '2.6.43',
  'cdk8s-plus-32': '2.5.92',
  'cdk8s-plus-33': '2.5.57',
  'cdk8s-plus-34': '2.0.54',
};

/** The configuration of cdk8s-cli. */
const CONFIGURATION = 'language: typescript\napp: node main.js\n';

/** Folder of the foreign app. */
let folder: string;

/** The packed package. */
let tarball: string;

function install(...packages: string[]): void {
  run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...packages);
}

function run(command: string, ...args: string[]): string {
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', CDK8S_OUTDIR: undefined };
  return execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const bin = (name: string) => path.join(ROOT, 'node_modules', '.bin', name);

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'foreign-app-'));
  tarball = packInto(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'foreign-app', private: true }));
  const compilerOptions = { strict: true, target: 'es2022', module: 'commonjs', skipLibCheck: true, types: [] };
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  write('cdk8s.yaml', CONFIGURATION);
  install(tarball, ...Object.entries(CDK8S_PLUS).map(([name, version]) => `${name}@${version}`));
}, 300_000);

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

/** Runs a compiled app, and returns the files that it writes. */
function outputOf(app: string): Record<string, string> {
  const dist = path.join(folder, 'dist');
  fs.rmSync(dist, { recursive: true, force: true });
  run('node', app);
  return Object.fromEntries(fs.readdirSync(dist).map((file) => [file, fs.readFileSync(path.join(dist, file), 'utf8')]));
}

function synthesize(main: string): string {
  fs.writeFileSync(path.join(folder, 'main.ts'), main);
  run(bin('tsc'));
  run(bin('cdk8s'), 'synth');
  return path.join(folder, 'dist');
}

test('packs code, types, CRDs, schemas, scripts and templates, and nothing else', () => {
  const installed = path.join(folder, 'node_modules', 'cdk8s-spinkube');
  expect(fs.readdirSync(installed).sort()).toEqual([
    '.jsii',
    '.jsii.gz',
    'LICENSE',
    'NOTICE',
    'README.md',
    'build',
    'crds',
    'lib',
    'node_modules',
    'package.json',
    'schemas',
    'templates',
  ]);
  expect(fs.readdirSync(path.join(installed, 'node_modules'))).toEqual([
    '.bin',
    '@dagrejs',
    'argparse',
    'commander',
    'diff',
    'fastest-levenshtein',
    'js-yaml',
    'picomatch',
    'smol-toml',
  ]);
  expect(fs.readdirSync(path.join(installed, 'schemas'))).toEqual(['kubernetes', 'structural']);
  expect(fs.readdirSync(path.join(installed, 'lib', 'gitops', 'kubectl')).sort()).toEqual([
    'cluster.sh',
    'install.sh',
    'progress.sh',
    'ready.sh',
    'removal.sh',
    'shim-install.sh',
    'shim-jobs.sh',
    'shim-nodes.sh',
    'shim-uninstall.sh',
    'uninstall.sh',
    'upgrade-nodes.sh',
  ]);
  expect(fs.readdirSync(path.join(installed, 'lib', 'graph')).sort()).toEqual(['page.css', 'page.js']);
  expect(fs.readdirSync(path.join(installed, 'lib', 'upgrade')).sort()).toEqual(['moves.sh', 'upgrade.sh']);
  expect(fs.readdirSync(path.join(installed, 'lib', 'app'))).toEqual(['smoke-test.sh']);
  expect(fs.readdirSync(path.join(installed, 'build')).sort()).toEqual(['bin', 'imports', 'lib']);
});

test('is not larger than its budget, and has no source maps', () => {
  expect(fs.statSync(tarball).size).toBeLessThan(1_700_000);
  const files = fs.readdirSync(path.join(folder, 'node_modules', 'cdk8s-spinkube'), { recursive: true });
  expect(files.filter((file) => String(file).endsWith('.map'))).toEqual([]);
});

test('works in a plain cdk8s app', () => {
  const dist = synthesize(`
    import { App, Chart } from 'cdk8s';
    import { core, SpinApp, SpinAppExecutor, RuntimeClass } from 'cdk8s-spinkube';

    const app = new App();
    const chart = new Chart(app, 'team', { namespace: 'team' });
    const runtimeClass = RuntimeClass.fromRuntimeClassName(chart, 'runtime-class', 'wasmtime-spin-v2');
    const executor = new SpinAppExecutor(chart, 'executor', { runtimeClass });
    new SpinApp(chart, 'hello', { image: 'example.com/hello:v1', executor });
    new core.SpinApp(chart, 'l1', { spec: { image: 'example.com/l1:v1', executor: executor.name, replicas: 1 } });
    app.synth();
  `);
  const text = fs.readFileSync(path.join(dist, 'team.k8s.yaml'), 'utf8');
  expect(text.match(/^kind: .*/gm)).toEqual(['kind: SpinAppExecutor', 'kind: SpinApp', 'kind: SpinApp']);
});

test('works in an app with the whole platform', () => {
  const dist = synthesize(`
    import { Bundle, Delivery, SpinKube, SpinKubeRelease } from 'cdk8s-spinkube';

    const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });
    new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_12 });
    bundle.synth();
  `);
  expect(fs.readdirSync(dist).sort()).toEqual([
    'README.md',
    'kubectl',
    'kustomization.yaml',
    'manifests',
    'stages.json',
  ]);
  for (const stage of ['spinkube-crds', 'runtime-class', 'spin-operator', 'executors']) {
    const file = path.join('manifests', stage, `${stage}.k8s.yaml`);
    const ours = fs.readFileSync(path.join(ROOT, 'dist', file), 'utf8');
    expect(fs.readFileSync(path.join(dist, file), 'utf8')).toBe(ours);
  }
});

/** The only cdk8s app of a document that is not a bundle and imports a package. */
function programIn(document: string, imported: string): string {
  const text = fs.readFileSync(path.join(ROOT, document), 'utf8');
  const programs = [...text.matchAll(/^```ts(?: nofixture)?\n([^]*?)^```$/gm)]
    .map(([, code]) => code)
    .filter((code) => code.includes('app.synth()') && code.includes(` from '${imported}';`));
  expect(programs).toHaveLength(1);
  return programs[0];
}

test('compiles and synthesizes the example of the README in the project of `cdk8s init`', () => {
  const template = path.join(ROOT, 'node_modules', 'cdk8s-cli', 'templates', 'typescript-app');
  for (const file of ['main.ts', 'main.test.ts', 'tsconfig.json']) {
    const text = fs.readFileSync(path.join(template, file), 'utf8');
    write(path.join('project', file), text.replaceAll('{{ $base }}', 'project'));
  }
  expect(fs.readFileSync(path.join(template, 'package.json'), 'utf8')).toContain('"cdk8s-plus-33": ');
  for (const cdk8sPlus of ['cdk8s-plus-28', 'cdk8s-plus-33']) {
    const program = programIn('README.md', 'cdk8s-spinkube').replaceAll('cdk8s-plus-28', cdk8sPlus);
    write(path.join('project', `${cdk8sPlus}.ts`), program);
  }
  run(bin('tsc'), '--project', 'project', '--typeRoots', path.join(ROOT, 'node_modules', '@types'), '--types', 'jest');
  expect(outputOf('project/cdk8s-plus-33.js')).toEqual(outputOf('project/cdk8s-plus-28.js'));
}, 120_000);

/** Compiles programs with the strictest settings, as ESM and CommonJS, and for bundlers too. */
function compileStrictly(project: string): void {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    // The declarations of cdk8s-plus itself are not ready for exactOptionalPropertyTypes.
    skipLibCheck: true,
    target: 'es2022',
    types: ['node'],
    typeRoots: [path.join(ROOT, 'node_modules', '@types')],
  };
  write(`${project}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ['**/*'] }));
  run(bin('tsc'), '--project', project, '--module', 'preserve', '--moduleResolution', 'bundler', '--noEmit');
  run(bin('tsc'), '--project', project, '--module', 'node16', '--moduleResolution', 'node16');
}

/** Runs programs, which must all write the same. */
function expectSameOutput(programs: string[]): { readonly [file: string]: string } {
  const [first, ...others] = programs.map(outputOf);
  for (const output of others) {
    expect(output).toEqual(first);
  }
  return first;
}

test('runs the program of the guide beside every cdk8s-plus, as ESM and CommonJS', () => {
  const program = programIn('docs/how-to/another-cdk8s-plus.md', 'cdk8s-plus-33');
  const programs = Object.keys(CDK8S_PLUS).flatMap((cdk8sPlus) =>
    ['cts', 'mts'].map((extension) => {
      write(path.join('guide', `${cdk8sPlus}.${extension}`), program.replaceAll('cdk8s-plus-33', cdk8sPlus));
      return `guide/${cdk8sPlus}.${extension.replace('ts', 'js')}`;
    }),
  );
  compileStrictly('guide');
  expect(expectSameOutput(programs)['shop.k8s.yaml']).toContain('kind: HorizontalPodAutoscaler');
}, 300_000);

test('takes the values of every cdk8s-plus for every property, as ESM and CommonJS, and none', () => {
  const textOf = (file: string) => fs.readFileSync(path.join(__dirname, 'any-cdk8s-plus', file), 'utf8');
  const variants = { without: textOf('without.ts') };
  for (const cdk8sPlus of Object.keys(CDK8S_PLUS)) {
    Object.assign(variants, { [cdk8sPlus]: textOf('with.ts').replace('cdk8s-plus-28', cdk8sPlus) });
  }
  const programs = Object.entries(variants).flatMap(([name, values]) =>
    ['cts', 'mts'].map((extension) => {
      const compiled = extension.replace('ts', 'js');
      write(`full/${name}/values.${extension}`, values);
      write(`full/${name}/main.${extension}`, textOf('main.ts').replace("'./without'", `'./values.${compiled}'`));
      return `full/${name}/main.${compiled}`;
    }),
  );
  compileStrictly('full');
  expect(Object.keys(expectSameOutput(programs))).toHaveLength(11);
}, 300_000);

describe('the plugin of cdk8s-cli, with the configuration of the guide', () => {
  const guide = fs.readFileSync(path.join(ROOT, 'docs', 'how-to', 'plugin.md'), 'utf8');
  const configuration = /^```yaml\n([^]*?)^```$/m.exec(guide)?.[1] ?? '';

  /** Synthesizes an app of one SpinApp. */
  function synth(cdk8s: string, replicas: number): { status: number | null; output: string } {
    write('cdk8s.yaml', configuration.replace('node --import tsx main.ts', 'node main.js'));
    write(
      'main.js',
      `const { App, Chart, ApiObject } = require('cdk8s');
      const app = new App();
      new ApiObject(new Chart(app, 'team'), 'hello', {
        apiVersion: 'core.spinkube.dev/v1alpha1',
        kind: 'SpinApp',
        spec: { image: 'hello', executor: 'shim', replicas: ${replicas} },
      });
      app.synth();`,
    );
    // A folder for plugins without plugins, as that of a new user.
    const home = path.join(folder, 'home');
    const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', CDK8S_OUTDIR: undefined, HOME: home };
    const { status, stderr, stdout } = spawnSync(cdk8s, ['synth'], { cwd: folder, env, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }

  beforeAll(() => {
    const file = path.join(ROOT, 'node_modules', 'cdk8s-cli', 'package.json');
    const { version } = JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string };
    // Not saved, so that the next installation removes it.
    install('--no-save', `cdk8s-cli@${version}`);
  }, 300_000);

  afterAll(() => {
    write('cdk8s.yaml', CONFIGURATION);
  });

  test.each([
    ['in the project', () => path.join(folder, 'node_modules', '.bin', 'cdk8s')],
    ['elsewhere, such as globally', () => bin('cdk8s')],
  ])(
    'checks an app if cdk8s-cli is installed %s',
    (_, cdk8s) => {
      expect(synth(cdk8s(), 1)).toMatchObject({ status: 0 });
      const { status, output } = synth(cdk8s(), 0);
      expect(status).toBe(2);
      expect(output).toContain('spin-app-replicas');
    },
    60_000,
  );
});

test('shows main.ts in the README, without comments', () => {
  const main = fs
    .readFileSync(path.join(ROOT, 'main.ts'), 'utf8')
    .replace(/^\/\/ .*\n/gm, '')
    .replace("'./lib'", "'cdk8s-spinkube'");
  expect(fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8')).toContain(main);
});

/** The oldest versions that the ranges of the peer dependencies allow. */
function oldestPeers(): string[] {
  const { peerDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    peerDependencies: { [name: string]: string };
  };
  return Object.entries(peerDependencies).map(([name, range]) => `${name}@${range.replace('^', '')}`);
}

test.each([
  ['newest', []],
  ['oldest', oldestPeers()],
])(
  'writes the bundle of main.ts with the %s peers',
  (_, peers) => {
    if (peers.length > 0) {
      install(...peers);
    }
    const main = fs.readFileSync(path.join(ROOT, 'main.ts'), 'utf8').replace("'./lib'", "'cdk8s-spinkube'");
    fs.rmSync(path.join(folder, 'dist'), { recursive: true, force: true });
    expect(filesBelow(synthesize(main))).toEqual(filesBelow(path.join(ROOT, 'dist')));
  },
  300_000,
);
