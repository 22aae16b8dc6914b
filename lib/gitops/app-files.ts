import { App } from 'cdk8s';
import { isBuiltInNamespace } from '../private/names';
import { prerequisitesIn } from '../private/prerequisite';
import { FileContent, FileTree } from '../synth/write-tree';
import { annotationsFor, printWith } from './annotations';
import { deliver, deliveryStage } from './deliver';
import { IDelivery } from './delivery';
import { INVENTORY, writeInventory } from './inventory';
import { writeReadme } from './readme';
import { Stage } from './stage';

/** How the files of an app are written. */
export interface AppFilesOptions {
  /** What is written besides the manifests. */
  readonly deliveries: IDelivery[];

  /** Where they stand below the output directory. */
  readonly directory: string;

  /** The files of the clusters, by name, where this is a bundle that has some. */
  readonly clusters?: Map<string, FileTree>;
}

/** The files of an app and its clusters, by their path from its directory. */
export function filesOf(app: App, stages: Stage[], options: AppFilesOptions): FileTree {
  const { clusters = new Map<string, FileTree>(), deliveries, directory } = options;
  const stageFiles = stages.map((stage) => ({ stage, path: manifestPath(stage) }));
  const prerequisites = [...prerequisitesIn(app), ...missingNamespaces(stages)];
  const context = { stages: stageFiles.map(deliveryStage), prerequisites, directory };
  const files: FileTree = new Map([
    ['README.md', { text: writeReadme(stageFiles, prerequisites, [...clusters.keys()]) }],
    ...stageFiles.map(({ stage, path }): [string, FileContent] => [path, { text: manifestText(stage, deliveries) }]),
    // A bundle of clusters alone has nothing of its own to deliver.
    ...(stages.length > 0 || clusters.size === 0 ? deliver(deliveries, context) : []),
    ...[...clusters].flatMap(([name, tree]) =>
      [...tree].map(([file, content]): [string, FileContent] => [`${name}/${file}`, content]),
    ),
  ]);
  return files.set(INVENTORY, { text: writeInventory(stageFiles, [...files.keys()]) });
}

function manifestPath({ name }: Stage): string {
  return `manifests/${name}/${name}.k8s.yaml`;
}

/** Begins with a document marker: `cdk8s synth --stdout` writes files one after another with nothing in between. */
function manifestText(stage: Stage, deliveries: IDelivery[]): string {
  return stage.objects
    .map((object) => `---\n${printWith(object, annotationsFor(deliveries, stage, object.manifest.kind))}`)
    .join('');
}

/** Asks for the namespaces that objects are in, no stage makes and not every cluster has. */
function missingNamespaces(stages: Stage[]): string[] {
  const manifests = stages.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
  const made = new Set(manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const used = new Set(manifests.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined));
  const missing = [...used].filter((name) => !made.has(name) && !isBuiltInNamespace(name)).sort();
  return missing.length > 0
    ? [`The cluster has the namespaces ${missing.map((name) => `\`${name}\``).join(', ')}.`]
    : [];
}
