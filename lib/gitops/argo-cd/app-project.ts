import { AppProject, AppProjectSpecDestinations, Application, ApplicationSet } from '../../../imports/argoproj.io';
import { groupOf, Manifest } from '../../synth/manifest';
import { ArgoCdMode, ArgoCdSettings } from './argo-cd-props';
import { Installation } from './installation';

/** Keeps the project until no Application refers to it: without it, Argo CD could not delete what they have made. */
const KEPT = 'resources-finalizer.argocd.argoproj.io';

interface Kind {
  readonly group: string;
  readonly kind: string;
}

/**
 * A project that allows the repository, namespaces and kinds of the bundle, and nothing else.
 *
 * @param hub the bundle itself: where Argo CD runs
 * @param installations the bundle as it is installed, to one cluster or several
 */
export function appProject(hub: Installation, installations: Installation[]): unknown {
  const { project: name, settings, source } = hub;
  const repositories = [source, ...installations.map((installation) => installation.source)];
  const kinds = { inNamespaces: new Set<string>(), ofCluster: new Set<string>() };
  for (const installation of installations) {
    for (const object of installation.objects) {
      (installation.isNamespaced(object) ? kinds.inNamespaces : kinds.ofCluster).add(kindOf(object));
    }
  }
  ofArgoCd(settings).forEach(({ GVK }) => kinds.inNamespaces.add(kindOf(GVK)));
  return AppProject.manifest({
    metadata: {
      name,
      namespace: settings.namespace,
      ...(settings.labels && { labels: settings.labels }),
      finalizers: [KEPT],
    },
    spec: {
      description: `What the bundle of ${source.repoUrl} may install, and where`,
      sourceRepos: [...new Set(repositories.map(({ repoUrl }) => repoUrl))],
      destinations: destinations(hub, installations),
      // Left out, the first list would allow nothing and the second one everything.
      clusterResourceWhitelist: sorted(kinds.ofCluster),
      namespaceResourceWhitelist: sorted(kinds.inNamespaces),
    },
  });
}

/** The kinds of Argo CD itself that an Application over others makes. */
function ofArgoCd({ generator, mode }: ArgoCdSettings): (typeof Application | typeof ApplicationSet)[] {
  return [
    ...(mode === ArgoCdMode.APP_OF_APPS ? [Application] : []),
    ...(mode === ArgoCdMode.ROLLING_SYNC || generator ? [ApplicationSet] : []),
  ];
}

function destinations(hub: Installation, installations: Installation[]): AppProjectSpecDestinations[] {
  const all = installations.flatMap((installation) => {
    // Where nothing belongs to a namespace, the Applications name one all the same.
    const used = installation.namespaces.length > 0 ? installation.namespaces : [installation.namespaceFor([])];
    return used.map((namespace) => installation.destination(namespace));
  });
  if (ofArgoCd(hub.settings).length > 0) {
    all.push(hub.destinationOf([]));
  }
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Group and kind. */
function kindOf({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  return `${groupOf({ apiVersion })}/${kind}`;
}

function sorted(kinds: ReadonlySet<string>): Kind[] {
  return [...kinds]
    .sort()
    .map((key) => key.split('/'))
    .map(([group, kind]) => ({ group, kind }));
}
