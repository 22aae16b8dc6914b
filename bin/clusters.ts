import * as fs from 'fs';
import * as path from 'path';
import { STANDARD_INPUT } from '../lib/validation/documents/read-texts';
import { SourceObject } from '../lib/validation/documents/read-objects';

/** The file at the root of each bundle. */
export const INVENTORY = 'stages.json';

/**
 * Groups objects by the cluster that they are for: each folder with a `stages.json` is the bundle of a cluster of its own,
 * and so is, if wanted, each directory on the command line. If there is only one bundle, other files belong to its cluster.
 *
 * @param objects the objects of files
 * @param paths the directories that are clusters of their own; files on the command line belong to their directory
 */
export function byCluster(objects: readonly SourceObject[], paths: readonly string[] = []): SourceObject[][] {
  const bundleOf = nearest((directory) => fs.existsSync(path.join(directory, INVENTORY)));
  const named = new Set(paths.map(directoryOf));
  const namedOf = nearest((directory) => named.has(directory));
  const clusterOf = remember((directory) => bundleOf(directory) ?? namedOf(directory));
  const groups = new Map<string | undefined, SourceObject[]>();
  for (const object of objects) {
    const cluster = object.file === STANDARD_INPUT ? undefined : clusterOf(path.resolve(path.dirname(object.file)));
    const group = groups.get(cluster) ?? [];
    group.push(object);
    groups.set(cluster, group);
  }
  const isOne = groups.size === 2 && groups.has(undefined) && paths.length === 0;
  return isOne ? [[...objects]] : [...groups.values()];
}

function directoryOf(place: string): string {
  const isDirectory = fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return path.resolve(isDirectory ? place : path.dirname(place));
}

/** Finds the nearest directory, upwards from one, that has a property. */
function nearest(has: (directory: string) => boolean): (directory: string) => string | undefined {
  const find: (directory: string) => string | undefined = remember((directory) => {
    const parent = path.dirname(directory);
    return has(directory) ? directory : parent === directory ? undefined : find(parent);
  });
  return find;
}

function remember<T>(find: (directory: string) => T): (directory: string) => T {
  const known = new Map<string, T>();
  return (directory) => {
    if (!known.has(directory)) {
      known.set(directory, find(directory));
    }
    return known.get(directory) as T;
  };
}
