import { nearest } from '../../private/nearest';
import { Problems } from '../../validation/problems';
import { TypedOptions } from '../option-value';
import { RuntimeConfigOptions } from '../runtime-config-file';
import { CheckedApp, describe } from './checked-app';
import { ManifestComponent } from './model';

/** Label of the file that Spin uses without any configuration. */
const DEFAULT = 'default';

/** A store or database of the runtime configuration. */
interface Backend {
  readonly type: string;
  _render(): TypedOptions;
}

type StoreKind = 'keyValueStores' | 'sqliteDatabases';

/** For each kind, a backend that all pods of an app can share. */
const SHARED: { readonly [kind in StoreKind]: string } = {
  keyValueStores: 'KeyValueStore.redis',
  sqliteDatabases: 'SqliteDatabase.libsql',
};

/** An app does not start if a label other than `default` has no backend. */
export function checkStores(app: CheckedApp, problems: Problems): void {
  const { components } = app.running;
  for (const [kind, backends] of backendsOf(app)) {
    const used = labelsOf(components, kind);
    const unused = [...backends.keys()].filter((label) => !used.includes(label));
    for (const label of used.filter((one) => one !== DEFAULT && !backends.has(one))) {
      const likely = nearest(label, unused);
      const users = components.filter((component) => component[kind].includes(label));
      const remedy = likely === undefined ? 'add it' : `rename '${likely}' if it is meant`;
      problems.at(kind, label).refuse(undefined, `is required by ${describe(users)}`, remedy);
    }
  }
}

/** Warns of backends that are not used, and of files where there are several pods. */
export function warnOfStores(app: CheckedApp, problems: Problems): void {
  for (const [kind, backends] of backendsOf(app)) {
    const used = labelsOf(app.running.components, kind);
    for (const [label, { type }] of [...backends].filter(([one]) => !used.includes(one))) {
      refuseUnused(type, problems.at(kind, label));
    }
    if (app.hasAutoscaler || (app.replicas ?? 1) > 1) {
      const pods = app.hasAutoscaler ? 'an autoscaler adds pods' : `there are ${app.replicas} pods`;
      for (const label of used.filter((one) => isFileInPod(app, one, backends.get(one)))) {
        const rule = `is a file in each pod, and ${pods}: they do not share data`;
        const remedy = `use '${SHARED[kind]}', for example, or a single pod`;
        problems.at(kind, label).refuse(backends.get(label)?.type, rule, remedy);
      }
    }
  }
}

/** The backends of both kinds by label; nothing if they are in a file that is not visible here. */
function backendsOf({ runtimeConfig }: CheckedApp): [kind: StoreKind, backends: ReadonlyMap<string, Backend>][] {
  const config: RuntimeConfigOptions | undefined = runtimeConfig === undefined ? {} : runtimeConfig._visible();
  const kinds: StoreKind[] = config === undefined ? [] : ['keyValueStores', 'sqliteDatabases'];
  return kinds.map((kind) => [kind, new Map<string, Backend>(Object.entries(config?.[kind] ?? {}))]);
}

function labelsOf(components: readonly ManifestComponent[], kind: StoreKind): string[] {
  return [...new Set(components.flatMap((component) => component[kind]))];
}

/** Tells if each pod has a file of its own; a file on a volume may be shared. */
function isFileInPod({ mountPaths }: CheckedApp, label: string, backend?: Backend): boolean {
  if (backend?.type !== 'spin') {
    return backend === undefined && label === DEFAULT;
  }
  const option = backend._render().options?.find(({ name }) => name === 'path');
  // A path from a Secret or ConfigMap may lead to any volume.
  const isUnknown = option?.valueFrom !== undefined;
  return !isUnknown && !mountPaths.some((path) => option?.value?.startsWith(`${path.replace(/\/$/, '')}/`));
}

/** Models need a backend: the shim has none. */
export function checkLlm({ running, runtimeConfig }: CheckedApp, problems: Problems): void {
  const users = running.components.filter(({ aiModels }) => aiModels.length > 0);
  const isInvisible = runtimeConfig !== undefined && runtimeConfig._visible() === undefined;
  if (users.length > 0 && !isInvisible && runtimeConfig?._visible()?.llmCompute === undefined) {
    const models = [...new Set(users.flatMap(({ aiModels }) => aiModels))].join(', ');
    const rule = `is required for the models of ${describe(users)}: ${models}`;
    problems.refuse(undefined, rule, "set it, for example to 'LlmCompute.remoteHttp'");
  }
}

export function warnOfLlm({ running, runtimeConfig }: CheckedApp, problems: Problems): void {
  const llm = runtimeConfig?._visible()?.llmCompute;
  if (llm !== undefined && running.components.every(({ aiModels }) => aiModels.length === 0)) {
    refuseUnused(llm.type, problems);
  }
}

function refuseUnused(type: string, problems: Problems): void {
  problems.refuse(type, 'is not used by any component that runs', 'remove it');
}
