import { field, list, Manifest } from '../../synth/manifest';
import { matching } from '../cel/cel';
import {
  breach,
  fieldCheck,
  FieldRequirement,
  fieldTest,
  NameOptions,
  Place,
  placesAt,
  repeatedNames,
} from '../fields';
import { Problem } from '../problems';
import { DATA_KEY, isEmpty, NEEDED, OBJECT_NAME, ofPattern, ofText, oneOf } from '../requirement';
import { checkKeys, isLabelPath, LABEL_PATH, RESOURCE_FIELDS } from './references';
import { Rule, SOURCES, SPIN_APP } from './rule';

const POD_FIELDS = /^(metadata\.(name|namespace|uid)|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;

const FIELD_PATH = ofText(
  (path) => POD_FIELDS.test(path) || isLabelPath(path),
  'is not a field that a variable can refer to',
  "use one such as metadata.name, status.podIP or metadata.labels['app']",
  (path) => `(${matching(POD_FIELDS)(path)} || ${matching(LABEL_PATH)(path)})`,
);

const KEY_REFERENCE: readonly FieldRequirement[] = ['secretKeyRef', 'configMapKeyRef'].flatMap(
  (kind): FieldRequirement[] => [
    [`${kind}.name`, NEEDED],
    [`${kind}.name`, OBJECT_NAME],
    [`${kind}.key`, NEEDED],
    [`${kind}.key`, DATA_KEY],
  ],
);

/** The sources of the value of a variable. */
export const SOURCE_NAMES = ['configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'secretKeyRef'];

/** Requirements for the fields of a source. */
export const SOURCE_FIELDS: readonly FieldRequirement[] = [
  ...KEY_REFERENCE,
  ['fieldRef.fieldPath', NEEDED],
  ['fieldRef.fieldPath', FIELD_PATH],
  ['fieldRef.apiVersion', oneOf('v1')],
  ...RESOURCE_FIELDS,
];

const checkSourceFields = fieldCheck(SOURCE_FIELDS);

const SPIN_NAME = ofPattern(
  /^[A-Za-z]\w*$/,
  'is not a valid name of a Spin variable: use letters, digits and underscores, and begin with a letter',
  'use the name in spin.toml',
);

/** Requirements for the names of variables. */
export const NAME_FIELDS: readonly FieldRequirement[] = [['variables.*.name', SPIN_NAME]];

const checkSpinNames = fieldCheck(NAME_FIELDS);

/** Names of variables that configure the process, and what does so in a SpinApp. */
export const PROCESS_VARIABLES: readonly [name: RegExp, remedy: string][] = [
  [/^SPIN_HTTP_LISTEN_ADDR$/, 'remove it: a SpinApp always listens on port 80'],
  [/^SPIN_/, 'use the field of the SpinApp that the operator sets it from, if there is one'],
  [/^OTEL_/, "use 'deploymentConfig.otel' of the executor"],
  [/^RUST_(LOG|BACKTRACE)$/, 'remove it: a SpinApp cannot configure the log of its shim'],
  [/^(AWS|AZURE|GOOGLE|GCP)_/, 'use a ServiceAccount with an identity of the cloud, or the runtime configuration'],
  [/^((HTTPS?|NO|ALL)_PROXY|PATH|LD_PRELOAD)$/, 'remove it: a SpinApp cannot set it'],
];

/** Common properties of these rules. */
const VARIABLES = { ...SPIN_APP, about: ['variables'] } as const;

/** Rule for variables that are meant for the process: a guess, as an application may have a variable of such a name. */
export const PROCESS_VARIABLE_RULE = 'spin-app-variable-process';

/** Rules for the variables of a SpinApp. */
export const VARIABLE_RULES: readonly Rule[] = [
  {
    ...VARIABLES,
    name: 'spin-app-variables',
    level: 'warning',
    description:
      'The names of variables must be unique in upper case, because that is how the operator writes environment variables. Otherwise the operator does not create a Deployment.',
    source: SOURCES.controller,
    check: checkVariables,
  },
  {
    ...VARIABLES,
    name: 'spin-app-variable-names',
    level: 'warning',
    description:
      'A variable must have a name that Spin accepts. Otherwise the app never reads its environment variable, or Kubernetes rejects it.',
    source: SOURCES.spinVariables,
    check: ({ spec }) => checkSpinNames({ path: 'spec', value: spec }),
  },
  {
    ...VARIABLES,
    name: PROCESS_VARIABLE_RULE,
    level: 'warning',
    description:
      'Variables configure the application, not the process that runs it: `RUST_LOG` becomes `SPIN_VARIABLE_RUST_LOG`. Typed SpinApps report this as a warning, too.',
    source: SOURCES.spinVariables,
    check: ({ spec }) => (areForApplication(spec) ? [] : variablesOf(spec).flatMap(checkProcessVariable)),
  },
  {
    ...VARIABLES,
    about: ['variables.*.valueFrom'],
    name: 'spin-app-variable-sources',
    level: 'warning',
    description:
      'A variable must have a value or exactly one complete source. Otherwise Kubernetes rejects the Deployment.',
    source: SOURCES.env,
    check: ({ spec }) => variablesOf(spec).flatMap(checkSource),
  },
  {
    ...VARIABLES,
    about: ['variables.*.valueFrom'],
    name: 'spin-app-variable-references',
    level: 'warning',
    description:
      'Secrets and ConfigMaps that variables refer to must contain the keys, which is checked if they are among the objects. Otherwise the pods do not start.',
    source: SOURCES.env,
    check: (app, surroundings) =>
      variablesOf(app.spec)
        .filter(({ value }) => !isOptional(value))
        .flatMap((variable) => checkKeys(variable, app, surroundings)),
  },
];

const SAME_ENVIRONMENT: NameOptions = {
  keyOf: environmentName,
  describe: (name, earlier) => ({
    text: `becomes the environment variable ${environmentName(name)}, like ${earlier}`,
    remedy: 'rename one of them',
  }),
};

/** The environment variable of a variable. */
function environmentName(variable: string): string {
  return `SPIN_VARIABLE_${variable.toUpperCase()}`;
}

function checkVariables({ spec }: Manifest): Problem[] {
  return repeatedNames(list(spec, 'variables'), 'spec.variables', SAME_ENVIRONMENT);
}

const areForApplication = fieldTest([
  ['variables.*.name', { accepts: (name) => processVariable(String(name)) === undefined }],
]);

function processVariable(name: string): readonly [name: RegExp, remedy: string] | undefined {
  return PROCESS_VARIABLES.find(([pattern]) => pattern.test(name));
}

function checkProcessVariable({ path, value }: Place): Problem[] {
  const name = String(field(value, 'name'));
  const [, remedy] = processVariable(name) ?? [];
  if (remedy === undefined) {
    return [];
  }
  const text = `becomes ${environmentName(name)}: variables configure the application, not the process that runs it`;
  return [{ path: `${path}.name`, value: name, text, remedy }];
}

function variablesOf(spec: unknown): Place[] {
  return placesAt({ path: 'spec', value: spec }, 'variables.*');
}

/** Kubernetes omits an optional variable whose source is missing. */
function isOptional(variable: unknown): boolean {
  return ['secretKeyRef', 'configMapKeyRef'].some((kind) => field(variable, 'valueFrom', kind, 'optional') === true);
}

function checkSource(variable: Place): Problem[] {
  const source = placesAt(variable, 'valueFrom').at(0);
  if (typeof source?.value !== 'object' || source.value === null) {
    return [];
  }
  const [value] = placesAt(variable, 'value');
  return [
    ...(isEmpty(value.value)
      ? []
      : [breach(value, { text: 'cannot be set together with valueFrom', remedy: 'remove one of them' })]),
    ...checkOnlySource(source),
    ...checkSourceFields(source),
  ];
}

function checkOnlySource(source: Place): Problem[] {
  const given = SOURCE_NAMES.filter((name) => (field(source.value, name) ?? undefined) !== undefined);
  const remedy = `set one of ${SOURCE_NAMES.join(', ')}`;
  return given.length === 1 ? [] : [breach(source, { text: 'must have exactly one source', remedy })];
}
