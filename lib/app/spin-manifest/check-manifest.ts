import { nearest } from '../../private/nearest';
import { isSecretName } from '../../private/plaintext-secrets';
import { Problems } from '../../validation/problems';
import { TypedOptions } from '../option-value';
import { RuntimeConfig, RuntimeConfigOptions } from '../runtime-config';
import { Variable } from '../variable';
import { ManifestComponent, ManifestModel, ManifestTrigger, ManifestVariable } from './model';
import { SpinManifest } from './spin-manifest';
import { parseTemplate } from './template';
import { TRIGGER_TYPES } from './triggers';

/** The settings of a SpinApp that its application depends on. */
export interface AppOutline {
  readonly manifest?: SpinManifest;
  readonly components?: readonly string[];
  readonly variables: { readonly [name: string]: Variable };
  readonly runtimeConfig?: RuntimeConfig;
  readonly mountPaths: readonly string[];
  readonly replicas?: number;
  readonly hasAutoscaler: boolean;
}

/** An app with a manifest, and the part of the application that it runs. */
interface CheckedApp extends AppOutline {
  readonly manifest: SpinManifest;
  readonly model: ManifestModel;
  readonly running: {
    readonly components: readonly ManifestComponent[];
    readonly triggers: readonly ManifestTrigger[];
  };
}

/**
 * Checks an app against the manifest of its application.
 *
 * @param app its settings
 * @param allowPlaintext whether secrets are allowed in the app's own manifest
 * @returns a message for each problem; none if the app has no manifest
 */
export function checkByManifest(outline: AppOutline, allowPlaintext: boolean): string[] {
  const problems = Problems.at();
  const app = withManifest(outline);
  if (app) {
    checkComponents(app, problems.at('components'));
    checkTriggers(app, problems.at('manifest'));
    checkRequired(app, problems.at('variables'));
    checkDeclared(app, problems.at('variables'));
    if (!allowPlaintext) {
      checkSecrets(app, problems.at('variables'));
    }
    checkStores(app, problems.at('runtimeConfig'));
    checkLlm(app, problems.at('runtimeConfig', 'llmCompute'));
  }
  return problems.messages;
}

/** Warns of settings of an app that its application does not use, or that it likely cannot use. */
export function warnByManifest(outline: AppOutline): string[] {
  const problems = Problems.at();
  const app = withManifest(outline);
  if (app) {
    warnOfStores(app, problems.at('runtimeConfig'));
    warnOfLlm(app, problems.at('runtimeConfig', 'llmCompute'));
  }
  return problems.messages;
}

/** An app runs the components that it names, and the triggers that start them; all if it names none. */
function withManifest({ manifest, ...app }: AppOutline): CheckedApp | undefined {
  if (manifest === undefined) {
    return undefined;
  }
  const model = manifest._model();
  const { components: ids } = app;
  const running = {
    components: model.components.filter(({ id }) => ids === undefined || ids.includes(id)),
    triggers: model.triggers.filter(
      ({ component }) => ids === undefined || (component !== undefined && ids.includes(component)),
    ),
  };
  return { ...app, manifest, model, running };
}

/** An app with a component that its application does not have does not start. */
function checkComponents({ components = [], manifest, model }: CheckedApp, problems: Problems): void {
  const ids = model.components.map(({ id }) => id);
  components.forEach((id, index) => {
    if (!ids.includes(id)) {
      const remedy = didYouMean(id, ids) ?? `choose one of ${ids.join(', ') || 'none'}`;
      problems.at(index).refuse(id, `is not a component of ${manifest._source()}`, remedy);
    }
  });
}

/** An application with a trigger that the shim does not support does not start at all. */
function checkTriggers({ manifest, running }: CheckedApp, problems: Problems): void {
  const types = new Set(running.triggers.map(({ type }) => type));
  for (const type of [...types].filter((one) => !TRIGGER_TYPES.includes(one))) {
    const rule = `is a trigger type of ${manifest._source()}, and the shim supports only ${TRIGGER_TYPES.join(', ')}`;
    problems.refuse(type, rule, didYouMean(type, TRIGGER_TYPES) ?? "leave out its components with 'components'");
  }
  for (const fault of running.triggers.flatMap(({ faults }) => faults)) {
    problems.add([{ ...fault, path: `${problems.path}.${fault.path}` }]);
  }
}

