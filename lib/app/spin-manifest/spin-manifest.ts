import * as fs from 'fs';
import { plainError, violation } from '../../private/errors';
import { ManifestModel } from './model';
import { readManifest } from './read-manifest';

/** How a manifest that is no file is called. */
const USUAL_NAME = 'spin.toml';

/**
 * What the manifest of a Spin application, its `spin.toml`, declares: variables, triggers, components, and the stores,
 * databases and models that they use.
 *
 * A SpinApp that is given it is checked against it; nothing of it is rendered. It must be the manifest that the image was
 * made of: nobody compares the two.
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
   * @param path path of the file; a relative one begins at the working directory
   * @throws if it cannot be read, and with everything that is wrong with it
   */
  public static fromFile(path: string): SpinManifest {
    return new SpinManifest(path, readManifest(path, readFile(path)));
  }

  /**
   * Takes a manifest of version 1 or 2 from a text.
   *
   * @param text what a `spin.toml` has in it
   * @throws with everything that is wrong with it
   */
  public static fromString(text: string): SpinManifest {
    return new SpinManifest(USUAL_NAME, readManifest(USUAL_NAME, text));
  }

  /** Name of the application. */
  public readonly applicationName: string;

  /** Version of the application, if the manifest has one. */
  public readonly applicationVersion?: string;

  private constructor(
    private readonly source: string,
    private readonly model: ManifestModel,
  ) {
    this.applicationName = model.name;
    this.applicationVersion = model.version;
  }

  /**
   * How messages call the manifest: by its file.
   *
   * @internal
   */
  public _source(): string {
    return this.source;
  }

  /**
   * What it says.
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
    const remedy = 'check the path; a relative one begins at the working directory';
    throw plainError(`SpinManifest: ${violation('path', path, `cannot be read (${code})`, remedy)}`);
  }
}
