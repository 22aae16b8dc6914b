import { FieldValidation } from '../../lib/validation/field-validation';
import { objectCheck } from '../../lib/validation/object-check';
import { describeProblem } from '../../lib/validation/problems';
import { ClusterSchemas } from '../../lib/validation/schema/schemas';

const crd = (schema: unknown) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'foos.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Foo' },
    versions: [{ name: 'v1', schema: { openAPIV3Schema: schema } }],
  },
});

const FOO = { apiVersion: 'example.com/v1', kind: 'Foo', metadata: { name: 'foo' }, spec: { a: 1, b: 2 } };

function findings(schema: unknown): string[] {
  const check = objectCheck([crd(schema), FOO], { fieldValidation: FieldValidation.WARN });
  return check(FOO).map(describeProblem);
}

test('checks objects against a CRD among them', () => {
  expect(
    findings({ type: 'object', properties: { spec: { type: 'object', properties: { a: { type: 'string' } } } } }),
  ).toEqual([
    "'spec.a' (1) must be a string, not an integer; put it in quotes",
    "'spec.b' (2) is not a field of Foo: the API server drops it; remove it",
  ]);
});

test.each<[string, unknown]>([
  ['types', { type: [], properties: { spec: { type: 7, properties: { a: null, b: { type: {} } } } } }],
  ['lists', { properties: { spec: { required: 7, enum: 'a', properties: { a: { enum: 5 }, b: { items: [] } } } } }],
  ['limits', { properties: { spec: { properties: { a: { maximum: '0' }, b: { minimum: [], pattern: 5 } } } } }],
])('ignores %s of a CRD that the API server would reject', (_, schema) => {
  expect(findings(schema)).toEqual([]);
});

test.each(['5', '[]', 'null', '{"properties":5}'])('survives a CRD whose schema is %s', (schema) => {
  expect(() => findings(JSON.parse(schema))).not.toThrow();
});

test.each([
  ['node.k8s.io/v1', '../core.gardener.cloud/Shoot.v1beta1.json/../../node.k8s.io/RuntimeClass'],
  ['node.k8s.io/../../node.k8s.io/v1', 'RuntimeClass'],
  ['core.gardener.cloud/v1beta1', '../core.gardener.cloud/Shoot'],
  ['constructor/v1', 'constructor'],
  ['apps.v1', 'Deployment'],
  ['v1', 'Deployment.apps'],
  ['v1', 'definitions'],
])('reads no file for the kind of a manifest that looks like a path: %s %s', (apiVersion, kind) => {
  expect(ClusterSchemas.NEWEST.schemaOf(apiVersion, kind)).toBeUndefined();
});
