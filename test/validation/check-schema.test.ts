import * as fs from 'fs';
import * as path from 'path';
import { describeProblem, Finding } from '../../lib/validation/problems';
import { checkAgainst, checkSchema } from '../../lib/validation/schema/check-schema';
import { StructuralSchema } from '../../lib/validation/schema/structural-schema';
import { GOLDEN, goldenObjects, testWithGolden } from '../golden';

const FOLDER = path.join(__dirname, '..', '..', 'schemas', 'structural');
const FILES = fs.readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

/** A valid SpinApp with the given changes. */
function spinApp(spec: object): { readonly [field: string]: unknown } {
  return {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    kind: 'SpinApp',
    metadata: { name: 'hello' },
    spec: { image: 'hello', executor: 'shim', replicas: 1, ...spec },
  };
}

function shim(spec: object): { readonly [field: string]: unknown } {
  const required = {
    fetchStrategy: { anonHttp: { location: 'https://example.com/shim' } },
    runtimeClass: { name: 'spin', handler: 'spin' },
    rolloutStrategy: { type: 'recreate' },
  };
  return {
    apiVersion: 'runtime.spinkube.dev/v1alpha1',
    kind: 'Shim',
    metadata: { name: 'spin-v2' },
    spec: { ...required, ...spec },
  };
}

/** Messages of the findings; those of warnings begin with `warning`. */
function wordsOf(findings: Finding[]): string[] {
  return findings.map((finding) => (finding.level === 'warning' ? 'warning: ' : '') + describeProblem(finding));
}

test.each<[string, object, string[]]>([
  ['nothing', {}, []],
  ['a type', { replicas: true }, ["'spec.replicas' (true) must be an integer, not true or false; give an integer"]],
  ['quotes', { replicas: '2' }, ["'spec.replicas' (2) must be an integer, not a string; remove the quotes"]],
  ['a fraction', { replicas: 1.5 }, ["'spec.replicas' (1.5) must be an integer, not a number; give an integer"]],
  ['no quotes', { image: 1 }, ["'spec.image' (1) must be a string, not an integer; put it in quotes"]],
  ['a list', { variables: {} }, ["'spec.variables' ({}) must be a list, not an object; give a list"]],
  [
    'an item',
    { components: ['a', 1] },
    ["'spec.components[1]' (1) must be a string, not an integer; put it in quotes"],
  ],
  ['null for an item, of which Go makes an empty one', { components: [null], imagePullSecrets: [null] }, []],
  [
    'null for an item that needs something',
    { variables: [null] },
    ["warning: 'spec.variables[0].name' is required; set it"],
  ],
  [
    'too few items',
    { components: [] },
    ["'spec.components' ([]) must have at least 1 items; add more, or remove the field"],
  ],
  ['what is required', { executor: undefined }, ["warning: 'spec.executor' is required; set it"]],
  ['null for what is required', { executor: null }, ["warning: 'spec.executor' (null) is required; set it"]],
  ['null for what is not', { replicas: null, checks: null, variables: null }, []],
  [
    'what is required below',
    { variables: [{ value: 'a' }] },
    ["warning: 'spec.variables[0].name' is required; set it"],
  ],
  [
    'a typing error',
    { replica: 2 },
    ["warning: 'spec.replica' (2) is not a field of SpinApp: the API server drops it; did you mean 'replicas'?"],
  ],
  [
    'something else',
    { ingress: 'yes' },
    [
      "warning: 'spec.ingress' (yes) is not a field of SpinApp: the API server drops it; add an Ingress or HTTPRoute to the Service of the same name, port 80",
    ],
  ],
  [
    'what nobody describes',
    { volumes: [{ name: 'a', ephemeral: { volumeClaimTemplate: { metadata: { labels: {} }, spec: {} } } }] },
    [
      "warning: 'spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.labels' ({}) is not a field of SpinApp: the API server drops it; remove it",
    ],
  ],
  [
    'an annotation',
    { podAnnotations: { 'a.b/c': 1 } },
    ["'spec.podAnnotations['a.b/c']' (1) must be a string, not an integer; put it in quotes"],
  ],
  ['a quantity', { resources: { limits: { cpu: 1, memory: '1Gi' }, requests: { cpu: '.5' } } }, []],
  [
    'no quantity',
    { resources: { limits: { memory: '1 GB' } } },
    ["'spec.resources.limits.memory' (1 GB) is not a valid quantity; use one such as 100m, 0.5 or 128Mi"],
  ],
  [
    'a quantity that only the schema takes',
    { resources: { limits: { memory: '1e1.5' } } },
    ["'spec.resources.limits.memory' (1e1.5) is not a valid quantity; use one such as 100m, 0.5 or 128Mi"],
  ],
  [
    'no quantity at all',
    { resources: { limits: { memory: true } } },
    ["'spec.resources.limits.memory' (true) is not a valid quantity; use one such as 100m, 0.5 or 128Mi"],
  ],
  [
    'a list that Go makes null',
    { volumes: [{ name: 'a', rbd: { image: 'a' } }] },
    ["'spec.volumes[0].rbd.monitors' is required; set it"],
  ],
  [
    'an object that Go makes null',
    { volumes: [{ name: 'a', scaleIO: { gateway: 'a', system: 'b' } }] },
    ["'spec.volumes[0].scaleIO.secretRef' is required; set it"],
  ],
  [
    'an object that Go makes empty',
    { volumes: [{ name: 'a', ephemeral: { volumeClaimTemplate: {} } }] },
    ["warning: 'spec.volumes[0].ephemeral.volumeClaimTemplate.spec' is required; set it"],
  ],
  [
    '65 bits',
    {
      volumes: [
        { name: 'a', projected: { sources: [{ serviceAccountToken: { path: 'a', expirationSeconds: 2 ** 63 } }] } },
      ],
    },
    [
      "'spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds' (9223372036854776000) does not fit in 64 bits; lower it",
    ],
  ],
  ['a number that Go makes a quantity of', { resources: { limits: { cpu: 0.5, memory: null } } }, []],
  ['33 bits', { replicas: 2 ** 31 }, ["'spec.replicas' (2147483648) does not fit in 32 bits; lower it"]],
])('checks a SpinApp with %s', (_, spec, expected) => {
  expect(wordsOf(checkSchema(spinApp(spec)))).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['nothing', {}, []],
  [
    'a choice',
    { rolloutStrategy: { type: 'recreat' } },
    ["'spec.rolloutStrategy.type' (recreat) must be one of rolling, recreate; did you mean 'recreate'?"],
  ],
  [
    'no choice',
    { rolloutStrategy: { type: 'other' } },
    ["'spec.rolloutStrategy.type' (other) must be one of rolling, recreate; choose one of them"],
  ],
])('checks a Shim with %s', (_, spec, expected) => {
  expect(wordsOf(checkSchema(shim(spec)))).toEqual(expected);
});

