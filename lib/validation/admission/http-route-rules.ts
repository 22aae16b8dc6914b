import { field, list, Manifest } from '../../synth/manifest';
import { Place, placesAt } from '../fields';
import { Problem, Problems } from '../problems';
import { Rule, SOURCES } from './rule';

const HTTP_ROUTE = { kind: 'HTTPRoute', groups: ['gateway.networking.k8s.io'], level: 'error' } as const;

const REJECTED = 'Otherwise the API server rejects it.';

/** Fields of filters by type. */
const FILTERS = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
  CORS: 'cors',
};

/** Types of which a rule may have several filters. */
const REPEATABLE = ['RequestMirror', 'ExtensionRef'];

/** Fields of path changes by type. */
const CHANGES = { ReplaceFullPath: 'replaceFullPath', ReplacePrefixMatch: 'replacePrefixMatch' };

/** Lists of filters: those of a rule, and those of a single backend. */
const FILTER_LISTS = ['rules.*.filters', 'rules.*.backendRefs.*.filters'];

/** Matches that an HTTPRoute may have in all. */
const MOST_MATCHES = 128;

/** Rules that the CRD of HTTPRoute expresses in CEL, so that only an API server with the CRD would find it. */
export const HTTP_ROUTE_RULES: readonly Rule[] = [
  {
    ...HTTP_ROUTE,
    name: 'http-route-parents',
    description: `An HTTPRoute that names a Gateway twice must name another listener (\`sectionName\`) each time. ${REJECTED}`,
    source: SOURCES.gatewayParents,
    check: ({ spec }) => checkParents(list(spec, 'parentRefs')),
  },
  {
    ...HTTP_ROUTE,
    name: 'http-route-paths',
    description: `An exact path and a path prefix must begin with a slash and be normalized: without empty segments, \`.\`, \`..\`, fragments and encoded slashes. ${REJECTED}`,
    source: SOURCES.gatewayPaths,
    check: (route) => placesIn(route, 'rules.*.matches.*.path').flatMap(checkPath),
  },
  {
    ...HTTP_ROUTE,
    name: 'http-route-matches',
    description: `The rules of an HTTPRoute must have at most ${MOST_MATCHES} matches in all. ${REJECTED}`,
    source: SOURCES.gatewayRoutes,
    check: ({ spec }) => {
      const count = list(spec, 'rules').flatMap(matchesOf).length;
      const text = `has ${count} matches in all, of which ${MOST_MATCHES} are allowed`;
      const remedy = 'divide it into several HTTPRoutes';
      return count > MOST_MATCHES ? [{ path: 'spec.rules', value: undefined, text, remedy }] : [];
    },
  },
  {
    ...HTTP_ROUTE,
    name: 'http-route-backend-port',
    description: `A backend of an HTTPRoute that is a Service must have a port, also for mirrored requests. ${REJECTED}`,
    source: SOURCES.gatewayBackends,
    check: (route) =>
      ['rules.*.backendRefs.*', ...FILTER_LISTS.map((filters) => `${filters}.*.requestMirror.backendRef`)]
        .flatMap((path) => placesIn(route, path))
        .filter(({ value }) => isService(value) && !isGiven(value, 'port'))
        .map(({ path }) => ({
          path: `${path}.port`,
          value: undefined,
          text: 'is required for a Service',
          remedy: 'set it',
        })),
  },
  {
    ...HTTP_ROUTE,
    name: 'http-route-filters',
    description: `A filter of an HTTPRoute must have the field of its type and no other. A rule may have most filters once, either a redirect or a rewrite, and no backends with a redirect. A change of the prefix (\`replacePrefixMatch\`) needs a rule with exactly one match, of a path by prefix. ${REJECTED}`,
    source: SOURCES.gatewayFilters,
    check: (route) => [
      ...placesIn(route, 'rules.*').flatMap(checkRule),
      ...FILTER_LISTS.flatMap((path) => placesIn(route, path)).flatMap(checkFilters),
    ],
  },
  {
    ...HTTP_ROUTE,
    name: 'http-route-timeouts',
    description: `The timeout of a request to a backend must not be longer than that of the whole request. ${REJECTED}`,
    source: SOURCES.gatewayTimeouts,
    check: (route) => placesIn(route, 'rules.*.timeouts').flatMap(checkTimeouts),
  },
];

