import { Rule } from '../admission/rule';
import { AWS_RULES } from './aws-rules';
import { AZURE_RULES } from './azure-rules';
import { GCP_RULES } from './gcp-rules';
import { NETWORKING_RULES } from './networking-rules';
import { OPENSTACK_RULES } from './openstack-rules';
import { SCHEDULE_RULES } from './schedule-rules';
import { SHOOT_RULES } from './shoot-rules';
import { WORKER_POOL_RULES } from './worker-pool-rules';

/** Rules of Gardener and its cloud providers for Shoots. */
export const GARDENER_RULES: readonly Rule[] = [
  ...SHOOT_RULES,
  ...NETWORKING_RULES,
  ...SCHEDULE_RULES,
  ...WORKER_POOL_RULES,
  ...AWS_RULES,
  ...AZURE_RULES,
  ...GCP_RULES,
  ...OPENSTACK_RULES,
];
