import { Manifest } from '../../../lib/synth/manifest';
import { BuiltInSchema, BuiltInSchemas } from '../../../lib/validation/schema/built-in-schemas';
import { Random } from '../../synth/random';
import { Edit } from './edits';
import { sampleNamed, SAMPLES } from './samples';

/** A sample with changes, and the mistake that one of them is. */
export interface EditedSample {
  /** Name of the sample. */
  readonly of: string;
  readonly edits: readonly Edit[];
  readonly mistake?: string;
}

/** A field or item of a sample, with its schema. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly schema: BuiltInSchema;
  readonly value: unknown;
  readonly isRequired: boolean;
}

/** Fields that say where an object goes. */
const FIXED = ['apiVersion', 'kind', 'status'];

/** Of ten objects, so many have a mistake. */
const WRONG = 7;

const ANYTHING: readonly unknown[] = [
  '',
  'a',
  '5',
  'true',
  '1Gi',
  0,
  -1,
  1.5,
  80,
  2 ** 31,
  2 ** 53,
  true,
  false,
  [],
  {},
  [null],
  ['a'],
  [1],
  { a: 1 },
  { a: 'b' },
];

/** Values at the edges of what Go decodes, by format. */
const EDGES: { readonly [format: string]: readonly unknown[] | undefined } = {
  quantity: [
    '',
    '1',
    ' 1 ',
    '.5',
    '5.',
    '.',
    '+1',
    '-1',
    '1e3',
    '1E3',
    '1e',
    '1E',
    '1k',
    '1K',
    '1Ki',
    '1 Ki',
    '1Kib',
    '1m',
    '1n',
    '0x10',
    '1_000',
    '1e-3',
    '1.5Gi',
    'Gi',
    '+',
    '-',
    '-.m',
    'e3',
    'E+3',
    'ee',
    'm1',
    0,
    1.5,
    1e21,
    true,
    [],
    'NaN',
    '١',
    '1\n',
  ],
  'int-or-string': ['', '5', '50%', 5, -1, 2 ** 31, -(2 ** 31), 1.5, true, null, {}, []],
  'date-time': [
    '',
    'now',
    '2026-11-24',
    '2026-11-24T08:00:00Z',
    '2026-11-24T08:00:00.5Z',
    '2026-11-24T08:00:00+02:00',
    '2026-11-24T08:00:00',
    '2026-02-30T08:00:00Z',
    '2026-11-24t08:00:00z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T8:00:00Z',
    '2026-11-24T08:00:60Z',
    '2026-11-24T08:00:00,5Z',
    '2026-11-24T08:00:00+25:00',
    5,
  ],
  'micro-time': [
    '',
    '2026-11-24T08:00:00Z',
    '2026-11-24T08:00:00.000000Z',
    '2026-11-24T08:00:00.123Z',
    '2026-11-24T08:00:00.1234567Z',
    '2026-11-24T08:00:00.000000+02:00',
    5,
  ],
  byte: [
    '',
    'a',
    'aGVsbG8=',
    'aGVsbG8',
    'aGVs\nbG8=',
    'aGVs bG8=',
    '-_-_',
    'aGVsbG8==',
    [104, 105],
    [300],
    ['a'],
    [],
    5,
    {},
  ],
  int32: [0, 1, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 0.5, '1', true, 1e3],
  int64: [0, 1, -1, 2 ** 53, 2 ** 63, 0.5, '1', true, 1e18, 1e19],
};

/**
 * Random changes of samples, the same ones for the same seed. Each sample comes without changes, too, and without each of
 * its required fields.
 */
export function randomEdits(count: number, seed: number): EditedSample[] {
  const random = new Random(seed);
  const names = [...SAMPLES.keys()];
  const each = names.flatMap((of): EditedSample[] => {
    const required = placesIn(sampleNamed(of)).filter(({ isRequired, path }) => isRequired && path.length > 0);
    return [{ of, edits: [] }, ...required.map(({ path }) => ({ of, edits: [[path]] as Edit[], mistake: 'required' }))];
  });
  return [...each, ...Array.from({ length: count - each.length }, () => randomEdit(random, random.pick(names)))];
}

function randomEdit(random: Random, of: string): EditedSample {
  const sample = sampleNamed(of);
  const places = placesIn(sample).slice(1);
  const optional = places.filter(({ isRequired, path }) => !isRequired && path.length > 1 && path[1] !== 'name');
  const removed = optional.length === 0 ? [] : random.some(2, (): Edit => [random.pick(optional).path]);
  const isRight = random.below(10) >= WRONG;
  // From the end to the beginning, so that no item moves before its turn.
  const edits = removed.sort(([one], [other]) => (JSON.stringify(one) < JSON.stringify(other) ? 1 : -1));
  if (isRight) {
    return { of, edits };
  }
  const mistake = random.pick(Object.keys(MISTAKES));
  const made = MISTAKES[mistake](random, IN_STRUCTS.includes(mistake) ? placesIn(sample).filter(isStruct) : places);
  return made ? { of, edits: [made, ...(random.below(3) === 0 ? edits : [])], mistake } : { of, edits };
}

