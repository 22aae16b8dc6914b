import * as path from 'path';
import {
  ApplicationSet,
  ApplicationSetSpecGenerators,
  ApplicationSetSpecStrategy,
  ApplicationSetSpecTemplateSpecDestination,
} from '../../../imports/argoproj.io';
import { DeliveryObject, DeliveryStage } from '../delivery';
import { isDefinition } from '../readiness';
import { CASCADE, finalizersFor } from './application';
import { ArgoCdMode } from './argo-cd-props';
import { IN_CLUSTER, Installation } from './installation';
import { ignoredDifferences, syncOptionsFor, syncPolicy } from './sync-policy';

/** By it the steps of a rolling sync know the Applications. */
export const LEVEL = 'cdk8s-spinkube/level';

/** One Application of a cluster: what the template is filled with. */
interface Element {
  readonly stage?: string;
  readonly level?: string;

  /** The folder, from that of the cluster. */
  readonly path: string;
  readonly namespace: string;

  /** What no template can say, merged into the Application. */
  readonly patch: unknown;
}

/**
 * Makes the Applications of all clusters, or those of the stages of one.
 *
 * @param hub the bundle itself: where Argo CD runs
 * @param installations those of the clusters, or the bundle itself
 */
export function applicationSet(hub: Installation, installations: Installation[]): unknown {
  const { name, project, settings } = hub;
  const { labels, mode, namespace, source } = settings;
  const isRolling = mode === ArgoCdMode.ROLLING_SYNC;
  const { cluster, destination } = settings.generator
    ? { cluster: '{{.name}}', destination: { name: '{{.name}}', namespace: '{{.namespace}}' } }
    : { cluster: '', destination: hub.destination('{{.namespace}}') };
  const atHome: ApplicationSetSpecTemplateSpecDestination = { server: IN_CLUSTER, namespace };
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
          labels: { ...labels, ...(isRolling && { [LEVEL]: '{{.level}}' }) },
        },
        spec: {
          project,
          source: {
            repoUrl: source.repoUrl,
            targetRevision: source.targetRevision,
            path: path.posix.join(source.path, cluster, '{{.path}}'),
            ...(mode === ArgoCdMode.SYNC_WAVES && { directory: { recurse: true } }),
          },
          destination: mode === ArgoCdMode.APP_OF_APPS ? atHome : destination,
          syncPolicy: syncPolicy(settings, { keep: false, syncOptions: [] }),
        },
      },
      templatePatch: '{{ toJson .patch }}',
    },
  });
}

/** Clusters with the same Applications share what is said of those. */
function generatorsOf({ settings }: Installation, installations: Installation[]): ApplicationSetSpecGenerators[] {
  const { generator } = settings;
  const groups = new Map<string, { names: string[]; elements: Element[] }>();
  for (const installation of installations) {
    const elements = elementsOf(installation);
    const key = JSON.stringify(elements);
    const { names } = groups.get(key) ?? { names: [] };
    groups.set(key, { names: [...names, installation.directory], elements });
  }
  return [...groups.values()].map(({ names, elements }) => {
    const list = { list: { elements } };
    return generator ? { matrix: { generators: [generator._generatorOf(names), list] } } : list;
  });
}

function elementsOf(installation: Installation): Element[] {
  const { objects, settings, stages } = installation;
  switch (settings.mode) {
    case ArgoCdMode.APP_OF_APPS:
      return [{ path: 'argo-cd/stages', namespace: settings.namespace, patch: patchFor(installation, [], false) }];
    case ArgoCdMode.SYNC_WAVES: {
      const namespace = installation.namespaceFor(objects);
      // The definitions say for themselves that they stay.
      return [{ path: 'manifests', namespace, patch: patchFor(installation, objects, false) }];
    }
    default:
      return stages.map((stage) => stageElement(installation, stage));
  }
}

function stageElement(installation: Installation, { level, name, objects, path: file }: DeliveryStage): Element {
  return {
    stage: name,
    level: String(level),
    path: path.posix.dirname(file),
    namespace: installation.namespaceFor(objects),
    patch: patchFor(installation, objects, objects.some(isDefinition)),
  };
}

function patchFor({ definedKinds, settings }: Installation, objects: DeliveryObject[], keep: boolean): unknown {
  const ignoreDifferences = ignoredDifferences(objects);
  const finalizers = finalizersFor(objects);
  const { automated, syncOptions } = syncPolicy(settings, { keep, syncOptions: syncOptionsFor(objects, definedKinds) });
  return {
    ...(finalizers.length > 0 && { metadata: { finalizers } }),
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
