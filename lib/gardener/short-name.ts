import { violation } from '../private/errors';
import { DNS_LABEL, NEEDED } from '../validation/requirement';
import { ask } from './ask';

/** Names of machines, nodes and volumes are made of it. */
const MOST_CHARACTERS = 15;

/** What is wrong with the name of a worker pool or a data volume. */
export function validateShortName(property: string, name: string): string[] {
  const tooLong = `has ${name.length} characters, and may have ${MOST_CHARACTERS}`;
  const errors = [...ask(property, name, NEEDED), ...ask(property, name, DNS_LABEL)];
  return errors.length > 0 || name.length <= MOST_CHARACTERS
    ? errors
    : [violation(property, name, tooLong, 'shorten it')];
}
