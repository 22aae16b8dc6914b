import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { packageFile } from '../private/package-files';
import { replaceIn } from './program';

interface PackageManifest {
  readonly [field: string]: unknown;
  readonly homepage: string;
  readonly name: string;
  readonly version: string;
}

/** package.json of this package. */
export function ownManifest(): PackageManifest {
  return JSON.parse(fs.readFileSync(packageFile('package.json'), 'utf8')) as PackageManifest;
}

/** Folder of a project for files that do not come from a registry. */
const VENDOR = 'vendor';

function addVendored(files: Map<string, string | Buffer>, file: string): { name: string; content: Buffer } {
  const name = `${VENDOR}/${path.basename(file)}`;
  const content = fs.readFileSync(file);
  files.set(name, content);
  return { name, content };
}

/** Fields of package.json that npm copies into a lock file. */
const LOCKED = ['license', 'dependencies', 'bin', 'engines', 'peerDependencies'];

/**
 * Adds this package to package.json and package-lock.json.
 *
 * @param files files of a project
 * @param name name of the project
 * @param file packed package; without it, npm takes the version that runs from a registry, whose checksum is not known here
 */
export function addNpmPackage(files: Map<string, string | Buffer>, name: string, file?: string): void {
  const own = ownManifest();
  const vendored = file === undefined ? undefined : addVendored(files, file);
  const required = vendored ? `file:${vendored.name}` : own.version;
  const origin = vendored && {
    resolved: required,
    integrity: `sha512-${createHash('sha512').update(vendored.content).digest('base64')}`,
  };
  const withOwn = (dependencies: object) =>
    Object.fromEntries(
      Object.entries({ ...dependencies, [own.name]: required }).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  const manifest = JSON.parse(String(files.get('package.json'))) as { dependencies: object };
  files.set('package.json', json({ ...manifest, name, dependencies: withOwn(manifest.dependencies) }));
  const lock = JSON.parse(String(files.get('package-lock.json'))) as { packages: { '': { dependencies: object } } };
  const { '': root, ...packages } = lock.packages;
  const entry = {
    version: own.version,
    ...origin,
    bundleDependencies: own.bundledDependencies,
    ...Object.fromEntries(LOCKED.map((field) => [field, own[field]])),
  };
  files.set(
    'package-lock.json',
    json({
      ...lock,
      name,
      packages: {
        '': { ...root, name, dependencies: withOwn(root.dependencies) },
        ...Object.fromEntries(
          Object.entries({ ...packages, [`node_modules/${own.name}`]: entry }).sort(([one], [other]) =>
            one.localeCompare(other, 'en'),
          ),
        ),
      },
    }),
  );
}

/**
 * Adds this package to requirements.txt.
 *
 * @param files files of a project
 * @param name name of the project
 * @param file wheel; without it, pip takes the version that runs from a registry
 */
export function addWheel(files: Map<string, string | Buffer>, name: string, file?: string): void {
  const { name: own, version } = ownManifest();
  const required = file === undefined ? `${own}==${version}` : `./${addVendored(files, file).name}`;
  files.set('requirements.txt', `${String(files.get('requirements.txt'))}${required}\n`);
  files.set('pyproject.toml', replaceIn(String(files.get('pyproject.toml')), [['"project"', JSON.stringify(name)]]));
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
