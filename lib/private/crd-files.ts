import { IConstruct } from 'constructs';

/** Files of `crds/`, and whether the construct installs their operator or only relies on it. */
interface DeclaredFiles {
  readonly files: readonly string[];
  readonly installs: boolean;
}

/** Not in the metadata of the construct, which other languages can read and tests compare. */
const FILES = new WeakMap<IConstruct, DeclaredFiles>();

/**
 * Declares which CustomResourceDefinitions the cluster of a construct has, so that its objects are checked against them.
 *
 * @param construct the construct: an operator, or an executor or app that relies on one
 * @param files files of `crds/`
 * @param installs whether the construct installs the operator: it then counts before those that rely on one
 */
export function declareCrdFiles(construct: IConstruct, files: readonly string[], installs: boolean): void {
  FILES.set(construct, { files, installs });
}

/** The files that a construct declares; undefined for none. */
export function declaredCrdFiles(construct: IConstruct): readonly string[] | undefined {
  return FILES.get(construct)?.files;
}

/** The files that constructs declare, those of installed operators first. */
export function crdFilesIn(constructs: readonly IConstruct[]): string[] {
  const installed: string[] = [];
  const reliedOn: string[] = [];
  for (const construct of constructs) {
    const declared = FILES.get(construct);
    if (declared) {
      (declared.installs ? installed : reliedOn).push(...declared.files);
    }
  }
  return [...new Set([...installed, ...reliedOn])];
}
