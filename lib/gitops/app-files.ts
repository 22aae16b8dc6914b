import { App } from 'cdk8s';
import { existingNamespacesIn, prerequisitesIn } from '../private/prerequisite';
import { FileContent, FileTree, Text } from '../synth/output/file-content';
import { joinParts } from '../synth/output/text';
import { annotationsFor, printWith } from './annotations';
import { AppPlan, Mirrored } from './app-plan';
import { deliver, deliveryStage } from './deliver';
import { DeliveryContext, DeliveryDependency, IDelivery } from './delivery';
import { INVENTORY, MANIFESTS, README, StageFile, writeInventory } from './inventory';
import { keptStages } from './kinds/known-kinds';
import { missingNamespaces } from './kinds/namespace';
import { writeReadme } from './readme';
import { Stage } from './stage-plan';
import { describeKinds, undefinedKinds } from './undefined-kinds';

/** An app on the way to its files. */
export interface PlannedApp {
  readonly manifests: StageFile[];
  readonly context: DeliveryContext;
  readonly mirrored: Mirrored;

  /** Findings that the cluster would accept, but not act on as intended. */
  readonly warnings: string[];

  /** Namespaces that its objects are in, no stage makes, and its constructs do not leave to others. */
  readonly undeclaredNamespaces: string[];
}

/**
 * Renders the files of an app, and the context of its deliveries.
 *
 * @param app the app
 * @param plan its stages, in order
 * @param place where its files stand, and what is said of the cluster or clusters
 */
export function planFiles(
  app: App,
  { mirrored, stages, warnings }: Pick<AppPlan, 'mirrored' | 'stages' | 'warnings'>,
  place: Pick<DeliveryContext, 'directory'> & Partial<DeliveryContext>,
): PlannedApp {
  const manifests = stageFiles(stages, app.outputFileExtension);
  const objects = stages.flatMap((stage) => stage.objects.map(({ manifest }) => manifest));
  const missing = missingNamespaces(objects);
  const kinds = undefinedKinds(objects).map(describeKinds).join(', ');
  const existing = existingNamespacesIn(app);
  const namespaces = missing.map((name) => `\`${name}\``).join(', ');
  const prerequisites = [
    ...(place.dependsOn ?? []).map(otherStages),
    ...prerequisitesIn(app),
    ...(namespaces ? [`The cluster has the ${missing.length === 1 ? 'namespace' : 'namespaces'} ${namespaces}.`] : []),
    ...(kinds ? [`The cluster serves the kinds that no stage defines: ${kinds}.`] : []),
  ];
  return {
    manifests,
    mirrored,
    warnings,
    undeclaredNamespaces: missing.filter((name) => !existing.has(name)),
    context: DeliveryContext._of({ ...place, stages: manifests.map(deliveryStage), prerequisites }),
  };
}

/**
 * The files of an app and its clusters, by their path from its directory.
 *
 * @param app the app
 * @param deliveries what is written besides the manifests
 * @param clusters the files of its clusters, by name
 * @param others further files
 */
export function filesOf(
  { context, manifests, mirrored }: PlannedApp,
  deliveries: IDelivery[],
  clusters: ReadonlyMap<string, FileTree> = new Map(),
  others: [string, FileContent][] = [],
): FileTree {
  const kept = keptStages(context.stages);
  const ofClusters = [...clusters].flatMap(([name, tree]) =>
    [...tree].map(([file, content]): [string, FileContent] => [`${name}/${file}`, content]),
  );
  const files: FileTree = new Map([
    [README, lazily(() => writeReadme(manifests, context, mirrored))],
    ...manifests.map(({ stage, path }): [string, FileContent] => [
      path,
      lazily(() => manifestText(stage, kept.has(stage.name), deliveries)),
    ]),
    ...deliver(
      deliveries,
      context,
      [...others, ...ofClusters].map(([file]) => file),
    ),
    ...others,
    ...ofClusters,
  ]);
  const all = [...files.keys(), INVENTORY];
  return files.set(
    INVENTORY,
    lazily(() => writeInventory(manifests, all, context.dependsOn, [...mirrored.values()])),
  );
}

/** Prerequisites outside of the app, as a sentence. */
function otherStages({ directory, stages }: DeliveryDependency): string {
  const where = directory === '.' ? 'the bundle itself' : `the cluster \`${directory}\``;
  return `These stages of ${where} are ready: ${stages.map((name) => `\`${name}\``).join(', ')}.`;
}

function stageFiles(stages: Stage[], extension: string): StageFile[] {
  return stages.map((stage) => ({ stage, path: `${MANIFESTS}/${stage.name}/${stage.name}${extension}` }));
}

/** A file whose text is rendered when it is written: the texts of a large bundle would take as much memory as its objects. */
function lazily(render: () => Text): FileContent {
  return {
    get text() {
      return render();
    },
  };
}

/** Begins with a document marker: `cdk8s synth --stdout` writes files one after another with nothing in between. */
function manifestText({ level, objects }: Stage, isKept: boolean, deliveries: IDelivery[]): Text {
  return joinParts(
    objects.flatMap((object) => {
      const annotations = annotationsFor(deliveries, { level, manifest: object.manifest, isKept });
      return ['---\n', ...printWith(object, annotations)];
    }),
  );
}
