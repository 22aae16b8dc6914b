import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { constructsBelow } from '../../private/constructs-below';
import { groupBy } from '../../private/group-by';
import { field, list } from '../../synth/manifest';

/** Routes of an app, by the namespace and then by the name of the Service. */
class Routes {
  private readonly objects: ReadonlyMap<string | undefined, readonly ApiObject[]>;
  private readonly byService = new Map<string | undefined, Map<unknown, string[]>>();

  public constructor(root: IConstruct) {
    const objects = constructsBelow(root).filter((construct) => ApiObject.isApiObject(construct));
    this.objects = groupBy(objects, ({ metadata }) => metadata.namespace);
  }

  public to({ metadata: { namespace }, name }: ApiObject): string[] {
    const known = this.byService.get(namespace) ?? this.routesIn(namespace);
    this.byService.set(namespace, known);
    return known.get(name) ?? [];
  }

  private routesIn(namespace: string | undefined): Map<unknown, string[]> {
    const found = new Map<unknown, string[]>();
    for (const object of this.objects.get(namespace) ?? []) {
      for (const service of new Set(servicesOf(object))) {
        const paths = found.get(service) ?? [];
        paths.push(`${object.kind} ${object.node.path}`);
        found.set(service, paths);
      }
    }
    return found;
  }
}

let remembered: WeakMap<IConstruct, Routes> | undefined;

/** Looks for the routes of an app only once while a function runs, which changes no construct. */
export function rememberingRoutes<T>(run: () => T): T {
  const before = remembered;
  remembered = new WeakMap();
  try {
    return run();
  } finally {
    remembered = before;
  }
}

/**
 * Finds the Ingresses and routes of the Gateway API that send requests to the Service of a SpinApp.
 *
 * @param app the object of the SpinApp; its Service has its name and namespace
 * @returns the path of each construct
 */
export function routesToService(app: ApiObject): string[] {
  const { root } = app.node;
  const routes = remembered?.get(root) ?? new Routes(root);
  remembered?.set(root, routes);
  return routes.to(app);
}

function servicesOf(object: ApiObject): unknown[] {
  if (object.kind !== 'Ingress' && !/^[A-Z]+Route$/.test(object.kind)) {
    return [];
  }
  const spec = field(object.toJson(), 'spec');
  const rules = list(spec, 'rules');
  const backends = [field(spec, 'defaultBackend'), ...rules.flatMap((rule) => pathsOf(rule))];
  const references = rules.flatMap((rule) => list(rule, 'backendRefs'));
  return [
    ...backends.map((backend) => field(backend, 'service', 'name')),
    ...references.filter((one) => (field(one, 'kind') ?? 'Service') === 'Service').map((one) => field(one, 'name')),
  ];
}

function pathsOf(rule: unknown): unknown[] {
  return list(rule, 'http', 'paths').map((path) => field(path, 'backend'));
}