test.each<[string, StructuralSchema, unknown, string[]]>([
  [
    'neither integer nor string',
    { 'x-kubernetes-int-or-string': true },
    0.5,
    ["'spec.it' (0.5) must be an integer or a string, not a number; give an integer or a string"],
  ],
  [
    'a short text',
    { type: 'string', minLength: 1 },
    '',
    ["'spec.it' ('') must not be empty; make it longer, or remove it"],
  ],
  [
    'a shorter text',
    { type: 'string', minLength: 3 },
    'ab',
    ["'spec.it' (ab) must have at least 3 characters; make it longer, or remove it"],
  ],
  ['letters beyond 16 bits', { type: 'string', maxLength: 2 }, '😀😀', []],
  [
    'a long text',
    { type: 'string', maxLength: 2 },
    '😀😀😀',
    ["'spec.it' (😀😀😀) must have at most 2 characters, but has 3; shorten it"],
  ],
  ['a form', { type: 'string', pattern: '^a+$' }, 'b', ["'spec.it' (b) must match ^a+$; change it"]],
  ['a small number', { type: 'integer', minimum: 1 }, 0, ["'spec.it' (0) must be at least 1; raise it"]],
  ['a large number', { type: 'number', maximum: 1 }, 1.5, ["'spec.it' (1.5) must be at most 1; lower it"]],
  [
    'a limit',
    { type: 'integer', minimum: 0, exclusiveMinimum: true },
    0,
    ["'spec.it' (0) must be greater than 0; raise it"],
  ],
  [
    'an upper limit',
    { type: 'integer', maximum: 9, exclusiveMaximum: true },
    9,
    ["'spec.it' (9) must be less than 9; lower it"],
  ],
  ['an integer for a number', { type: 'number' }, 1, []],
  [
    'a date',
    { type: 'string', format: 'date-time' },
    '2026-11-24',
    ["'spec.it' (2026-11-24) is not a valid date and time; use the form 2026-11-24T08:00:00Z"],
  ],
  ['a date that is one', { type: 'string', format: 'date-time' }, '2026-11-24T08:00:00.5+01:00', []],
  ['base64', { type: 'string', format: 'byte' }, 'a', ["'spec.it' (a) is not valid base64; use the form aGVsbG8="]],
  [
    'many items',
    { type: 'array', maxItems: 1 },
    [1, 2],
    ["'spec.it' ([1,2]) must have at most 1 items, but has 2; remove some"],
  ],
  [
    'a set',
    { type: 'array', 'x-kubernetes-list-type': 'set' },
    ['a', 'b', 'a', 'a'],
    [
      "'spec.it[2]' (a) is a duplicate of spec.it[0]; remove one of them",
      "'spec.it[3]' (a) is a duplicate of spec.it[0]; remove one of them",
    ],
  ],
  [
    'a map, with a default',
    {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      items: {
        type: 'object',
        properties: { port: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' } },
      },
    },
    [{ port: 1 }, { port: 1, protocol: 'UDP' }, { port: 1, protocol: 'TCP' }],
    [`'spec.it[2]' ({"port":1,"protocol":"TCP"}) has the same port and protocol as spec.it[0]; remove one of them`],
  ],
  [
    'few entries',
    { type: 'object', minProperties: 1, additionalProperties: true },
    {},
    ["'spec.it' ({}) must have at least 1 entries; add more, or remove the field"],
  ],
  [
    'many entries',
    { type: 'object', maxProperties: 1, additionalProperties: { type: 'integer' } },
    { a: 1, b: 2 },
    [`'spec.it' ({"a":1,"b":2}) must have at most 1 entries, but has 2; remove some`],
  ],
  [
    'a default for what is required',
    { type: 'object', required: ['a'], properties: { a: { type: 'integer', default: 1 } } },
    {},
    [],
  ],
  ['null where it may be', { type: 'object', properties: { a: { type: 'string', nullable: true } } }, { a: null }, []],
  [
    'null for what is required and may be null',
    { type: 'object', required: ['a'], properties: { a: { type: 'string', nullable: true } } },
    { a: null },
    [],
  ],
  ['what is kept', { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, { a: { b: null } }, []],
  ['anything', { 'x-kubernetes-preserve-unknown-fields': true }, [null], []],
])('checks a field with %s', (_, schema, value, expected) => {
  const root = { type: 'object', properties: { spec: { type: 'object', properties: { it: schema } } } };
  expect(wordsOf(checkAgainst(root, { spec: { it: value } }))).toEqual(expected);
});

testWithGolden('accepts all upstream samples, and all objects that Helm renders', () => {
  const folders = fs.readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name }) => fs.readdirSync(path.join(GOLDEN, name)).map((file) => `${name}/${file}`));
  const objects = files.filter((file) => file.endsWith('.yaml')).flatMap(goldenObjects);
  expect(objects.filter(({ kind }) => kind === 'SpinApp').length).toBeGreaterThan(10);
  expect(objects.flatMap((object) => wordsOf(checkSchema(object)))).toEqual([]);
});

