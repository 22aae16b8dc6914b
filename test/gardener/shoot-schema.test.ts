import { describeProblem } from '../../lib/validation/problems';
import { checkSchema } from '../../lib/validation/schema/check-schema';

/** Shoot that is valid except for the given fields of its worker pool. */
function shoot(worker: object): { readonly [field: string]: unknown } {
  return {
    apiVersion: 'core.gardener.cloud/v1beta1',
    kind: 'Shoot',
    metadata: { name: 'spin', namespace: 'garden-shop' },
    spec: {
      cloudProfile: { kind: 'CloudProfile', name: 'aws' },
      kubernetes: { version: '1.34.2', clusterAutoscaler: { scaleDownUtilizationThreshold: 0.5 } },
      region: 'eu-central-1',
      provider: {
        type: 'aws',
        infrastructureConfig: { apiVersion: 'aws.provider.extensions.gardener.cloud/v1alpha1', whatever: [1] },
        workers: [{ name: 'spin', machine: { type: 'm5.large' }, minimum: 1, maximum: 3, ...worker }],
      },
    },
  };
}

test.each<[string, object, string[]]>([
  ['nothing for a valid Shoot', {}, []],
  ['nothing for an integer or a percentage', { maxSurge: '10%', maxUnavailable: 1 }, []],
  [
    'a string instead of an integer',
    { minimum: '1' },
    ["'spec.provider.workers[0].minimum' (1) must be an integer, not a string; remove the quotes"],
  ],
  [
    'a label value that is not a string',
    { labels: { spin: true } },
    ["'spec.provider.workers[0].labels.spin' (true) must be a string, not true or false; put it in quotes"],
  ],
  [
    'a misspelled field',
    { maxsurge: 1 },
    [
      "'spec.provider.workers[0].maxsurge' (1) is not a field of Shoot: the API server drops it; did you mean 'maxSurge'?",
    ],
  ],
  [
    'a quantity that is not a string',
    { volume: { size: 50 } },
    ["'spec.provider.workers[0].volume.size' (50) must be a string, not an integer; put it in quotes"],
  ],
])('reports %s by the schema of a Shoot', (_, worker, expected) => {
  expect(checkSchema(shoot(worker)).map(describeProblem)).toEqual(expected);
});

test('warns of a missing field that Gardener defaults', () => {
  expect(checkSchema(shoot({ maximum: undefined }))).toEqual([
    expect.objectContaining({ level: 'warning', path: 'spec.provider.workers[0].maximum' }),
  ]);
});
