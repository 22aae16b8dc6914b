import { AppProject, AppProjectSpecDestinations, Application } from '../../../imports/argoproj.io';
import { groupOf, Manifest } from '../../synth/manifest';
import { ArgoCdMode } from './argo-cd-props';
import { IN_CLUSTER, Installation } from './installation';

/** Keeps the project until no Application refers to it: without it, Argo CD could not delete what they have made. */
const KEPT = 'resources-finalizer.argocd.argoproj.io';

interface Kind {
  readonly group: string;
  readonly kind: string;
}

/** A project that allows the repository, namespaces and kinds of the bundle, and nothing else. */
export function appProject(installation: Installation): unknown {
  const { project: name, settings } = installation;
  const kinds = (namespaced: boolean) =>
    installation.objects.filter((object) => installation.isNamespaced(object) === namespaced).map(kindOf);
  const applications = settings.mode === ArgoCdMode.APP_OF_APPS ? [kindOf(Application.GVK)] : [];
  return AppProject.manifest({
    metadata: {
      name,
      namespace: settings.namespace,
      ...(settings.labels && { labels: settings.labels }),
      finalizers: [KEPT],
    },
    spec: {
      description: `What the bundle of ${settings.source.repoUrl} may install, and where`,
      sourceRepos: [settings.source.repoUrl],
      destinations: destinations(installation),
      // Left out, the first list would allow nothing and the second one everything.
      clusterResourceWhitelist: distinct(kinds(false)),
      namespaceResourceWhitelist: distinct([...kinds(true), ...applications]),
    },
  });
}

function destinations(installation: Installation): AppProjectSpecDestinations[] {
  const { settings } = installation;
  // Where nothing belongs to a namespace, the Applications name one all the same.
  const used = installation.namespaces.length > 0 ? installation.namespaces : [installation.namespaceFor([])];
  const all = used.map((namespace) => installation.destination(namespace));
  if (settings.mode === ArgoCdMode.APP_OF_APPS) {
    all.push({ server: IN_CLUSTER, namespace: settings.namespace });
  }
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function kindOf({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): Kind {
  return { group: groupOf({ apiVersion }), kind };
}

/** Each kind once, by group and kind. */
function distinct(kinds: Kind[]): Kind[] {
  const keys = [...new Set(kinds.map(({ group, kind }) => `${group}/${kind}`))].sort();
  return keys.map((key) => key.split('/')).map(([group, kind]) => ({ group, kind }));
}
