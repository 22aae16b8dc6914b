import * as path from 'path';
import { Application, ApplicationSpecDestination, ApplicationSpecSource } from '../../../imports/argoproj.io';
import { DeliveryObject, DeliveryStage } from '../delivery';
import { isDefinition } from '../readiness';
import { IN_CLUSTER, Installation } from './installation';
import { ignoredDifferences, syncOptionsFor, syncPolicy } from './sync-policy';
import { SYNC_WAVE } from './sync-waves';

/** Deleting an Application deletes what it has made, backwards and waiting. */
export const CASCADE = 'resources-finalizer.argocd.argoproj.io';

/** What sets one Application apart from another. */
interface Parts {
  readonly name: string;
  readonly level?: number;
  readonly destination: ApplicationSpecDestination;
  readonly source: Pick<ApplicationSpecSource, 'path' | 'directory'>;
  readonly objects: DeliveryObject[];

  /** Whether nothing of it may ever be pruned. */
  readonly keep: boolean;
}

/** The Application of one stage. Its wave is the level of the stage: those of the next one wait until it is healthy. */
export function stageApplication(installation: Installation, stage: DeliveryStage): unknown {
  const { level, objects } = stage;
  return application(installation, {
    name: installation.applicationOf(stage),
    level,
    destination: installation.destination(installation.namespaceFor(objects)),
    source: { path: installation.sourcePath(path.posix.dirname(stage.path)) },
    objects,
    keep: objects.some(isDefinition),
  });
}

/** The Application that makes those of the stages. They live with Argo CD, wherever their objects go. */
export function rootApplication(installation: Installation, folder: string): unknown {
  return application(installation, {
    name: installation.name,
    destination: { server: IN_CLUSTER, namespace: installation.settings.namespace },
    source: { path: installation.sourcePath(folder) },
    objects: [],
    keep: false,
  });
}

/** The Application over the manifests of all stages, which carry their waves themselves. */
export function singleApplication(installation: Installation): unknown {
  const { objects, stages } = installation;
  return application(installation, {
    name: installation.name,
    destination: installation.destination(installation.namespaceFor(objects)),
    source: {
      path: installation.sourcePath(path.posix.dirname(path.posix.dirname(stages[0].path))),
      directory: { recurse: true },
    },
    objects,
    // The definitions say for themselves that they stay.
    keep: false,
  });
}

/** Definitions stay when their Application goes: all objects of their kinds would go with them. */
export function finalizersFor(objects: DeliveryObject[]): string[] {
  return objects.length > 0 && objects.every(isDefinition) ? [] : [CASCADE];
}

function application(installation: Installation, parts: Parts): unknown {
  const { project, settings } = installation;
  const { destination, keep, level, name, objects, source } = parts;
  const ignoreDifferences = ignoredDifferences(objects);
  const finalizers = finalizersFor(objects);
  return Application.manifest({
    metadata: {
      name,
      namespace: settings.namespace,
      ...(settings.labels && { labels: settings.labels }),
      ...(level !== undefined && { annotations: { [SYNC_WAVE]: String(level) } }),
      ...(finalizers.length > 0 && { finalizers }),
    },
    spec: {
      project,
      source: {
        repoUrl: settings.source.repoUrl,
        targetRevision: settings.source.targetRevision,
        ...source,
      },
      destination,
      syncPolicy: syncPolicy(settings, { keep, syncOptions: syncOptionsFor(objects, installation.definedKinds) }),
      ...(ignoreDifferences.length > 0 && { ignoreDifferences }),
    },
  });
}
