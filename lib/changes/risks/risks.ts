import { ObjectChange } from '../object-change';
import { image } from './image';
import { loss } from './loss';
import { refused } from './refused';
import { restart } from './restart';
import { rights } from './rights';
import { Risk, RiskContext, RiskName, RiskRule } from './risk';

const RULES: { readonly [name in RiskName]: RiskRule } = { refused, loss, rights, restart, image };

/** The risks of a change, those that matter most first. */
export function risksOf(change: ObjectChange, context: RiskContext): Risk[] {
  return Object.values(RULES).flatMap((rule) => rule(change, context));
}
