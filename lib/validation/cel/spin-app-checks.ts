import { qualifiedNamePattern, SERVICE_NAME_PATTERN } from '../../private/names';
import { ANNOTATIONS, MAX_NAME_LENGTH } from '../admission/metadata-rules';
import { CHECKED_PROBE_FIELDS } from '../admission/probe-rules';
import { REFERENCE } from '../admission/image-rules';
import { STANDARD } from '../admission/resource-rules';
import { OPTION_REFERENCE_FIELDS, RUNTIME_TYPES, RuntimeType } from '../admission/runtime-config-rules';
import { NAME_FIELDS, PROCESS_VARIABLES, SOURCE_FIELDS, SOURCE_NAMES } from '../admission/variable-rules';
import { PROJECTED_SOURCE_FIELDS, PROJECTED_SOURCES, VOLUME_FIELDS, VOLUME_SOURCES } from '../admission/volume-fields';
import { MOUNT_FIELDS, OPERATOR_VOLUMES, VOLUME_NAME_FIELDS } from '../admission/volume-rules';
import { ANNOTATION_KEY, isEmpty, LABEL_VALUE, OBJECT_NAME, QUALIFIED_NAME, Requirement } from '../requirement';
import { StructuralSchema } from '../schema/structural-schema';
import { celText, matching } from './cel';
import { CelCheck, fieldChecks } from './cel-check';

const SPEC = 'object.spec';
const VOLUMES = listAt(`${SPEC}.volumes`);
const MOUNTS = listAt(`${SPEC}.volumeMounts`);
const VARIABLES = listAt(`${SPEC}.variables`);

/** The name, which becomes that of a Service and a part of a label key. */
export function nameChecks(): CelCheck[] {
  const [path, culprit] = ['metadata.name', 'object.metadata.name'];
  return [
    {
      path,
      culprit,
      expression: `size(${culprit}) <= ${MAX_NAME_LENGTH}`,
      text: `must be at most ${MAX_NAME_LENGTH} characters: the operator makes it part of a label key`,
      remedy: 'choose a shorter name',
    },
    {
      path,
      culprit,
      // Another check is about the length.
      expression: `size(${culprit}) > ${MAX_NAME_LENGTH} || ${matching(SERVICE_NAME_PATTERN)(culprit)}`,
      text: 'is not a valid Service name: use lower-case letters, digits and dashes, and begin with a letter',
      remedy: 'the Service and the container have the same name',
    },
  ];
}

export function serviceAccountChecks(root: StructuralSchema): CelCheck[] {
  return fieldChecks(root, 'spec', [['serviceAccountName', OBJECT_NAME]]);
}

export function podLabelChecks(root: StructuralSchema): CelCheck[] {
  return [keyCheck('podLabels', QUALIFIED_NAME), ...fieldChecks(root, 'spec', [['podLabels.*', LABEL_VALUE]])];
}

export function annotationChecks(): CelCheck[] {
  return ANNOTATIONS.map((name) => keyCheck(name, ANNOTATION_KEY));
}

/** The keys of a map in the spec. An empty key is a key as well. */
function keyCheck(map: string, { cel, remedy, text }: Requirement): CelCheck {
  const at = `${SPEC}.${map}`;
  const isValid = `key != '' && ${cel?.('key', {})}`;
  return {
    path: `spec.${map}`,
    expression: `!has(${at}) || ${at}.all(key, ${isValid})`,
    culprit: `${at}.filter(key, !(${isValid}))[0]`,
    text,
    remedy,
  };
}

export function pullSecretChecks(): CelCheck[] {
  const names = `${listAt(`${SPEC}.imagePullSecrets`)}.map(item, has(item.name) ? item.name : '')`;
  return [uniqueCheck('spec.imagePullSecrets[].name', 'pullSecretNames', names)];
}

/** Longer lists are not compared: the API server counts a step for each pair, and allows about a million. */
export const COMPARED = 200;

