import { Case } from '../cases/case';
import { CLOUD_CASES } from './cloud-cases';
import { SHOOT_CASES } from './shoot-cases';
import { WORKER_POOL_CASES } from './worker-pool-cases';

/** The cases of all rules about Shoots. */
export const GARDENER_CASES: readonly Case[] = [...SHOOT_CASES, ...WORKER_POOL_CASES, ...CLOUD_CASES];
