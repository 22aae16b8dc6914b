import { nearest } from '../../private/nearest';
import { field, list, Manifest } from '../../synth/manifest';
import { breach, fieldCheck, FieldRequirement, Place, placesAt, repeatedNames } from '../fields';
import { Problem } from '../problems';
import { isEmpty, NEEDED } from '../requirement';
import { checkKey, checkKeys } from './references';
import { Rule, SOURCES, SPIN_APP, Surroundings } from './rule';

/** The key of a Secret with a complete runtime configuration. */
const WHOLE_FILE = 'runtime-config.toml';

export const OPTIONS_RULE = 'spin-app-runtime-options';
const TYPES_RULE = 'spin-app-runtime-types';

/** Rules that depend on the version of Spin. A custom shim may differ. */
export const SPIN_VERSION_RULES: readonly string[] = [OPTIONS_RULE, TYPES_RULE];

/** Common properties of these rules. */
const RUNTIME_CONFIG = { ...SPIN_APP, about: ['runtimeConfig'] } as const;

/** Rules for the runtime configuration of a SpinApp. */
export const RUNTIME_CONFIG_RULES: readonly Rule[] = [
  {
    ...RUNTIME_CONFIG,
    name: 'spin-app-stores',
    level: 'warning',
    description:
      'The names of key-value stores and of SQLite databases must be unique. Otherwise the operator does not create a Deployment.',
    source: SOURCES.runtimeConfig,
    check: checkStores,
  },
  {
    ...RUNTIME_CONFIG,
    name: OPTIONS_RULE,
    level: 'warning',
    description:
      'A key-value store, SQLite database or LLM backend must have the options that Spin requires, and none that Spin rejects. Otherwise the app does not start.',
    source: SOURCES.runtimeOptions,
    check: (app) => entriesOf(app).flatMap((entry) => forKnownType(entry, checkOptions)),
  },
  {
    ...RUNTIME_CONFIG,
    name: 'spin-app-runtime-text',
    level: 'warning',
    description:
      'Options must be strings in Spin, because the operator writes every option as a string. Otherwise the app does not start.',
    source: SOURCES.runtimeOptions,
    check: (app) => entriesOf(app).flatMap((entry) => forKnownType(entry, checkText)),
  },
  {
    ...RUNTIME_CONFIG,
    name: TYPES_RULE,
    level: 'warning',
    description:
      'The type of a key-value store, SQLite database or LLM backend must not be a misspelled type of Spin. A type unlike any of these is assumed to be one of a custom shim.',
    source: SOURCES.runtimeOptions,
    check: (app) => entriesOf(app).flatMap(checkType),
  },
  {
    ...RUNTIME_CONFIG,
    name: 'spin-app-runtime-references',
    level: 'warning',
    description:
      'Secrets and ConfigMaps that options refer to must exist and contain the keys. Without the object the operator does not create a Deployment; a missing key becomes an empty value.',
    source: SOURCES.runtimeConfig,
    check: (app, surroundings) =>
      entriesOf(app).flatMap(({ entry }) =>
        placesAt(entry, 'options.*').flatMap((option) => checkReference(option, app, surroundings)),
      ),
  },
  {
    ...RUNTIME_CONFIG,
    name: 'spin-app-config-maps',
    level: 'warning',
    description:
      'Options must not refer to a ConfigMap if the operator among the objects is not allowed to read ConfigMaps, as is the case with its Helm chart. Otherwise one such SpinApp stops the operator for the whole cluster.',
    source: SOURCES.runtimeConfig,
    check: (app, { isConfigMapBlind }) => (isConfigMapBlind() ? entriesOf(app).flatMap(checkConfigMaps) : []),
  },
  {
    ...RUNTIME_CONFIG,
    about: ['runtimeConfig.loadFromSecret'],
    name: 'spin-app-runtime-secret',
    level: 'warning',
    description:
      '`loadFromSecret` must not be combined with other fields of `runtimeConfig`, because the operator ignores them. A Secret among the objects must contain the key `runtime-config.toml`; otherwise the app runs without its configuration.',
    source: SOURCES.runtimeConfig,
    check: checkSecret,
  },
];

/** A store, database or LLM backend, and the types that Spin has for it. */
interface Entry {
  readonly entry: Place;
  readonly types: { readonly [type: string]: RuntimeType };
}

/** Requirements for the sources of options. */
export const OPTION_REFERENCE_FIELDS: readonly FieldRequirement[] = ['secretKeyRef', 'configMapKeyRef'].flatMap(
  (kind): FieldRequirement[] => [
    [`valueFrom.${kind}.name`, NEEDED],
    [`valueFrom.${kind}.key`, NEEDED],
  ],
);

const checkOptionReference = fieldCheck(OPTION_REFERENCE_FIELDS);

function checkStores({ spec }: Manifest): Problem[] {
  return ['keyValueStores', 'sqliteDatabases'].flatMap((kind) =>
    repeatedNames(list(spec, 'runtimeConfig', kind), `spec.runtimeConfig.${kind}`),
  );
}

/** All entries of a runtime configuration; none if a complete file replaces them. */
function entriesOf({ spec }: Manifest): Entry[] {
  const config = { path: 'spec.runtimeConfig', value: field(spec, 'runtimeConfig') };
  if (!isEmpty(field(config.value, 'loadFromSecret'))) {
    return [];
  }
  return [
    ...placesAt(config, 'keyValueStores.*').map((entry) => ({ entry, types: RUNTIME_TYPES.keyValueStores })),
    ...placesAt(config, 'sqliteDatabases.*').map((entry) => ({ entry, types: RUNTIME_TYPES.sqliteDatabases })),
    ...placesAt(config, 'llmCompute')
      .filter(({ value }) => !isEmpty(value))
      .map((entry) => ({ entry, types: RUNTIME_TYPES.llmCompute })),
  ];
}

