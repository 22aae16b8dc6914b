import { Rule } from '../admission/rule';
import { NETWORKING_RULES } from './networking-rules';
import { SCHEDULE_RULES } from './schedule-rules';
import { SHOOT_RULES } from './shoot-rules';
import { WORKER_POOL_RULES } from './worker-pool-rules';

/** What Gardener and its cloud providers ask of Shoots. */
export const GARDENER_RULES: readonly Rule[] = [
  ...SHOOT_RULES,
  ...NETWORKING_RULES,
  ...SCHEDULE_RULES,
  ...WORKER_POOL_RULES,
];
