import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { field, groupOf, identity, kindOf, Manifest } from '../synth/manifest';
import { SourceObject } from '../validation/documents/read-objects';
import { UnusableInput } from '../validation/documents/unusable-input';
import { controllerOf, withoutClusterState } from './cluster-object';
import { Call, Code, CodeMap, Constant, MethodCall, Reference } from './code';
import { Context, FieldTable, isJson, isText, propertiesFor } from './context';
import { metadataCode } from './metadata-code';
import { namedKinds } from './name-references';
import { differences } from './normal-form';
import { EXECUTOR_FIELDS, RUNTIME_CLASS_FIELDS, SHIM_FIELDS } from './platform-fields';
import { printProgram } from './print-program';
import { Runtime } from './runtime';
import { SPIN_APP_FIELDS } from './spin-app-fields';

/** A fact about an object that its author should know. */
export interface ProgramNote {
  readonly source: SourceObject;

  /** As a sentence after the object. */
  readonly text: string;
}

/** A program that makes the objects of manifests. */
export interface Program {
  readonly text: string;

  /** The objects that it makes. */
  readonly objects: readonly Manifest[];

  /** Objects that are left out, because a controller makes them. */
  readonly leftOut: readonly ProgramNote[];

  /** Objects that their construct rejects. They stay plain data. */
  readonly rejected: readonly ProgramNote[];
}

/** A kind that has a construct. */
interface KnownKind {
  readonly group: string;
  readonly fields: FieldTable;

  /** True if the fields are those of the object itself, which has no `spec`. */
  readonly isFlat?: true;
}

const KINDS: { readonly [kind: string]: KnownKind } = {
  SpinApp: { group: 'core.spinkube.dev', fields: SPIN_APP_FIELDS },
  SpinAppExecutor: { group: 'core.spinkube.dev', fields: EXECUTOR_FIELDS },
  RuntimeClass: { group: 'node.k8s.io', fields: RUNTIME_CLASS_FIELDS, isFlat: true },
  Shim: { group: 'runtime.spinkube.dev', fields: SHIM_FIELDS },
};

/** Properties that a SpinApp may need to be valid, though no field has them. The first that suffice are used. */
const ALLOWANCES: readonly CodeMap[] = [{}, { allowPlaintextSecrets: true }];

/** An object with more differences is easier to read as plain data. */
const MOST_PATCHES = 3;

/** An object on its way into the program. */
interface Entry {
  readonly source: SourceObject;
  readonly manifest: Manifest;

  /** Id of its construct. */
  id: string;
  constant?: Constant;
  isStarted: boolean;

  /** True if the constant is a construct of this package. */
  isConstruct: boolean;
}

/** The reason why code cannot stand for an object. */
class Rejection {
  public constructor(public readonly reason: string) {}
}

/**
 * Writes a program in TypeScript whose constructs make the objects of manifests. Each construct is run, and is used only if
 * its object is the same; otherwise the object stays plain data.
 *
 * @param objects the objects, of the current API group
 * @param name the id of a chart for objects without a namespace
 * @param spinManifest path of the `spin.toml` that SpinApps are checked against
 * @throws UnusableInput if an object cannot be represented
 */
export function writeProgram(objects: readonly SourceObject[], name: string, spinManifest?: string): Program {
  return new ProgramWriter(objects, name, spinManifest).write();
}

class ProgramWriter {
  private readonly runtime = new Runtime();
  private readonly app = new Constant(new Call('new App'), ['app']);
  private readonly charts = new Map<string | undefined, Constant>();
  private readonly entries: readonly Entry[];
  private readonly byName = new Map<string, Entry>();
  private readonly leftOut: ProgramNote[] = [];
  private readonly rejected: ProgramNote[] = [];
  private readonly ids = new Set<string>();

  /** References to existing objects by kind, namespace and name. */
  private readonly existing = new Map<string, Constant>();

  /** The statements so far: those of an object, and before it those that it needs. */
  private readonly groups: Constant[][] = [];
  private values: Constant[] = [];

