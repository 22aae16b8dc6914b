import { field, list, Manifest } from '../../synth/manifest';
import { textAt } from '../text-at';
import { Grant, texts } from './grant';

const ANY_KIND = [{ group: '*', kind: '*' }];

/** Destinations, kinds and repositories that an AppProject of Argo CD allows to its Applications. */
export function grantsOfAppProject({ spec }: Manifest): Grant[] {
  return [
    ...list(spec, 'destinations').map((destination) => {
      const [server, name, namespace] = ['server', 'name', 'namespace'].map((one) => textAt(destination, one));
      const cluster = name || server;
      return { parts: ['destination', cluster, namespace], verb: 'apply', object: `to ${cluster}/${namespace}` };
    }),
    ...texts(spec, 'sourceRepos').map((url) => ({ parts: ['source', url], verb: 'apply', object: `from ${url}` })),
    ...kinds('cluster-scoped', list(spec, 'clusterResourceWhitelist')),
    ...kinds('namespaced', givenList(spec, 'namespaceResourceWhitelist') ?? ANY_KIND),
  ];
}

/** Kinds that an AppProject no longer forbids. */
export function liftedBans(before: Manifest, after: Manifest): Grant[] {
  return ['clusterResourceBlacklist', 'namespaceResourceBlacklist'].flatMap((name) => {
    const left = kinds(name, list(after.spec, name)).map(({ object }) => object);
    return kinds(name, list(before.spec, name)).filter(({ object }) => !left.includes(object));
  });
}

function kinds(scope: string, items: readonly unknown[]): Grant[] {
  return items.map((item) => {
    const [group, kind] = ['group', 'kind'].map((one) => textAt(item, one));
    return { parts: [scope, group, kind], verb: 'apply', object: [kind, group].filter(Boolean).join('.') };
  });
}

function givenList(value: unknown, name: string): readonly unknown[] | undefined {
  return field(value, name) === undefined ? undefined : list(value, name);
}