/** Mistakes about fields that an object does not have. */
const IN_STRUCTS = ['unknown', 'extra'];

/** Common mistakes; undefined where a sample has no place for one. */
const MISTAKES: { readonly [name: string]: (random: Random, places: readonly Place[]) => Edit | undefined } = {
  type: (random, places) => [random.pick(places).path, random.pick(ANYTHING)],
  null: (random, places) => [random.pick(places).path, null],
  edge: (random, places) => {
    const found = places.filter(({ schema }) => EDGES[formatOf(schema)]);
    const place = found.length === 0 ? undefined : random.pick(found);
    return place && [place.path, random.pick(EDGES[formatOf(place.schema)] ?? [])];
  },
  required: (random, places) => {
    const found = places.filter(({ isRequired }) => isRequired);
    return found.length === 0 ? undefined : [random.pick(found).path];
  },
  unknown: (random, places) => {
    const { path, schema, value } = random.pick(places);
    const names = Object.keys(schema.properties ?? {});
    const name = random.pick([...names, 'colour']);
    const wrong = random.pick([
      `${name}s`,
      name.slice(0, -1),
      name.toUpperCase(),
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    ]);
    return Object.hasOwn(schema.properties ?? {}, wrong) || Object.hasOwn(value as object, wrong)
      ? undefined
      : [[...path, wrong], random.pick(ANYTHING)];
  },
  extra: (random, places) => {
    const { path, schema, value } = random.pick(places);
    const absent = Object.entries(schema.properties ?? {}).filter(([name]) => !Object.hasOwn(value as object, name));
    if (absent.length === 0 || path[0] === 'metadata') {
      return undefined;
    }
    const [name, field] = random.pick(absent);
    return [[...path, name], valueOf(random, field, 3)];
  },
};

function isStruct({ schema, value }: Place): boolean {
  return schema.properties !== undefined && typeof value === 'object' && value !== null;
}

function formatOf({ format, type, ...schema }: BuiltInSchema): string {
  const isEither = schema['x-kubernetes-int-or-string'] === true;
  return format ?? (isEither ? 'int-or-string' : type === 'integer' ? 'int64' : '');
}

/** A value of a schema, now and then another one. */
function valueOf(random: Random, schema: BuiltInSchema, levels: number): unknown {
  const edges = EDGES[formatOf(schema)];
  if (random.below(12) === 0) {
    return random.pick(ANYTHING);
  }
  if (edges) {
    return random.pick(edges);
  }
  switch (schema.type) {
    case 'boolean':
      return random.below(2) === 0;
    case 'string':
      return random.pick(['a', 'hello', 'A', '1h', '', 'example.com/a']);
    case 'array':
      return schema.items && levels > 0
        ? random.some(2, () => valueOf(random, schema.items ?? schema, levels - 1))
        : [];
    case 'object':
      return objectOf(random, schema, levels);
    default:
      return random.pick(ANYTHING);
  }
}

function objectOf(
  random: Random,
  { additionalProperties, properties = {}, required = [] }: BuiltInSchema,
  levels: number,
): object {
  if (additionalProperties) {
    return { a: valueOf(random, additionalProperties, levels - 1) };
  }
  const chosen = Object.entries(properties).filter(([name]) => required.includes(name) || random.below(4) === 0);
  return levels <= 0
    ? {}
    : Object.fromEntries(chosen.map(([name, field]) => [name, valueOf(random, field, levels - 1)]));
}

const known = new Map<Manifest, Place[]>();

function placesIn(sample: Manifest): Place[] {
  const places = known.get(sample) ?? findPlaces(sample);
  known.set(sample, places);
  return places;
}

/** The object itself, and all below it. */
function findPlaces(sample: Manifest): Place[] {
  const schema = BuiltInSchemas.NEWEST.schemaOf(sample.apiVersion, sample.kind);
  if (!schema) {
    throw new Error(`${sample.apiVersion} ${sample.kind} is not built in`);
  }
  const places = placesBelow(schema, sample, []).filter(({ path }) => !FIXED.includes(String(path[0])));
  const metadata = placesBelow(metadataSchema(), sample.metadata, ['metadata']);
  const root = { path: [], schema, value: sample, isRequired: true };
  return [root, ...places, ...metadata.filter(({ path }) => path[1] !== 'namespace')];
}

/** The metadata of a template has the same type. */
function metadataSchema(): BuiltInSchema {
  const schema = BuiltInSchemas.NEWEST.schemaOf('v1', 'PodTemplate')?.properties?.template.properties?.metadata;
  if (!schema) {
    throw new Error('pods have no metadata');
  }
  return schema;
}

function placesBelow(schema: BuiltInSchema, value: unknown, path: (string | number)[]): Place[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, below]) => {
    const name = Array.isArray(value) ? Number(key) : key;
    const own = Array.isArray(value) ? schema.items : (schema.properties?.[key] ?? schema.additionalProperties);
    const isRequired = schema.required?.includes(key) === true;
    const here = [...path, name];
    return own ? [{ path: here, schema: own, value: below, isRequired }, ...placesBelow(own, below, here)] : [];
  });
}
