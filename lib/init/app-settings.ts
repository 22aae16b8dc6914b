import { isSecretName } from '../private/plaintext-secrets';
import { ManifestModel } from '../app/spin-manifest/model';
import { Entries, Expression } from './expression';

/** Settings of a SpinApplication that follow from its `spin.toml`. */
export interface AppSettings {
  /** Properties. */
  readonly properties: Entries;

  /** Keys of the Secret that they refer to. */
  readonly secretKeys: readonly string[];
}

/** The Secret in the program. */
const SECRET: Expression = { constant: 'secret' };

/** The label that works without any configuration. */
const DEFAULT = 'default';

/** RuntimeClass of SpinKube, which Jobs need by name if the executor is referenced by name. */
const RUNTIME_CLASS = 'wasmtime-spin-v2';

/**
 * Settings with which an application starts: its variables, and a backend for each store, database and model that needs one.
 *
 * @param model the manifest
 * @param values values of variables; those without one are read from the Secret if they must be set
 */
export function settingsOf(model: ManifestModel, values: ReadonlyMap<string, string>): AppSettings {
  const secretKeys: string[] = [];
  const secretKey = (name: string): readonly Expression[] => {
    const key = name.replaceAll('_', '-');
    secretKeys.push(key);
    return [SECRET, key];
  };
  const option = (name: string) => call('OptionValue.fromSecret', secretKey(name));

  const variables = model.variables
    .filter(({ isRequired, name }) => isRequired || values.has(name))
    .map(({ name }): [string, Expression] => {
      const value = values.get(name);
      const isGiven = value !== undefined;
      return [name, isGiven ? call('Variable.fromValue', [value]) : call('Variable.fromSecret', secretKey(name))];
    });
  const labelsOf = (kind: 'keyValueStores' | 'sqliteDatabases') =>
    [...new Set(model.components.flatMap((component) => component[kind]))].filter((label) => label !== DEFAULT);
  const keyValueStores = labelsOf('keyValueStores').map((label): [string, Expression] => [
    label,
    call('KeyValueStore.redis', [], [['url', option(`${label}-url`)]]),
  ]);
  const sqliteDatabases = labelsOf('sqliteDatabases').map((label): [string, Expression] => [
    label,
    call(
      'SqliteDatabase.libsql',
      [],
      [
        ['url', option(`${label}-url`)],
        ['token', option(`${label}-token`)],
      ],
    ),
  ]);
  const runtimeConfig: Entries = [
    ...unlessEmpty('keyValueStores', keyValueStores),
    ...unlessEmpty('sqliteDatabases', sqliteDatabases),
    ...(model.components.some(({ aiModels }) => aiModels.length > 0)
      ? [
          [
            'llmCompute',
            call(
              'LlmCompute.remoteHttp',
              [],
              [
                ['url', option('llm-url')],
                ['authToken', option('llm-auth-token')],
              ],
            ),
          ] as const,
        ]
      : []),
  ];
  const runsJobs = model.triggers.some(({ type }) => type === 'command');
  const properties: Entries = [
    ...unlessEmpty('variables', variables),
    ...(runtimeConfig.length > 0 ? [['runtimeConfig', call('RuntimeConfig.of', [], runtimeConfig)] as const] : []),
    ...(runsJobs
      ? [
          [
            'runtimeClass',
            call('RuntimeClass.fromRuntimeClassName', [{ constant: 'apps' }, 'runtime-class', RUNTIME_CLASS]),
          ] as const,
        ]
      : []),
  ];
  return { properties, secretKeys: [...new Set(secretKeys)] };
}

/** Tells if the value of a variable belongs into a Secret. */
export function isSecret({ isSecret, name }: { readonly isSecret: boolean; readonly name: string }): boolean {
  return isSecret || isSecretName(name);
}

function call(callee: string, positional: readonly Expression[], named: Entries = []): Expression {
  const [type, method] = callee.split('.');
  return { type, method, arguments: positional, named };
}

function unlessEmpty(name: string, entries: Entries): Entries {
  return entries.length > 0 ? [[name, { map: entries }]] : [];
}