function placesIn({ spec }: Manifest, path: string): Place[] {
  return placesAt({ path: 'spec', value: spec }, path);
}

function isGiven(value: unknown, ...path: string[]): boolean {
  const found = field(value, ...path);
  return found !== undefined && found !== null;
}

function isService(reference: unknown): boolean {
  return (
    isGiven(reference, 'name') && !field(reference, 'group') && (field(reference, 'kind') ?? 'Service') === 'Service'
  );
}

/** The matches of a rule; a rule without any matches every path. */
function matchesOf(rule: unknown): unknown[] {
  return isGiven(rule, 'matches') ? list(rule, 'matches') : [{}];
}

function checkParents(parents: readonly unknown[]): Problem[] {
  const problems = Problems.at('spec.parentRefs');
  const keyOf = (parent: unknown) => {
    const { group = 'gateway.networking.k8s.io', kind = 'Gateway', name, namespace } = parent as Partial<Parent>;
    return [group, kind, name, namespace ?? ''].join('\0');
  };
  const sectionOf = (parent: unknown) => field(parent, 'sectionName') ?? '';
  parents.forEach((parent, index) => {
    const others = parents.slice(0, index).filter((one) => keyOf(one) === keyOf(parent));
    const section = sectionOf(parent);
    const isClear = others.every((one) => section !== '' && sectionOf(one) !== '' && sectionOf(one) !== section);
    if (!isClear) {
      const rule = 'names a Gateway that is already named, and not another listener of it';
      problems.at(index).refuse(field(parent, 'name'), rule, "set 'sectionName' of both, or remove one of them");
    }
  });
  return [...problems.all];
}

