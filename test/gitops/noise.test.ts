import { spawnSync } from 'child_process';
import * as path from 'path';
import { Chart } from 'cdk8s';
import { Bundle, Delivery, IDelivery, SpinApp, SpinKube } from '../../lib';
import { SOURCE } from './contexts';
import { filesBelow, inTemporaryFolder } from './stages';

/** Writes a platform and the charts of some teams. */
function write(outdir: string, deliveries: IDelivery[], ...teams: string[]): void {
  const bundle = new Bundle({ outdir, deliveries });
  const { executor } = new SpinKube(bundle, 'spinkube');
  for (const team of teams) {
    const chart = new Chart(bundle, team, { namespace: 'default' });
    new SpinApp(chart, 'app', { metadata: { name: team }, image: `ghcr.io/example/${team}:1`, executor, replicas: 2 });
  }
  bundle.synth();
}

/** Files that change with another team, and the numbers of lines added and removed in them. */
function changes(...deliveries: IDelivery[]) {
  return inTemporaryFolder((folder) => {
    write(path.join(folder, 'before'), deliveries, 'apps');
    write(path.join(folder, 'after'), deliveries, 'apps', 'team');
    const args = ['diff', '--no-index', '--no-renames', '--numstat', '-z', 'before', 'after'];
    const { stdout } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    // Added, removed and, for a file that was there, both of its paths, each with a NUL after it.
    return [...stdout.matchAll(/(\d+)\t(\d+)\t\0[^\0]+\0after\/([^\0]+)\0/g)].map(([, added, removed, file]) => ({
      file,
      added: Number(added),
      removed: Number(removed),
    }));
  });
}

const linesOf = (changed: ReturnType<typeof changes>) =>
  changed.reduce((sum, { added, removed }) => sum + added + removed, 0);

test.each([
  ['Argo CD', Delivery.argoCd({ source: SOURCE }), 4, 46],
  ['Flux', Delivery.flux({ source: SOURCE }), 4, 42],
  ['kubectl', Delivery.kubectl(), 6, 26],
])('a chart of ten lines changes few files and lines for %s', (_, delivery, mostFiles, mostLines) => {
  const changed = changes(delivery);
  expect(changed.length).toBeLessThanOrEqual(mostFiles);
  expect(linesOf(changed)).toBeLessThanOrEqual(mostLines);
});

test('a chart of ten lines changes no other line with all deliveries', () => {
  const changed = changes(Delivery.kubectl(), Delivery.argoCd({ source: SOURCE }), Delivery.flux({ source: SOURCE }));
  expect(changed.length).toBeLessThanOrEqual(8);
  expect(linesOf(changed)).toBeLessThanOrEqual(82);
  expect(changed.filter(({ removed }) => removed > 0)).toEqual([]);
});

test('lines of scripts and tables are shorter than 160 characters', () => {
  const files = inTemporaryFolder((folder) => {
    write(folder, [Delivery.kubectl()], 'a'.repeat(50));
    return filesBelow(folder);
  });
  const lines = Object.entries(files)
    .filter(([file]) => /\.(sh|md)$/.test(file))
    .flatMap(([, text]) => text.split('\n'));
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter((line) => line.length > 160)).toEqual([]);
});
