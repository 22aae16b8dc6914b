import { ApiObject, App } from 'cdk8s';
import { Shape } from './shapes';

/** What the objects of an app render, as plain data. */
export function manifestsOf(shape: Shape): object[] {
  const app = new App();
  shape(app);
  return app.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson() as object);
}
