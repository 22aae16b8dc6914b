import { violation } from '../private/errors';
import { Requirement } from '../validation/requirement';

/** What a property breaks, if its value is not as is asked for; nothing where it is not given. */
export function ask(property: string, value: unknown, { accepts, remedy, text }: Requirement): string[] {
  return value === undefined || accepts(value) ? [] : [violation(property, value, text, remedy)];
}