  public constructor(
    objects: readonly SourceObject[],
    name: string,
    private readonly spinManifest?: string,
  ) {
    this.entries = objects.flatMap((source): Entry[] => {
      const controller = source.manifest && controllerOf(source.manifest);
      for (const name of ['name', 'namespace']) {
        const value = field(source.manifest?.metadata, name) ?? '';
        if (!isText(value)) {
          throw new UnusableInput(`'${source.file}' has an object whose metadata.${name} is not a string; fix it`);
        }
      }
      if (controller !== undefined) {
        this.leftOut.push({ source, text: `is made by ${controller}, and left out` });
      }
      return source.manifest && controller === undefined
        ? [{ source, manifest: withoutClusterState(source.manifest), id: '', isStarted: false, isConstruct: false }]
        : [];
    });
    for (const entry of this.entries) {
      const { metadata } = entry.manifest;
      this.byName.set(keyOf(kindOf(entry.manifest), metadata.namespace, metadata.name), entry);
    }
    this.addCharts(name);
    // Kinds with a construct first: they are what the program is about.
    for (const entry of [...this.entries].sort((one, other) => rankOf(one) - rankOf(other))) {
      const { kind, metadata } = entry.manifest;
      const text = metadata.name ?? kebabCase(kind);
      entry.id = this.idIn(this.chartOf(entry), text, `${text}-${kebabCase(kind)}`);
    }
  }

  public write(): Program {
    for (const entry of this.entries) {
      this.add(entry);
    }
    const synth = new MethodCall(new Reference(this.app), 'synth', []);
    return {
      text: printProgram([[this.app, ...this.charts.values()], ...this.groups], synth),
      objects: this.groups
        .flat()
        .flatMap(({ isValue, value }) =>
          isValue ? [] : [ApiObject.of(this.runtime.run(value) as Construct).toJson() as Manifest],
        ),
      leftOut: this.leftOut,
      rejected: this.rejected,
    };
  }

  /**
   * A chart for each namespace. They depend on that of the cluster-scoped objects, which has the namespaces. A chain of all
   * of them would keep the order of the files, but cdk8s takes forever for it.
   */
  private addCharts(name: string): void {
    const namespaces = [...new Set(this.entries.map(({ manifest }) => manifest.metadata.namespace))];
    const isOnly = namespaces.length === 1;
    for (const namespace of [...namespaces].sort(
      (one, other) => Number(one !== undefined) - Number(other !== undefined),
    )) {
      const id = namespace ?? (isOnly ? name : 'cluster');
      const call = new Call('new Chart', new Reference(this.app), id, { namespace });
      const chart = new Constant(call, [isOnly ? 'chart' : `${id}-chart`]);
      const cluster = this.charts.get(undefined);
      if (cluster) {
        chart.after.push(new MethodCall(new Reference(chart), 'addDependency', [new Reference(cluster)]));
      }
      this.charts.set(namespace, chart);
      this.runtime.run(call);
    }
  }

  private chartOf({ manifest }: Entry): Reference {
    return new Reference(this.charts.get(manifest.metadata.namespace) ?? this.app);
  }

  /** Adds an object, after those that it refers to. */
  private add(entry: Entry): void {
    if (entry.isStarted) {
      return;
    }
    entry.isStarted = true;
    const { id } = entry;
    const known = knownKind(entry.manifest);
    const construct = known && this.construct(entry, id, known);
    if (construct instanceof Constant) {
      entry.isConstruct = true;
      entry.constant = construct;
    } else {
      entry.constant = this.plain(entry, id, construct?.reason);
    }
    this.groups.push([...this.values, entry.constant]);
    this.values = [];
  }

  /** The object as a construct of this package. */
  private construct(entry: Entry, id: string, { fields, isFlat }: KnownKind): Constant | Rejection {
    const { manifest } = entry;
    const spec = isFlat ? manifest : manifest.spec;
    if (!isJson(spec)) {
      return new Rejection("'spec' is not set");
    }
    const chart = this.chartOf(entry);
    const properties = propertiesFor(fields, spec, this.contextOf(entry, id));
    const isApp = manifest.kind === 'SpinApp';
    if (isApp && this.spinManifest !== undefined) {
      properties.manifest = new Call('SpinManifest.fromFile', this.spinManifest);
    }
    const tries = (isApp ? ALLOWANCES : [{}]).map((more) => () => {
      const props = { metadata: metadataCode(manifest.metadata), ...properties, ...more };
      return this.attempt(entry, id, new Call(`new ${manifest.kind}`, chart, id, props), MOST_PATCHES);
    });
    const first = tries[0]();
    const others = first instanceof Constant ? [] : tries.slice(1).map((attempt) => attempt());
    return others.find((one) => one instanceof Constant) ?? first;
  }