/** Checks an entry if its type is one of Spin's. */
function forKnownType({ entry, types }: Entry, check: (entry: Place, type: string, known: RuntimeType) => Problem[]) {
  const type = field(entry.value, 'type');
  return typeof type === 'string' && Object.hasOwn(types, type) ? check(entry, type, types[type]) : [];
}

function checkOptions(entry: Place, type: string, known: RuntimeType): Problem[] {
  const names = placesAt(entry, 'options.*.name');
  const missing = known.required.filter((name) => !names.some(({ value }) => value === name));
  return [
    ...missing.map((name) =>
      breach(
        { path: `${entry.path}.options`, value: field(entry.value, 'options') },
        { text: `must contain the option '${name}', which the type ${type} requires`, remedy: 'add it' },
      ),
    ),
    ...(known.refusesOthers ? names.flatMap((place) => checkKnown(place, type, known)) : []),
  ];
}

function checkKnown(place: Place, type: string, { optional, required }: RuntimeType): Problem[] {
  const known = [...required, ...optional];
  if (typeof place.value !== 'string' || known.includes(place.value)) {
    return [];
  }
  const meant = nearest(place.value, known);
  const remedy = meant === undefined ? 'remove it' : `did you mean '${meant}'?`;
  return [breach(place, { text: `is not an option of the type ${type}, and Spin rejects unknown ones`, remedy })];
}

function checkText(entry: Place, _: string, { notText }: RuntimeType): Problem[] {
  return placesAt(entry, 'options.*.name')
    .filter(({ value }) => notText.some((name) => name === value))
    .map((place) =>
      breach(place, {
        text: 'is not a string in Spin, but the operator writes every option as a string, so the app would not start',
        remedy: "put a complete runtime-config.toml in a Secret, and set 'loadFromSecret' to its name",
      }),
    );
}

/** A custom shim may have types of its own, so only misspelled ones are reported. */
function checkType({ entry, types }: Entry): Problem[] {
  const type = field(entry.value, 'type');
  const known = Object.keys(types);
  const meant = typeof type === 'string' && !known.includes(type) ? nearest(type, known) : undefined;
  if (meant === undefined) {
    return [];
  }
  const place = { path: `${entry.path}.type`, value: type };
  const text = `is not one of Spin's types: ${known.join(', ')}`;
  return [breach(place, { text, remedy: `did you mean '${meant}'?` })];
}

function checkReference(option: Place, app: Manifest, surroundings: Surroundings): Problem[] {
  if (isEmpty(field(option.value, 'valueFrom'))) {
    return [];
  }
  const incomplete = checkOptionReference(option);
  if (incomplete.length > 0) {
    return incomplete;
  }
  return checkKeys(option, app, surroundings);
}

function checkConfigMaps({ entry }: Entry): Problem[] {
  return placesAt(entry, 'options.*.valueFrom.configMapKeyRef')
    .filter(({ value }) => !isEmpty(value))
    .map((place) =>
      breach(place, {
        text: 'refers to a ConfigMap, but the operator is not allowed to read ConfigMaps and would stop for the whole cluster',
        remedy: 'allow its ClusterRole to get, list and watch configmaps, or use a Secret',
      }),
    );
}

function checkSecret(app: Manifest, surroundings: Surroundings): Problem[] {
  const config = { path: 'spec.runtimeConfig', value: field(app.spec, 'runtimeConfig') };
  const given = (name: string) => placesAt(config, name).filter(({ value }) => !isEmpty(value));
  const ignored = ['keyValueStores', 'sqliteDatabases', 'llmCompute'].flatMap(given).map((place) =>
    breach(place, {
      text: 'has no effect when loadFromSecret is set',
      remedy: 'move it into the file in the Secret',
    }),
  );
  return given('loadFromSecret').flatMap((name) => [
    ...checkKey({ kind: 'Secret', name, key: { path: name.path, value: WHOLE_FILE } }, app, surroundings),
    ...ignored,
  ]);
}

/** The options of a type of store, database or LLM backend. */
export interface RuntimeType {
  readonly required: readonly string[];
  readonly optional: readonly string[];

  /** Options that are not strings in Spin, so that the operator cannot write them. */
  readonly notText: readonly string[];

  /** Tells if Spin rejects unknown options. */
  readonly refusesOthers: boolean;
}

const NONE: RuntimeType = { required: [], optional: [], notText: [], refusesOthers: false };

/**
 * The types of Spin 3.6 by field of `runtimeConfig`.
 *
 * @see https://spinframework.dev/dynamic-configuration#runtime-configuration-file
 */
export const RUNTIME_TYPES = {
  keyValueStores: {
    spin: { ...NONE, optional: ['path'] },
    redis: { ...NONE, required: ['url'] },
    azure_cosmos: { ...NONE, required: ['account', 'database', 'container'], optional: ['key'] },
    aws_dynamo: {
      ...NONE,
      required: ['region', 'table'],
      optional: ['access_key', 'secret_key', 'token'],
      notText: ['consistent_read'],
    },
  },
  sqliteDatabases: {
    spin: { ...NONE, optional: ['path'], refusesOthers: true },
    libsql: { ...NONE, required: ['url', 'token'], refusesOthers: true },
  },
  llmCompute: {
    spin: NONE,
    remote_http: { ...NONE, required: ['url', 'auth_token'], optional: ['api_type'] },
  },
} as const satisfies { readonly [field: string]: { readonly [type: string]: RuntimeType } };
