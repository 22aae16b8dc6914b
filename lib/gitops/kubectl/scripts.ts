import * as fs from 'fs';
import { packageFile } from '../../private/package-files';
import { DeliveryContext, DeliveryStage } from '../delivery';
import { keptStages } from '../kept-stages';
import { executorsWithoutDeployments } from '../readiness';
import { removalOf, shimManagers } from './removal';
import { call } from './shell';
import { waitsOf } from './waits';

/** Renders `install.sh`: applies stage by stage, and waits for each. */
export function installScript({ prerequisites, stages }: DeliveryContext): string {
  const unmanaged = executorsWithoutDeployments(stages);
  return script('install.sh', [
    // Markdown is for README.md.
    ...prerequisites.map((sentence) => call('say', `Before: ${sentence.replaceAll('`', '')}`)),
    call('known_stage', ...stages.map(({ name }) => name)),
    '',
    ...stages.flatMap((stage, index) => [
      `if ${call('stage', progress(index, stages), stage.name)}; then`,
      ...[call('apply', stage.name), ...waitsOf(stage, unmanaged)].map((line) => `  ${line}`),
      'fi',
    ]),
  ]);
}

/** Renders `uninstall.sh`: the stages backwards; definitions and namespaces last, and only if they are asked for. */
export function uninstallScript({ stages }: DeliveryContext): string {
  const kept = keptStages(stages);
  const objects = stages.filter(({ name }) => !kept.has(name)).flatMap((stage) => stage.objects);
  const last = (kind: string) => objects.filter((object) => object.kind === kind).reverse();
  const managers = shimManagers(objects);
  const removals = [...stages]
    .reverse()
    .map((stage) => ({ name: stage.name, lines: kept.has(stage.name) ? [KEPT] : removalOf(stage, managers) }))
    .filter(({ lines }) => lines.length > 0);
  return script('uninstall.sh', [
    ...removals.flatMap(({ lines, name }, index) => [call('say', progress(index, removals), name), ...lines]),
    ...optional('definitions', last('CustomResourceDefinition')),
    ...optional('namespaces', last('Namespace')),
  ]);
}

const KEPT = call(
  'say',
  "it stays: a Shoot is in it or needs it, which is a whole cluster; 'confirmDeletion' of the Shoot lets it be removed",
);

function optional(option: string, objects: DeliveryStage['objects']): string[] {
  const removals = objects.map(({ kind, name }) => call('gone', '', `${kind.toLowerCase()}/${name}`));
  const lines = removals.length > 0 ? removals : [call('say', `there are no ${option} to remove`)];
  return [`if [ -n "$${option}" ]; then`, ...lines.map((line) => `  ${line}`), 'fi'];
}

function progress(index: number, all: unknown[]): string {
  return `[${index + 1}/${all.length}]`;
}

/** The script of that name, with the lines of the stages in their place. */
function script(name: string, stages: string[]): string {
  return read(name)
    .replace('# include cluster.sh\n', () => read('cluster.sh'))
    .replace('# include stages\n', () => `${stages.join('\n')}\n`);
}

function read(name: string): string {
  return fs.readFileSync(packageFile('lib', 'gitops', 'kubectl', name), 'utf8');
}
