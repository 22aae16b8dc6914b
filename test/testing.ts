import { App, Chart, Testing } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { ImageMirror } from '../lib/gitops/image-mirror';

/** Output of `toJson()`, with the type of a Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly [field: string]: unknown;
}

/** Cache of parsed objects by text: most bundles have the same CRDs, which take long to parse. */
const known = new Map<string, unknown[]>();

/** The objects in a file, read-only; by another parser than the library's. */
export function manifestsIn<T = Manifest>(text: string): T[] {
  const manifests = known.get(text) ?? loadAll(text).filter((manifest) => manifest !== null);
  known.set(text, manifests);
  manifests.forEach(freeze);
  return [...manifests] as T[];
}

function freeze(value: unknown): void {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(Object.freeze(value)).forEach(freeze);
  }
}

/** An app that is not written. That of cdk8s's `Testing` makes a temporary folder and leaves it behind. */
export function testApp(): App {
  return new App({ outdir: '/nonexistent' });
}

/** A chart `test` in an app of its own. */
export function testChart(namespace?: string): Chart {
  return new Chart(testApp(), 'test', { namespace });
}

/** The chart's manifests after validation, as they would be written. */
export function synth(chart: Chart): Manifest[] {
  return Testing.synth(chart) as Manifest[];
}

/** The only manifest of that kind, and name if given; fails when there is none or more than one. */
export function only(manifests: Manifest[], kind: string, name?: string): Manifest {
  const found = manifests.filter((m) => m.kind === kind && (name === undefined || m.metadata.name === name));
  if (found.length !== 1) {
    throw new Error(`expected one ${kind} ${name ?? ''}, found ${found.length}`);
  }
  return found[0];
}

/** Manifests with images from mirrors, by registry. */
export function mirrored(manifests: Manifest[], registries: { [registry: string]: string }): Manifest[] {
  const mirror = ImageMirror.of({ registries });
  return manifests.map((manifest) => mirror._apply(manifest).manifest as Manifest);
}

/** All validation errors of an app, as cdk8s would report them at synth. */
export function validationErrors(scope: App | Chart): string[] {
  return scope.node.findAll().flatMap((c) => c.node.validate().map((message) => `[${c.node.path}] ${message}`));
}
