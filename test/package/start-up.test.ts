import { loadAssemblyFromPath } from '@jsii/spec';
import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');
const INDEX = path.join(ROOT, 'build', 'lib', 'index.js');

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'start-up-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** Runs a program, as a process of its own, and returns what it prints as JSON. */
function run(program: string, file = 'main.js'): unknown {
  fs.writeFileSync(path.join(folder, file), program);
  return JSON.parse(execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' }));
}

/** The files that a program opens, ours and our dependencies', by their paths in the package. */
function opened(program: string): string[] {
  const files = run(`
    const fs = require('fs');
    const files = [];
    for (const name of ['openSync', 'readFileSync']) {
      const original = fs[name];
      fs[name] = (file, ...others) => (files.push(String(file)), original(file, ...others));
    }
    const cdk8s = require(${JSON.stringify(path.join(ROOT, 'node_modules', 'cdk8s'))});
    const spinkube = require(${JSON.stringify(ROOT)});
    ${program}
    console.log(JSON.stringify([...files, ...Object.keys(require.cache)]));`) as string[];
  const ours = files.map((file) => path.relative(ROOT, file)).filter((file) => !file.startsWith('..'));
  return [...new Set(ours)].sort().filter((file) => !/^node_modules\/(?:cdk8s|cdk8s-plus-28|constructs)\//.test(file));
}

/** Of files, those in a folder. */
function within(files: string[], parent: string): string[] {
  return files.filter((file) => file.startsWith(`${parent}/`)).map((file) => file.slice(parent.length + 1));
}

/** The modules that check the installation when the package is required. */
const CHECK = ['errors.js', 'installation.js', 'package-files.js', 'versions.js'].map((file) => `private/${file}`);

test('loads only the index and the check of the installation when the package is required', () => {
  const files = opened('').filter((file) => path.basename(file) !== 'package.json');
  expect(within(files, 'build/lib')).toEqual(['index.js', ...CHECK]);
  expect(files).toHaveLength(1 + CHECK.length);
});

test('loads only the L1s and the schema of SpinApps in a program that writes a SpinApp', () => {
  const files = opened(`
    const chart = new cdk8s.Chart(new cdk8s.App({ outdir: 'dist' }), 'team');
    const executor = spinkube.SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
    new spinkube.SpinApp(chart, 'hello', { image: 'hello', executor });
    cdk8s.App.of(chart).synth();`);
  expect(files).toContain('build/lib/app/spin-app.js');
  expect(within(files, 'build/imports')).toEqual(['core.spinkube.dev.js']);
  expect(within(files, 'schemas')).toEqual(['structural/core.spinkube.dev-v0.6.1/SpinApp.v1alpha1.json']);
  expect(within(files, 'crds')).toEqual([]);
  expect(within(files, 'node_modules').filter((file) => !file.startsWith('fastest-levenshtein/'))).toEqual([]);
  expect(within(files, 'build/lib/validation/gardener')).toEqual(['update-rules.js']);
  expect(within(files, 'build/lib/gitops')).toEqual([]);
  expect(within(files, 'build/lib/platform')).toEqual([]);
});

test('loads neither cdk8s-plus nor stages and deliveries for a bundle of L1s in a layout of cdk8s', () => {
  const loaded = run(`
    const cdk8s = require(${JSON.stringify(path.join(ROOT, 'node_modules', 'cdk8s'))});
    const { Bundle, core } = require(${JSON.stringify(ROOT)});
    process.stderr.write = () => true;
    const bundle = new Bundle({ outdir: 'dist', yamlOutputType: cdk8s.YamlOutputType.FILE_PER_APP });
    new core.SpinAppExecutor(new cdk8s.Chart(bundle, 'team'), 'executor', { spec: { createDeployment: false } });
    bundle.synth();
    console.log(JSON.stringify(Object.keys(require.cache)));`) as string[];
  const files = loaded.map((file) => path.relative(ROOT, file));
  expect(files).toContain('build/lib/validation/object-check.js');
  expect(within(files, 'node_modules/cdk8s-plus-28')).toEqual([]);
  expect(within(files, 'build/lib/gitops').filter((file) => /^(staged-output|deliver|kinds)/.test(file))).toEqual([]);
  expect(within(files, 'build/lib/releases')).toEqual([]);
});

test('loads only the module of an export read from a submodule', () => {
  const files = opened('spinkube.gardener.DnsCredentials.secret("dns");');
  const own = ['gardener/dns.js', 'private/checked-props.js', 'private/property-types.js'];
  expect(within(files, 'build/lib')).toEqual([...own, 'gardener/index.js', 'index.js', ...CHECK].sort());
});

test.each(['', 'gardener'])(
  "every class, enum and namespace of '%s' in the assembly is exported, and nothing else",
  (at) => {
    const { name, submodules, types } = loadAssemblyFromPath(ROOT, false) as {
      name: string;
      submodules: { [fqn: string]: unknown };
      types: { [fqn: string]: { name: string; kind: string; namespace?: string } };
    };
    const namespaces = at === '' ? Object.keys(submodules).map((fqn) => fqn.slice(`${name}.`.length)) : [];
    const values = Object.values(types).filter(({ kind, namespace = '' }) => kind !== 'interface' && namespace === at);
    const exported = run(`
    const spinkube = require(${JSON.stringify(ROOT)})${at && `.${at}`};
    console.log(JSON.stringify(Object.entries(spinkube).map(([name, value]) => [name, typeof value])));`) as string[][];
    const expected = [
      ...namespaces.map((namespace) => [namespace, 'object']),
      ...values.map((type) => [type.name, type.kind === 'class' ? 'function' : 'object']),
    ];
    expect(exported.sort()).toEqual(expected.sort());
  },
);

test('exports the value of the module, whenever it is read', () => {
  const same = run(`
    const spinkube = require(${JSON.stringify(ROOT)});
    const { SpinApp } = spinkube;
    const modules = [
      require(${JSON.stringify(path.join(ROOT, 'build', 'lib', 'app', 'spin-app'))}).SpinApp,
      require(${JSON.stringify(ROOT)}).SpinApp,
      { ...spinkube }.SpinApp,
    ];
    console.log(JSON.stringify(modules.map((value) => value === SpinApp)));`);
  expect(same).toEqual([true, true, true]);
});

test('lets ECMAScript modules import every export by name', () => {
  const names = run(
    `
    import * as spinkube from ${JSON.stringify(INDEX)};
    import { core, Bundle, SpinApp } from ${JSON.stringify(INDEX)};
    console.log(JSON.stringify([Object.keys(spinkube), typeof core.SpinApp, Bundle.name, SpinApp.name]));`,
    'main.mjs',
  ) as [string[], ...string[]];
  const exported = run(`console.log(JSON.stringify(Object.keys(require(${JSON.stringify(INDEX)}))))`) as string[];
  const [all, ...named] = names;
  expect(all).toEqual(expect.arrayContaining(exported));
  expect(named).toEqual(['function', 'Bundle', 'SpinApp']);
});

describe('the step of the build that makes exports lazy', () => {
  const MARK = 'Object.defineProperty(exports, "__esModule", { value: true });\n';

  function lazy(index: string): { failed: boolean; stderr: string; written: string } {
    const file = path.join(folder, 'index.js');
    fs.writeFileSync(file, index);
    const { status, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'tools', 'lazy-exports.mjs'), file], {
      encoding: 'utf8',
    });
    return { failed: status !== 0, stderr, written: fs.readFileSync(file, 'utf8') };
  }

  test('does not change its own output', () => {
    const index = fs.readFileSync(INDEX, 'utf8');
    expect(lazy(index)).toEqual({ failed: false, stderr: '', written: index });
  });

  test.each([
    [
      'an export of everything of a module that the assembly does not know',
      `"use strict";\n${MARK}__exportStar(require("./a"), exports);\n`,
    ],
    ['a value of its own', `"use strict";\n${MARK}exports.a = 1;\n`],
    ['an effect', `"use strict";\n${MARK}require("./a");\n`],
    ['a member of a module that it has not seen', `"use strict";\n${MARK}${member('b')}`],
    ['a file that is not a module', '"use strict";\nconst a = 1;\n'],
  ])('rejects %s', (_, index) => {
    const { failed, stderr, written } = lazy(index);
    expect(failed).toBe(true);
    expect(stderr).toContain('lazy exports: a line of unknown form: ');
    expect(written).toBe(index);
  });

  function member(module: string): string {
    return `Object.defineProperty(exports, "A", { enumerable: true, get: function () { return ${module}.A; } });\n`;
  }
});

