import { IConstruct } from 'constructs';

/** Not in the metadata of the construct: other languages can read that, and a function there would stop them. */
const WARN = new WeakMap<IConstruct, (() => string[])[]>();

/**
 * Lets a construct warn of what is likely not meant. The bundle asks at its synth, when the construct knows everything,
 * and puts the path in front of each warning.
 *
 * @param construct the construct
 * @param warn gives the warnings; it is also asked where there are errors, and must not throw
 */
export function addWarnings(construct: IConstruct, warn: () => string[]): void {
  WARN.set(construct, [...(WARN.get(construct) ?? []), warn]);
}

const NONE: readonly string[] = [];

/** What a construct itself warns of. */
export function warningsOf(construct: IConstruct): readonly string[] {
  return WARN.get(construct)?.flatMap((warn) => warn()) ?? NONE;
}
