import { Application } from '../../../imports/argoproj.io';
import { ApplicationParts } from './application-parts';
import { Installation } from './installation';
import { ignoredDifferences, syncOptionsFor, syncPolicy } from './sync-policy';
import { SYNC_WAVE } from './sync-waves';

/** Deleting an Application deletes what it has made, backwards and waiting. */
export const CASCADE = 'resources-finalizer.argocd.argoproj.io';

/** An Application. That of a stage has the level as its wave: those of the next one wait until it is healthy. */
export function application(
  installation: Installation,
  { keep, objects, orphan, path, recurse, stage, wave }: ApplicationParts,
): unknown {
  const { project, settings } = installation;
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
        repoUrl: settings.source.repoUrl,
        targetRevision: settings.source.targetRevision,
        path: installation.sourcePath(path),
        ...(recurse && { directory: { recurse } }),
      },
      destination: installation.destinationOf(objects),
      syncPolicy: syncPolicy(settings, { keep, syncOptions: syncOptionsFor(objects, installation.definedKinds) }),
      ...(ignoreDifferences.length > 0 && { ignoreDifferences }),
    },
  });
}