/** A list of text without duplicates. */
function uniqueCheck(path: string, name: string, list: string, text = 'is used twice'): CelCheck {
  const values = `variables.${name}`;
  const isFirst = (value: string) => `${values}.indexOf(${value}) == ${values}.lastIndexOf(${value})`;
  return {
    path,
    variables: [{ name, expression: list }],
    expression: `size(${values}) > ${COMPARED} || ${values}.all(value, ${isFirst('value')})`,
    culprit: `${values}.filter(value, !(${isFirst('value')}))[0]`,
    text,
    remedy: 'rename one of them',
  };
}

export function probeChecks(root: StructuralSchema): CelCheck[] {
  return fieldChecks(root, 'spec', CHECKED_PROBE_FIELDS);
}

export function variableChecks(): CelCheck[] {
  const names = `${VARIABLES}.map(item, item.name.upperAscii())`;
  const text = 'becomes the same environment variable as another variable';
  return [uniqueCheck('spec.variables[].name', 'environmentNames', names, text)];
}

export function variableNameChecks(root: StructuralSchema): CelCheck[] {
  return fieldChecks(root, 'spec', NAME_FIELDS);
}

export function processVariableChecks(): CelCheck[] {
  return PROCESS_VARIABLES.map(([pattern, remedy], index) => {
    // The first pattern that fits a name has the remedy.
    const others = PROCESS_VARIABLES.slice(0, index).map(([other]) => ` && !${matching(other)('item.name')}`);
    const isMeant = `${matching(pattern)('item.name')}${others.join('')}`;
    return {
      path: 'spec.variables[].name',
      expression: `!${VARIABLES}.exists(item, ${isMeant})`,
      culprit: `${VARIABLES}.filter(item, ${isMeant})[0].name`,
      text: 'becomes a variable of Spin: variables configure the application, not the process that runs it',
      remedy,
    };
  });
}

export function variableSourceChecks(root: StructuralSchema): CelCheck[] {
  const given = (item: string) => countOf(`${item}.valueFrom`, SOURCE_NAMES);
  return [
    itemCheck(VARIABLES, 'spec.variables[].value', {
      broken: "has(item.valueFrom) && has(item.value) && item.value != ''",
      text: 'cannot be set together with valueFrom',
      remedy: 'remove one of them',
    }),
    itemCheck(VARIABLES, 'spec.variables[].valueFrom', {
      broken: `has(item.valueFrom) && ${given('item')} != 1`,
      text: 'must have exactly one source',
      remedy: `set one of ${SOURCE_NAMES.join(', ')}`,
    }),
    ...fieldChecks(root, 'spec.variables.*.valueFrom', SOURCE_FIELDS),
  ];
}

interface ItemCheck {
  /** True in CEL if `item` breaks the rule. */
  readonly broken: string;
  readonly text: string;
  readonly remedy: string;
  /** Field that names the item. */
  readonly key?: string;
}

/** A check of each item of a list. */
function itemCheck(list: string, path: string, { broken, key = 'name', remedy, text }: ItemCheck): CelCheck {
  return {
    path,
    expression: `!${list}.exists(item, ${broken})`,
    culprit: `${list}.filter(item, ${broken})[0].${key}`,
    text,
    remedy,
  };
}

/** The number of fields of a value that are given. */
function countOf(value: string, names: readonly string[]): string {
  return `[${names.map((name) => `has(${value}.${name})`).join(', ')}].filter(given, given).size()`;
}

export function volumeChecks(root: StructuralSchema): CelCheck[] {
  return [
    ...fieldChecks(root, 'spec.volumes.*', VOLUME_NAME_FIELDS),
    itemCheck(VOLUMES, 'spec.volumes[].name', {
      broken: `item.name in [${OPERATOR_VOLUMES.map(celText).join(', ')}]`,
      text: 'is reserved for a volume that the operator adds',
      remedy: 'choose another name',
    }),
    uniqueCheck('spec.volumes[].name', 'volumeNames', `${VOLUMES}.map(item, item.name)`),
  ];
}

