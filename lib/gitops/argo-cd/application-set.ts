import * as path from 'path';
import {
  ApplicationSet,
  ApplicationSetSpecGenerators,
  ApplicationSetSpecStrategy,
  ApplicationSetSpecTemplateSpecDestination,
  ApplicationSetSpecTemplateSpecSource,
} from '../../../imports/argoproj.io';
import { ApplicationParts, CASCADE, overallParts, stageParts } from './application';
import { ArgoCdMode } from './argo-cd-props';
import { Installation } from './installation';
import { ignoredDifferences, syncOptionsFor, syncPolicy } from './sync-policy';

/** By this label the steps of a rolling sync know the Applications. */
const LEVEL = 'cdk8s-spinkube/level';

/** Parameters of the template, for one Application of a cluster. */
interface Element {
  readonly stage?: string;
  readonly level?: string;

  /** The source of the cluster, if not all have the same. */
  readonly source?: ElementSource;

  /** The folder, from that of the cluster. */
  readonly path: string;
  readonly namespace?: string;

  /** Fields that the template cannot express, merged into the Application. */
  readonly patch: unknown;
}

/** A source in the parameters of the template. */
interface ElementSource {
  readonly repoUrl: string;
  readonly targetRevision: string;

  /** The output directory of the bundle, with a slash at its end. */
  readonly root: string;
}

/**
 * Makes the Applications of all clusters, or those of the stages of one.
 *
 * @param hub the bundle itself: where Argo CD runs
 * @param installations those of the clusters, or the bundle itself
 */
export function applicationSet(hub: Installation, installations: Installation[]): unknown {
  const { name, project, settings } = hub;
  const { labels, namespace } = settings;
  const isRolling = settings.mode === ArgoCdMode.ROLLING_SYNC;
  const cluster = settings.generator ? '{{.name}}' : '';
  const [{ objects, recurse }] = partsOf(installations[0]);
  const allLabels = { ...labels, ...(isRolling && { [LEVEL]: '{{.level}}' }) };
  return ApplicationSet.manifest({
    // Argo CD would add the finalizer, without which it could not delete stages backwards.
    metadata: { name, namespace, ...(labels && { labels }), ...(isRolling && { finalizers: [CASCADE] }) },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: generatorsOf(hub, installations),
      ...(isRolling && { strategy: strategyFor(installations) }),
      // Each Application says for itself whether its objects go with it; Argo CD would say so for all.
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: {
        metadata: {
          name: [cluster, name, isRolling ? '{{.stage}}' : ''].filter(Boolean).join('-'),
          ...(Object.keys(allLabels).length > 0 && { labels: allLabels }),
        },
        spec: {
          project,
          source: {
            ...templateSource(hub, installations, cluster),
            ...(recurse && { directory: { recurse } }),
          },
          destination: objects.length > 0 ? destination(hub) : hub.destinationOf([]),
          syncPolicy: syncPolicy(settings, { keep: false, syncOptions: [] }),
        },
      },
      templatePatch: '{{ toJson .patch }}',
    },
  });
}

/** The source of the delivery, or parameters if the clusters have different ones. */
function templateSource(
  hub: Installation,
  installations: Installation[],
  cluster: string,
): Pick<ApplicationSetSpecTemplateSpecSource, 'path' | 'repoUrl' | 'targetRevision'> {
  if (hasOneSource(hub, installations)) {
    const { path: root, repoUrl, targetRevision } = hub.source;
    return { repoUrl, targetRevision, path: path.posix.join(root, cluster, '{{.path}}') };
  }
  return {
    repoUrl: '{{.source.repoUrl}}',
    targetRevision: '{{.source.targetRevision}}',
    path: `{{.source.root}}${cluster}/{{.path}}`,
  };
}

function elementSource({ source }: Installation): ElementSource {
  const { path: root, repoUrl, targetRevision } = source;
  return { repoUrl, targetRevision, root: root === '.' ? '' : `${root}/` };
}

/** True if all clusters are fetched from the source of the delivery. */
export function hasOneSource(hub: Installation, installations: Installation[]): boolean {
  return installations.every(({ source }) => JSON.stringify(source) === JSON.stringify(hub.source));
}

/** The cluster that the generator names, or that of the bundle. */
function destination(hub: Installation): ApplicationSetSpecTemplateSpecDestination {
  const namespace = '{{.namespace}}';
  return hub.settings.generator ? { name: '{{.name}}', namespace } : hub.destination(namespace);
}

/** Clusters with the same Applications share what is said of those. */
function generatorsOf(hub: Installation, installations: Installation[]): ApplicationSetSpecGenerators[] {
  const { generator } = hub.settings;
  const isShared = hasOneSource(hub, installations);
  const groups = new Map<string, { names: string[]; elements: Element[] }>();
  for (const installation of installations) {
    const elements = partsOf(installation).map((parts) => ({
      ...elementOf(installation, parts),
      ...(!isShared && { source: elementSource(installation) }),
    }));
    const key = JSON.stringify(elements);
    const { names } = groups.get(key) ?? { names: [] };
    groups.set(key, { names: [...names, installation.directory], elements });
  }
  return [...groups.values()].map(({ names, elements }) => {
    const list = { list: { elements } };
    return generator ? { matrix: { generators: [generator._generatorOf(names), list] } } : list;
  });
}

function partsOf(installation: Installation): ApplicationParts[] {
  return installation.settings.mode === ArgoCdMode.ROLLING_SYNC
    ? installation.stages.map((stage) => stageParts(installation, stage))
    : [overallParts(installation)];
}

function elementOf(installation: Installation, parts: ApplicationParts): Element {
  const { objects, stage } = parts;
  return {
    ...(stage && { stage: stage.name, level: String(stage.level) }),
    path: parts.path,
    ...(objects.length > 0 && { namespace: installation.namespaceFor(objects) }),
    patch: patchFor(installation, parts),
  };
}

function patchFor({ definedKinds, settings }: Installation, { keep, objects, orphan }: ApplicationParts): unknown {
  const ignoreDifferences = ignoredDifferences(objects);
  const { automated, syncOptions } = syncPolicy(settings, { keep, syncOptions: syncOptionsFor(objects, definedKinds) });
  return {
    ...(!orphan && { metadata: { finalizers: [CASCADE] } }),
    spec: {
      syncPolicy: { ...(keep && automated && { automated: { prune: automated.prune } }), syncOptions },
      ...(ignoreDifferences.length > 0 && { ignoreDifferences }),
    },
  };
}

/** One level after the other, and back when it is deleted. */
function strategyFor(installations: Installation[]): ApplicationSetSpecStrategy {
  const levels = installations.flatMap(({ stages }) => stages.map(({ level }) => level));
  return {
    type: 'RollingSync',
    deletionOrder: 'Reverse',
    rollingSync: {
      steps: Array.from({ length: Math.max(...levels) + 1 }, (_, level) => ({
        matchExpressions: [{ key: LEVEL, operator: 'In', values: [String(level)] }],
      })),
    },
  };
}
