import { ApiObject, Chart } from 'cdk8s';
import { validationErrors } from '../testing';
import { CORE_CASES } from './cases';
import { readVerdicts } from './verdict';

const verdicts = new Map(readVerdicts().map((verdict) => [verdict.title, verdict]));

test('has a verdict for every Shoot of the tests', () => {
  expect([...verdicts.keys()]).toEqual(CORE_CASES.map(({ title }) => title));
});

test.each(CORE_CASES)('judges a Shoot that $title as Gardener does', ({ messages, shoot, title }) => {
  const construct = shoot();
  const verdict = verdicts.get(title);
  expect(validationErrors(Chart.of(construct))).toEqual(messages);
  expect(ApiObject.of(construct).toJson()).toEqual(verdict?.shoot);
  expect(verdict?.errors.length === 0).toBe(messages.length === 0);
  // To Argo CD a list in which something was filled in is another one.
  expect(verdict?.defaultsPools).toBe(false);
});
