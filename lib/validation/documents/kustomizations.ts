import * as fs from 'fs';
import * as path from 'path';
import { field, list } from '../../synth/manifest';
import { parseDocuments } from './parse-documents';
import { SourceText } from './source-text';

/** Names of a kustomization's file. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Tells if a file is a kustomization. */
export function isKustomization(file: string): boolean {
  return NAMES.includes(path.basename(file));
}

/** The kustomizations around files, which tell which of them are patches. */
export class Kustomizations {
  /** Folders whose kustomization has been read, if they have one. */
  private readonly known = new Set<string>();

  /** Folders of which the same is true of those around them. */
  private readonly surrounded = new Set<string>();

  /** Absolute paths of files that kustomizations refer to. */
  private readonly resources = new Set<string>();
  private readonly patches = new Map<string, string>();

  /** @param files files that are read together; those in other folders may be patches of their kustomizations */
  public constructor(files: readonly string[]) {
    files.filter(isKustomization).forEach((file) => {
      this.readIn(path.dirname(path.resolve(file)));
    });
  }

  /** The kustomization that refers to a file as a patch only; undefined if there is none. */
  public patchedBy(file: string): string | undefined {
    const absolute = path.resolve(file);
    // A file is in the folder of its kustomization or below; those in other folders are known.
    this.readAround(path.dirname(absolute));
    return this.resources.has(absolute) ? undefined : this.patches.get(absolute);
  }

  private readAround(folder: string): void {
    if (!this.surrounded.has(folder)) {
      this.surrounded.add(folder);
      this.readIn(folder);
      this.readAround(path.dirname(folder));
    }
  }

  private readIn(folder: string): void {
    if (this.known.has(folder)) {
      return;
    }
    this.known.add(folder);
    const file = NAMES.map((name) => path.join(folder, name)).find((one) => fs.existsSync(one));
    if (file !== undefined) {
      this.add(folder, file);
    }
  }

  private add(folder: string, file: string): void {
    const value = parseDocuments(new SourceText(textOf(file))).at(0)?.value;
    const refer = (reference: unknown, to: (absolute: string) => void) => {
      if (typeof reference === 'string' && !reference.includes('\n')) {
        to(path.resolve(folder, reference));
      }
    };
    const patch = (absolute: string) => this.patches.set(absolute, path.relative('', file));
    for (const one of [...list(value, 'patches'), ...list(value, 'patchesJson6902')]) {
      refer(field(one, 'path'), patch);
    }
    list(value, 'patchesStrategicMerge').forEach((one) => {
      refer(one, patch);
    });
    list(value, 'resources').forEach((one) => {
      refer(one, (absolute) => this.resources.add(absolute));
    });
  }
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
