import * as fs from 'fs';
import { packageFile } from '../../private/package-files';
import { compareVersions } from '../../private/versions';
import { field, groupOf, list, Manifest } from '../../synth/manifest';
import { perKind } from '../per-kind';
import { BuiltInSchemas, ServedKind } from './built-in-schemas';
import { fieldAt, readSchema, StructuralSchema } from './structural-schema';

/** Schemas by file name: `SpinApp.v1alpha1.json`. */
interface SchemaFiles {
  readonly [file: string]: StructuralSchema | undefined;
}

/** The folder of the package with a folder for each CRD file. */
const FOLDER = ['schemas', 'structural'];

/** CRD files that tests pretend, without `.yaml`. */
const pretended = new Map<string, SchemaFiles>();

let folders: string[] | undefined;

/** The CRD files of an API group, the newest first: `core.spinkube.dev-v0.6.1`. */
function crdFilesOf(group: string): string[] {
  folders ??= fs.readdirSync(packageFile(...FOLDER));
  return [...folders, ...pretended.keys()]
    .filter((folder) => groupOfFile(folder) === group)
    .sort((one, other) => compareVersions(versionOfFile(other) ?? '', versionOfFile(one) ?? ''));
}

function groupOfFile(file: string): string {
  return file.replace(/-v[^-]*$/, '');
}

function versionOfFile(file: string): string | undefined {
  return /-(v[^-]*)$/.exec(file)?.[1];
}

/** The names of the schema files of each CRD file. */
const names = new Map<string, ReadonlySet<string>>();

function filesIn(folder: string): ReadonlySet<string> {
  const known = names.get(folder) ?? new Set(fs.readdirSync(packageFile(...FOLDER, folder)));
  names.set(folder, known);
  return known;
}

const read = new Map<string, StructuralSchema>();

/**
 * The schema of a kind in a CRD file, read when it is first asked for.
 *
 * @param file name of the schema file, made from a manifest: it may be anything, so nothing is read that is not listed
 */
function schemaIn(folder: string, file: string): StructuralSchema | undefined {
  const schemas = pretended.get(folder);
  if (schemas ?? !filesIn(folder).has(file)) {
    return schemas?.[file];
  }
  const key = `${folder}/${file}`;
  const known = read.get(key) ?? readSchema(JSON.parse(fs.readFileSync(packageFile(...FOLDER, folder, file), 'utf8')));
  read.set(key, known);
  return known;
}

const NO_FILES: readonly string[] = [];

/** Typed constructs check one object at a time, by the files of their release. */
let byFiles = new WeakMap<readonly string[], Map<BuiltInSchemas, ClusterSchemas>>();

/**
 * The schemas of a cluster: of each kind, the one that is built into Kubernetes, or else that of the
 * CustomResourceDefinition among the objects, or else that of the CRD file of a release, or else that of the newest CRD
 * file of its API group.
 */
export class ClusterSchemas {
  /** The schemas of the newest CRD files. */
  public static get NEWEST(): ClusterSchemas {
    return ClusterSchemas.of([]);
  }

  /**
   * The schemas for objects that are applied together.
   *
   * @param objects all of them
   * @param crdFiles CRD files of `crds/`, of which the first of an API group counts
   * @param builtIns the schemas of the version of Kubernetes
   */
  public static of(
    objects: readonly Manifest[],
    crdFiles: readonly string[] = NO_FILES,
    builtIns = BuiltInSchemas.NEWEST,
  ): ClusterSchemas {
    const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    if (crds.length > 0) {
      return new ClusterSchemas(crds, crdFiles, builtIns);
    }
    const versions = byFiles.get(crdFiles) ?? new Map<BuiltInSchemas, ClusterSchemas>();
    const known = versions.get(builtIns) ?? new ClusterSchemas([], crdFiles, builtIns);
    byFiles.set(crdFiles, versions.set(builtIns, known));
    return known;
  }

