import * as path from 'path';
import { SpinKubeRelease } from '../../lib';

/** A version that this repository pins. */
export interface Pin {
  readonly registry: 'go' | 'npm';

  /** Go module or npm package. */
  readonly name: string;
  readonly version: string;

  /** File or folder with the version. */
  readonly where: string;
}

/** Output of `go mod edit -json`, as far as it is needed. */
export interface GoMod {
  readonly Require: readonly { readonly Path: string; readonly Version: string; readonly Indirect?: boolean }[] | null;
  readonly Tool: readonly { readonly Path: string }[] | null;
}

/** Dependencies of a `package.json`. */
export interface PackageJson {
  readonly dependencies?: { readonly [name: string]: string };
  readonly devDependencies?: { readonly [name: string]: string };
}

/** Tells if a folder has a version in its name: it stays at that version. */
export function isKept(folder: string): boolean {
  return /-v\d/.test(path.basename(folder));
}

/** The direct requirements of a Go module, and the modules of its tools. `v0.0.0` is replaced by something else. */
export function pinsOfGoMod(where: string, { Require, Tool }: GoMod): Pin[] {
  const hasTool = (module: string) => Tool?.some(({ Path }) => `${Path}/`.startsWith(`${module}/`));
  return (Require ?? [])
    .filter(({ Indirect, Path, Version }) => Version !== 'v0.0.0' && (!Indirect || hasTool(Path)))
    .map(({ Path, Version }) => ({ registry: 'go', name: Path, version: Version, where }));
}

/** The packages of a `package.json`. */
export function pinsOfPackage(where: string, { dependencies, devDependencies }: PackageJson): Pin[] {
  return Object.entries({ ...devDependencies, ...dependencies }).map(([name, version]): Pin => ({
    registry: 'npm',
    name,
    version,
    where,
  }));
}

/** The components of a release by their repositories, except for kwasm-operator, which is retired. */
export function pinsOfRelease(release: SpinKubeRelease): Pin[] {
  const components = {
    'github.com/cert-manager/cert-manager': release.certManager,
    'github.com/spinframework/containerd-shim-spin': release.spinShim,
    'github.com/spinframework/runtime-class-manager': release.runtimeClassManager,
    'github.com/spinkube/spin-operator': release.spinOperator,
  };
  return Object.entries(components).map(([name, version]): Pin => ({
    registry: 'go',
    name,
    version: version.name,
    where: 'lib/releases',
  }));
}
