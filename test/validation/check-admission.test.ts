import { Manifest } from '../../lib/synth/manifest';
import { admission, allRules } from '../../lib/validation/admission/check-admission';
import { ClusterKnowledge } from '../../lib/validation/admission/surroundings';
import { FieldValidation } from '../../lib/validation/field-validation';
import { describeProblem } from '../../lib/validation/problems';
import { objectCheck } from '../../lib/validation/object-check';
import { goldenObjects, testWithGolden } from '../golden';
import { CASES } from './cases/cases';
import { COMPLETE, executor, LEGACY, managerRole, spinApp } from './cases/objects';

/** Findings in an object among others: `level rule: message`. */
function findings(object: Manifest, others: Manifest[] = [], knowledge?: ClusterKnowledge): string[] {
  return admission(
    [object, ...others],
    knowledge,
  )(object).map((finding) => `${finding.level} ${finding.rule}: ${describeProblem(finding)}`);
}

test.each(CASES)('%s', (rule, wrong, words, right, others = [], knowledge) => {
  expect(findings(wrong, others, knowledge)).toEqual([`${rule}: ${words}`]);
  expect(findings(right, others, knowledge)).toEqual([]);
});

test('has a case for every rule', () => {
  const cases = new Set(CASES.map(([rule]) => rule));
  expect(
    [...new Set(allRules().map(({ level, name }) => `${level} ${name}`))].filter((rule) => !cases.has(rule)),
  ).toEqual([]);
});

test.each<[string, Manifest]>([
  [
    'invocation limits for the older operator, which ignores them',
    spinApp({ invocationLimits: { memory: 'much' } }, LEGACY),
  ],
  [
    'two runtimes for the older operator, which does not compare them',
    executor({ deploymentConfig: { runtimeClassName: 'a', spinImage: 'b' } }, LEGACY),
  ],
  ['a SpinApp of another API group', { ...spinApp({ replicas: 0 }), apiVersion: 'example.com/v1' }],
])('accepts %s', (_, object) => {
  expect(findings(object)).toEqual([]);
});

test.each([
  { spec: null },
  { spec: 1 },
  { spec: [] },
  {
    spec: { replicas: 1, checks: 1, variables: {}, volumes: [null, 1, 'a'], runtimeConfig: [], invocationLimits: 'a' },
  },
  { spec: { replicas: 1, checks: { liveness: [1] }, deploymentConfig: 'a', podAnnotations: null, executor: {} } },
])('checks an object of any form: %j', (rest) => {
  for (const kind of ['SpinApp', 'SpinAppExecutor', 'Shim']) {
    for (const group of ['core.spinkube.dev', 'core.spinoperator.dev', 'runtime.spinkube.dev']) {
      expect(() => findings({ apiVersion: `${group}/v1alpha1`, kind, metadata: {}, ...rest })).not.toThrow();
    }
  }
});

test('checks a kind with the name of a method of every object', () => {
  const object = { apiVersion: 'v1', kind: 'constructor', metadata: { name: 'a' } };
  expect(findings(spinApp({}), [object])).toEqual([]);
});

test('treats a missing namespace as default', () => {
  const app = { ...spinApp({}), metadata: { name: 'hello' } };
  expect(findings(app, [executor({}, { namespace: 'default' })], COMPLETE)).toEqual([]);
  expect(findings(app, [executor({}, { namespace: 'default' })])).toEqual([]);
  expect(findings(app, [executor({}, { namespace: 'other' })])).toHaveLength(1);
});

test('does not warn about an operator that can read ConfigMaps', () => {
  const app = CASES.find(([rule]) => rule === 'warning spin-app-config-maps')?.[1] ?? spinApp({});
  const role = managerRole({ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] });
  expect(findings(app, [role])).toEqual([]);
  expect(findings(app, [managerRole()])).toHaveLength(1);
});

testWithGolden('rejects only the probes of the upstream samples', () => {
  const refused = ['current', 'seed-2024'].map((release) => {
    const objects = goldenObjects(`${release}/samples.yaml`);
    const check = objectCheck(objects, { fieldValidation: FieldValidation.WARN, allowPlaintextSecrets: true });
    return objects
      .filter((object) => check(object).some(({ level }) => level === 'error'))
      .map(({ metadata }) => metadata.name);
  });
  expect(refused).toEqual([['healthchecks-spinapp'], []]);
});

testWithGolden('warns that the operators of the Helm charts cannot read ConfigMaps', () => {
  const app = spinApp({
    runtimeConfig: { llmCompute: { type: 'spin', options: [{ name: 'a', valueFrom: { configMapKeyRef: {} } }] } },
  });
  const rules = ['current', 'seed-2024'].map((release) => {
    const objects = goldenObjects(`${release}/spin-operator.yaml`);
    return admission(objects)(app).map(({ rule }) => rule);
  });
  expect(rules).toEqual([
    expect.arrayContaining(['spin-app-config-maps']),
    expect.arrayContaining(['spin-app-config-maps']),
  ]);
});
