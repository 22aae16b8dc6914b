import * as fs from 'fs';
import { checkedString } from '../../private/checked-values';
import { plainError, violation } from '../../private/errors';
import { ManifestModel } from './model';
import { readManifest } from './read-manifest';

/** Name of a manifest that was not read from a file. */
const USUAL_NAME = 'spin.toml';

/**
 * Spin manifest (`spin.toml`) of an application: its variables, triggers, components, and the stores, databases and models
 * that the components use.
 *
 * A SpinApp with a manifest is checked against it; nothing of it is rendered. It must be the manifest that the image was
 * built from: this is not verified.
 *
 * @see https://spinframework.dev/manifest-reference
 *
 * @example
 *
 * new SpinApp(chart, 'shop', { image, executor, manifest: SpinManifest.fromFile('spin.toml') });
 */
export class SpinManifest {
  /**
   * Reads a manifest of version 1 or 2.
   *
   * @param path path of the file, relative to the working directory
   * @throws if it cannot be read, or with all problems of the manifest
   */
  public static fromFile(path: string): SpinManifest {
    const source = checkedString(path, 'path', 'SpinManifest.fromFile', 'give the path of a spin.toml');
    return new SpinManifest(source, readManifest(source, readFile(source)));
  }

  /**
   * Parses a manifest of version 1 or 2.
   *
   * @param text content of a `spin.toml`
   * @throws with all problems of the manifest
   */
  public static fromString(text: string): SpinManifest {
    const source = checkedString(text, 'text', 'SpinManifest.fromString', 'give the content of a spin.toml');
    return new SpinManifest(USUAL_NAME, readManifest(USUAL_NAME, source));
  }

  /** Name of the application. */
  public readonly applicationName: string;

  /** Version of the application, if the manifest has one. */
  public readonly applicationVersion?: string;

  /** IDs of the components, those without a trigger included. */
  public readonly componentIds: string[];

  private constructor(
    private readonly source: string,
    private readonly model: ManifestModel,
  ) {
    this.applicationName = model.name;
    this.applicationVersion = model.version;
    this.componentIds = model.components.map(({ id }) => id);
  }

  /**
   * Name of the manifest in messages: its file.
   *
   * @internal
   */
  public _source(): string {
    return this.source;
  }

  /**
   * Content of the manifest.
   *
   * @internal
   */
  public _model(): ManifestModel {
    return this.model;
  }
}

function readFile(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy = 'check the path, which is relative to the working directory';
    throw plainError(`SpinManifest: ${violation('path', path, `cannot be read (${code})`, remedy)}`);
  }
}
