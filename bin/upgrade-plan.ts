import * as fs from 'fs';
import * as path from 'path';
import { Argument, Option } from 'commander';
import { Tree, TreeCluster } from '../lib/changes/tree';
import { treeAt } from '../lib/changes/tree-source';
import { RELEASE_NAMES, RELEASES, SpinKubeRelease } from '../lib/releases/registry';
import { planUpgrade } from '../lib/upgrade/plan-upgrade';
import { isStage, Upgrade, upgradeOf } from '../lib/upgrade/upgrade';
import { upgradeMarkdown } from '../lib/upgrade/upgrade-markdown';
import { upgradeScript } from '../lib/upgrade/upgrade-script';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { defineCommand } from './command';
import { ExitCode } from './exit-codes';

interface UpgradePlanOptions {
  readonly cluster?: string;
  readonly fromHelm: boolean;
  readonly fromRelease?: string;
  readonly json?: true;
  readonly script?: string;
  readonly toRelease?: string;
}

/** `cdk8s-spinkube upgrade-plan`: plans the way from one version of a bundle to another. */
export const upgradePlanCommand = defineCommand<[string?, string?], UpgradePlanOptions>({
  arguments: [
    new Argument('[old]', 'folder, or Git revision such as HEAD~1 or main:dist'),
    new Argument('[new]', 'the same'),
  ],
  options: [
    new Option('--from-release <name>', 'the platform of a release with its defaults, in place of <old>'),
    new Option('--to-release <name>', 'the platform of a release with its defaults, in place of <new>'),
    new Option('--from-helm', 'the objects of the old version were installed by Helm: take them over').default(false),
    new Option('--cluster <name>', 'the cluster to plan for, of a bundle with several'),
    new Option('--script <file>', 'write the steps as a shell script'),
    new Option('--json', 'write the plan as JSON instead of Markdown'),
  ],
  examples: [
    'cdk8s-spinkube upgrade-plan HEAD~1 dist --script upgrade.sh',
    `cdk8s-spinkube upgrade-plan --from-release ${RELEASE_NAMES[0]} --to-release ${RELEASE_NAMES.at(-1)}`,
  ],
  exitCodes: '0 planned, 2 wrong usage or input that cannot be read',
  run: ([before, after], options, { stdout }) => {
    const [oldPlace, newPlace] = placesOf(before, after, options);
    const old = treeOf(oldPlace, newPlace, options.fromRelease);
    const now = treeOf(newPlace, oldPlace, options.toRelease);
    const upgrades = clustersOf(old, now, options);
    if (options.script !== undefined) {
      writeScript(options.script, upgrades, newPlace);
    }
    stdout.write(options.json ? asJson(upgrades) : asMarkdown(upgrades));
    return ExitCode.CLEAN;
  },
});

/** The old and the new place; undefined for one that is a release. */
function placesOf(
  first: string | undefined,
  second: string | undefined,
  { fromRelease, toRelease }: UpgradePlanOptions,
): [string | undefined, string | undefined] {
  const given = [first, second].filter((place) => place !== undefined);
  const wanted = [fromRelease, toRelease].filter((release) => release === undefined).length;
  if (given.length !== wanted) {
    throw new UnusableInput(
      `needs ${wanted} ${wanted === 1 ? 'folder or Git revision' : 'folders or Git revisions'} besides the releases, but got ${given.length}; see --help`,
    );
  }
  const places = [...given];
  return [fromRelease === undefined ? places.shift() : undefined, toRelease === undefined ? places.shift() : undefined];
}

function treeOf(place: string | undefined, other: string | undefined, release: string | undefined): Tree {
  if (place !== undefined) {
    return treeAt(place, other ?? place);
  }
  const found = RELEASES.find(({ name }) => name === release);
  if (!found) {
    const names = RELEASE_NAMES.join(', ');
    throw new UnusableInput(`'${String(release)}' is not a release of SpinKube; use one of ${names}`);
  }
  return synthesized(found);
}

/** Constructs are loaded only if they are needed. */
function synthesized(release: SpinKubeRelease): Tree {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it in every process
  const { releaseTree } = require('../lib/upgrade/release-tree') as typeof import('../lib/upgrade/release-tree');
  return releaseTree(release);
}

/** The clusters with stages, each with what it was before. */
function clustersOf(old: Tree, now: Tree, { cluster, fromHelm }: UpgradePlanOptions): [string, Upgrade][] {
  const clusters = now.clusters.filter(({ stages }) => stages.some(isStage));
  const chosen = clusters.filter(({ name }) => cluster === undefined || name === cluster);
  if (chosen.length === 0) {
    const names = clusters.map(({ name }) => name).join(', ');
    throw new UnusableInput(
      names
        ? `'--cluster' (${String(cluster)}) is not a cluster of the new version; use one of ${names}`
        : 'the new version has no stages.json, so it has no stages to apply; use the output directory of a bundle',
    );
  }
  const none: TreeCluster = { name: '.', stages: [] };
  return chosen.map((after) => {
    const before = old.clusters.find(({ name }) => name === after.name) ?? none;
    return [after.name, upgradeOf(before, after, fromHelm)];
  });
}

function asJson(upgrades: readonly [string, Upgrade][]): string {
  const clusters = upgrades.map(([cluster, upgrade]) => ({ cluster, ...planUpgrade(upgrade) }));
  return `${JSON.stringify({ clusters }, undefined, 2)}\n`;
}

function asMarkdown(upgrades: readonly [string, Upgrade][]): string {
  return upgrades.map(([name, upgrade]) => describe(name, upgrade, upgrades.length > 1)).join('\n');
}

function describe(name: string, upgrade: Upgrade, isNamed: boolean): string {
  const heading = isNamed ? `## Upgrade plan for ${name}` : '## Upgrade plan';
  return `${heading}\n\n${upgradeMarkdown(planUpgrade(upgrade))}`;
}

function writeScript(file: string, upgrades: readonly [string, Upgrade][], place: string | undefined): void {
  if (upgrades.length > 1) {
    const names = upgrades.map(([name]) => name).join(', ');
    throw new UnusableInput(`'--script' is for one cluster; choose one of ${names} with --cluster`);
  }
  const [[name, upgrade]] = upgrades;
  const manifests =
    place !== undefined && fs.existsSync(place)
      ? path
          .relative(path.dirname(file), path.join(place, name, 'manifests'))
          .split(path.sep)
          .join('/')
      : undefined;
  try {
    fs.writeFileSync(file, upgradeScript(planUpgrade(upgrade), upgrade, manifests), { mode: 0o755 });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UnusableInput(`'--script' (${file}) cannot be written (${code}); use a file in a folder that exists`);
  }
}
