import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { field, identity, kindOf, Manifest } from '../synth/manifest';
import { SourceObject } from '../validation/documents/read-objects';
import { UnusableInput } from '../validation/documents/unusable-input';
import { controllerOf, withoutClusterState } from './cluster-object';
import { Call, Code, CodeMap, Constant, MethodCall, Reference } from './code';
import { Context, isJson, isText } from './context';
import { isSubject, knownKind } from './kinds';
import { metadataCode } from './metadata-code';
import { namedKinds } from './name-references';
import { differences } from './normal-form';
import { printProgram } from './print-program';
import { Runtime } from './runtime';
import { Rejection, Way } from './way';

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

  /** Objects that their construct or method rejects. They stay plain data. */
  readonly rejected: readonly ProgramNote[];
}

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

  /** True if the constant is of this package, and not plain data. */
  isConstruct: boolean;
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

  /** The objects of the statements so far. */
  private readonly objects: ApiObject[] = [];

  /** The places of apps that are taken. */
  private readonly places = new Map<Constant, Set<string>>();

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
    // Kinds that programs are about first.
    for (const entry of [...this.entries].sort(
      (one, other) => Number(isSubject(other.manifest)) - Number(isSubject(one.manifest)),
    )) {
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
      objects: this.objects.map((object) => object.toJson() as Manifest),
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
    const made = this.written(entry);
    if (made instanceof Constant) {
      entry.isConstruct = true;
      entry.constant = made;
    } else {
      entry.constant = this.plain(entry, made);
    }
    this.groups.push([...this.values, entry.constant]);
    this.values = [];
  }

  /** The object by a construct or method of this package; undefined if none is meant for it. */
  private written(entry: Entry): Constant | Rejection | undefined {
    const ways = knownKind(entry.manifest)?.ways(entry.manifest, this.contextOf(entry)) ?? [];
    if (ways instanceof Rejection) {
      return ways;
    }
    let first: Rejection | undefined;
    for (const way of ways) {
      const made = this.attempt(entry, way, MOST_PATCHES);
      if (made instanceof Constant) {
        return made;
      }
      first ??= made;
    }
    return first;
  }

  /** The object as plain data. */
  private plain(entry: Entry, rejection: Rejection | undefined): Constant {
    const { id, manifest, source } = entry;
    const { kind, metadata, ...rest } = manifest;
    const data = this.contextOf(entry).literal(rest) as CodeMap;
    const props = { apiVersion: data.apiVersion, kind, metadata: metadataCode(metadata), ...data };
    const value = new Call('new ApiObject', this.chartOf(entry), id, props);
    const made = this.attempt(entry, { name: 'ApiObject', value }, Infinity);
    if (made instanceof Rejection) {
      throw new UnusableInput(`'${source.file}' ${identity(manifest)} cannot be converted: ${made.reason}`);
    }
    if (rejection) {
      const text = `${rejection.by} rejects it: ${rejection.reason}`;
      made.comment = text;
      this.rejected.push({ source, text: `stays an ApiObject, because ${text}` });
    }
    return made;
  }

  /** Runs code for an object, and compares: a few fields that differ are patched. */
  private attempt(entry: Entry, way: Way, mostPatches: number): Constant | Rejection {
    const { id, manifest } = entry;
    const { app, name, place } = way;
    const { node } = this.runtime.run(this.chartOf(entry)) as Construct;
    // What has changed an app cannot be undone.
    const runtime = app ? new Runtime() : this.runtime;
    const reject = (reason: string) => {
      node.tryRemoveChild(id);
      return new Rejection(name, reason.replace(/^\[[^\]]*\] /, '').replaceAll('\n', ' '));
    };
    const places = app && (this.places.get(app.constant) ?? new Set());
    if (place !== undefined && places?.has(place) === true) {
      return reject('the app has another one');
    }
    const constant = new Constant(way.value, namesOf(manifest));
    const own = new Reference(constant);
    constant.after.push(...(way.after?.(own) ?? []));
    try {
      const construct = runtime.run(own) as Construct;
      const object = ApiObject.of(construct);
      const patches = patchesFor(object.toJson() as Manifest, manifest);
      const isOther = way.isWhole && patches.some(({ callee }) => callee !== 'JsonPatch.add');
      if (patches.length > mostPatches || isOther) {
        return reject(`it would differ in ${patches.map(({ args: [path] }) => path as string).join(', ')}`);
      }
      if (patches.length > 0) {
        const receiver = construct === object ? own : new Call('ApiObject.of', own);
        constant.after.push(new MethodCall(receiver, 'addJsonPatch', patches));
        runtime.run(constant.after[constant.after.length - 1]);
      }
      const checked = app ? [construct, runtime.run(app) as Construct] : [construct];
      const problems = checked.flatMap((one) => one.node.findAll()).flatMap((one) => one.node.validate());
      if (problems.length > 0) {
        return reject([...new Set(problems)].join('; '));
      }
      const [difference] = differences(object.toJson() as Manifest, manifest);
      if ((difference as unknown) !== undefined) {
        return reject(`'${difference.path.join('.')}' differs`);
      }
      this.objects.push(ApiObject.of(this.runtime.run(own) as Construct));
    } catch (error) {
      return reject((error as Error).message);
    }
    if (app && places && place !== undefined) {
      this.places.set(app.constant, places.add(place));
    }
    return constant;
  }

  private contextOf(entry: Entry): Context {
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
    const value = (code: Code): unknown => {
      try {
        return this.runtime.run(code);
      } catch {
        return undefined;
      }
    };
    return {
      object: entry.id,
      spinManifest: this.spinManifest,
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
      app: (text) => {
        const found = this.find(SPIN_APP, namespace, text);
        return found?.isConstruct && found.constant ? new Reference(found.constant) : undefined;
      },
      authentication: (text, isClusterScoped) => {
        const kind = isClusterScoped ? 'ClusterTriggerAuthentication' : 'TriggerAuthentication';
        return construct(`TriggerAuthentication.from${kind}Name`, `${kind}.keda.sh`, text, () => true);
      },
      shared: (value, ...names) => this.value(value, names),
      literal: (value) => literal(value, []),
      value,
      working: (code) => (value(code) === undefined ? undefined : code),
    };
  }

  /** An object of the program that has been added, or can be. */
  private find(kind: string, namespace: string | undefined, name: string): Entry | undefined {
    const found = this.byName.get(keyOf(kind, CLUSTER_SCOPED.includes(kind) ? undefined : namespace, name));
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
const SPIN_APP = 'SpinApp.core.spinkube.dev';

/** Kinds whose objects are in no namespace. */
const CLUSTER_SCOPED = [RUNTIME_CLASS, 'ClusterTriggerAuthentication.keda.sh'];

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

/** `PersistentVolumeClaim` becomes `persistent-volume-claim`, and `HTTPRoute` `http-route`. */
function kebabCase(kind: string): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
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
