import { admission } from '../../lib/validation/admission/check-admission';
import { ANYWHERE } from '../validation/gardener/shoots';
import { GARDENER_CASES } from '../validation/gardener/gardener-cases';

const WRONG = [null, 1, 'a', [null], { a: null }];

interface Fields {
  [field: string]: unknown;
}

/** A field, and the object or list that it is in. */
interface FieldPlace {
  readonly parent: Fields;
  readonly name: string;
  readonly path: string;
}

/** All fields below a value. */
function placesIn(parent: Fields, prefix: string): FieldPlace[] {
  return Object.entries(parent).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const below = typeof value === 'object' && value !== null ? placesIn(value as Fields, `${path}.`) : [];
    return [{ parent, name, path }, ...below];
  });
}

test('does not throw for a value of any type in any field of a Shoot', () => {
  const failures: string[] = [];
  const seen = new Set<string>();
  for (const shoot of [ANYWHERE, ...new Set(GARDENER_CASES.map(([, wrong]) => wrong))]) {
    // Change the field in place and restore it: thousands of copies would take longer than the checks.
    const object = structuredClone(shoot);
    const check = admission([object]);
    for (const { parent, name, path } of placesIn(object.spec as Fields, 'spec.')) {
      // Most Shoots are alike: try a field only once among the same fields.
      const before = parent[name];
      const place = `${path} ${JSON.stringify(parent)}`;
      if (seen.has(place)) {
        continue;
      }
      seen.add(place);
      for (const value of WRONG) {
        parent[name] = value;
        try {
          check(object);
        } catch (error) {
          failures.push(`${path} ${JSON.stringify(value)}: ${String(error)}`);
        }
      }
      parent[name] = before;
    }
  }
  expect(failures).toEqual([]);
});
