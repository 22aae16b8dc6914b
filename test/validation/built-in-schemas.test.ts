import { describeProblem } from '../../lib/validation/problems';
import { BuiltInSchemas } from '../../lib/validation/schema/built-in-schemas';
import { checkMetadata } from '../../lib/validation/schema/check-metadata';
import { checkSchema } from '../../lib/validation/schema/check-schema';
import { ClusterSchemas } from '../../lib/validation/schema/schemas';

interface Json {
  readonly [field: string]: unknown;
}

const CONTAINER: Json = { name: 'a', image: 'nginx' };

function deployment(spec: Json): Json {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec };
}

/** A Deployment with a field of its container changed. */
function withContainer(change: Json): Json {
  return withPod({ containers: [{ ...CONTAINER, ...change }] });
}

function withPod(spec: Json): Json {
  return deployment({ selector: {}, template: { spec } });
}

function wordsOf(object: Json, schemas = ClusterSchemas.NEWEST): string[] {
  return checkSchema(object, schemas).map(({ level, ...problem }) => `${level} ${describeProblem(problem)}`);
}

const AT = 'spec.template.spec.containers[0]';

test.each<[string, Json, string[]]>([
  ['a valid Deployment', withContainer({}), []],
  [
    'a misspelled field',
    withContainer({ imagePullPolcy: 'Always' }),
    [
      `warning '${AT}.imagePullPolcy' (Always) is not a field of Deployment: the API server drops it; did you mean 'imagePullPolicy'?`,
    ],
  ],
  [
    'a field that nothing is like',
    deployment({ selector: {}, template: { spec: { containers: [CONTAINER] } }, colour: 'red' }),
    ["warning 'spec.colour' (red) is not a field of Deployment: the API server drops it; remove it"],
  ],
  [
    'a number for text',
    withContainer({ env: [{ name: 'A', value: 1 }] }),
    [`error '${AT}.env[0].value' (1) must be a string, not an integer; put it in quotes`],
  ],
  [
    'text for a number',
    withContainer({ ports: [{ containerPort: '80' }] }),
    [`error '${AT}.ports[0].containerPort' (80) must be an integer, not a string; remove the quotes`],
  ],
  [
    'a list for an object',
    withContainer({ resources: [] }),
    [`error '${AT}.resources' ([]) must be an object, not a list; give an object`],
  ],
  [
    'a quantity that is none',
    withContainer({ resources: { limits: { memory: '1 GB' } } }),
    [`error '${AT}.resources.limits.memory' (1 GB) is not a valid quantity; use one such as 100m, 0.5 or 128Mi`],
  ],
  ['a quantity that is a number', withContainer({ resources: { limits: { cpu: 0.5, memory: ' 1Gi ' } } }), []],
  [
    'a fraction for a port',
    withContainer({ livenessProbe: { tcpSocket: { port: 1.5 } } }),
    [
      `error '${AT}.livenessProbe.tcpSocket.port' (1.5) must be an integer or a string, not a number; give an integer or a string`,
    ],
  ],
  [
    'a number that does not fit',
    withContainer({ ports: [{ containerPort: 2 ** 31 }] }),
    [`error '${AT}.ports[0].containerPort' (2147483648) does not fit in 32 bits; lower it`],
  ],
  ['null for any field', withContainer({ ports: null, env: null, resources: null, command: [null] }), []],
  ['a missing list', withPod({}), ["error 'spec.template.spec.containers' is required; set it"]],
  ['a missing spec', { ...deployment({}), spec: undefined }, ["error 'spec' is required; set it"]],
  [
    'an empty item',
    withPod({ containers: [null] }),
    ["error 'spec.template.spec.containers[0].name' is required; set it"],
  ],
  [
    'the type of a label in a template',
    deployment({ selector: {}, template: { metadata: { labels: { a: true } }, spec: { containers: [CONTAINER] } } }),
    ["error 'spec.template.metadata.labels.a' (true) must be a string, not true or false; put it in quotes"],
  ],
])('reports %s', (_, object, expected) => {
  expect(wordsOf(object)).toEqual(expected);
});

test.each<[string, Json, number]>([
  ['accepts base64 over several lines', { data: { a: 'aGVs\nbG8=\n' } }, 0],
  ['rejects text that is not base64', { data: { a: 'hello!' } }, 1],
  ['accepts bytes as numbers', { data: { a: [104, 105] } }, 0],
  ['rejects a number for a value', { stringData: { a: 5 } }, 1],
  ['rejects an unknown field beside data', { dta: {} }, 1],
])('%s', (_, rest, count) => {
  expect(checkSchema({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, ...rest })).toHaveLength(count);
});

test.each([
  ['2026-11-24T08:00:00.000000Z', 0],
  ['2026-11-24T08:00:00Z', 1],
  ['2026-02-30T08:00:00.000000Z', 1],
  ['2026-11-24t08:00:00.000000z', 1],
])('checks the microseconds of %s', (renewTime, count) => {
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'a' }, spec: { renewTime } };
  expect(checkSchema(lease)).toHaveLength(count);
});

test('lets schemas refer to themselves', () => {
  const schema = { type: 'object', properties: { a: { type: 'object', properties: { b: { typ: 'string' } } } } };
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }];
  const names = { kind: 'Cat', plural: 'cats' };
  const spec = { group: 'example.com', names, scope: 'Namespaced', versions };
  const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: {}, spec };
  expect(wordsOf(crd)).toEqual([
    "warning 'spec.versions[0].schema.openAPIV3Schema.properties.a.properties.b.typ' (string) is not a field of CustomResourceDefinition: the API server drops it; did you mean 'type'?",
  ]);
});

describe('versions of Kubernetes', () => {
  test.each([
    ['1.34', 'v1.34'],
    ['v1.34.4', 'v1.34'],
    ['1.30', 'v1.34'],
    ['1.35', 'v1.37'],
    [undefined, 'v1.37'],
    ['1.99', undefined],
  ])('%s has the schemas of %s', (version, minor) => {
    expect(BuiltInSchemas.of(version)?.minor).toBe(minor);
  });

  test('have fields of their own', () => {
    const policy = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicy',
      metadata: {},
      spec: 1,
    };
    expect(wordsOf(policy)).toHaveLength(1);
    expect(wordsOf(policy, ClusterSchemas.of([], [], BuiltInSchemas.of('1.34')))).toEqual([]);
  });
});

test('prefers the built-in kind to a definition of the same name', () => {
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'string' } } } };
  const spec = { group: 'apps', names: { kind: 'Deployment' }, versions: [{ name: 'v1', schema }] };
  const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: {}, spec };
  expect(wordsOf(withContainer({}), ClusterSchemas.of([crd]))).toEqual([]);
});

test.each<[string, string, string, number]>([
  ['ClusterRole', 'rbac.authorization.k8s.io/v1', 'system:node', 0],
  ['ClusterRole', 'rbac.authorization.k8s.io/v1', 'a/b', 1],
  ['RoleBinding', 'rbac.authorization.k8s.io/v1', 'A_b', 0],
  ['ConfigMap', 'v1', 'A_b', 1],
  ['IPAddress', 'networking.k8s.io/v1', 'fd00::1', 0],
])('checks the name of a %s of %s: %s', (kind, apiVersion, name, count) => {
  expect(checkMetadata({ apiVersion, kind, metadata: { name } }, true)).toHaveLength(count);
});
