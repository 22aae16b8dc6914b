import * as fs from 'fs';
import * as path from 'path';
import { list } from '../synth/manifest';
import { DeliveryDependency } from './delivery';
import { Stage } from './stage';

/** A stage and its file below the output directory. */
export interface StageFile {
  readonly stage: Stage;
  readonly path: string;
}

/** Name of the inventory below the output directory. */
export const INVENTORY = 'stages.json';

/**
 * Renders `stages.json`: what is in a bundle, in order, for tools.
 *
 * @param files the stages in order, and their files
 * @param all every file of the bundle, so that the next synth knows which ones are its own
 * @param dependsOn what must be ready elsewhere before
 */
export function writeInventory(files: StageFile[], all: string[], dependsOn?: DeliveryDependency[]): string {
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
  return `${JSON.stringify({ dependsOn, stages, files: [...all].sort() }, undefined, 2)}\n`;
}

/** The files that an earlier synth wrote, by its inventory; none when there is no such file or it is not ours. */
export function readInventory(directory: string): string[] {
  try {
    const inventory: unknown = JSON.parse(fs.readFileSync(path.join(directory, INVENTORY), 'utf8'));
    return list(inventory, 'files').filter((file) => typeof file === 'string' && isBelow(file)) as string[];
  } catch {
    return [];
  }
}

/** Whether a path stays in the directory that it is joined to. */
function isBelow(file: string): boolean {
  const normal = path.normalize(file);
  return !path.isAbsolute(normal) && normal !== '..' && !normal.startsWith(`..${path.sep}`);
}
