import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { filesBelow } from '../gitops/stages';
import { packInto } from './packed';

const ROOT = path.join(__dirname, '..', '..');
const BUNDLERS = ['esbuild@0.28.2', 'webpack@5.113.0'];

const PROGRAM = `
  const bundle = new Bundle({ outdir: process.argv[2], deliveries: [Delivery.kubectl()] });
  const spinkube = new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_12 });
  const apps = new Chart(bundle, 'apps', { namespace: 'default' });
  new SpinApp(apps, 'hello', { image: 'example.com/hello:v1', executor: spinkube.executor });
  bundle.synth();
`;

const NAMES = '{ Bundle, Delivery, SpinApp, SpinKube, SpinKubeRelease }';

/** The program as an ECMAScript module and for CommonJS. */
const APPS = {
  'app.mjs': `import { Chart } from 'cdk8s';\nimport ${NAMES} from 'cdk8s-spinkube';\n${PROGRAM}`,
  'app.cjs': `const { Chart } = require('cdk8s');\nconst ${NAMES} = require('cdk8s-spinkube');\n${PROGRAM}`,
};

// Programs of their own, and packages from the registry.
jest.setTimeout(60_000);

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'installation-'));
  write('package.json', JSON.stringify({ name: 'app', private: true }));
  run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', packInto(folder), ...BUNDLERS);
  for (const [file, text] of Object.entries(APPS)) {
    write(file, text);
  }
}, 300_000);

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Runs a program in a folder. */
function outcomeOf(file: string, cwd = folder): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [file, 'out'], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stderr };
}

/** The files that a program writes. */
function outputOf(file: string): Map<string, string> {
  fs.rmSync(path.join(folder, 'out'), { recursive: true, force: true });
  expect(outcomeOf(file)).toEqual({ status: 0, stderr: '' });
  return new Map(Object.entries(filesBelow(path.join(folder, 'out'))));
}

const installed = (...parts: string[]) => path.join(folder, 'node_modules', ...parts);

