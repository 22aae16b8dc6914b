import { Manifest } from '../../../lib/synth/manifest';
import { admission } from '../../../lib/validation/admission/check-admission';
import { ANYWHERE, changed } from './shoots';
import { GARDENER_CASES } from './gardener-cases';

const WRONG = [null, 1, 'a', [null], { a: null }];

/** Paths of all fields in a value. */
function pathsIn(value: unknown, parent = ''): string[] {
  return typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => [`${parent}${name}`, ...pathsIn(inner, `${parent}${name}.`)]);
}

test('does not throw for a value of any type in any field of a Shoot', () => {
  const failures: string[] = [];
  for (const shoot of [ANYWHERE, ...new Set(GARDENER_CASES.map(([, wrong]) => wrong))]) {
    for (const path of pathsIn(shoot.spec, 'spec.')) {
      for (const value of WRONG) {
        const object: Manifest = changed(shoot, { [path]: value });
        try {
          admission([object])(object);
        } catch (error) {
          failures.push(`${path} ${JSON.stringify(value)}: ${String(error)}`);
        }
      }
    }
  }
  expect(failures).toEqual([]);
});