test.each([
  ['reports two errors', spinApp({ replicas: 'a', image: 1 }), 2],
  ['does not check metadata and status', { ...spinApp({}), metadata: { generation: 'x' }, status: 1 }, 0],
  ['checks a field next to spec', { ...spinApp({}), specs: {} }, 1],
  ['accepts an object without spec', { ...spinApp({}), spec: undefined }, 0],
  ['skips a kind without a schema', { apiVersion: 'example.com/v1', kind: 'ConfigMap', data: 1 }, 0],
  ['skips a version without a schema', { ...spinApp({ replicas: 'a' }), apiVersion: 'core.spinkube.dev/v2' }, 0],
  ['skips what is not a Kubernetes object', { replicas: 1 }, 0],
  ['skips a kind that is a path', { apiVersion: 'v1/../..', kind: '../README' }, 0],
])('%s', (_, object, count) => {
  expect(checkSchema(object)).toHaveLength(count);
});

test('knows every keyword of the schemas that restricts values', () => {
  const known = [
    ...['type', 'format', 'properties', 'additionalProperties', 'items', 'required', 'enum', 'pattern', 'default'],
    ...['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'],
    ...['x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields'],
    ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
  ];
  const silent = ['x-kubernetes-map-type', 'x-kubernetes-validations'];
  const found = new Set<string>();
  const formats = new Set<string>();
  const collect = (schema: { [keyword: string]: unknown }): void => {
    if (schema['x-kubernetes-int-or-string']) {
      expect(schema.anyOf).toEqual([{ type: 'integer' }, { type: 'string' }]);
    }
    const { anyOf, ...rest } = schema;
    expect(anyOf === undefined || schema['x-kubernetes-int-or-string']).toBe(true);
    Object.keys(rest).forEach((keyword) => found.add(keyword));
    formats.add(String(schema.format));
    const { additionalProperties, items, properties = {} } = schema as { [keyword: string]: object | undefined };
    [additionalProperties, items, ...(Object.values(properties) as object[])]
      .filter((one) => typeof one === 'object')
      .forEach((one) => {
        collect(one as { [keyword: string]: unknown });
      });
  };
  for (const file of FILES) {
    collect(JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as { [keyword: string]: unknown });
  }
  expect([...found].filter((keyword) => ![...known, ...silent].includes(keyword))).toEqual([]);
  expect([...formats].sort()).toEqual(['byte', 'date-time', 'int32', 'int64', 'undefined']);
});

test.each([
  ['nodeSelector', 'set it in the RuntimeClass, under scheduling: all pods of the executor get it'],
  ['env', 'use variables, which are those of the application: Spin reads no environment variables of the pod'],
  ['port', 'remove it: a SpinApp always listens on port 80, which its Service has as well'],
  ['securityContext', 'remove it: the operator writes the pods, with one container and no securityContext'],
  ['runtimeClassName', 'set it in the executor, under deploymentConfig'],
])('tells where the field %s of a pod belongs in a SpinApp', (name, remedy) => {
  const [finding] = checkSchema(spinApp({ [name]: {} }));
  expect(finding.remedy).toBe(remedy);
});
