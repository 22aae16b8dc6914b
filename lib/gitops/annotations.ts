import { byName } from '../private/by-name';
import { Manifest, RenderedObject } from '../synth/manifest';
import { stringifyYaml, yamlParts } from '../synth/yaml';
import { IDelivery } from './delivery';

/** Annotations by key. */
export interface Annotations {
  readonly [key: string]: string;
}

/** An object that gets annotations. */
export interface AnnotatedObject {
  /** The level of its stage. */
  readonly level: number;
  readonly manifest: Manifest;

  /** True if its stage must not be removed. */
  readonly isKept: boolean;
}

/** A delivery that wants annotations on the manifests themselves. Only Argo CD's sync waves do. */
interface Annotating {
  _annotations(object: AnnotatedObject): Annotations;
}

function isAnnotating(delivery: IDelivery): delivery is IDelivery & Annotating {
  return '_annotations' in delivery;
}

/** Annotations of a manifest, for the deliveries of its bundle. */
export function annotationsFor(deliveries: IDelivery[], object: AnnotatedObject): Annotations {
  return Object.fromEntries(
    deliveries.filter(isAnnotating).flatMap((delivery) => Object.entries(delivery._annotations(object))),
  );
}

/** Prints an object with further annotations, in parts; they stand in the order of their keys, as cdk8s puts them. */
export function printWith({ manifest, text }: RenderedObject, annotations: Annotations): readonly string[] {
  const keys = Object.keys(annotations);
  if (keys.length === 0) {
    return text === undefined ? yamlParts(manifest) : [text];
  }
  if (text !== undefined) {
    return [insert(text, annotations)];
  }
  const metadata = manifest.metadata as { readonly annotations?: Annotations };
  return yamlParts({
    ...manifest,
    metadata: byName({ ...metadata, annotations: byName(joinAnnotations(metadata.annotations ?? {}, annotations)) }),
  });
}

/** Argo CD reads several options from one annotation, with commas between them. */
const OPTIONS = 'argocd.argoproj.io/sync-options';

/** The annotations of an object and further ones, which win. */
export function joinAnnotations(own: Annotations, added: Annotations): Annotations {
  const options = [own[OPTIONS], added[OPTIONS]].flatMap((text: string | undefined) => text?.split(',') ?? []);
  const both: Annotations = options.length > 0 ? { [OPTIONS]: [...new Set(options)].join() } : {};
  return { ...own, ...added, ...both };
}

const BLOCK = /^metadata:\n {2}annotations:\n((?: {4}.*\n)*)/m;

/** The definitions that the library brings have annotations, a line each. */
function insert(text: string, annotations: Annotations): string {
  return text.replace(BLOCK, (_, own: string) => {
    const added = stringifyYaml(annotations)
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`);
    const lines = [...own.trimEnd().split('\n'), ...added].sort();
    return `metadata:\n  annotations:\n${lines.join('\n')}\n`;
  });
}
