import { ApiObject, App } from 'cdk8s';
import { Shape } from './shapes';

/** Manifests of the objects of an app. */
export function manifestsOf(shape: Shape): object[] {
  const app = new App();
  shape(app);
  return app.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson() as object);
}
