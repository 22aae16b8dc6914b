import { nearest } from '../../private/nearest';
import { pathOf } from '../field-path';
import { Finding } from '../problems';
import { placeOf } from './misplaced-fields';

/** Rule for fields that the schema does not have. */
export const UNKNOWN_FIELD_RULE = 'unknown-field';

/**
 * The finding about a field that the schema does not have. An API server drops it, unless strict validation is requested.
 *
 * @param kind kind of the object
 * @param names names of fields and indexes from the object to the field
 * @param value its value
 * @param known the fields that there are
 */
export function unknownField(
  kind: string,
  names: readonly (string | number)[],
  value: unknown,
  known: readonly string[],
): Finding {
  const meant = nearest(String(names[names.length - 1]), known);
  const remedy = placeOf(kind, names) ?? (meant === undefined ? 'remove it' : `did you mean '${meant}'?`);
  const text = `is not a field of ${kind}: the API server drops it`;
  return { level: 'warning', rule: UNKNOWN_FIELD_RULE, path: pathOf(names), value, text, remedy };
}
