import { list, Manifest } from '../../synth/manifest';
import { textAt } from '../text-at';
import { Grant, grant, texts } from './grant';

/** Rights in the rules of a Role or ClusterRole. */
export function grantsOfRole(role: Manifest): Grant[] {
  return [
    ...list(role, 'rules').flatMap(grantsOfRule),
    ...list(role, 'aggregationRule', 'clusterRoleSelectors').map((selector) =>
      grant('everything', `in ClusterRoles that match ${JSON.stringify(selector)}`),
    ),
  ];
}

/** Roles that a RoleBinding or ClusterRoleBinding gives to its subjects. */
export function grantsOfBinding(binding: Manifest): Grant[] {
  const [kind, name] = ['kind', 'name'].map((one) => textAt(binding, 'roleRef', one));
  return list(binding, 'subjects').map((subject) => {
    const who = ['kind', 'namespace', 'name']
      .map((one) => textAt(subject, one))
      .filter(Boolean)
      .join('/');
    return grant(`${kind} ${name}`, `to ${who}`);
  });
}

function grantsOfRule(rule: unknown): Grant[] {
  const verbs = texts(rule, 'verbs');
  const urls = texts(rule, 'nonResourceURLs').flatMap((url) =>
    verbs.map((verb) => ({ parts: ['url', verb, url], verb, object: `on ${url}` })),
  );
  const resources = texts(rule, 'apiGroups').flatMap((group) =>
    texts(rule, 'resources').flatMap((resource) =>
      texts(rule, 'resourceNames', ['*']).flatMap((name) =>
        verbs.map((verb) => ({
          parts: ['resource', verb, group, resource, name],
          verb,
          object: `on ${[resource, group].filter(Boolean).join('.')}${name === '*' ? '' : `/${name}`}`,
        })),
      ),
    ),
  );
  return [...urls, ...resources];
}
