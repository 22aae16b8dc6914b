import { ApiObject, JsonPatch } from 'cdk8s';

/** Takes the namespace away that cdk8s gives to all objects of a chart that has one, to those of the whole cluster too. */
export function withoutNamespace(object: ApiObject): void {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
