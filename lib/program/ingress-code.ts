import { Call, Code, CodeMap, MethodCall, Reference } from './code';
import { Context, isJson, isText, Json, mapsIn } from './context';
import { metadataCode } from './metadata-code';
import { appMethod, KnownKind, Rejection } from './way';

/** A path of an Ingress that leads to an app. */
interface Route {
  readonly app: Reference;
  readonly appName: string;
  readonly host: unknown;
  readonly path: string;
  readonly pathType: unknown;
}

const METHOD = 'exposeViaIngress';

/** An Ingress to SpinApps is what `exposeViaIngress()` makes of its first path, and adds the others to. */
export const INGRESS: KnownKind = {
  group: 'networking.k8s.io',
  ways: ({ metadata, spec }, context) => {
    const rules = isJson(spec) ? (mapsIn(spec.rules) ?? []) : [];
    const paths = rules.flatMap(({ host, http }) => pathsIn(http).map((path) => routeOf(host, path, context)));
    const routes = paths.filter((route) => route !== undefined);
    if (!isJson(spec) || routes.length === 0) {
      return [];
    }
    if (routes.length < paths.length) {
      return new Rejection(`${METHOD}()`, "'spec.rules' has a backend that is not port 80 of a SpinApp here");
    }
    const secrets = [...(mapsIn(spec.tls) ?? [])];
    const [first, ...others] = routes.map((route) => ({ ...route, secret: secretFor(route, secrets) }));
    const { annotations, issuer } = issuerOf(first.appName, first.secret, (metadata as Json).annotations);
    const options = {
      metadata: metadataCode({ ...metadata, ...annotations }),
      ...optionsFor(first, issuer === undefined ? first.secret : undefined, context),
      className: spec.ingressClassName as Code,
      issuer,
    };
    return [
      {
        ...appMethod(first.app, METHOD, [first.path, options]),
        after: (ingress) =>
          others.map((route) => {
            const more = { ingress, ...optionsFor(route, route.secret, context) };
            return new MethodCall(route.app, METHOD, [route.path, more]);
          }),
      },
    ];
  },
};

/** The paths of a host in the order of cdk8s-plus, which begins with the shortest. */
function pathsIn(http: unknown): readonly Json[] {
  const paths = isJson(http) ? (mapsIn(http.paths) ?? []) : [];
  return [...paths].sort((one, other) => String(one.path).localeCompare(String(other.path)));
}

function routeOf(host: unknown, { backend, path, pathType }: Json, context: Context): Route | undefined {
  const service = isJson(backend) ? backend.service : undefined;
  if (!isJson(service) || !isText(service.name) || !isText(path)) {
    return undefined;
  }
  const { name, port } = service;
  const app = isJson(port) && port.number === 80 ? context.app(name) : undefined;
  return app && { app, appName: name, host, path, pathType };
}

function optionsFor({ host, pathType }: Route, secret: string | undefined, context: Context): CodeMap {
  return {
    host: host as Code,
    pathType: pathType === 'Prefix' ? undefined : new Call('Kube.pathType', pathType as Code),
    tlsSecret: secret === undefined ? undefined : new Call('Existing.secret', context.name('Secret', secret)),
  };
}

/** The name of the Secret with the certificate of a host, which is taken out of the list. */
function secretFor({ host }: Route, secrets: Json[]): string | undefined {
  const found = secrets.findIndex(
    ({ hosts, secretName }) =>
      isText(secretName) && JSON.stringify(hosts) === (host === undefined ? undefined : JSON.stringify([host])),
  );
  return found < 0 ? undefined : (secrets.splice(found, 1)[0].secretName as string);
}

/** Factories of `CertificateIssuer` by the annotation. */
const ISSUERS = { 'cert-manager.io/cluster-issuer': 'clusterIssuer', 'cert-manager.io/issuer': 'issuer' };

/** The issuer that fills a Secret of the name that `issuer` gives it, and metadata with the other annotations. */
function issuerOf(app: string, secret: string | undefined, all: unknown): { annotations?: object; issuer?: Call } {
  const annotations = isJson(all) ? all : {};
  const found = Object.entries(ISSUERS).find(([name]) => isText(annotations[name]));
  if (secret !== `${app}-tls` || !found || 'cert-manager.io/issuer-kind' in annotations) {
    return {};
  }
  const [annotation, factory] = found;
  const others = Object.entries(annotations).filter(([name]) => name !== annotation);
  return {
    annotations: { annotations: others.length === 0 ? undefined : Object.fromEntries(others) },
    issuer: new Call(`CertificateIssuer.${factory}`, annotations[annotation] as string),
  };
}