test.each([
  [['--version'], ['commander']],
  [
    ['init', '--help'],
    ['commander', 'fastest-levenshtein', 'smol-toml'],
  ],
  [['--help'], ['commander']],
  [
    ['validate', 'hello.yaml'],
    ['commander', 'fastest-levenshtein', 'js-yaml'],
  ],
  [
    ['convert', 'hello.yaml', '--to', 'core.spinkube.dev'],
    ['commander', 'js-yaml'],
  ],
  [
    ['images', 'hello.yaml'],
    ['commander', 'js-yaml'],
  ],
  [
    ['package', '.', '--output', '../package-of-start-up'],
    ['commander', 'js-yaml'],
  ],
  [
    ['doctor', '--dump', '.'],
    ['commander', 'fastest-levenshtein', 'js-yaml'],
  ],
  [
    ['graph', 'hello.yaml'],
    ['commander', 'js-yaml'],
  ],
  [
    ['graph', '--format', 'svg', 'hello.yaml'],
    ['@dagrejs', 'commander', 'js-yaml'],
  ],
])('does not load cdk8s or other commands for %j', (args, packages) => {
  fs.writeFileSync(path.join(folder, 'hello.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: hello\n');
  const unread = ['CustomResourceDefinition.apiextensions.k8s.io'];
  fs.writeFileSync(path.join(folder, 'snapshot.json'), JSON.stringify({ time: new Date(0), unread }));
  const loaded = run(`
    process.stderr.write = () => true;
    process.argv.push(...${JSON.stringify(args)});
    process.stdout.write = () => true;
    require(${JSON.stringify(path.join(ROOT, 'build', 'bin', 'cdk8s-spinkube.js'))});
    delete process.stdout.write;
    console.log(JSON.stringify(Object.keys(require.cache)));`) as string[];
  const below = loaded.map((file) => path.relative(ROOT, file));
  const named = below.flatMap((file) => /^node_modules\/([^/]+)/.exec(file)?.[1] ?? []);
  expect([...new Set(named)].sort()).toEqual(packages);
  const commands = [
    'init',
    'validate',
    'diff',
    'upgrade-plan',
    'images',
    'package',
    'graph',
    'convert',
    'scaffold',
    'doctor',
    'completion',
  ].filter((name) => below.includes(`build/bin/${name}.js`));
  expect(commands).toEqual(args[0].startsWith('--') ? [] : [args[0]]);
});
