import { ApiObject } from 'cdk8s';
import { constructsBelow } from '../../private/constructs-below';
import { field, list } from '../../synth/manifest';

/**
 * Finds the Ingresses and routes of the Gateway API that send requests to the Service of a SpinApp.
 *
 * @param app the object of the SpinApp; its Service has its name and namespace
 * @returns the path of each construct
 */
export function routesToService(app: ApiObject): string[] {
  const { name } = app;
  const { namespace } = app.metadata;
  return constructsBelow(app.node.root)
    .filter((construct) => ApiObject.isApiObject(construct))
    .filter((object) => object.metadata.namespace === namespace && servicesOf(object).includes(name))
    .map((object) => `${object.kind} ${object.node.path}`);
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
