import * as fs from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import { listedError, plainError } from '../private/errors';
import { constructMetadata } from '../synth/cdk8s/layouts';
import { FileTree } from '../synth/output/file-content';
import { filesOf, PlannedApp, planFiles } from './app-files';
import { AppPlan, planApp } from './app-plan';
import { ClusterDependencies, clusterDependencies } from './cluster-dependencies';
import { DeliveryContext } from './delivery';
import { INVENTORY, readInventory } from './inventory';
import { rejectedChanges } from './rejected-changes';
import { ClusterApp, inCluster, Output, OutputOptions } from './output';

/** Number of files that an error names. */
const MOST_NAMED = 5;

/**
 * A bundle in stages, with its deliveries and clusters.
 *
 * @throws with everything that is wrong in it, or if it would overwrite files that no earlier synth has written
 */
export function stagedOutput(bundle: App, options: OutputOptions): Output {
  const { deliveries, existingNamespaces, recordConstructMetadata } = options;
  const plans = planAll(bundle, options);
  const [own, ...clusters] = plans;
  const trees = clusters.map((plan): [string, FileTree] => [plan.context.directory, filesOf(plan, deliveries)]);
  const others = recordConstructMetadata ? [constructMetadata(plans.flatMap(apiObjectsOf))] : [];
  const files = filesOf(own, deliveries, new Map(trees), others);
  const stale = readInventory(bundle.outdir);
  refuseForeignFiles(bundle.outdir, [...files.keys()], new Set([...stale, INVENTORY]));
  return {
    files,
    stale,
    warnings: plans.flatMap((plan) => warningsFor(plan, new Set(existingNamespaces))),
    rejectedChanges: (replaced) =>
      // Most bundles are new or as before.
      (replaced.length > 0 ? plans : []).flatMap(({ context: { directory }, manifests }) => {
        const objects = manifests.flatMap(({ stage }) => stage.objects);
        const found = rejectedChanges(bundle.outdir, directory, replaced, objects);
        return directory === '.' ? found : found.map((warning) => inCluster(directory, warning));
      }),
  };
}

/**
 * Plans the bundle itself, whose deliveries get all clusters in their context, and then the clusters.
 *
 * @throws with everything that is wrong in them
 */
function planAll(bundle: App, { clusters, fieldValidation, imageMirror }: OutputOptions): PlannedApp[] {
  const own = planApp(bundle, { fieldValidation, imageMirror });
  const plans = new Map(
    clusters.map((cluster) => [cluster, planApp(cluster, { fieldValidation, imageMirror: cluster.imageMirror })]),
  );
  const ofClusters = [...plans].flatMap(([{ name }, { errors }]) => errors.map((error) => inCluster(name, error)));
  const order = clusterDependencies(clusters, [
    { directory: '.', app: bundle, stages: own.stages },
    ...[...plans].map(([app, { stages }]) => ({ directory: app.name, app, stages })),
  ]);
  // What is missing elsewhere may be missing because of an error there.
  const errors = [...own.errors, ...ofClusters];
  if (errors.length + order.errors.length > 0) {
    throw listedError('Validation failed with', errors.length > 0 ? errors : order.errors);
  }
  const planned = planClusters(plans, order);
  const contexts = planned.map(({ context }) => context);
  const dependents = contexts.filter(({ dependsOn }) => dependsOn.some(({ directory }) => directory === '.'));
  const place = { directory: '.', clusters: contexts, dependents };
  return [planFiles(bundle, own, place), ...planned];
}

/** Plans the clusters, in their own order. Dependents are planned first, because a cluster gets them in its context. */
function planClusters(
  plans: ReadonlyMap<ClusterApp, AppPlan>,
  { dependencies, dependentsFirst }: ClusterDependencies,
): PlannedApp[] {
  const planned = new Map<ClusterApp, PlannedApp>();
  const waiting = new Map<string, DeliveryContext[]>();
  for (const cluster of dependentsFirst) {
    const { labels, name, source } = cluster;
    const dependsOn = dependencies.get(name);
    const app = planFiles(cluster, plans.get(cluster) ?? NOTHING, {
      directory: name,
      labels,
      source,
      dependsOn,
      dependents: waiting.get(name),
    });
    planned.set(cluster, app);
    for (const { directory } of dependsOn ?? []) {
      waiting.set(directory, waiting.get(directory) ?? []);
      waiting.get(directory)?.push(app.context);
    }
  }
  return [...plans.keys()].flatMap((cluster) => planned.get(cluster) ?? []);
}

const NOTHING: AppPlan = { stages: [], errors: [], warnings: [], mirrored: new Map() };

function apiObjectsOf({ manifests }: PlannedApp) {
  return manifests.flatMap(({ stage }) => stage.objects.map(({ apiObject }) => apiObject));
}

/** Likely mistakes that only the cluster can confirm. */
function warningsFor(plan: PlannedApp, existingNamespaces: ReadonlySet<string>): string[] {
  const { directory } = plan.context;
  const missing = plan.undeclaredNamespaces.filter((name) => !existingNamespaces.has(name)).join(', ');
  const remedy = "add them, or name them in 'existingNamespaces' of the bundle";
  const warnings = [
    ...plan.warnings,
    ...(missing ? [`objects are in namespaces that no stage makes (${missing}); ${remedy}`] : []),
  ];
  return directory === '.' ? warnings : warnings.map((warning) => inCluster(directory, warning));
}

/** Refuses to overwrite files that no earlier synth has written. */
function refuseForeignFiles(outdir: string, files: string[], ours: Set<string>): void {
  const foreign = files.filter((file) => !ours.has(file) && fs.existsSync(path.join(outdir, file)));
  if (foreign.length > 0) {
    const more = foreign.length > MOST_NAMED ? ` and ${foreign.length - MOST_NAMED} more` : '';
    const rule = `${foreign.slice(0, MOST_NAMED).join(', ')}${more} exist already and were not written by an earlier synth`;
    throw plainError(`cannot write the bundle to '${outdir}': ${rule}; remove them, or choose another directory`);
  }
}