/**
 * A required variable must be set if a component that runs reads it. If no component reads it, it must be set too: newer
 * releases of Spin do not start without it.
 */
function checkRequired({ manifest, model, running, runtimeConfig, variables }: CheckedApp, problems: Problems): void {
  if (runtimeConfig !== undefined && runtimeConfig._visible() === undefined) {
    // The file may configure a variable provider.
    return;
  }
  const set = Object.keys(variables).map(spinName);
  for (const { name } of model.variables.filter((one) => one.isRequired && !set.includes(one.name))) {
    const readers = readersOf(name, running.components);
    if (readers.length > 0 || readersOf(name, model.components).length === 0) {
      const verb = readers.length === 1 ? 'reads' : 'read';
      const why = readers.length > 0 ? `${describe(readers)} ${verb} it` : 'Spin does not start without it';
      problems
        .at(name)
        .refuse(
          undefined,
          `is required by ${manifest._source()}, and ${why}`,
          "set it, or configure a variable provider in a file for 'RuntimeConfig.fromSecret'",
        );
    }
  }
}

function readersOf(variable: string, components: readonly ManifestComponent[]): ManifestComponent[] {
  return components.filter(({ outboundHosts, variables }) =>
    [...Object.values(variables), ...outboundHosts].some((text) => parseTemplate(text).variables.includes(variable)),
  );
}

function checkDeclared({ manifest, model, variables }: CheckedApp, problems: Problems): void {
  const declared = model.variables.map(({ name }) => name);
  for (const name of Object.keys(variables).filter((one) => !declared.includes(spinName(one)))) {
    const remedy = didYouMean(name, declared) ?? 'remove it, or declare it there';
    problems.refuse(name, `is not a variable of ${manifest._source()}`, remedy);
  }
}

/** Values of secrets are not shown. */
function checkSecrets({ manifest, model, variables }: CheckedApp, problems: Problems): void {
  const declared = new Map(model.variables.map((variable) => [variable.name, variable]));
  for (const [name, variable] of Object.entries(variables)) {
    if (isOtherSecret(declared.get(spinName(name))) && variable._render(name).value) {
      problems
        .at(name)
        .refuse(
          '…',
          `is a secret in ${manifest._source()}, but is in plain text`,
          "use 'Variable.fromSecret' with the Secret of a SealedSecret or ExternalSecret, or set 'allowPlaintextSecrets'",
        );
    }
  }
}

/** A variable with the name of a secret is reported without a manifest too; once is enough. */
function isOtherSecret(variable?: ManifestVariable): boolean {
  return variable !== undefined && variable.isSecret && !isSecretName(variable.name);
}

/** The operator writes names in capitals, so that their case is lost. */
function spinName(name: string): string {
  return name.toLowerCase();
}

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
function checkStores(app: CheckedApp, problems: Problems): void {
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
function warnOfStores(app: CheckedApp, problems: Problems): void {
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
function checkLlm({ running, runtimeConfig }: CheckedApp, problems: Problems): void {
  const users = running.components.filter(({ aiModels }) => aiModels.length > 0);
  const isInvisible = runtimeConfig !== undefined && runtimeConfig._visible() === undefined;
  if (users.length > 0 && !isInvisible && runtimeConfig?._visible()?.llmCompute === undefined) {
    const models = [...new Set(users.flatMap(({ aiModels }) => aiModels))].join(', ');
    const rule = `is required for the models of ${describe(users)}: ${models}`;
    problems.refuse(undefined, rule, "set it, for example to 'LlmCompute.remoteHttp'");
  }
}

function warnOfLlm({ running, runtimeConfig }: CheckedApp, problems: Problems): void {
  const llm = runtimeConfig?._visible()?.llmCompute;
  if (llm !== undefined && running.components.every(({ aiModels }) => aiModels.length === 0)) {
    refuseUnused(llm.type, problems);
  }
}

function refuseUnused(type: string, problems: Problems): void {
  problems.refuse(type, 'is not used by any component that runs', 'remove it');
}

function didYouMean(word: string, words: readonly string[]): string | undefined {
  const likely = nearest(word, words);
  return likely === undefined ? undefined : `did you mean '${likely}'?`;
}

/** `component cart`, `components cart, pay`. */
function describe(components: readonly ManifestComponent[]): string {
  const ids = components.map(({ id }) => id).join(', ');
  return `${components.length === 1 ? 'component' : 'components'} ${ids}`;
}
