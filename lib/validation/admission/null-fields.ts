import { Requirement } from '../requirement';

/** A requirement for a field that the webhook of spin-operator writes as null if it is missing, as Go does. */
export function notNull(remedy: string): Requirement {
  return {
    accepts: (value) => value !== undefined && value !== null,
    text: 'is required: the webhook of the operator turns it into null, which the API server rejects',
    remedy,
  };
}
