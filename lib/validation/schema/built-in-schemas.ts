import * as fs from 'fs';
import { packageFile } from '../../private/package-files';
import { compareVersions } from '../../private/versions';
import { groupOf } from '../../synth/manifest';
import { StructuralSchema } from './structural-schema';

// Others could be read as the name of a file of another kind.
const API_VERSION = /^([a-z0-9.-]+\/)?v[a-z0-9]+$/;
const KIND = /^[A-Za-z]+$/;

/** A schema as the files have it: generated, so its fields are what they should be. */
type SchemaNode = Omit<StructuralSchema, 'additionalProperties' | 'items' | 'properties'> & {
  readonly $ref?: string;
  readonly additionalProperties?: SchemaNode;
  readonly items?: SchemaNode;
  readonly properties?: { readonly [name: string]: SchemaNode };
};

/** The folder of the package with a folder for each minor version of Kubernetes. */
const FOLDER = ['schemas', 'kubernetes'];

/** Definitions that several kinds use. */
const DEFINITIONS = 'definitions.json';

/**
 * The schema of a Go type of Kubernetes. What is below it is made at first use: pods have hundreds of fields, of which an
 * object sets few.
 */
export class BuiltInSchema implements StructuralSchema {
  public readonly type?: string;
  public readonly format?: string;
  public readonly required?: readonly string[];
  public readonly 'x-kubernetes-int-or-string'?: boolean;

  private fields?: { readonly [name: string]: BuiltInSchema };
  private needy?: readonly string[];
  private values?: BuiltInSchema;

  public constructor(
    private readonly node: SchemaNode,
    private readonly files: VersionFiles,
    public readonly isStruct = false,
  ) {
    this.type = node.type;
    this.format = node.format;
    this.required = node.required;
    this['x-kubernetes-int-or-string'] = node['x-kubernetes-int-or-string'];
  }

  /** The fields of a struct. */
  public get properties(): { readonly [name: string]: BuiltInSchema } | undefined {
    if (!this.fields && this.node.properties) {
      const entries = Object.entries(this.node.properties);
      this.fields = Object.fromEntries(entries.map(([name, one]) => [name, this.files.schemaOf(one)]));
    }
    return this.fields;
  }

  /** Fields of which Go decodes an empty struct where they are missing, which lacks something. */
  public get structs(): readonly string[] {
    this.needy ??= Object.entries(this.properties ?? {})
      .filter(([, { isStruct }]) => isStruct)
      .map(([name]) => name);
    return this.needy;
  }

  /** The values of a map. */
  public get additionalProperties(): BuiltInSchema | undefined {
    const { additionalProperties } = this.node;
    return additionalProperties && (this.values ??= this.files.schemaOf(additionalProperties));
  }

  /** The items of a list. */
  public get items(): BuiltInSchema | undefined {
    const { items } = this.node;
    return items && (this.values ??= this.files.schemaOf(items));
  }
}

/** A kind that a cluster serves. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The files of a minor version. */
class VersionFiles {
  private definitions?: { readonly [name: string]: SchemaNode };
  private readonly known = new Map<string, BuiltInSchema>();
  private readonly names: ReadonlySet<string>;

  public constructor(private readonly minor: string) {
    this.names = new Set(fs.readdirSync(packageFile(...FOLDER, minor)));
  }

  /** The kinds, by the names of their files: `Deployment.apps.v1.json`. */
  public get kinds(): readonly ServedKind[] {
    return [...this.names].flatMap((name) => {
      const match = /^([A-Za-z]+)\.(?:(.+)\.)?(v[a-z0-9]+)\.json$/.exec(name);
      return match ? [{ apiVersion: [match[2], match[3]].filter(Boolean).join('/'), kind: match[1] }] : [];
    });
  }

  /** @param file name of a schema file, made from a manifest: it may be anything, so nothing is read that is not listed */
  public read(file: string): BuiltInSchema | undefined {
    return this.names.has(file) ? this.schemaOf(this.parse(file) as SchemaNode) : undefined;
  }

  public schemaOf(node: SchemaNode): BuiltInSchema {
    const { $ref, default: given } = node;
    const isStruct = given !== undefined;
    if ($ref === undefined) {
      return new BuiltInSchema(node, this, isStruct);
    }
    const key = isStruct ? `${$ref} as a struct` : $ref;
    this.definitions ??= this.parse(DEFINITIONS) as { readonly [name: string]: SchemaNode };
    const schema = this.known.get(key) ?? new BuiltInSchema(this.definitions[$ref], this, isStruct);
    this.known.set(key, schema);
    return schema;
  }

  private parse(file: string): unknown {
    return JSON.parse(fs.readFileSync(packageFile(...FOLDER, this.minor, file), 'utf8'));
  }
}

/** The kinds that every cluster of a version has, and their schemas. They are read when they are first asked for. */
export class BuiltInSchemas {
  /** The minor versions of Kubernetes whose schemas are known, the oldest first: `v1.34`. */
  public static get versions(): readonly string[] {
    BuiltInSchemas.minors ??= fs.readdirSync(packageFile(...FOLDER)).sort(byMinor);
    return BuiltInSchemas.minors;
  }

  /**
   * The schemas of a version of Kubernetes: those of the next version that is known, because later versions have all
   * fields of earlier ones.
   *
   * @param version such as `1.35`, `v1.34.4`; the newest, if undefined
   * @returns undefined for versions that are newer than all that are known
   */
  public static of(version?: string): BuiltInSchemas | undefined {
    const key = version ?? '';
    const known = BuiltInSchemas.byVersion.get(key);
    if (known) {
      return known;
    }
    const { versions } = BuiltInSchemas;
    const minor = version === undefined ? versions.at(-1) : versions.find((one) => byMinor(one, version) >= 0);
    const made = minor === undefined ? undefined : new BuiltInSchemas(minor);
    if (made) {
      BuiltInSchemas.byVersion.set(key, made);
    }
    return made;
  }

  /** The schemas of the newest version. */
  public static get NEWEST(): BuiltInSchemas {
    return BuiltInSchemas.of() ?? missing();
  }

  private static minors?: readonly string[];
  private static readonly byVersion = new Map<string, BuiltInSchemas>();

  private readonly known = new Map<string, BuiltInSchema | undefined>();
  private files?: VersionFiles;

  private constructor(
    /** The minor version. */
    public readonly minor: string,
  ) {}

  /** All kinds. */
  public get kinds(): readonly ServedKind[] {
    this.files ??= new VersionFiles(this.minor);
    return this.files.kinds;
  }

  /** The schema of a kind; undefined where it is not built in. */
  public schemaOf(apiVersion: string, kind: string): BuiltInSchema | undefined {
    if (!isBuiltInGroup(groupOf({ apiVersion })) || !API_VERSION.test(apiVersion) || !KIND.test(kind)) {
      return undefined;
    }
    const file = `${[kind, ...apiVersion.split('/')].join('.')}.json`;
    if (this.known.has(file)) {
      return this.known.get(file);
    }
    this.files ??= new VersionFiles(this.minor);
    const schema = this.files.read(file);
    this.known.set(file, schema);
    return schema;
  }
}

/** Tells if an API group may be one of Kubernetes, without reading files: `apps`, `networking.k8s.io`. */
function isBuiltInGroup(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Orders versions by their minor numbers: `1.34`, `v1.35.2`. */
function byMinor(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => /^v?(\d+\.\d+)/.exec(version)?.[1] ?? '');
  return compareVersions(`${left}.0`, `${right}.0`);
}

function missing(): never {
  throw new Error(`the package is incomplete: ${FOLDER.join('/')} is empty; install it again`);
}
