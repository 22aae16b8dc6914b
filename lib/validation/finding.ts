import { violation } from '../private/errors';

/** What comes of a finding when the object is applied. */
export type Level = 'error' | 'warning';

/** Something in an object that the cluster would refuse, or accept and not do. */
export interface Finding {
  /** Whether the cluster refuses the object, or accepts it and does something else than what was meant. */
  readonly level: Level;

  /** Name of the rule: `schema`, or that of an admission rule. */
  readonly rule: string;

  /** Where in the object: `spec.volumes[0].name`. */
  readonly path: string;
  readonly value: unknown;

  /** What the rule says, after path and value. */
  readonly text: string;

  /** How to mend it. */
  readonly remedy: string;
}

/** What a rule finds; level and name are those of the rule. */
export type Breach = Omit<Finding, 'level' | 'rule'>;

/** A finding in words. */
export function describeFinding({ path, remedy, text, value }: Breach): string {
  return violation(path, value, text, remedy);
}