  /** The object as plain data. */
  private plain(entry: Entry, id: string, reason: string | undefined): Constant {
    const { manifest, source } = entry;
    const { kind, metadata, ...rest } = manifest;
    const data = this.contextOf(entry, id).literal(rest) as CodeMap;
    const props = { apiVersion: data.apiVersion, kind, metadata: metadataCode(metadata), ...data };
    const made = this.attempt(entry, id, new Call('new ApiObject', this.chartOf(entry), id, props), Infinity);
    if (made instanceof Rejection) {
      throw new UnusableInput(`'${source.file}' ${identity(manifest)} cannot be converted: ${made.reason}`);
    }
    if (reason !== undefined) {
      made.comment = `${kind} rejects it: ${reason}`;
      this.rejected.push({ source, text: `stays an ApiObject, because ${kind} rejects it: ${reason}` });
    }
    return made;
  }

  /** Runs code for an object, and compares: a few fields that differ are patched. */
  private attempt(entry: Entry, id: string, value: Call, mostPatches: number): Constant | Rejection {
    const { manifest } = entry;
    const { node } = this.runtime.run(this.chartOf(entry)) as Construct;
    const reject = (reason: string) => {
      node.tryRemoveChild(id);
      return new Rejection(reason.replace(/^\[[^\]]*\] /, '').replaceAll('\n', ' '));
    };
    try {
      const construct = this.runtime.run(value) as Construct;
      const object = ApiObject.of(construct);
      const constant = new Constant(value, namesOf(manifest));
      const patches = patchesFor(object.toJson() as Manifest, manifest);
      if (patches.length > mostPatches) {
        return reject(`it would differ in ${patches.map(({ args: [place] }) => place as string).join(', ')}`);
      }
      if (patches.length > 0) {
        const own = new Reference(constant);
        const receiver = construct === object ? own : new Call('ApiObject.of', own);
        constant.after.push(new MethodCall(receiver, 'addJsonPatch', patches));
        this.runtime.run(constant.after[0]);
      }
      const problems = construct.node.findAll().flatMap((one) => one.node.validate());
      if (problems.length > 0) {
        return reject(problems.join('; '));
      }
      const [difference] = differences(object.toJson() as Manifest, manifest);
      return (difference as unknown) === undefined ? constant : reject(`'${difference.path.join('.')}' differs`);
    } catch (error) {
      return reject((error as Error).message);
    }
  }

  private contextOf(entry: Entry, id: string): Context {
    const chart = this.chartOf(entry);
    const { namespace } = entry.manifest.metadata;
    const name = (kinds: readonly string[], text: string): Code => {
      const found = kinds.map((kind) => this.find(kind, namespace, text)).find((one) => one !== undefined);
      return found?.constant ? new Reference(found.constant, 'name') : text;
    };
    const construct = (factory: string, kind: string, text: string, isMeant: (manifest: Manifest) => boolean) => {
      const found = this.find(kind, namespace, text);
      if (found?.isConstruct && found.constant && isMeant(found.manifest)) {
        return new Reference(found.constant);
      }
      return this.reference(factory, chart, keyOf(kind, namespace, text), text, name([kind], text));
    };
    const literal = (value: unknown, path: readonly string[]): Code => {
      if (Array.isArray(value)) {
        return value.map((item) => literal(item, path));
      }
      if (isJson(value)) {
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, literal(one, [...path, key])]));
      }
      return isText(value) ? name(namedKinds(path), value) : (value as Code);
    };
    return {
      object: id,
      chart,
      id: (...names) => this.idIn(chart, ...names),
      name: (kind, text) => name([kind], text),
      executor: (text) => {
        const kind = 'SpinAppExecutor.core.spinkube.dev';
        return construct('SpinAppExecutor.fromSpinAppExecutorName', kind, text, () => true);
      },
      runtimeClass: (text, handler) => {
        const isMeant = (manifest: Manifest) => handler === undefined || manifest.handler === handler;
        return construct('RuntimeClass.fromRuntimeClassName', RUNTIME_CLASS, text, isMeant);
      },
      shared: (value, ...names) => this.value(value, names),
      literal: (value) => literal(value, []),
      working: (code) => {
        try {
          this.runtime.run(code);
          return code;
        } catch {
          return undefined;
        }
      },
    };
  }

  /** An object of the program that has been added, or can be. */
  private find(kind: string, namespace: string | undefined, name: string): Entry | undefined {
    const found = this.byName.get(keyOf(kind, kind === RUNTIME_CLASS ? undefined : namespace, name));
    if (found) {
      this.add(found);
    }
    return found;
  }

  /** A reference to an object outside of the program, the same in all places of a chart. */
  private reference(factory: string, chart: Reference, key: string, name: string, code: Code): Reference {
    const known = this.existing.get(key);
    if (known) {
      return new Reference(known);
    }
    const names = [name, `${name}-${kebabCase(factory.replace(/\..*/, ''))}`];
    const reference = this.value(new Call(factory, chart, this.idIn(chart, ...names), code), names);
    this.existing.set(key, reference.constant);
    return reference;
  }

  private value(value: Call, names: readonly string[]): Reference {
    const constant = new Constant(value, names, true);
    this.values.push(constant);
    return new Reference(constant);
  }

  /** An id that nothing else in the chart has. */
  private idIn(chart: Reference, ...names: readonly string[]): string {
    const prefix = `${chart.constant.names[0]}/`;
    const last = names[names.length - 1];
    let id = names.find((name) => name !== '' && !this.ids.has(prefix + name));
    for (let count = 2; id === undefined; count++) {
      id = this.ids.has(`${prefix}${last}-${count}`) ? undefined : `${last}-${count}`;
    }
    this.ids.add(prefix + id);
    return id;
  }
}