export function volumeSourceChecks(root: StructuralSchema): CelCheck[] {
  const volume = root.properties?.spec?.properties?.volumes?.items?.properties ?? {};
  const sources = VOLUME_SOURCES.filter((name) => name in volume);
  const projected = PROJECTED_SOURCES.filter(
    (name) => name in (volume.projected?.properties?.sources?.items?.properties ?? {}),
  );
  return [
    itemCheck(VOLUMES, 'spec.volumes[]', {
      broken: `${countOf('item', sources)} == 0`,
      text: 'has no source, so it becomes an empty directory',
      remedy: "write 'emptyDir: {}' if that is intended",
    }),
    itemCheck(VOLUMES, 'spec.volumes[]', {
      broken: `${countOf('item', sources)} > 1`,
      text: 'must have exactly one source',
      remedy: 'keep one',
    }),
    itemCheck(VOLUMES, 'spec.volumes[].projected.sources[]', {
      broken: `has(item.projected) && has(item.projected.sources) && item.projected.sources.exists(one, ${countOf('one', projected)} > 1)`,
      text: 'must have exactly one source',
      remedy: 'keep one',
    }),
    ...fieldChecks(root, 'spec.volumes.*', VOLUME_FIELDS),
    ...fieldChecks(root, 'spec.volumes.*.projected.sources.*', PROJECTED_SOURCE_FIELDS),
  ];
}

export function mountChecks(root: StructuralSchema): CelCheck[] {
  const operator = OPERATOR_VOLUMES.map(celText).join(', ');
  const hasBoth = "has(item.subPath) && item.subPath != '' && has(item.subPathExpr) && item.subPathExpr != ''";
  const isRecursive = "has(item.recursiveReadOnly) && item.recursiveReadOnly in ['Enabled', 'IfPossible']";
  const mountedVolumes = itemCheck(MOUNTS, 'spec.volumeMounts[].name', {
    broken: "item.name != '' && !(item.name in variables.mountableVolumes)",
    text: 'is not a volume of the app',
    remedy: "add it to 'spec.volumes'",
  });
  return [
    ...fieldChecks(root, 'spec.volumeMounts.*', MOUNT_FIELDS),
    {
      ...mountedVolumes,
      expression: `size(${MOUNTS}) > ${COMPARED} || size(variables.mountableVolumes) > ${COMPARED} || ${mountedVolumes.expression}`,
      variables: [{ name: 'mountableVolumes', expression: `[${operator}] + ${VOLUMES}.map(item, item.name)` }],
    },
    itemCheck(MOUNTS, 'spec.volumeMounts[].subPathExpr', {
      broken: hasBoth,
      text: 'cannot be set together with subPath',
      remedy: 'remove one of them',
    }),
    ...(root.properties?.spec?.properties?.volumeMounts?.items?.properties?.recursiveReadOnly
      ? [
          itemCheck(MOUNTS, 'spec.volumeMounts[].recursiveReadOnly', {
            broken: `${isRecursive} && !(has(item.readOnly) && item.readOnly)`,
            text: 'requires a read-only mount',
            remedy: 'set readOnly',
          }),
          itemCheck(MOUNTS, 'spec.volumeMounts[].recursiveReadOnly', {
            broken: `${isRecursive} && has(item.mountPropagation) && !(item.mountPropagation in ['', 'None'])`,
            text: 'cannot be combined with mount propagation',
            remedy: 'remove one of them',
          }),
        ]
      : []),
    {
      ...uniqueCheck('spec.volumeMounts[].mountPath', 'mountPaths', `${MOUNTS}.map(item, item.mountPath)`),
      remedy: 'choose another path',
    },
  ];
}

const RESOURCE_VARIABLES = ['requests', 'limits'].map((name) => ({
  name,
  expression: fieldAt(`${SPEC}.resources`, name, '{}'),
}));

/** The amount of a resource in CEL, as text: a quantity may be a number. */
const amount = (name: string, map: string) => `string(variables.${map}[${name}])`;

const isOvercommitted = (name: string) => `!(${isExtended(name)}) && !${name}.startsWith('hugepages-')`;
const isExtended = (name: string) => `${name}.contains('/') && !${name}.contains('kubernetes.io/')`;
const isResource = (name: string) =>
  `(${name}.contains('/') ? ${matching(`^${qualifiedNamePattern()}$`)(name)} && !${name}.startsWith('requests.') : ${matching(STANDARD)(name)})`;

