import { SpinAppExecutor, SpinOperator, SpinOperatorApi, SpinOperatorVersion } from '../../../lib';
import { testChart, validationErrors } from '../../testing';

function errors(version: SpinOperatorVersion, api: SpinOperatorApi): string[] {
  const chart = testChart();
  new SpinOperator(chart, 'operator', { version });
  new SpinAppExecutor(chart, 'executor', { api, createDeployment: false });
  return validationErrors(chart);
}

test('rejects an executor of another API group, which the operator would ignore', () => {
  expect(errors(SpinOperatorVersion.V0_1_0, SpinOperatorApi.V0_6_1)).toEqual([
    "[test/operator] 'version' (v0.1.0) serves the group core.spinoperator.dev, but test/executor is of the group core.spinkube.dev: this operator would ignore it; pass the operator's 'api' to the executor",
  ]);
});

test.each([
  [SpinOperatorVersion.V0_1_0, SpinOperatorApi.V0_1_0],
  [SpinOperatorVersion.V0_6_1, SpinOperatorApi.V0_6_1],
])('accepts an executor of the API group of %s', (version, api) => {
  expect(errors(version, api)).toEqual([]);
});
