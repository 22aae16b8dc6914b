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
  private readonly known = new Map<string, string | undefined>();

  /** Absolute paths of files that kustomizations refer to. */
  private readonly resources = new Set<string>();
  private readonly patches = new Map<string, string>();

  /** @param files files that are read together; those in other folders may be patches of their kustomizations */
  public constructor(files: readonly string[]) {
    files.filter(isKustomization).forEach((file) => this.kustomizationOf(path.dirname(path.resolve(file))));
  }

  /** The kustomization that refers to a file as a patch only; undefined if there is none. */
  public patchedBy(file: string): string | undefined {
    const absolute = path.resolve(file);
    // A file is in the folder of its kustomization or below; those in other folders are known.
    for (let folder = path.dirname(absolute); ; folder = path.dirname(folder)) {
      this.kustomizationOf(folder);
      if (folder === path.dirname(folder)) {
        break;
      }
    }
    return this.resources.has(absolute) ? undefined : this.patches.get(absolute);
  }

  private kustomizationOf(folder: string): string | undefined {
    if (!this.known.has(folder)) {
      const file = NAMES.map((name) => path.join(folder, name)).find((one) => fs.existsSync(one));
      this.known.set(folder, file);
      if (file !== undefined) {
        this.add(folder, file);
      }
    }
    return this.known.get(folder);
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
