import { IConstruct } from 'constructs';
import { Manifest } from './manifest';

const CONTEXT = 'cdk8s-spinkube:image-mirror';

/** Changes the images in a manifest. */
type Mirror = (manifest: Manifest) => Manifest;

/** Sets the mirror of the manifests of an app. It must not have any constructs yet. */
export function setMirror(app: IConstruct, mirror: Mirror): void {
  app.node.setContext(CONTEXT, mirror);
}

/** The mirror of a manifest, for names that have a hash of it: a Job with other images is another Job. */
export function mirrorOf(construct: IConstruct): Mirror {
  return (construct.node.tryGetContext(CONTEXT) as Mirror | undefined) ?? ((manifest) => manifest);
}
