import { differentWarnings, disagreements, recordedVerdicts } from './keda/verdict';

/** Verdicts of KEDA's real webhook, recorded by `npm run e2e -- keda-webhook --record`. */
const VERDICTS = recordedVerdicts();

test('covers a thousand verdicts, and every reason of the webhook', () => {
  const refused = VERDICTS.filter((verdict) => verdict.refused);
  expect(VERDICTS).toHaveLength(1000);
  expect(refused.length).toBeGreaterThan(300);
  expect(VERDICTS.length - refused.length).toBeGreaterThan(300);
  const reasons = refused.flatMap((verdict) => verdict.refused ?? []).join('\n');
  // Those of apis/keda/v1alpha1/scaledobject_webhook.go, except for formulas, which are not compiled here.
  for (const reason of [
    'scaledobject name "',
    'HPA name "',
    'IdleReplicaCount=',
    'minReplicaCount must be less than or equal to maxReplicaCount',
    'at least one trigger (that is not cpu or memory)',
    'property "useCachedMetrics" is not supported',
    'is defined multiple times',
    'is already managed by the hpa',
    'must be specified by name in advanced settings',
    "' is already managed by the ScaledObject 'second'",
    "the HPA 'keda-hpa-scaler' is already managed",
    "doesn't have the cpu request defined",
    "doesn't have the memory request defined",
    'has only cpu/memory triggers AND minReplica is 0',
    'ScalingModifiers.Formula is mandatory',
    'formula is given but target is empty',
    'error converting target for scalingModifiers',
    'scalingModifiers fallback behavior requires',
  ]) {
    expect(reasons).toContain(reason);
  }
});

test('reports an error for exactly what KEDA rejects', () => {
  expect(disagreements(VERDICTS)).toEqual([]);
});

test('warns of exactly what KEDA warns of', () => {
  expect(VERDICTS.filter(({ warnings = [] }) => warnings.length > 0).length).toBeGreaterThan(20);
  expect(differentWarnings(VERDICTS)).toEqual([]);
});
