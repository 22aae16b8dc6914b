import { IConstruct } from 'constructs';

/** Not in the metadata of the construct, which other languages can read: a function there would break them. */
const WARN = new WeakMap<IConstruct, (() => string[])[]>();

/**
 * Adds warnings to a construct. The bundle collects them at synth, when the construct is complete, and prefixes each with
 * its path.
 *
 * @param construct the construct
 * @param warn returns the warnings; it is also called if there are errors, and must not throw
 */
export function addWarnings(construct: IConstruct, warn: () => string[]): void {
  WARN.set(construct, [...(WARN.get(construct) ?? []), warn]);
}

const NONE: readonly string[] = [];

/** The warnings of a single construct. */
export function warningsOf(construct: IConstruct): readonly string[] {
  return WARN.get(construct)?.flatMap((warn) => warn()) ?? NONE;
}
