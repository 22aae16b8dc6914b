import { Manifest } from '../../synth/manifest';
import { ImmutableChange, immutableChanges } from '../immutable-fields';
import { Action } from '../object-change';
import { Risk, RiskName, RiskRule } from './risk';

/** The changes of immutable fields, which the API server rejects. */
export const refused: RiskRule = ({ action, after, before }) =>
  before && after && action !== Action.REGROUPED ? refusals(before, after) : [];

/** The changes between two versions of an object that the API server rejects. */
export function refusals(before: Manifest, after: Manifest): Risk[] {
  return immutableChanges(before, after).map((change) => ({
    name: RiskName.REFUSED,
    text: describe(before, change),
    remedy: `delete the object${LOSSES[before.kind] ?? ''} before you apply the bundle, or choose another name`,
  }));
}

/** Longer values are not shown. */
const MOST_SHOWN = 60;

/** The loss that deleting an object entails. */
const LOSSES: { readonly [kind: string]: string | undefined } = {
  CustomResourceDefinition: ' (which deletes all objects of its kind)',
  PersistentVolumeClaim: ' (which may delete its data)',
};

function describe({ kind }: Manifest, { because, field, from, to }: ImmutableChange): string {
  const texts = [from, to].map((value) => (value === undefined ? 'nothing' : JSON.stringify(value)));
  const isShown = kind !== 'Secret' && texts.join('').length <= MOST_SHOWN;
  const values = isShown ? ` from ${texts.join(' to ')}` : '';
  return `'${field}' changes${values}, but ${because}: the API server rejects the change if the object exists already`;
}
