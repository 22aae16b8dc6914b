import { HttpMethod } from '../app/traffic/http-route-match';
import { Call, Code, CodeMap, Member, MethodCall, propertiesOf, Reference } from './code';
import { Context, isJson, isText, Json, mapOf, mapsIn, memberName } from './context';
import { metadataCode } from './metadata-code';
import { appMethod, KnownKind, Rejection, Way } from './way';

/** An HTTPRoute to SpinApps is an `HttpRoute`, or to a single one what `exposeViaHttpRoute()` makes. */
export const HTTP_ROUTE: KnownKind = {
  group: 'gateway.networking.k8s.io',
  ways: ({ metadata, spec }, context) => {
    const rules = isJson(spec) ? (mapsIn(spec.rules) ?? []) : [];
    const backends = rules.flatMap(backendsOf);
    const apps = backends.map((backend) => appOf(backend, context));
    const [app] = apps.filter((one) => one !== undefined);
    const [gateway, ...gateways] = isJson(spec) ? (mapsIn(spec.parentRefs) ?? []).map(gatewayCode) : [];
    if (!isJson(spec) || (app as Reference | undefined) === undefined) {
      return [];
    }
    const elsewhere = backends.find(({ namespace }) => namespace !== undefined && namespace !== metadata.namespace);
    if (elsewhere) {
      return new Rejection('HttpRoute', `a backend is in the namespace ${String(elsewhere.namespace)}`);
    }
    if (apps.includes(undefined)) {
      return new Rejection('HttpRoute', "'spec.rules' has a backend that is not a SpinApp here");
    }
    const props = { metadata: metadataCode(metadata), gateway, hostnames: spec.hostnames as Code };
    const after = (route: Reference) => gateways.map((one) => new MethodCall(route, 'addGateway', [one]));
    const isOne = apps.every((one) => one?.constant === app.constant);
    const isSingle = isOne && rules.every((rule) => backendsOf(rule).every(isPlain) && hasOneAnswer(rule));
    const own = rules.map((rule) => ruleCode(rule));
    const isDefault = own.length === 1 && propertiesOf(own[0]).length === 0;
    const method: Way = {
      ...appMethod(app, 'exposeViaHttpRoute', [{ ...props, rules: isDefault ? undefined : own }]),
      after,
    };
    const full = rules.map((rule) => ({
      ...ruleCode(rule),
      backends: mapsIn(rule.backendRefs)?.map((backend) => backendCode(backend, context)),
    }));
    const construct: Way = {
      name: 'HttpRoute',
      value: new Call('new HttpRoute', context.chart, context.object, { ...props, rules: full }),
      after,
      isWhole: true,
    };
    return isSingle ? [method, construct] : [construct];
  },
};

function backendsOf({ backendRefs }: Json): readonly Json[] {
  return mapsIn(backendRefs) ?? [];
}

function appOf({ name }: Json, context: Context): Reference | undefined {
  return isText(name) ? context.app(name) : undefined;
}

/** Tells if a backend is the app, and nothing else about it is set. */
function isPlain({ port, weight }: Json): boolean {
  return port === 80 && weight === undefined;
}

/** Tells if a rule has one backend, or a redirect. */
function hasOneAnswer(rule: Json): boolean {
  const isRedirect = (mapsIn(rule.filters) ?? []).some(({ type }) => type === 'RequestRedirect');
  return backendsOf(rule).length === (isRedirect ? 0 : 1);
}

function gatewayCode({ name, namespace, sectionName }: Json): Code {
  const options = { namespace: namespace as Code, listener: sectionName as Code };
  return new Call('Gateway.fromGatewayName', name as Code, options);
}

function backendCode(backend: Json, context: Context): Code {
  const { port, weight } = backend;
  return { app: appOf(backend, context), port: port === 80 ? undefined : (port as Code), weight: weight as Code };
}

/** A rule without its backends. What it does not have is found by the comparison. */
function ruleCode({ filters, matches, timeouts }: Json): CodeMap {
  const all = mapsIn(filters)?.map(filterCode);
  const { backendRequest, request } = isJson(timeouts) ? timeouts : {};
  return {
    matches: mapsIn(matches)?.map(matchCode),
    filters: all?.every((filter) => filter !== undefined) === true ? all : undefined,
    timeout: durationCode(request),
    backendTimeout: durationCode(backendRequest),
  };
}

/** A duration in seconds, as the routes of this package have it. */
function durationCode(duration: unknown): Code | undefined {
  const [, seconds] = /^(\d+)s$/.exec(String(duration)) ?? [];
  return (seconds as string | undefined) === undefined ? undefined : new Call('Duration.seconds', Number(seconds));
}

/** Factories of `HttpPathMatch` by the type of the match. */
const PATHS: { readonly [type: string]: string } = {
  PathPrefix: 'prefix',
  Exact: 'exact',
  RegularExpression: 'regularExpression',
};

function matchCode({ headers, method, path, queryParams }: Json): CodeMap {
  const { type = 'PathPrefix', value = '/' } = isJson(path) ? path : {};
  const factory = Object.hasOwn(PATHS, String(type)) ? PATHS[String(type)] : undefined;
  const name = memberName(HttpMethod, method);
  return {
    path: isJson(path) && factory !== undefined ? new Call(`HttpPathMatch.${factory}`, value as Code) : undefined,
    headers: mapOf(mapsIn(headers), valueCode),
    queryParameters: mapOf(mapsIn(queryParams), valueCode),
    method: name === undefined ? undefined : new Member('HttpMethod', name),
  };
}

function valueCode({ type = 'Exact', value }: Json): Code {
  return new Call(`HttpValueMatch.${type === 'Exact' ? 'exact' : 'regularExpression'}`, value as Code);
}

/** Filters by their types. */
const FILTERS: { readonly [type: string]: (filter: Json) => Code | undefined } = {
  RequestHeaderModifier: ({ requestHeaderModifier }) => headers('requestHeaders', requestHeaderModifier),
  ResponseHeaderModifier: ({ responseHeaderModifier }) => headers('responseHeaders', responseHeaderModifier),
  RequestRedirect: ({ requestRedirect }) => url('redirect', requestRedirect),
  URLRewrite: ({ urlRewrite }) => url('rewrite', urlRewrite),
  ExtensionRef: ({ extensionRef }) => new Call('HttpRouteFilter.extension', extensionRef as Code),
};

function filterCode(filter: Json): Code | undefined {
  const { type } = filter;
  return isText(type) && Object.hasOwn(FILTERS, type) ? FILTERS[type](filter) : undefined;
}

function headers(method: string, changes: unknown): Code | undefined {
  const { add, remove, set } = isJson(changes) ? changes : {};
  const values = (items: unknown) => mapOf(mapsIn(items), ({ value }) => value as Code);
  return new Call(`HttpRouteFilter.${method}`, { set: values(set), add: values(add), remove: remove as Code });
}

function url(method: string, change: unknown): Code | undefined {
  const { path, ...others } = isJson(change) ? change : {};
  return new Call(`HttpRouteFilter.${method}`, {
    ...(others as CodeMap),
    path: isJson(path) ? pathChange(path) : undefined,
  });
}

function pathChange({ replaceFullPath, replacePrefixMatch, type }: Json): Code {
  return type === 'ReplaceFullPath'
    ? new Call('HttpPathChange.full', replaceFullPath as Code)
    : new Call('HttpPathChange.prefix', replacePrefixMatch as Code);
}
