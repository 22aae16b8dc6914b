import { Manifest } from '../../lib/synth/manifest';
import { admission, RULES } from '../../lib/validation/admission/check-admission';
import { ClusterKnowledge } from '../../lib/validation/admission/surroundings';
import { describeFinding } from '../../lib/validation/finding';
import { goldenObjects, testWithGolden } from '../golden';
import { CASES, executor, LEGACY, spinApp } from './admission-cases';

/** What is found in an object among others: `level rule: words`. */
function findings(object: Manifest, others: Manifest[] = [], knowledge?: ClusterKnowledge): string[] {
  return admission(
    [object, ...others],
    knowledge,
  )(object).map((finding) => `${finding.level} ${finding.rule}: ${describeFinding(finding)}`);
}

test.each(CASES)('%s', (rule, wrong, words, right, others = [], knowledge) => {
  expect(findings(wrong, others, knowledge)).toEqual([`${rule}: ${words}`]);
  expect(findings(right, others, knowledge)).toEqual([]);
});

test('every rule has a case', () => {
  const cases = new Set(CASES.map(([rule]) => rule));
  expect([...new Set(RULES.map(({ level, name }) => `${level} ${name}`))].filter((rule) => !cases.has(rule))).toEqual(
    [],
  );
});

test.each<[string, Manifest]>([
  ['the older operator looks at no invocation limits', spinApp({ invocationLimits: { memory: 'much' } }, LEGACY)],
  [
    'the older operator does not compare runtimes',
    executor({ deploymentConfig: { runtimeClassName: 'a', spinImage: 'b' } }, LEGACY),
  ],
  ['kinds of others have other rules', { ...spinApp({ replicas: 0 }), apiVersion: 'example.com/v1' }],
])('%s', (_, object) => {
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
])('an object of any form is no reason to stop: %j', (rest) => {
  for (const kind of ['SpinApp', 'SpinAppExecutor', 'Shim']) {
    for (const group of ['core.spinkube.dev', 'core.spinoperator.dev', 'runtime.spinkube.dev']) {
      expect(() => findings({ apiVersion: `${group}/v1alpha1`, kind, metadata: {}, ...rest })).not.toThrow();
    }
  }
});

testWithGolden('of the samples of upstream, only the probes are refused, and a Secret that shows what is in it', () => {
  const objects = goldenObjects('current/samples.yaml');
  const check = admission(objects);
  const refused = objects.filter((object) => check(object).some(({ level }) => level === 'error'));
  expect(refused.map(({ metadata }) => metadata.name)).toEqual(['spin-app-secret', 'healthchecks-spinapp']);
});
