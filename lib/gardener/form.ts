import { Requirement } from '../validation/requirement';

/** What asks a text for a form, and for at most so many characters. */
export function ofForm(form: RegExp, most: number, text: string, remedy: string): Requirement {
  return { accepts: (value) => typeof value === 'string' && value.length <= most && form.test(value), text, remedy };
}