interface Parent {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** The characters that RFC 3986 allows in a path. */
const PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;

function checkPath({ path, value }: Place): Problem[] {
  const text = field(value, 'value') ?? '/';
  if (typeof text !== 'string' || (field(value, 'type') ?? 'PathPrefix') === 'RegularExpression') {
    return [];
  }
  const rule = pathFault(text);
  return rule === undefined ? [] : [{ path: `${path}.value`, value: text, text: rule, remedy: 'correct it' }];
}

function pathFault(path: string): string | undefined {
  if (!path.startsWith('/')) {
    return 'must begin with a slash';
  }
  if (path.includes('//') || /\/\.\.?(\/|$)/.test(path)) {
    return "must not contain empty segments, '.' or '..'";
  }
  if (/%2f/i.test(path)) {
    return 'must not contain encoded slashes';
  }
  return PATH.test(path) ? undefined : 'contains characters that must be encoded in a path';
}

/** The filters of a rule together with its backends and matches. */
function checkRule({ path, value: rule }: Place): Problem[] {
  const backends = list(rule, 'backendRefs');
  const problems = Problems.at(path);
  if (backends.length > 0 && list(rule, 'filters').some((filter) => isGiven(filter, 'requestRedirect'))) {
    const text = 'must be empty in a rule that redirects';
    problems.at('backendRefs').refuse(undefined, text, 'remove them, or move the redirect to a rule of its own');
  }
  const [match, ...more] = matchesOf(rule);
  const matchesPrefix = match !== undefined && (field(match, 'path', 'type') ?? 'PathPrefix') === 'PathPrefix';
  // With two backends that change the prefix, the CRD does not look at the matches.
  const isChanged = ['requestRedirect', 'urlRewrite'].some(
    (filter) => changesPrefix(rule, filter) || backends.filter((one) => changesPrefix(one, filter)).length === 1,
  );
  if (isChanged && (!matchesPrefix || more.length > 0)) {
    const text = 'must be exactly one, of a path by prefix, because a filter changes the prefix';
    problems.at('matches').refuse(undefined, text, 'divide the rule, or replace the full path');
  }
  return [...problems.all];
}

function changesPrefix(filtered: unknown, filter: string): boolean {
  return list(filtered, 'filters').some((one) => isGiven(one, filter, 'path', 'replacePrefixMatch'));
}

function checkFilters({ path, value: filters }: Place): Problem[] {
  if (!Array.isArray(filters)) {
    return [];
  }
  const problems = Problems.at(path);
  const types = filters.map((filter) => field(filter, 'type'));
  types.forEach((type, index) => {
    if (types.indexOf(type) < index && !REPEATABLE.includes(String(type))) {
      problems.at(index, 'type').refuse(type, 'is used twice', 'combine the filters into one');
    }
  });
  if (types.includes('RequestRedirect') && types.includes('URLRewrite')) {
    problems.refuse(undefined, 'must not have both a redirect and a rewrite', 'remove one of them');
  }
  filters.forEach((filter: unknown, index) => {
    checkVariant(filter, FILTERS, problems.at(index));
    for (const name of ['requestRedirect', 'urlRewrite']) {
      checkVariant(field(filter, name, 'path'), CHANGES, problems.at(index, name, 'path'));
    }
    checkMirror(field(filter, 'requestMirror'), problems.at(index, 'requestMirror'));
    for (const name of ['allowHeaders', 'allowMethods', 'allowOrigins']) {
      const values = list(filter, 'cors', name);
      if (values.includes('*') && values.length > 1) {
        problems.at(index, 'cors', name).refuse(undefined, "must not have other values next to '*'", 'remove them');
      }
    }
  });
  return [...problems.all];
}

/** Checks that a value has the field of its type and none of the others. */
function checkVariant(value: unknown, fields: { readonly [type: string]: string }, problems: Problems): void {
  const type = field(value, 'type');
  if (typeof type !== 'string') {
    return;
  }
  for (const [one, name] of Object.entries(fields)) {
    if (isGiven(value, name) !== (one === type)) {
      const rule = one === type ? `is required with type ${type}` : `does not belong to type ${type}`;
      problems.at(name).refuse(undefined, rule, one === type ? 'set it' : 'remove it, or change the type');
    }
  }
}

function checkMirror(mirror: unknown, problems: Problems): void {
  if (isGiven(mirror, 'percent') && isGiven(mirror, 'fraction')) {
    problems.refuse(undefined, 'must not have both percent and fraction', 'remove one of them');
  }
  const numerator = field(mirror, 'fraction', 'numerator');
  if (Number(numerator) > Number(field(mirror, 'fraction', 'denominator') ?? 100)) {
    problems.at('fraction', 'numerator').refuse(numerator, 'must not be larger than the denominator', 'lower it');
  }
}

function checkTimeouts({ path, value }: Place): Problem[] {
  const [request, backendRequest] = ['request', 'backendRequest'].map((name) => milliseconds(field(value, name)));
  // A request timeout of zero is none.
  return request && backendRequest !== undefined && backendRequest > request
    ? [
        {
          path: `${path}.backendRequest`,
          value: field(value, 'backendRequest'),
          text: `must not be longer than that of the request (${String(field(value, 'request'))})`,
          remedy: 'shorten it',
        },
      ]
    : [];
}

const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A duration such as `1m30s`; undefined if it is none. */
function milliseconds(duration: unknown): number | undefined {
  if (typeof duration !== 'string' || !/^(\d{1,5}(h|m|s|ms)){1,4}$/.test(duration)) {
    return undefined;
  }
  const parts = [...duration.matchAll(/(\d+)(h|ms|m|s)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS], 0);
}
