import * as path from 'path';
import { groupOf, list, Manifest } from '../synth/manifest';
import { OBJECT_RULE, readObjects, SourceObject } from '../validation/documents/read-objects';
import { UnusableInput } from '../validation/documents/unusable-input';
import { textAt } from './text-at';

/** The text of files, by their path below a folder, with slashes. */
export type TreeFiles = ReadonlyMap<string, string>;

/** Manifests as they are applied: by cluster and stage. */
export interface Tree {
  readonly clusters: readonly TreeCluster[];
}

/** The manifests of a cluster. */
export interface TreeCluster {
  /** The folder of its `stages.json`; `.` for the tree itself. */
  readonly name: string;

  /** The stages in the order of `stages.json`, and then each folder with other manifests as a stage of its own. */
  readonly stages: readonly TreeStage[];
}

/** Objects that are applied together. */
export interface TreeStage {
  /** Name of the stage; `argo-cd/` for a folder that is not a stage of a bundle. */
  readonly name: string;

  /** Names of the stages that must be ready before. */
  readonly dependsOn: readonly string[];

  readonly objects: readonly Manifest[];
}

const INVENTORY = 'stages.json';

/** The objects of a kustomization are in other files. */
const KUSTOMIZE_GROUP = 'kustomize.config.k8s.io';

/**
 * Reads manifests by cluster and stage. Folders with a `stages.json` are clusters with stages; without any, each folder is a stage.
 *
 * @param files texts by the path of their file
 * @param onFile called after each file
 * @throws UnusableInput if a file cannot be read, or a stage has none
 */
export function readTree(files: TreeFiles, onFile?: () => void): Tree {
  const read = (file: string) => {
    const objects = objectsOf(file, files);
    onFile?.();
    return objects;
  };
  const clusters = new Map<string, string[]>([['.', []]]);
  const bundles = new Set([...files.keys()].filter(isInventory).map((file) => path.posix.dirname(file)));
  for (const file of [...files.keys()].sort()) {
    const cluster = nearestOf(bundles, path.posix.dirname(file));
    clusters.set(cluster, clusters.get(cluster) ?? []);
    clusters.get(cluster)?.push(file);
  }
  return { clusters: [...clusters].map(([name, own]) => ({ name, stages: stagesOf(name, own, files, read) })) };
}

function isInventory(file: string): boolean {
  return path.posix.basename(file) === INVENTORY;
}

/** The nearest of some folders, upwards from one; `.` if there is none. */
function nearestOf(folders: ReadonlySet<string>, folder: string): string {
  return folders.has(folder) || folder === '.' ? folder : nearestOf(folders, path.posix.dirname(folder));
}

function stagesOf(
  cluster: string,
  own: readonly string[],
  files: TreeFiles,
  read: (file: string) => Manifest[],
): TreeStage[] {
  const inventory = path.posix.join(cluster, INVENTORY);
  const planned = list(parseInventory(files.get(inventory)), 'stages').map((stage) => {
    const file = path.posix.join(cluster, textAt(stage, 'path'));
    if (!files.has(file)) {
      throw new UnusableInput(`'${inventory}' lists '${file}', which does not exist; synthesize the bundle again`);
    }
    return { file, name: textAt(stage, 'name'), dependsOn: list(stage, 'dependsOn').map(String) };
  });
  const known = new Set([inventory, ...planned.map(({ file }) => file)]);
  const others = new Map<string, Manifest[]>();
  for (const file of own.filter((one) => !known.has(one))) {
    const folder = `${path.posix.relative(cluster, path.posix.dirname(file)) || '.'}/`;
    const objects = others.get(folder) ?? [];
    read(file).forEach((object) => objects.push(object));
    others.set(folder, objects);
  }
  return [
    ...planned.map(({ dependsOn, file, name }) => ({ name, dependsOn, objects: read(file) })),
    ...[...others].flatMap(([name, objects]) => (objects.length > 0 ? [{ name, dependsOn: [], objects }] : [])),
  ];
}

/** The content of `stages.json`; undefined if it is not ours. */
function parseInventory(content = ''): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** The objects in a file. Documents that are not objects, such as the values of a Helm chart, are left out. */
function objectsOf(file: string, files: TreeFiles): Manifest[] {
  return readObjects(file, files.get(file) ?? '').flatMap(manifestOf);
}

function manifestOf({ file, manifest, problem }: SourceObject): Manifest[] {
  if (problem && problem.rule !== OBJECT_RULE) {
    throw new UnusableInput(`'${file}' (${problem.path}) ${problem.text}; ${problem.remedy}`);
  }
  return manifest && groupOf(manifest) !== KUSTOMIZE_GROUP ? [manifest] : [];
}
