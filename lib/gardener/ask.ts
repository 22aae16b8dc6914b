import { violation } from '../private/errors';
import { Requirement } from '../validation/requirement';

/** What a property breaks, if its value is not as is asked for; nothing where it is not given. */
export function ask(property: string, value: unknown, { accepts, remedy, text }: Requirement): string[] {
  return value === undefined || accepts(value) ? [] : [violation(property, value, text, remedy)];
}

/** What is wrong with a number of which there must be some, if it is given. */
export function positive(property: string, value?: number): string[] {
  return value === undefined || (Number.isInteger(value) && value > 0)
    ? []
    : [violation(property, value, 'must be a whole number above 0', 'raise it')];
}
