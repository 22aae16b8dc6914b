import { nearest } from '../../private/nearest';
import { field, list, Manifest } from '../../synth/manifest';
import { breach, checkFields, FieldRequirement, Place, placesAt } from './fields';
import { checkKeys } from './key-references';
import { repeatedNames } from './repeated-names';
import { isEmpty, NEEDED } from './requirement';
import { Breach, Rule, SOURCES, SPIN_APP, Surroundings } from './rule';
import { RUNTIME_TYPES, RuntimeType } from './runtime-types';

/** What is asked of the runtime configuration of a SpinApp. */
export const RUNTIME_CONFIG_RULES: readonly Rule[] = [
  {
    ...SPIN_APP,
    name: 'spin-app-stores',
    level: 'warning',
    description: 'No two stores or databases have one name. The operator makes no Deployment otherwise.',
    source: SOURCES.runtimeConfig,
    check: checkStores,
  },
  {
    ...SPIN_APP,
    name: 'spin-app-runtime-options',
    level: 'warning',
    description:
      'A store, database or LLM has the options that Spin asks for, and none that it refuses; the operator writes all of them as text. The app does not start otherwise.',
    source: SOURCES.runtimeOptions,
    check: (app) => entriesOf(app).flatMap(checkOptions),
  },
  {
    ...SPIN_APP,
    name: 'spin-app-runtime-references',
    level: 'warning',
    description:
      'The Secrets and ConfigMaps that hold options are there, with the keys: the operator makes no Deployment without the object, and takes a missing key as an empty value.',
    source: SOURCES.runtimeConfig,
    check: (app, surroundings) =>
      entriesOf(app).flatMap(({ entry }) =>
        placesAt(entry, 'options.*').flatMap((option) => checkReference(option, app, surroundings)),
      ),
  },
  {
    ...SPIN_APP,
    name: 'spin-app-runtime-secret',
    level: 'warning',
    description: 'With `loadFromSecret` there is nothing else in `runtimeConfig`: the operator would not look at it.',
    source: SOURCES.runtimeConfig,
    check: checkSecret,
  },
];

/** A store, database or LLM, and what types there are. */
interface Entry {
  readonly entry: Place;
  readonly types: { readonly [type: string]: RuntimeType };
}

const OPTION_REFERENCE: readonly FieldRequirement[] = ['secretKeyRef', 'configMapKeyRef'].flatMap(
  (kind): FieldRequirement[] => [
    [`valueFrom.${kind}.name`, NEEDED],
    [`valueFrom.${kind}.key`, NEEDED],
  ],
);

function checkStores({ spec }: Manifest): Breach[] {
  return ['keyValueStores', 'sqliteDatabases'].flatMap((kind) =>
    repeatedNames(list(spec, 'runtimeConfig', kind), `spec.runtimeConfig.${kind}`),
  );
}

/** All of them; none where a whole file takes their place. */
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

function checkOptions({ entry, types }: Entry): Breach[] {
  const type = field(entry.value, 'type');
  if (typeof type !== 'string') {
    return [];
  }
  const known = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!known) {
    return checkType(entry, type, Object.keys(types));
  }
  const options = placesAt(entry, 'options.*').map((place) => ({ place, name: field(place.value, 'name') }));
  const missing = known.required.filter((name) => !options.some((option) => option.name === name));
  return [
    ...missing.map((name) =>
      breach(
        { path: `${entry.path}.options`, value: field(entry.value, 'options') },
        { text: `lacks the option '${name}', which the type ${type} needs`, remedy: 'add it' },
      ),
    ),
    ...options.flatMap(({ name, place }) => checkOption(place, name, type, known)),
  ];
}

/** A shim of one's own may have types of its own. */
function checkType(entry: Place, type: string, types: string[]): Breach[] {
  const meant = nearest(type, types);
  const place = { path: `${entry.path}.type`, value: type };
  const text = `is no type of Spin's: ${types.join(', ')}`;
  return meant === undefined ? [] : [breach(place, { text, remedy: `did you mean '${meant}'?` })];
}

function checkOption(place: Place, name: unknown, type: string, known: RuntimeType): Breach[] {
  if (typeof name !== 'string') {
    return [];
  }
  const at = { path: `${place.path}.name`, value: name };
  if (known.notText.includes(name)) {
    const text = `is no text for Spin, and the operator writes all options as text: the app would not start`;
    return [breach(at, { text, remedy: "write a whole runtime-config.toml, and name its Secret in 'loadFromSecret'" })];
  }
  if (known.refusesOthers && ![...known.required, ...known.optional].includes(name)) {
    const meant = nearest(name, [...known.required, ...known.optional]);
    const remedy = meant === undefined ? 'remove it' : `did you mean '${meant}'?`;
    return [breach(at, { text: `is no option of the type ${type}, which refuses others`, remedy })];
  }
  return [];
}

function checkReference(option: Place, app: Manifest, surroundings: Surroundings): Breach[] {
  if (!isEmpty(field(option.value, 'value')) || isEmpty(field(option.value, 'valueFrom'))) {
    return [];
  }
  const incomplete = checkFields(option, OPTION_REFERENCE);
  if (incomplete.length > 0) {
    return incomplete;
  }
  return checkKeys(option, app, surroundings);
}

function checkSecret({ spec }: Manifest): Breach[] {
  const config = field(spec, 'runtimeConfig');
  return isEmpty(field(config, 'loadFromSecret'))
    ? []
    : ['keyValueStores', 'sqliteDatabases', 'llmCompute']
        .map((name) => ({ path: `spec.runtimeConfig.${name}`, value: field(config, name) }))
        .filter(({ value }) => !isEmpty(value))
        .map((place) =>
          breach(place, {
            text: 'is not looked at beside loadFromSecret',
            remedy: 'move it into the file that the Secret holds',
          }),
        );
}
