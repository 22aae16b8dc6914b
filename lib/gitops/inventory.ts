import * as fs from 'fs';
import * as path from 'path';
import { field, list } from '../synth/manifest';
import { interruptedFiles } from '../synth/output/leftovers';
import { DeliveryDependency } from './delivery';
import { Stage } from './stage-plan';

/** A stage and its file below the output directory. */
export interface StageFile {
  readonly stage: Stage;
  readonly path: string;
}

/** Files and folder below the output directory that the bundle itself writes. */
export const README = 'README.md';
export const INVENTORY = 'stages.json';
export const MANIFESTS = 'manifests';

/** Folders of the deliveries of this library. A cluster cannot have the same name. */
export const DELIVERY_FOLDERS = { argoCd: 'argo-cd', flux: 'flux', kubectl: 'kubectl' } as const;

/**
 * Renders `stages.json`: what is in a bundle, in order, for tools.
 *
 * @param files the stages in order, and their files
 * @param all every file of the bundle, so that the next synth knows which ones are its own; those of stages are with them,
 *   so that a new stage changes few lines
 * @param dependsOn what must be ready elsewhere before
 */
export function writeInventory(files: StageFile[], all: string[], dependsOn: DeliveryDependency[]): string {
  const paths = new Set(files.map((file) => file.path));
  const stages = files.map(({ stage, path: file }) => ({
    name: stage.name,
    level: stage.level,
    dependsOn: stage.dependencies,
    path: file,
    objects: stage.objects.map(({ manifest: { apiVersion, kind, metadata } }) => ({
      apiVersion,
      kind,
      namespace: metadata.namespace,
      name: metadata.name,
    })),
  }));
  return [
    '{',
    ...(dependsOn.length > 0 ? [`"dependsOn":${JSON.stringify(dependsOn)},`] : []),
    `"stages":[${lines(stages.map(printStage), '  ')}],`,
    `"files":[${lines(
      all
        .filter((file) => !paths.has(file))
        .sort()
        .map((file) => JSON.stringify(file)),
      '  ',
    )}]`,
    '}\n',
  ].join('\n');
}

/** A line for each object, so that a change of one changes one line. */
function printStage({ objects, ...stage }: { readonly objects: unknown[] }): string {
  const printed = objects.map((object) => JSON.stringify(object));
  return `${JSON.stringify(stage).slice(0, -1)},"objects":[${lines(printed, '    ')}  ]}`;
}

function lines(items: string[], indentation: string): string {
  return items.length > 0 ? `\n${items.map((item) => indentation + item).join(',\n')}\n` : '';
}

/** The files that earlier synths wrote, by the inventory and by what a killed one has left; none if it is not ours. */
export function readInventory(directory: string): string[] {
  let inventory: unknown;
  try {
    inventory = JSON.parse(fs.readFileSync(path.join(directory, INVENTORY), 'utf8'));
  } catch {
    // There is none, or it is not ours.
  }
  const manifests = list(inventory, 'stages').map((stage) => field(stage, 'path'));
  const files = [...list(inventory, 'files'), ...manifests, ...interruptedFiles(directory)];
  return files.filter((file): file is string => typeof file === 'string' && isBelow(file));
}

/** Tells if a path stays in the directory that it is joined to. */
function isBelow(file: string): boolean {
  const normal = path.normalize(file);
  return !path.isAbsolute(normal) && normal !== '..' && !normal.startsWith(`..${path.sep}`);
}