/** A check of each resource of requests or limits, or of both. */
function resourceChecks(
  maps: readonly ('limits' | 'requests')[],
  isKept: (name: string, map: string) => string,
  text: string,
  remedy: string,
): CelCheck[] {
  return maps.map((map) => ({
    path: `spec.resources.${map}`,
    variables: RESOURCE_VARIABLES,
    expression: `variables.${map}.all(name, ${isKept('name', map)})`,
    culprit: `variables.${map}.filter(name, !(${isKept('name', map)}))[0]`,
    text,
    remedy,
  }));
}

const BOTH = ['requests', 'limits'] as const;

export function amountChecks(): CelCheck[] {
  return [
    ...resourceChecks(
      BOTH,
      (name, map) => `!isQuantity(${amount(name, map)}) || !quantity(${amount(name, map)}).isLessThan(quantity('0'))`,
      'must not be negative',
      'give at least 0',
    ),
    ...resourceChecks(
      ['requests'],
      (name) =>
        `!(name in variables.limits) || !(${isOvercommitted(name)}) || quantity(${amount(name, 'requests')}).compareTo(quantity(${amount(name, 'limits')})) <= 0`,
      'must not exceed the limit',
      'lower it, or raise the limit',
    ),
  ];
}

export function extendedResourceChecks(): CelCheck[] {
  const isStrict = (name: string) => `${isResource(name)} && !(${isOvercommitted(name)})`;
  const pageSize = 'name.substring(10)';
  const isWholePages = (map: string) => {
    const [one, size] = [amount('name', map), pageSize].map((text) => `quantity(${text})`);
    return `isQuantity(${pageSize}) && ${size}.isGreaterThan(quantity('0')) && ${one}.isGreaterThan(quantity('0')) && ${one}.isInteger() && ${size}.isInteger() && ${one}.asInteger() % ${size}.asInteger() == 0`;
  };
  const named = (test: string) =>
    `(variables.requests.exists(name, ${test}) || variables.limits.exists(name, ${test}))`;
  return [
    ...resourceChecks(
      BOTH,
      isResource,
      'is not a valid resource of a container',
      'use cpu, memory, ephemeral-storage, or a name with a domain',
    ),
    ...resourceChecks(
      ['requests'],
      (name) => `!(${isStrict(name)}) || ${name} in variables.limits`,
      'must have a limit: it cannot be overcommitted',
      'set the limit',
    ),
    ...resourceChecks(
      ['requests'],
      (name) =>
        `!(${isStrict(name)}) || !(name in variables.limits) || quantity(${amount(name, 'requests')}).compareTo(quantity(${amount(name, 'limits')})) == 0`,
      'must be equal to the limit',
      'remove the request',
    ),
    ...resourceChecks(
      BOTH,
      (_, map) => `!name.startsWith('hugepages-') || (${isWholePages(map)})`,
      'must be whole pages of a valid page size',
      'use whole pages, such as 4Mi of hugepages-2Mi',
    ),
    ...resourceChecks(
      BOTH,
      (name, map) => `!(${isExtended(name)}) || quantity(${amount(name, map)}).isInteger()`,
      'must be a whole number',
      'round it',
    ),
    {
      path: 'spec.resources',
      expression: `!${named("name.startsWith('hugepages-')")} || ${named("name in ['cpu', 'memory']")}`,
      variables: RESOURCE_VARIABLES,
      text: 'has huge pages, which require cpu or memory as well',
      remedy: 'add a request or limit for one of them',
    },
  ];
}

const CONFIG = `${SPEC}.runtimeConfig`;
const STORES = ['keyValueStores', 'sqliteDatabases'] as const;

/** The entries of a kind in the runtime configuration; a LLM backend is one at most. */
function entriesAt(kind: keyof typeof RUNTIME_TYPES): string {
  const at = `${CONFIG}.${kind}`;
  const isIgnored = `has(${CONFIG}.loadFromSecret) && ${CONFIG}.loadFromSecret != ''`;
  return `(has(${CONFIG}) && has(${at}) && !(${isIgnored}) ? ${kind === 'llmCompute' ? `[${at}]` : at} : [])`;
}

export function storeChecks(): CelCheck[] {
  return STORES.map((kind) =>
    uniqueCheck(
      `spec.runtimeConfig.${kind}[].name`,
      `${kind}Names`,
      `${fieldAt(CONFIG, kind, '[]')}.map(item, item.name)`,
    ),
  );
}

