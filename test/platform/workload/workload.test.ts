import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { KwasmOperator, KwasmOperatorProps, PodDisruptionBudget, SpinOperator, SpinOperatorProps } from '../../../lib';
import { only, synth, testChart, validationErrors } from '../../testing';

function errors(props: SpinOperatorProps): string[] {
  const chart = testChart();
  new SpinOperator(chart, 'x', props);
  return validationErrors(chart);
}

function errorsOfSingle(props: KwasmOperatorProps): string[] {
  const chart = testChart();
  new KwasmOperator(chart, 'x', props);
  return validationErrors(chart);
}

const absolute = (pods: number) => kplus.PercentOrAbsolute.absolute(pods);
const percent = (share: number) => kplus.PercentOrAbsolute.percent(share);
const minAvailable = (pods: kplus.PercentOrAbsolute) => PodDisruptionBudget.minAvailable(pods);
const maxUnavailable = (pods: kplus.PercentOrAbsolute) => PodDisruptionBudget.maxUnavailable(pods);
const blocks = (budget: string, replicas: number) =>
  `'podDisruptionBudget' (${budget}) allows no eviction with 'replicas: ${replicas}', so nodes could never be drained; allow one eviction, or raise the replicas`;

describe('a workload rejects', () => {
  test.each<[string, SpinOperatorProps, string]>([
    [
      'a budget that keeps the only pod',
      { podDisruptionBudget: minAvailable(absolute(1)) },
      blocks('minAvailable: 1', 1),
    ],
    [
      'a budget that keeps all pods by percentage',
      { replicas: 3, podDisruptionBudget: minAvailable(percent(70)) },
      blocks('minAvailable: 70%', 3),
    ],
    [
      'a budget that allows no eviction',
      { replicas: 3, podDisruptionBudget: maxUnavailable(absolute(0)) },
      blocks('maxUnavailable: 0', 3),
    ],
    [
      'a CPU request above its limit',
      { resources: { cpu: { request: kplus.Cpu.units(1), limit: kplus.Cpu.millis(999) } } },
      "'resources' (cpu) has a request above its limit; lower the request",
    ],
    [
      'a memory request above its limit',
      { resources: { memory: { request: Size.gibibytes(1), limit: Size.mebibytes(1023) } } },
      "'resources' (memory) has a request above its limit; lower the request",
    ],
    [
      'a storage request above its limit',
      { resources: { ephemeralStorage: { request: Size.gibibytes(2), limit: Size.gibibytes(1) } } },
      "'resources' (ephemeralStorage) has a request above its limit; lower the request",
    ],
    [
      'an environment variable that the component sets itself',
      { env: { KUBERNETES_CLUSTER_DOMAIN: kplus.EnvValue.fromValue('x') } },
      "'env' (KUBERNETES_CLUSTER_DOMAIN) is an environment variable that the component sets itself; remove it",
    ],
    [
      'a weight out of range',
      { affinity: { preferredNodes: [{ nodes: [kplus.NodeLabelQuery.exists('a')], weight: 101 }] } },
      "'affinity.preferredNodes[0].weight' (101) must be a whole number from 1 to 100; use 100",
    ],
    [
      'a fraction of a second',
      { terminationGracePeriod: Duration.millis(500) },
      "'terminationGracePeriod' (0.5s) must be whole seconds; round it up",
    ],
  ])('%s', (_, props, message) => {
    expect(errors(props)).toEqual([`[test/x] ${message}`]);
  });

  test('two replicas of an operator without leader election', () => {
    expect(errorsOfSingle({ replicas: 2 })).toEqual([
      "[test/x] 'replicas' (2) must be 0 or 1: kwasm-operator has no leader election, so two replicas would work against each other; use 1",
    ]);
  });
});

test.each<[string, SpinOperatorProps]>([
  ['a budget that allows one eviction', { replicas: 2, podDisruptionBudget: minAvailable(absolute(1)) }],
  ['a percentage budget that allows one eviction', { replicas: 3, podDisruptionBudget: minAvailable(percent(50)) }],
  ['any budget with zero replicas', { replicas: 0, podDisruptionBudget: minAvailable(absolute(1)) }],
  [
    'a request equal to its limit',
    { resources: { cpu: { request: kplus.Cpu.units(1), limit: kplus.Cpu.millis(1000) } } },
  ],
  ['a request without a limit', { resources: { memory: { request: Size.gibibytes(1) } } }],
  ['a preference without a weight', { affinity: { preferredNodes: [{ nodes: [kplus.NodeLabelQuery.exists('a')] }] } }],
])('a workload accepts %s', (_, props) => {
  expect(errors(props)).toEqual([]);
});

describe('several replicas', () => {
  const rendered = (props: SpinOperatorProps) => {
    const chart = testChart();
    new SpinOperator(chart, 'x', props);
    const manifests = synth(chart);
    const budgets = manifests.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ spec }) => spec);
    const { spec } = only(manifests, 'Deployment') as unknown as {
      spec: { selector: object; template: { spec: { topologySpreadConstraints?: object[] } } };
    };
    return { budgets, selector: spec.selector, spread: spec.template.spec.topologySpreadConstraints };
  };

  test('are evicted one at a time, and are spread over nodes where there are enough', () => {
    const { budgets, selector, spread } = rendered({ replicas: 2 });
    expect(budgets).toEqual([{ maxUnavailable: 1, selector }]);
    expect(spread).toEqual([
      {
        labelSelector: selector,
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
      },
    ]);
  });

  test('have the budget that is given, or none', () => {
    expect(rendered({ replicas: 3, podDisruptionBudget: minAvailable(absolute(2)) }).budgets).toMatchObject([
      { minAvailable: 2 },
    ]);
    expect(rendered({ replicas: 3, podDisruptionBudget: PodDisruptionBudget.none() }).budgets).toEqual([]);
  });

  test.each([0, 1])('are more than %d: fewer have neither', (replicas) => {
    expect(rendered({ replicas })).toMatchObject({ budgets: [], spread: undefined });
  });
});
