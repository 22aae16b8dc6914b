import { kindOf, Manifest } from '../synth/manifest';
import { FieldChange } from './field-changes';

/** Stands for a value of a Secret. */
export const HIDDEN = '(hidden)';

/** Fields of a Secret that are shown. Its annotations are not: that of `kubectl apply` holds the whole object. */
const SHOWN = /^(?:apiVersion|immutable|kind|type|metadata\.(?!annotations).*)$/;

/** Changes of fields, without the values of a Secret if either version of the object is one. */
export function withoutValues(versions: readonly Manifest[], changes: readonly FieldChange[]): FieldChange[] {
  const isSecret = versions.some((object) => kindOf(object) === 'Secret');
  return changes.map((change) => (isSecret && !SHOWN.test(change.path) ? hidden(change) : change));
}

function hidden({ after, before, path }: FieldChange): FieldChange {
  return { path, before: before === undefined ? before : HIDDEN, after: after === undefined ? after : HIDDEN };
}