  /** The schema of a kind; undefined where it is not known. */
  public readonly schemaOf: (apiVersion: string, kind: string) => StructuralSchema | undefined;

  private readonly files: readonly string[];

  private constructor(
    crds: readonly Manifest[],
    crdFiles: readonly string[],
    /** The schemas of the kinds that are built into Kubernetes. */
    public readonly builtIns: BuiltInSchemas,
  ) {
    this.files = crdFiles.map((file) => file.replace(/\.yaml$/, ''));
    // The first one of a kind counts.
    const crdOf = new Map([...crds].reverse().map((crd) => [crdKey(crd), crd]));
    const find = (apiVersion: string, kind: string) => {
      const group = groupOf({ apiVersion });
      const version = apiVersion.slice(group.length + 1);
      const folder = this.fileOf(group);
      return (
        builtIns.schemaOf(apiVersion, kind) ??
        schemaOfCrd(crdOf.get(`${group}/${kind}`), version) ??
        (folder === undefined ? undefined : schemaIn(folder, `${kind}.${version}.json`))
      );
    };
    this.schemaOf = perKind(find);
  }

  /** Tells if the schema of the kind of an object is known. */
  public has({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
    return this.schemaOf(apiVersion, kind) !== undefined;
  }

  /** Tells if the kind of an object is built into Kubernetes. */
  public hasBuiltIn({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
    return this.builtIns.schemaOf(apiVersion, kind) !== undefined;
  }

  /** The kinds of an API group whose schemas are known, of each kind the newest version last. */
  public kindsOf(group: string): readonly ServedKind[] {
    const folder = this.fileOf(group);
    const files = folder === undefined ? [] : [...(pretended.has(folder) ? [] : filesIn(folder))].sort();
    return [
      ...this.builtIns.kinds.filter((one) => groupOf(one) === group),
      ...files.map((file) => {
        const [kind, version] = file.split('.');
        return { apiVersion: `${group}/${version}`, kind };
      }),
    ];
  }

  /** The version of the operator of an API group, as far as its CRD file tells. */
  public versionOf(group: string): string | undefined {
    return versionOfFile(this.fileOf(group) ?? '');
  }

  private fileOf(group: string): string | undefined {
    return this.files.find((file) => groupOfFile(file) === group) ?? crdFilesOf(group).at(0);
  }
}

/** Group and kind that a CustomResourceDefinition defines. */
function crdKey({ spec }: Manifest): string {
  return `${String(field(spec, 'group'))}/${String(field(spec, 'names', 'kind'))}`;
}

/** The schema in a CustomResourceDefinition; a definition that a bundle takes as text has none, but a file. */
function schemaOfCrd(crd: Manifest | undefined, version: string): StructuralSchema | undefined {
  const found = list(crd?.spec, 'versions').find((one) => field(one, 'name') === version);
  const schema = field(found, 'schema', 'openAPIV3Schema');
  return typeof schema === 'object' && schema !== null ? readSchema(schema) : undefined;
}

/** Tells if a kind of one of the CRD files has a field, such as `spec.volumes[].image`. */
export function hasField(crdFiles: readonly string[], field: string): boolean {
  const path = field.replaceAll('[]', '.[]').split('.');
  return crdFiles.some((crdFile) => {
    const folder = crdFile.replace(/\.yaml$/, '');
    const schemas = pretended.get(folder);
    return [...(schemas ? Object.keys(schemas) : filesIn(folder))].some((file) => {
      const schema = schemaIn(folder, file);
      return schema !== undefined && fieldAt(schema, path);
    });
  });
}

/** Pretends that there is a CRD file, while a test runs. */
export function withCrdFile<T>(crdFile: string, schemas: SchemaFiles, run: () => T): T {
  const folder = crdFile.replace(/\.yaml$/, '');
  pretended.set(folder, schemas);
  byFiles = new WeakMap();
  try {
    return run();
  } finally {
    pretended.delete(folder);
    byFiles = new WeakMap();
  }
}
