import { listedError } from '../../private/errors';
import { ManifestModel } from './model';
import { parseToml } from './parse-toml';
import { TomlValue } from './toml-value';
import { readVersion1 } from './version-1';
import { readVersion2 } from './version-2';

/** How each version is written, and how it is read. */
const VERSIONS: readonly { readonly key: string; readonly value: unknown; readonly read: typeof readVersion2 }[] = [
  { key: 'spin_manifest_version', value: 2, read: readVersion2 },
  { key: 'spin_manifest_version', value: '1', read: readVersion1 },
  { key: 'spin_version', value: '1', read: readVersion1 },
];

/**
 * Reads a manifest. What is not looked at may be anything: Spin itself checks it when the application is built.
 *
 * @param source name of the file
 * @param text what is in it
 * @throws with everything that is wrong with it
 */
export function readManifest(source: string, text: string): ManifestModel {
  const problems = new Set<string>();
  const { problem, tables } = parseToml(text);
  const model = problem === undefined ? readTables(new TomlValue(problems, tables)) : undefined;
  const errors = [...(problem === undefined ? [] : [problem]), ...problems];
  if (model === undefined || errors.length > 0) {
    throw listedError(`${source} has`, errors);
  }
  return model;
}

function readTables(manifest: TomlValue): ManifestModel | undefined {
  const version = VERSIONS.find(({ key, value }) => manifest.field(key).equals(value));
  if (version === undefined) {
    manifest
      .field('spin_manifest_version')
      .refuse('is no version that is known', `write 'spin_manifest_version = 2', or "1" for the older form`);
  }
  return version?.read(manifest);
}
