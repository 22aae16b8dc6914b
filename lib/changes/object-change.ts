import { Manifest } from '../synth/manifest';
import { FieldChange } from './field-changes';
import { SchemaChange } from './schema-changes';

/** A change of an object. */
export enum Action {
  ADDED = 'added',
  REMOVED = 'removed',
  CHANGED = 'changed',

  /** It is in another stage, and may have changed as well. */
  MOVED = 'moved',

  /** It has the same kind and name in another API group. */
  REGROUPED = 'regrouped',
}

/** An object that is not as it was before. */
export interface ObjectChange {
  readonly action: Action;

  /** The old object; undefined if it is new. */
  readonly before?: Manifest;

  /** The new object; undefined if it is gone. */
  readonly after?: Manifest;

  /** The stage that it was in; undefined if it is the same, by this name or another. */
  readonly movedFrom?: string;

  /** The fields that differ, without the schemas of a CustomResourceDefinition. Values of a Secret are not in it. */
  readonly fields: readonly FieldChange[];

  /** Differences between the schemas of a CustomResourceDefinition. */
  readonly schema: readonly SchemaChange[];
}

/** The object that a change is about: the new one, or the one that is gone. */
export function objectOf({ after, before }: Pick<ObjectChange, 'after' | 'before'>): Manifest {
  const object = after ?? before;
  if (!object) {
    throw new Error('a change has neither an old nor a new object');
  }
  return object;
}
