import { ApiObject, JsonPatch } from 'cdk8s';

/** Removes the namespace that cdk8s sets on cluster-scoped objects in a chart with a namespace. */
export function withoutNamespace(object: ApiObject): void {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
