import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import { plainError } from './errors';
import { packageFile } from './package-files';
import { parseVersion } from './versions';

/** Peers that the app must share with this package: cdk8s recognizes a `Lazy` or an `App` only if they are of its own copy. */
const SHARED = ['cdk8s', 'constructs'];

/** The fields of package.json that are read here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: { readonly [name: string]: string };
}

/** An installed package. */
interface Copy {
  readonly folder: string;
  readonly version: string;
}

const OWN = 'cdk8s-spinkube';

checkInstallation();

/**
 * Checks that this package is not in a bundle, where it would miss its files, that its peers are new enough, and that the app
 * uses the same copies of them.
 *
 * @throws if the program is bundled, or a peer is too old or installed twice
 */
function checkInstallation(): void {
  const ours = ownFile();
  if (ours === undefined) {
    throw plainError(
      `${OWN} is part of a bundle, which lacks the files that it reads (CustomResourceDefinitions, schemas, scripts); leave ` +
        'it, cdk8s and constructs out of the bundle: --packages=external of esbuild, externals of webpack',
    );
  }
  const app = appFile(ours);
  const problems = Object.entries(readManifest(ours).peerDependencies).flatMap(
    ([name, range]) => peerProblem(name, range, app) ?? [],
  );
  if (problems.length > 0) {
    throw plainError(problems.join('\n'));
  }
}

function peerProblem(name: string, range: string, app: string | undefined): string | undefined {
  const copy = copyFor(__filename, name);
  const theirs = app !== undefined && SHARED.includes(name) ? copyFor(app, name) : undefined;
  const remedy = `npm install ${name}@${range}`;
  if (copy && !isInRange(copy.version, range)) {
    return `${OWN} needs ${name} ${range}, but it finds ${name} ${copy.version} in ${copy.folder}; run ${remedy}`;
  }
  return copy && theirs && copy.folder !== theirs.folder
    ? `${OWN} uses ${name} ${copy.version} in ${copy.folder}, but this app uses ${name} ${theirs.version} in ` +
        `${theirs.folder}; both need the same copy: run ${remedy} and npm dedupe`
    : undefined;
}

/** The package.json of this package; undefined in a bundle. */
function ownFile(): string | undefined {
  try {
    const file = packageFile('package.json');
    return readManifest(file).name === OWN ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The app: the module that imports this package or, since ECMAScript modules remain unknown, the main program if it finds this
 * copy of the package. Programs that are installed as packages, such as cdk8s-cli, which loads a plugin, are not apps.
 */
function appFile(ours: string): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else names the module that requires the package
  const importer = module.parent?.parent?.filename;
  return [importer, process.argv[1]].find(
    (file) =>
      file !== undefined &&
      path.isAbsolute(file) &&
      !file.split(path.sep).includes('node_modules') &&
      resolveFrom(file, OWN) === ours,
  );
}

function copyFor(file: string, name: string): Copy | undefined {
  const manifest = resolveFrom(file, name);
  return manifest === undefined
    ? undefined
    : { folder: path.dirname(manifest), version: readManifest(manifest).version };
}

/** The package.json of a package that a file imports; undefined if it is not installed. */
function resolveFrom(file: string, name: string): string | undefined {
  try {
    return createRequire(file).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}

function readManifest(file: string): Manifest {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest;
}

/** Tells if a version is in a range of the form ^1.2.3, pre-releases included. */
function isInRange(version: string, range: string): boolean {
  const found = parseVersion(version);
  const oldest = parseVersion(range.slice(1));
  if (!found || !oldest) {
    return true;
  }
  const [major, minor, patch] = found.map((part, index) => part - oldest[index]);
  return major === 0 && (minor > 0 || (minor === 0 && patch >= 0));
}
