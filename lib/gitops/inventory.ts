import * as fs from 'fs';
import * as path from 'path';
import { field, list } from '../synth/manifest';
import { Text } from '../synth/output/file-content';
import { interruptedFiles } from '../synth/output/leftovers';
import { joinParts } from '../synth/output/text';
import { DeliveryDependency } from './delivery';
import { MirroredCopy } from './image-mirror';
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
 * @param mirrored images and archives to copy to a mirror
 */
export function writeInventory(
  files: StageFile[],
  all: string[],
  dependsOn: DeliveryDependency[],
  mirrored: readonly MirroredCopy[],
): Text {
  return joinParts(inventory(files, all, dependsOn, mirrored));
}

function* inventory(...[files, all, dependsOn, mirrored]: Parameters<typeof writeInventory>): Generator<string> {
  const paths = new Set(files.map((file) => file.path));
  const others = all.filter((file) => !paths.has(file)).sort();
  yield '{\n';
  if (dependsOn.length > 0) {
    yield `"dependsOn":${JSON.stringify(dependsOn)},\n`;
  }
  if (mirrored.length > 0) {
    yield `"mirror":[${lines([...mirrored].sort(byTarget), '  ')}],\n`;
  }
  yield '"stages":[';
  for (const [index, file] of files.entries()) {
    yield `${index > 0 ? ',' : ''}\n  ${printStage(file)}`;
  }
  yield `${files.length > 0 ? '\n' : ''}],\n"files":[${lines(others, '  ')}]\n}\n`;
}

function byTarget(a: MirroredCopy, b: MirroredCopy): number {
  return a.to < b.to ? -1 : 1;
}

/** A line for each object, so that a change of one changes one line. */
function printStage({ stage: { dependencies, level, name, objects }, path: file }: StageFile): string {
  const printed = JSON.stringify({ name, level, dependsOn: dependencies, path: file });
  const identities = objects.map(({ manifest: { apiVersion, kind, metadata } }) => ({
    apiVersion,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
  }));
  return `${printed.slice(0, -1)},"objects":[${lines(identities, '    ')}  ]}`;
}

/** Items as JSON, each on a line of its own. */
function lines(items: readonly unknown[], indentation: string): string {
  return items.length > 0 ? `\n${items.map((item) => indentation + JSON.stringify(item)).join(',\n')}\n` : '';
}

/** The files that earlier synths wrote, by the inventory and by what a killed one has left; none if it is not ours. */
export function readInventory(directory: string): string[] {
  const inventory = inventoryIn(directory);
  const manifests = list(inventory, 'stages').map((stage) => field(stage, 'path'));
  const files = [...list(inventory, 'files'), ...manifests, ...interruptedFiles(directory)];
  return files.filter((file): file is string => typeof file === 'string' && isBelow(file));
}

/** The content of `stages.json`; undefined if there is none, or it is not ours. */
function inventoryIn(directory: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(path.join(directory, INVENTORY), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The images and archives that the bundle in a directory expects in a mirror, by its `stages.json`. */
export function mirroredIn(directory: string): MirroredCopy[] {
  return list(inventoryIn(directory), 'mirror').filter(
    (copy): copy is MirroredCopy => typeof field(copy, 'from') === 'string' && typeof field(copy, 'to') === 'string',
  );
}

/** Tells if a path stays in the directory that it is joined to. */
function isBelow(file: string): boolean {
  const normal = path.normalize(file);
  return !path.isAbsolute(normal) && normal !== '..' && !normal.startsWith(`..${path.sep}`);
}
