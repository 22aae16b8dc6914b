import * as path from 'path';
import { Application } from '../../../imports/argoproj.io';
import { DeliveryObject, DeliveryStage } from '../delivery';
import { DELIVERY_FOLDERS } from '../inventory';
import { isCustomResourceDefinition } from '../kinds/custom-resource-definition';
import { ArgoCdMode } from './argo-cd-props';
import { Installation } from './installation';
import { ignoredDifferences, syncOptionsFor, syncPolicy } from './sync-policy';
import { SYNC_WAVE } from './sync-waves';

/** Folder with the Applications of the stages, below that of the bundle or cluster. */
export const STAGES = `${DELIVERY_FOLDERS.argoCd}/stages`;

/** Properties that differ between the Applications of an installation. */
export interface ApplicationParts {
  /** The folder that it applies, from that of the bundle or cluster. */
  readonly path: string;

  /** True to apply the folders below as well. */
  readonly recurse: boolean;

  /** The stage that it is for, if it is for one. */
  readonly stage?: DeliveryStage;

  /** Its wave among the Applications that are made with it, if there are such. */
  readonly wave?: number;

  /** The objects of the bundle that it applies: none where it makes objects of Argo CD itself. */
  readonly objects: DeliveryObject[];

  /** True if nothing in it may ever be pruned. */
  readonly keep: boolean;

  /** True to keep its objects when the Application is deleted. */
  readonly orphan: boolean;
}

/** Application of a stage. It keeps CustomResourceDefinitions when it is deleted: all objects of their kinds would go with them. */
export function stageParts({ kept }: Installation, stage: DeliveryStage): ApplicationParts {
  const { name, objects, path: file } = stage;
  const isKept = kept.has(name);
  return {
    path: path.posix.dirname(file),
    recurse: false,
    stage,
    wave: stage.level,
    objects,
    keep: isKept || objects.some(isCustomResourceDefinition),
    orphan: isKept || objects.every(isCustomResourceDefinition),
  };
}

/** Application of a folder with objects of Argo CD itself. */
export function folderParts(folder: string): ApplicationParts {
  return { path: folder, recurse: false, objects: [], keep: false, orphan: false };
}

/** Application of a whole installation: of the Applications of its stages, or of its manifests with their sync waves. */
export function overallParts({ objects, settings, stages }: Installation): ApplicationParts {
  if (settings.mode !== ArgoCdMode.SYNC_WAVES) {
    return folderParts(STAGES);
  }
  // What must stay says so for itself, and Argo CD does not delete CustomResourceDefinitions.
  return {
    path: path.posix.dirname(path.posix.dirname(stages[0].path)),
    recurse: true,
    objects,
    keep: false,
    orphan: objects.every(isCustomResourceDefinition),
  };
}

/** Application of a whole installation that waits for stages of another one. */
export function dependentParts(dependent: Installation, { directory, levels }: Installation): ApplicationParts {
  const names = dependent.dependsOn.filter((one) => one.directory === directory).flatMap((one) => one.stages);
  const level = names.reduce((most, name) => Math.max(most, levels.get(name) ?? -1), -1);
  return { ...overallParts(dependent), wave: level + 1 };
}

/** Deleting an Application deletes what it has made, backwards and waiting. */
export const CASCADE = 'resources-finalizer.argocd.argoproj.io';

/** An Application. That of a stage has the level as its wave: those of the next one wait until it is healthy. */
export function application(
  installation: Installation,
  { keep, objects, orphan, path: folder, recurse, stage, wave }: ApplicationParts,
): unknown {
  const { project, settings, source } = installation;
  const ignoreDifferences = ignoredDifferences(objects);
  return Application.manifest({
    metadata: {
      name: stage ? installation.applicationOf(stage) : installation.name,
      namespace: settings.namespace,
      ...(settings.labels && { labels: settings.labels }),
      ...(wave !== undefined && { annotations: { [SYNC_WAVE]: String(wave) } }),
      ...(!orphan && { finalizers: [CASCADE] }),
    },
    spec: {
      project,
      source: {
        repoUrl: source.repoUrl,
        targetRevision: source.targetRevision,
        path: installation.sourcePath(folder),
        ...(recurse && { directory: { recurse } }),
      },
      destination: installation.destinationOf(objects),
      syncPolicy: syncPolicy(settings, { keep, syncOptions: syncOptionsFor(objects, installation.definedKinds) }),
      ...(ignoreDifferences.length > 0 && { ignoreDifferences }),
    },
  });
}