const OPTION_NAMES = '(has(item.options) ? item.options : []).map(option, option.name)';

/** A check for each type of store, database and LLM backend. */
function typeChecks(
  make: (known: RuntimeType, type: string) => (ItemCheck & { readonly field: string })[],
): CelCheck[] {
  return (Object.keys(RUNTIME_TYPES) as (keyof typeof RUNTIME_TYPES)[]).flatMap((kind) =>
    Object.entries<RuntimeType>(RUNTIME_TYPES[kind]).flatMap(([type, known]) =>
      make(known, type).map(({ broken, field, ...check }) =>
        itemCheck(entriesAt(kind), `spec.runtimeConfig.${kind}${kind === 'llmCompute' ? '' : '[]'}.${field}`, {
          ...check,
          broken: `item.type == '${type}' && ${broken}`,
          key: kind === 'llmCompute' ? 'type' : 'name',
        }),
      ),
    ),
  );
}

export function runtimeOptionChecks(): CelCheck[] {
  return typeChecks(({ optional, refusesOthers, required }, type) => [
    ...required.map((name) => ({
      field: 'options',
      broken: `!('${name}' in ${OPTION_NAMES})`,
      text: `must contain the option '${name}', which the type ${type} requires`,
      remedy: 'add it',
    })),
    ...(refusesOthers
      ? [
          {
            field: 'options[].name',
            broken: `${OPTION_NAMES}.exists(name, !(name in [${[...required, ...optional].map(celText).join(', ')}]))`,
            text: `is not an option of the type ${type}, and Spin rejects unknown ones`,
            remedy: 'remove it',
          },
        ]
      : []),
  ]);
}

export function runtimeTextChecks(): CelCheck[] {
  return typeChecks(({ notText }) =>
    notText.map((name) => ({
      field: 'options[].name',
      broken: `'${name}' in ${OPTION_NAMES}`,
      text: `'${name}' is not a string in Spin, but the operator writes every option as a string, so the app would not start`,
      remedy: "put a complete runtime-config.toml in a Secret, and set 'loadFromSecret' to its name",
    })),
  );
}

export function runtimeReferenceChecks(root: StructuralSchema): CelCheck[] {
  const config = 'spec.runtimeConfig';
  const isIgnored = `has(${CONFIG}) && has(${CONFIG}.loadFromSecret) && ${CONFIG}.loadFromSecret != ''`;
  return ['keyValueStores.*', 'sqliteDatabases.*', 'llmCompute']
    .flatMap((kind) => fieldChecks(root, `${config}.${kind}.options.*`, OPTION_REFERENCE_FIELDS))
    .map((check) => ({ ...check, expression: `(${isIgnored}) || ${check.expression}` }));
}

export function runtimeSecretChecks(): CelCheck[] {
  const isSet = `has(${CONFIG}.loadFromSecret) && ${CONFIG}.loadFromSecret != ''`;
  return [...STORES, 'llmCompute'].map((kind) => {
    const at = `${CONFIG}.${kind}`;
    const given = `has(${at})${kind === 'llmCompute' ? '' : ` && size(${at}) > 0`}`;
    return {
      path: `spec.runtimeConfig.${kind}`,
      expression: `!has(${CONFIG}) || !(${isSet} && ${given})`,
      text: 'has no effect when loadFromSecret is set',
      remedy: 'move it into the file in the Secret',
    };
  });
}

/** An image. In a manifest, something may still fill in parts of it; in a cluster, nothing does. */
export function imageChecks(root: StructuralSchema, path: string, isNeeded: boolean): CelCheck[] {
  const image: Requirement = {
    accepts: (value) => !isNeeded || !isEmpty(value),
    text: 'is not a valid image',
    remedy: 'use the form registry/name:tag or registry/name@sha256:…',
    cel: matching(REFERENCE),
  };
  return fieldChecks(root, 'spec', [[path, image]]);
}

function listAt(path: string): string {
  return `(has(${path}) ? ${path} : [])`;
}

function fieldAt(parent: string, name: string, ifMissing: string): string {
  return `(has(${parent}) && has(${parent}.${name}) ? ${parent}.${name} : ${ifMissing})`;
}