function versionIn(parent: string): string {
  return (JSON.parse(fs.readFileSync(path.join(parent, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Installs a version of a package into a folder while something runs, in place of the one that is there. */
function withPackage(name: string, version: string, at: string, check: () => void): void {
  const packed = execFileSync('npm', ['pack', '--silent', `${name}@${version}`, '--pack-destination', folder], {
    cwd: folder,
    encoding: 'utf8',
  });
  const saved = `${at}-saved`;
  if (fs.existsSync(at)) {
    fs.renameSync(at, saved);
  }
  fs.mkdirSync(at, { recursive: true });
  try {
    run('tar', '--extract', '--file', packed.trim(), '--strip-components', '1', '--directory', at);
    check();
  } finally {
    fs.rmSync(at, { recursive: true });
    if (fs.existsSync(saved)) {
      fs.renameSync(saved, at);
    }
  }
}

test.each(Object.keys(APPS))('works with the newest peers: %s', (app) => {
  expect(outputOf(app).get('manifests/apps/apps.k8s.yaml')).toContain('kind: SpinApp');
});

test.each([
  ['cdk8s-spinkube', true],
  ['cdk8s-spinkube/package.json', true],
  ['cdk8s-spinkube/.jsii', true],
  ['cdk8s-spinkube/.jsii.gz', true],
  ['cdk8s-spinkube/crds/index.json', true],
  ['cdk8s-spinkube/build/lib/app/spin-app.js', false],
])('exports %s: %s', (specifier, isExported) => {
  write('resolve.cjs', `console.error(require('fs').existsSync(require.resolve(${JSON.stringify(specifier)})));`);
  const { stderr } = outcomeOf('resolve.cjs');
  expect(stderr).toContain(isExported ? 'true' : 'ERR_PACKAGE_PATH_NOT_EXPORTED');
});

/** The errors of the apps. */
function errors(): string[] {
  return Object.keys(APPS).map((app) => {
    const { status, stderr } = outcomeOf(app);
    expect(status).toBe(1);
    return /Error: (.*?)\]?$/m.exec(stderr)?.[1] ?? stderr;
  });
}

describe('the import', () => {
  test.each([
    ['cdk8s', '2.70.46', '^2.70.47'],
    ['constructs', '10.4.1', '^10.4.2'],
    ['cdk8s-plus-28', '2.3.17', '^2.5.6'],
  ])('rejects %s %s, which is too old', (name, version, range) => {
    withPackage(name, version, installed(name), () => {
      const error =
        `cdk8s-spinkube needs ${name} ${range}, but it finds ${name} ${version} in ${installed(name)}; ` +
        `run npm install ${name}@${range}`;
      expect(errors()).toEqual([error, error]);
    });
  });

  test.each([
    ['cdk8s', '2.70.47', '^2.70.47'],
    ['constructs', '10.4.2', '^10.4.2'],
  ])('rejects a second copy of %s', (name, version, range) => {
    const nested = installed('cdk8s-spinkube', 'node_modules', name);
    withPackage(name, version, nested, () => {
      const error =
        `cdk8s-spinkube uses ${name} ${version} in ${nested}, but this app uses ${name} ` +
        `${versionIn(installed(name))} in ${installed(name)}; both need the same copy: run npm install ${name}@${range} ` +
        'and npm dedupe';
      expect(errors()).toEqual([error, error]);
    });
  });
});

test('accepts a second copy in a program that is not an app, such as cdk8s-cli, which loads a plugin', () => {
  write('node_modules/tool/main.js', "new (require('cdk8s-spinkube').SpinKubeValidation)();");
  withPackage('cdk8s', '2.70.47', installed('tool', 'node_modules', 'cdk8s'), () => {
    expect(outcomeOf(installed('tool', 'main.js'))).toEqual({ status: 0, stderr: '' });
  });
});

describe.each(Object.keys(APPS))('a bundle of %s', (app) => {
  /** Bundles the app with some arguments of esbuild. */
  function esbuild(...args: string[]): string {
    run(
      'npx',
      '--no',
      'esbuild',
      app,
      '--bundle',
      '--platform=node',
      '--outfile=bundle.js',
      '--log-level=error',
      ...args,
    );
    return 'bundle.js';
  }

  /** Bundles the app with the configuration of the guide, or without it. */
  function webpack(configuration = ''): string {
    const options = {
      mode: 'none',
      entry: `./${app}`,
      output: { path: folder, filename: 'bundle.js' },
      target: 'node',
    };
    write(
      'webpack.config.js',
      `${configuration}
      require('webpack')({ ...${JSON.stringify(options)}, ...module.exports }, (error, stats) => {
        if (error ?? stats.hasErrors()) throw error ?? new Error(stats.toString());
      });`,
    );
    run(process.execPath, 'webpack.config.js');
    return 'bundle.js';
  }

  const guide = fs.readFileSync(path.join(ROOT, 'docs', 'how-to', 'bundlers.md'), 'utf8');
  const option = /--packages=\w+/.exec(guide)?.[0] ?? '';
  const externals = guide.match(/--external:[\w-]+/g) ?? [];
  const configuration = /^```js\n([^]*?)^```$/m.exec(guide)?.[1];

  test.each([
    ['esbuild, without packages', () => esbuild(option)],
    ['esbuild, without some packages', () => esbuild(...externals)],
    ['webpack', () => webpack(configuration)],
  ])(
    'writes the same files: %s',
    (_, bundle) => {
      expect(outputOf(bundle())).toEqual(outputOf(app));
    },
    60_000,
  );

  test.each([
    ['esbuild', () => esbuild()],
    ['webpack', () => webpack()],
  ])(
    'with the whole package says how to leave it out: %s',
    (_, bundle) => {
      const file = bundle();
      const elsewhere = path.join(folder, 'elsewhere');
      fs.mkdirSync(elsewhere, { recursive: true });
      fs.copyFileSync(path.join(folder, file), path.join(elsewhere, file));
      for (const cwd of [folder, elsewhere]) {
        const { status, stderr } = outcomeOf(file, cwd);
        expect(status).toBe(1);
        expect(stderr).toContain('Error: cdk8s-spinkube is part of a bundle, which lacks the files that it reads');
        expect(stderr).toContain('--packages=external of esbuild, externals of webpack');
      }
    },
    60_000,
  );
});
