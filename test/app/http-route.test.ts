import * as fs from 'fs';
import * as path from 'path';
import { Gateway, SpinAppExecutor, SpinApplication, SpinManifest } from '../../lib';
import { Manifest, synth, testChart } from '../testing';

/** A path, the routes of an application, and the one that the router of Spin chose: npm run verdicts:routes. */
interface Verdict {
  readonly request: string;
  readonly routes: readonly string[];
  readonly chosen: string | undefined;
}

const VERDICTS = fs
  .readFileSync(path.join(__dirname, 'routes.txt'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Verdict => {
    const [request, ...routes] = line.split(' ');
    const chosen = routes.pop();
    return { request, routes, chosen: chosen === '-' ? undefined : chosen };
  });

/** A match of an Ingress or HTTPRoute, and the Service that it leads to. */
interface Match {
  readonly type: string;
  readonly value: string;
  readonly service: string;
}

/** An application with a SpinApp for each route: `app-0`, `app-1` and so on. */
function newApplication(routes: readonly string[]) {
  const ids = routes.map((_, index) => `c${index}`);
  const triggers = routes.map((route, index) => `[[trigger.http]]\nroute = "${route}"\ncomponent = "${ids[index]}"\n`);
  const components = ids.map((id) => `[component.${id}]\nsource = "a.wasm"\n`);
  const head = 'spin_manifest_version = 2\napplication.name = "routes"\n';
  const chart = testChart('team');
  const application = new SpinApplication(chart, 'app', {
    metadata: { name: 'app' },
    image: 'example.com/routes:v1',
    executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim'),
    manifest: SpinManifest.fromString([head, ...triggers, ...components].join('')),
    split: ids.map((id) => [id]),
  });
  const routeOf = (service: string | undefined) =>
    service === undefined
      ? undefined
      : routes[application.apps.findIndex(({ serviceName }) => serviceName === service)];
  return { application, chart, routeOf };
}

interface HttpRouteSpec {
  readonly rules: {
    readonly matches: { readonly path: { readonly type: string; readonly value: string } }[];
    readonly backendRefs: { readonly name: string }[];
  }[];
}

interface IngressSpec {
  readonly rules: {
    readonly http: {
      readonly paths: { path: string; pathType: string; backend: { service: { name: string } } }[];
    };
  }[];
}

function ingressMatches(routes: readonly string[]): Match[] {
  const { application, chart } = newApplication(routes);
  application.exposeViaIngress();
  const { rules } = specOf(synth(chart), 'Ingress') as IngressSpec;
  return rules[0].http.paths.map((one) => ({ type: one.pathType, value: one.path, service: one.backend.service.name }));
}

function routeMatches(routes: readonly string[]): Match[] {
  const { application, chart } = newApplication(routes);
  application.exposeViaHttpRoute({ gateway: Gateway.fromGatewayName('public') });
  const { rules } = specOf(synth(chart), 'HTTPRoute') as HttpRouteSpec;
  return rules.flatMap(({ backendRefs, matches }) =>
    matches.map(({ path: match }) => ({ ...match, service: backendRefs[0].name })),
  );
}

function specOf(manifests: Manifest[], kind: string): unknown {
  return manifests.find((manifest) => manifest.kind === kind)?.spec;
}

/** The match that the specifications of Ingress and the Gateway API prefer: an exact one, then the longest prefix. */
function best(matches: readonly Match[], request: string): Match | undefined {
  const rank = ({ type, value }: Match) => (type === 'Exact' ? Infinity : value.length);
  return matches.filter((match) => isMatch(match, request)).sort((a, b) => rank(b) - rank(a))[0];
}

function isMatch({ type, value }: Match, request: string): boolean {
  switch (type) {
    case 'Exact':
      return request === value;
    case 'RegularExpression':
      return new RegExp(`^(?:${value})$`).test(request);
    default: {
      // By segments; a slash at the end of the prefix does not count.
      const wanted = value.split('/').filter(Boolean);
      return wanted.every((segment, index) => request.split('/').slice(1)[index] === segment);
    }
  }
}

/** The verdicts by their routes: each application is rendered once. */
function byRoutes(isWanted: (routes: readonly string[]) => boolean): [title: string, verdicts: Verdict[]][] {
  const groups = new Map<string, Verdict[]>();
  for (const verdict of VERDICTS.filter(({ routes }) => isWanted(routes))) {
    const key = verdict.routes.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), verdict]);
  }
  return [...groups];
}

const isPlain = (route: string) => !/[:+]/.test(route);

test('there are verdicts of every kind', () => {
  expect(VERDICTS.length).toBeGreaterThan(1500);
  expect(byRoutes((routes) => routes.length === 1)).toHaveLength(17);
  expect(VERDICTS.filter(({ chosen }) => chosen === undefined).length).toBeGreaterThan(500);
});

test.each(byRoutes((routes) => routes.every(isPlain)))('an Ingress routes as Spin does: %s', (_, verdicts) => {
  const { routes } = verdicts[0];
  const { routeOf } = newApplication(routes);
  const matches = ingressMatches(routes);
  const chosen = verdicts.map(({ request }) => [request, routeOf(best(matches, request)?.service)]);
  expect(chosen).toEqual(verdicts.map((verdict) => [verdict.request, verdict.chosen]));
});

// Which of several regular expressions is preferred is up to the Gateway, so these applications have a single route.
test.each(byRoutes((routes) => routes.every(isPlain) || routes.length === 1))(
  'an HTTPRoute routes as Spin does: %s',
  (_, verdicts) => {
    const { routes } = verdicts[0];
    const { routeOf } = newApplication(routes);
    const matches = routeMatches(routes);
    const chosen = verdicts.map(({ request }) => [request, routeOf(best(matches, request)?.service)]);
    expect(chosen).toEqual(verdicts.map((verdict) => [verdict.request, verdict.chosen]));
  },
);
