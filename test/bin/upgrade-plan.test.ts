import { spawnSync } from 'child_process';
import * as fs from 'fs';
import { ExitCode } from '../../bin/exit-codes';
import { SpinKubeRelease } from '../../lib';
import { synthFiles } from '../gitops/stages';
import { platform, SMALL } from '../upgrade/upgrades';
import { command, inEmptyFolder, write } from './command';

inEmptyFolder();

const OLD = synthFiles(platform(SMALL));
const NEW = synthFiles(platform({ ...SMALL, release: SpinKubeRelease.V2024_05 }));

function writeAll(folder: string, files: { [file: string]: string }): void {
  Object.entries(files).forEach(([file, text]) => {
    write(`${folder}/${file}`, text);
  });
}

function writeBoth(): void {
  writeAll('old', OLD);
  writeAll('new', NEW);
}

test('prints a plan as Markdown, with what is unavailable and the way back', () => {
  writeBoth();
  const { code, errors, out } = command('upgrade-plan', 'old', 'new');
  expect([code, errors]).toEqual([ExitCode.CLEAN, '']);
  expect(out).toMatch(/^## Upgrade plan\n\n### SpinApps move from core.spinkube.dev to core.spinoperator.dev\n/);
  expect(out).toContain('- **Unavailable meanwhile:** SpinApps cannot be created or changed');
  expect(out).toContain('- **How to go back:** Plan the upgrade in the other direction');
  expect(out).toMatch(/^1\. \*\*check the cluster\*\*$/m);
});

test('writes the plan of each cluster as JSON', () => {
  writeBoth();
  const { code, errors, out } = command('upgrade-plan', '--json', 'old', 'new');
  expect([code, errors]).toEqual([ExitCode.CLEAN, '']);
  const { clusters } = JSON.parse(out) as { clusters: { cluster: string; steps: { title: string }[] }[] };
  expect(clusters.map(({ cluster }) => cluster)).toEqual(['.']);
  const titles = [...command('upgrade-plan', 'old', 'new').out.matchAll(/^\d+\. \*\*(.*)\*\*$/gm)].map(
    ([, title]) => title,
  );
  expect(clusters[0].steps.map(({ title }) => title)).toEqual(titles);
});

test('has nothing to do between equal folders', () => {
  writeBoth();
  const { code, out } = command('upgrade-plan', 'old', 'old');
  expect([code, out]).toEqual([ExitCode.CLEAN, '## Upgrade plan\n\nNothing to do: the versions are equal.\n']);
});

test('writes an executable script that finds the manifests of the new folder', () => {
  writeBoth();
  fs.mkdirSync('scripts');
  expect(command('upgrade-plan', 'old', 'new', '--script', 'scripts/upgrade.sh').code).toBe(ExitCode.CLEAN);
  expect(fs.statSync('scripts/upgrade.sh').mode & 0o111).toBe(0o111);
  expect(fs.readFileSync('scripts/upgrade.sh', 'utf8')).toContain('manifests=${0%/*}/../new/manifests ;;');
  const { status } = spawnSync('sh', ['-n', 'scripts/upgrade.sh']);
  expect(status).toBe(0);
});

test('plans from one release to another without folders, and the script then needs --manifests', () => {
  const { code, out } = command(
    'upgrade-plan',
    ...['--from-release', '2026.11', '--to-release', '2026.12', '--script', 'upgrade.sh'],
  );
  expect([code, out]).toEqual([ExitCode.CLEAN, expect.stringContaining('1. **cert-manager**')]);
  const { status, stderr } = spawnSync('sh', ['upgrade.sh'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('there is no stage cert-manager in a folder of manifests; use --manifests');
});

test('plans from a release to a folder', () => {
  writeBoth();
  const { code, out } = command('upgrade-plan', 'new', '--from-release', '2026.11');
  expect(code).toBe(ExitCode.CLEAN);
  expect(out).toContain('SpinApps move from core.spinkube.dev to core.spinoperator.dev');
});

test('plans for each cluster, and writes a script for one', () => {
  writeAll('old/eu', OLD);
  writeAll('old/us', OLD);
  writeAll('new/eu', OLD);
  writeAll('new/us', NEW);
  const { out } = command('upgrade-plan', 'old', 'new');
  expect(out).toContain('## Upgrade plan for eu\n\nNothing to do');
  expect(out).toContain('## Upgrade plan for us\n\n### SpinApps move');
  expect(command('upgrade-plan', 'old', 'new', '--script', 'a.sh')).toMatchObject({
    code: ExitCode.UNUSABLE,
    errors: "cdk8s-spinkube upgrade-plan: '--script' is for one cluster; choose one of eu, us with --cluster\n",
  });
  expect(command('upgrade-plan', 'old', 'new', '--cluster', 'us', '--script', 'a.sh').code).toBe(ExitCode.CLEAN);
  expect(fs.readFileSync('a.sh', 'utf8')).toContain('manifests=${0%/*}/new/us/manifests ;;');
});

test('takes over a folder of what Helm has installed', () => {
  writeAll('new', OLD);
  write(
    'helm/manifest.yaml',
    Object.values(OLD)
      .filter((text) => text.startsWith('---'))
      .join(''),
  );
  const { code, out } = command('upgrade-plan', 'helm', 'new', '--from-helm');
  expect(code).toBe(ExitCode.CLEAN);
  expect(out).toContain('### The bundle takes over from Helm');
  expect(out).not.toContain('remove what is left of');
});

test.each([
  ['too few folders', ['old'], 'needs 2 folders or Git revisions besides the releases, but got 1; see --help'],
  [
    'too many folders',
    ['old', 'new', '--from-release', '2026.11'],
    'needs 1 folder or Git revision besides the releases, but got 2; see --help',
  ],
  [
    'an unknown release',
    ['--from-release', '2020.01', '--to-release', '2026.11'],
    "'2020.01' is not a release of SpinKube; use one of 2024.05, 2026.11, 2026.12",
  ],
  [
    'an unknown cluster',
    ['old', 'new', '--cluster', 'eu'],
    "'--cluster' (eu) is not a cluster of the new version; use one of .",
  ],
  [
    'a new folder without stages',
    ['old', 'old/manifests'],
    'the new version has no stages.json, so it has no stages to apply; use the output directory of a bundle',
  ],
  [
    'a script in a folder that does not exist',
    ['old', 'new', '--script', 'missing/upgrade.sh'],
    "'--script' (missing/upgrade.sh) cannot be written (ENOENT); use a file in a folder that exists",
  ],
])('refuses %s', (_, args, message) => {
  writeBoth();
  expect(command('upgrade-plan', ...args)).toMatchObject({
    code: ExitCode.UNUSABLE,
    errors: `cdk8s-spinkube upgrade-plan: ${message}\n`,
  });
});

test('has a help text with examples', () => {
  const { code, out } = command('upgrade-plan', '--help');
  expect(code).toBe(ExitCode.CLEAN);
  expect(out).toContain('upgrade-plan HEAD~1 dist --script upgrade.sh');
});
