import * as path from 'path';
import { command, EXECUTOR, inEmptyFolder, write, app } from './command';

inEmptyFolder();

const CLUSTERS = ['dist/eu', 'dist/us'];

/** Two bundles, of which the first has the executor of both. */
function writeBundles(): void {
  for (const folder of CLUSTERS) {
    write(`${folder}/stages.json`, '{"stages": []}');
    write(`${folder}/manifests/apps/apps.k8s.yaml`, app('replicas: 1'));
  }
  write('dist/eu/manifests/executors/executors.k8s.yaml', EXECUTOR);
}

/** The results of some arguments: the summary, and the findings as `file rule`. */
function validate(...args: string[]): { readonly summary?: string; readonly found: string[] } {
  const lines = command('validate', ...args)
    .out.trimEnd()
    .split('\n');
  let file = '';
  const found: string[] = [];
  for (const line of lines.slice(0, -1)) {
    const rule = /^ +[\d:]* ?(?:error|warning) ([a-z-]+):/.exec(line)?.[1];
    if (rule === undefined) {
      [file] = line.split(' ');
    } else {
      found.push(`${file} ${rule}`);
    }
  }
  return { summary: lines.at(-1), found };
}

test('checks the bundles of two clusters one by one', () => {
  writeBundles();
  expect(validate('dist')).toEqual({ summary: '3 checked, 0 skipped, 0 errors, 0 warnings', found: [] });
  const found = ['spin-app-executor'].map((rule) => `dist/us/manifests/apps/apps.k8s.yaml ${rule}`);
  expect(validate('--complete', ...CLUSTERS).found.filter((one) => one.includes('spin-app-executor'))).toEqual(found);
});

test('finds nothing in the bundles of the fleet', () => {
  const fleet = path.join(__dirname, '..', '..', 'examples', 'fleet', 'dist');
  const { code, out } = command('validate', '--fail-on', 'warning', fleet);
  expect(out).toMatch(/^\d{3} checked, 0 skipped, 0 errors, 0 warnings$/m);
  expect(out).not.toContain('stages.json');
  expect(code).toBe(0);
});

test('reports an object that is there twice in one bundle', () => {
  writeBundles();
  write('dist/eu/argo-cd/copy.yaml', EXECUTOR);
  expect(validate('dist').found).toEqual(['dist/eu/manifests/executors/executors.k8s.yaml duplicate']);
});

test('finds the bundle of files that are named', () => {
  writeBundles();
  const files = CLUSTERS.map((folder) => `${folder}/manifests/apps/apps.k8s.yaml`);
  expect(validate(...files).found).toEqual([]);
  process.chdir('dist');
  expect(validate(...files.map((file) => path.relative('dist', file))).found).toEqual([]);
});

test('adds other files to the only bundle', () => {
  write('dist/stages.json', '{"stages": []}');
  write('dist/executors.yaml', EXECUTOR);
  write('apps/hello.yaml', app('replicas: 1'));
  expect(validate('--complete', '.').found.filter((one) => one.includes('spin-app-executor'))).toEqual([]);
});

test('checks other directories together, or one by one with --per-directory', () => {
  for (const folder of ['clusters/eu', 'clusters/us']) {
    write(`${folder}/apps/hello.yaml`, app('replicas: 1'));
  }
  expect(validate('clusters').found).toEqual(['clusters/us/apps/hello.yaml duplicate']);
  expect(validate('clusters/eu', 'clusters/us').found).toEqual(['clusters/us/apps/hello.yaml duplicate']);
  expect(validate('--per-directory', 'clusters/eu', 'clusters/us').found).toEqual([]);
  expect(validate('--per-directory', 'clusters/eu/apps/hello.yaml', 'clusters/us/apps/hello.yaml').found).toEqual([]);
});
