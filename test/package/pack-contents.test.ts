import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');
const FILES = ['.jsii', '.jsii.gz', 'build/main.js', 'build/main.d.ts', 'build/command.js'];

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pack-contents-'));
  const manifest = {
    main: 'build/main.js',
    types: 'build/main.d.ts',
    bin: { command: 'build/command.js' },
    dependencies: { bundled: '1.0.0' },
    bundledDependencies: ['bundled'],
    scripts: { prepack: 'node tools/pack-contents.mjs' },
  };
  write('package.json', JSON.stringify({ name: 'packed', version: '1.0.0', ...manifest }));
  write('node_modules/bundled/package.json', JSON.stringify({ name: 'bundled', version: '1.0.0' }));
  write('node_modules/bundled/dist/bundled.js', '');
  write('node_modules/bundled/dist/bundled.js.map', '');
  write('tools/pack-contents.mjs', fs.readFileSync(path.join(ROOT, 'tools', 'pack-contents.mjs'), 'utf8'));
  for (const file of FILES) {
    write(file, '');
  }
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

/** The outcome of `npm pack`. */
function pack(): { status: number | null; stderr: string; packed: string[] } {
  const { status, stderr } = spawnSync('npm', ['pack'], { cwd: folder, encoding: 'utf8' });
  return { status, stderr, packed: fs.readdirSync(folder).filter((file) => file.endsWith('.tgz')) };
}

test('packs a complete build, without the source maps of bundled dependencies', () => {
  const { status, packed } = pack();
  expect({ status, packed }).toEqual({ status: 0, packed: ['packed-1.0.0.tgz'] });
  const files = execFileSync('tar', ['--list', '--file', packed[0]], { cwd: folder, encoding: 'utf8' }).split('\n');
  expect(files).toContain('package/node_modules/bundled/dist/bundled.js');
  expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
});

test.each(FILES)('packs nothing without %s', (file) => {
  fs.rmSync(path.join(folder, file));
  const { status, stderr, packed } = pack();
  expect({ status, packed }).toEqual({ status: 1, packed: [] });
  expect(stderr).toContain(`The package cannot be packed without ${file}: remove build/ and run \`npm run build\`.`);
});

interface Manifest {
  readonly bundledDependencies?: readonly string[];
  readonly dependencies?: { readonly [name: string]: string };
  readonly license: string;
  readonly name: string;
}

function manifestIn(...folders: string[]): Manifest {
  return JSON.parse(fs.readFileSync(path.join(ROOT, ...folders, 'package.json'), 'utf8')) as Manifest;
}

test('has a notice of each bundled dependency, with its license', () => {
  const { bundledDependencies = [] } = manifestIn();
  const bundled = bundledDependencies.map((name) => manifestIn('node_modules', name));
  const theirs = bundled.flatMap(({ dependencies = {} }) => Object.keys(dependencies));
  const all = [...bundled, ...theirs.map((name) => manifestIn('node_modules', name))];
  const notice = fs.readFileSync(path.join(ROOT, 'NOTICE'), 'utf8');
  expect([...notice.matchAll(/^ {2}(\S+) +(\S+) +https:/gm)].map(([, name, license]) => [name, license])).toEqual(
    all.map(({ name, license }) => [name, license]).sort(),
  );
});
