import { nearest } from '../../private/nearest';
import { SpinKubeRelease } from '../../releases/registry';
import { SpinShimVersion } from '../../releases/spin-shim/spin-shim-version';
import { RuntimeConfig } from '../runtime-config';
import { Variable } from '../variable';
import { ManifestComponent, ManifestModel, ManifestTrigger } from './model';
import { SpinManifest } from './spin-manifest';

/** The settings of a SpinApp that its application depends on. */
export interface AppOutline {
  readonly manifest?: SpinManifest;
  readonly components?: readonly string[];
  readonly variables: { readonly [name: string]: Variable };
  readonly runtimeConfig?: RuntimeConfig;
  readonly mountPaths: readonly string[];
  readonly replicas?: number;
  readonly hasAutoscaler: boolean;

  /** Paths of the probes by property. */
  readonly probes: { readonly [property: string]: string };

  /** Version of the shim; undefined if unknown. */
  readonly spinShim?: SpinShimVersion;

  /** Finds the objects that send requests to the app. */
  readonly routesToApp: () => string[];
}

/** An app with a manifest, and the part of the application that it runs. */
export interface CheckedApp extends AppOutline {
  readonly manifest: SpinManifest;
  readonly model: ManifestModel;

  /** The known version of the shim, or the current one. */
  readonly shim: SpinShimVersion;

  readonly running: {
    readonly components: readonly ManifestComponent[];
    readonly triggers: readonly ManifestTrigger[];
  };
}

/**
 * Finds the part of an application that an app runs: all of it, or the selected components that a trigger starts, as the
 * shim does.
 *
 * @returns undefined if the app has no manifest
 */
export function withManifest({ manifest, ...app }: AppOutline): CheckedApp | undefined {
  if (manifest === undefined) {
    return undefined;
  }
  const model = manifest._model();
  const { components: ids } = app;
  const triggers = model.triggers.filter(
    ({ component }) => ids === undefined || (component !== undefined && ids.includes(component)),
  );
  const started = triggers.map(({ component }) => component);
  const components = model.components.filter(({ id }) => ids === undefined || started.includes(id));
  const shim = app.spinShim ?? SpinKubeRelease.CURRENT.spinShim;
  return { ...app, manifest, model, shim, running: { components, triggers } };
}

/** The question about a misspelled word, if one is near to it. */
export function didYouMean(word: string, words: readonly string[]): string | undefined {
  const likely = nearest(word, words);
  return likely === undefined ? undefined : `did you mean '${likely}'?`;
}

/** `component cart`, `components cart, pay`. */
export function describe(components: readonly ManifestComponent[]): string {
  const ids = components.map(({ id }) => id).join(', ');
  return `${components.length === 1 ? 'component' : 'components'} ${ids}`;
}
