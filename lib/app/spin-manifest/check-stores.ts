import { violation } from '../../private/errors';
import { nearest } from '../../private/nearest';
import { fieldPath } from '../../validation/field-path';
import { RuntimeConfigOptions } from '../runtime-config';
import { SpinAppSettings } from '../spin-app-settings';
import { TypedOptions } from '../typed-options';
import { ManifestComponent } from './model';
import { nameComponents, Selection } from './selection';

/** The label that Spin gives a file of its own if nothing else is said. */
const DEFAULT = 'default';

/** A store or database of the runtime configuration. */
interface Backing {
  readonly type: string;
  _render(): TypedOptions;
}

/** What key value stores and SQLite databases differ in. */
interface StoreKind {
  readonly property: 'keyValueStores' | 'sqliteDatabases';

  /** One that all pods of an app can share. */
  readonly shared: string;
}

const KINDS: readonly StoreKind[] = [
  { property: 'keyValueStores', shared: 'KeyValueStore.redis' },
  { property: 'sqliteDatabases', shared: 'SqliteDatabase.libsql' },
];

/** A label other than `default` that has nothing behind it keeps the app from starting. */
export function checkStores(app: SpinAppSettings, { components }: Selection): string[] {
  return forEachKind(app, ({ property }, entries) => {
    const used = labelsOf(components, property);
    const spare = [...entries.keys()].filter((label) => !used.includes(label));
    return used
      .filter((label) => label !== DEFAULT && !entries.has(label))
      .map((label) => {
        const meant = nearest(label, spare);
        const users = nameComponents(components.filter((component) => component[property].includes(label)));
        const remedy = meant === undefined ? 'add it' : `did you mean it by '${meant}'?`;
        return violation(pathOf(property, label), undefined, `is used by ${users}, and the app needs it`, remedy);
      });
  });
}

/** Stores and databases that nobody uses, or that are less than they seem. */
export function warnOfStores(app: SpinAppSettings, { components }: Selection): string[] {
  return forEachKind(app, (kind, entries) => {
    const used = labelsOf(components, kind.property);
    return [
      ...[...entries]
        .filter(([label]) => !used.includes(label))
        .map(([label, { type }]) => unused(pathOf(kind.property, label), type)),
      ...(isManyPods(app) ? used.flatMap((label) => warnOfFile(app, kind, [label, entries.get(label)])) : []),
    ];
  });
}

/** The warning of something in the runtime configuration that is there for nobody. */
export function unused(path: string, type: string): string {
  return violation(path, type, 'is used by no component that runs', 'remove it');
}

/** Nothing is said of a file that nobody can see here. */
function forEachKind(
  app: SpinAppSettings,
  check: (kind: StoreKind, entries: ReadonlyMap<string, Backing>) => string[],
): string[] {
  const config: RuntimeConfigOptions | undefined = app.runtimeConfig === undefined ? {} : app.runtimeConfig._visible();
  return config === undefined
    ? []
    : KINDS.flatMap((kind) => check(kind, new Map<string, Backing>(Object.entries(config[kind.property] ?? {}))));
}

function labelsOf(components: readonly ManifestComponent[], property: StoreKind['property']): string[] {
  return [...new Set(components.flatMap((component) => component[property]))];
}

function pathOf(property: string, label: string): string {
  return fieldPath(`runtimeConfig.${property}`, label);
}

function isManyPods({ enableAutoscaling, replicas = 1 }: SpinAppSettings): boolean {
  return enableAutoscaling || replicas > 1;
}

function warnOfFile(app: SpinAppSettings, { property, shared }: StoreKind, [label, backing]: [string, Backing?]) {
  const isFile = backing === undefined ? label === DEFAULT : backing.type === 'spin' && !isOnVolume(app, backing);
  if (!isFile) {
    return [];
  }
  const pods = app.enableAutoscaling ? 'an autoscaler adds pods' : `there are ${app.replicas} pods`;
  const rule = `is a file in each pod, and ${pods}: what one writes, the others do not see`;
  return [violation(pathOf(property, label), backing?.type, rule, `use '${shared}', for example, or a single pod`)];
}

/** Pods may share the volume that the file is on. */
function isOnVolume({ volumeMounts }: SpinAppSettings, backing: Backing): boolean {
  const option = backing._render().options?.find(({ name }) => name === 'path');
  // A path from a Secret or ConfigMap may lead anywhere: it was thought of.
  const isUnseen = option?.valueFrom !== undefined;
  return isUnseen || volumeMounts.some(({ path }) => option?.value?.startsWith(`${path.replace(/\/$/, '')}/`));
}
