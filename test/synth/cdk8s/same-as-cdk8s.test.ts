import * as fc from 'fast-check';
import { errorOutputOf, inTemporaryFolder } from '../../gitops/stages';
import { randomApp } from './random-app';
import { Outcome, outcomes } from './same-as-cdk8s';

const SEED = 20261125;
/** Enough apps to hit all errors below; `npm run fuzz` builds 20,000. */
const COUNT = 120;

test(`writes ${COUNT} random apps like cdk8s.App: the same files, bytes, order and errors`, () => {
  const seen = new Map<string, number>();
  inTemporaryFolder((folder) => {
    errorOutputOf(() => {
      fc.assert(
        fc.property(randomApp, (random) => {
          const [cdk8s, bundle] = outcomes(random, folder);
          expect(bundle).toEqual(cdk8s);
          count(seen, cdk8s);
        }),
        { seed: SEED, numRuns: COUNT },
      );
    });
  });
  // The apps are random enough to hit every error.
  expect([...seen.keys()].sort()).toEqual(['written', ...ERRORS].sort());
});

const ERRORS = ['Dependency cycle detected', 'Failed serializing', 'Validation failed', 'cannot find a parent chart'];

function count(seen: Map<string, number>, outcome: Outcome): void {
  const kind = 'error' in outcome ? (ERRORS.find((text) => outcome.error.includes(text)) ?? outcome.error) : 'written';
  seen.set(kind, (seen.get(kind) ?? 0) + 1);
}
