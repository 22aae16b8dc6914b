import * as fs from 'fs';
import { isDeepStrictEqual } from 'util';
import { ApiObject, JsonPatch, Lazy, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { withoutNamespace } from '../private/cluster-scoped';
import { crdFile } from '../private/package-files';
import { Manifest } from '../synth/manifest';

/** A CustomResourceDefinition without its schema. */
interface Outline {
  readonly metadata: { readonly name: string; readonly annotations?: { [key: string]: string } };
  readonly group: string;
  readonly kind: string;
}

/** A CustomResourceDefinition in a file of this package. */
interface Source {
  readonly file: string;

  /** Its index in the file. */
  readonly place: number;
  readonly outline: Outline;
}

const GVK = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

/**
 * A CustomResourceDefinition that comes with this package.
 *
 * Its file is printed as cdk8s prints objects, so a bundle takes the text as it stands: definitions are large, and
 * parsing and printing them would take longer than everything else in a platform.
 */
export class BundledDefinition extends ApiObject {
  /**
   * Adds all definitions of a file.
   *
   * @param file name of the file
   */
  public static addAll(scope: Construct, file: string): void {
    outlines(file).forEach((outline, place) => {
      withoutNamespace(new BundledDefinition(scope, { file, place, outline }));
    });
  }

  private readonly source: Source;
  private patched = false;

  private constructor(scope: Construct, source: Source) {
    const { file, outline, place } = source;
    super(scope, outline.metadata.name, {
      ...GVK,
      metadata: outline.metadata,
      spec: Lazy.any({ produce: () => definitions(file)[place].spec }) as unknown,
    });
    this.source = source;
  }

  public override addJsonPatch(...ops: JsonPatch[]): void {
    this.patched = true;
    super.addJsonPatch(...ops);
  }

  /** The text of the object, unless something was changed in what stands in the file. */
  public text(): string | undefined {
    const { file, outline, place } = this.source;
    const unchanged = !this.patched && isDeepStrictEqual(this.metadata.toJson(), outline.metadata);
    return unchanged ? documents(file)[place] : undefined;
  }

  /** As much of the manifest as others look at, to put a bundle in order. */
  public outline(): Manifest {
    const { group, kind, metadata } = this.source.outline;
    return { ...GVK, metadata, spec: { group, names: { kind } } };
  }
}

/** The object as one of these, if it is one; `instanceof` says yes to every ApiObject, for cdk8s redefines it. */
export function asBundledDefinition(apiObject: ApiObject): BundledDefinition | undefined {
  return apiObject.constructor === BundledDefinition ? apiObject : undefined;
}

let index: { [file: string]: Outline[] } | undefined;

function outlines(file: string): Outline[] {
  index ??= JSON.parse(fs.readFileSync(crdFile('index.json'), 'utf8')) as { [file: string]: Outline[] };
  return index[file];
}

const texts = new Map<string, string[]>();

/** The documents of a file, which begins with a comment. */
function documents(file: string): string[] {
  const known = texts.get(file) ?? fs.readFileSync(crdFile(file), 'utf8').split('---\n').slice(1);
  texts.set(file, known);
  return known;
}

const parsed = new Map<string, { readonly spec: unknown }[]>();

function definitions(file: string): { readonly spec: unknown }[] {
  const known = parsed.get(file) ?? (Yaml.load(crdFile(file)) as { readonly spec: unknown }[]);
  parsed.set(file, known);
  return known;
}
