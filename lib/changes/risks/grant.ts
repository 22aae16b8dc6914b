import { field, list } from '../../synth/manifest';

/** Something that an object allows. */
export interface Grant {
  /** Identifies it; `*` includes every value in its place. */
  readonly parts: readonly string[];

  /** The right: `get`. */
  readonly verb: string;

  /** Its object: `on secrets`. Rights on the same are named together. */
  readonly object: string;
}

/** A grant that is identified by its words. */
export function grant(verb: string, object: string): Grant {
  return { parts: [verb, object], verb, object };
}

/** Tells if some grants include another one. */
export function isGranted({ parts }: Grant, granted: readonly Grant[]): boolean {
  return granted.some(
    (one) =>
      one.parts.length === parts.length && one.parts.every((part, index) => part === '*' || part === parts[index]),
  );
}

/** The strings in a list at a path of fields, or others if there is no list. */
export function texts(value: unknown, path: string, otherwise: readonly string[] = []): readonly string[] {
  return field(value, path) === undefined ? otherwise : list(value, path).map(String);
}