const RUNTIME_CLASS = 'RuntimeClass.node.k8s.io';

function knownKind({ apiVersion, kind }: Manifest): KnownKind | undefined {
  return Object.hasOwn(KINDS, kind) && KINDS[kind].group === groupOf({ apiVersion }) ? KINDS[kind] : undefined;
}

function rankOf({ manifest }: Entry): number {
  return knownKind(manifest) ? 0 : 1;
}

/** Kinds whose objects are called by their name alone. */
const OWN_NAMES: { readonly [kind: string]: string } = {
  RuntimeClass: 'runtime-class',
  SpinApp: 'app',
  SpinAppExecutor: 'executor',
};

/** Names for a constant: `hello` for an app, `helloSecret` for a Secret `hello` and `dbSecret` for a Secret `db-secret`. */
function namesOf({ kind, metadata: { name = '' } }: Manifest): string[] {
  const suffix = Object.hasOwn(OWN_NAMES, kind) ? OWN_NAMES[kind] : kebabCase(kind);
  const isAlone = Object.hasOwn(OWN_NAMES, kind) || name.endsWith(`-${suffix.replace(/.*-/, '')}`);
  return [...(isAlone ? [name] : []), `${name}-${suffix}`];
}

/** `PersistentVolumeClaim` becomes `persistent-volume-claim`. */
function kebabCase(kind: string): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

function keyOf(kind: string, namespace: string | undefined, name: string | undefined): string {
  return JSON.stringify([kind, namespace, name]);
}

/** JSON patches that make one object like another. */
function patchesFor(before: Manifest, after: Manifest): Call[] {
  return differences(before, after).map(({ path }) => {
    const pointer = path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const value = field(after, ...path);
    if (value === undefined) {
      return new Call('JsonPatch.remove', pointer);
    }
    return new Call(`JsonPatch.${field(before, ...path) === undefined ? 'add' : 'replace'}`, pointer, value as Code);
  });
}
