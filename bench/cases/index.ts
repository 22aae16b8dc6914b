import { Case } from '../case';
import { AGAIN_CASES } from './again';
import { CDK8S_APP_CASES } from './cdk8s-app';
import { CLUSTERS_CASE } from './clusters';
import { EMITTER_CASES } from './emitter';
import { FLOOR_CASE } from './floor';
import { GROWTH_CASE } from './growth';
import { INSTALL_CASE } from './install';
import { KUBECONFORM_CASES } from './kubeconform';
import { MEMORY_CASES } from './memory';
import { PROGRAM_CASES } from './programs';
import { SHAPE_CASES } from './shapes';
import { STAGES_CASES } from './stages';
import { VALIDATE_MEMORY_CASE } from './validate-memory';

/** All cases, in the order of the table. */
export const CASES: Case[] = [
  ...CDK8S_APP_CASES,
  CLUSTERS_CASE,
  GROWTH_CASE,
  FLOOR_CASE,
  ...STAGES_CASES,
  ...SHAPE_CASES,
  ...AGAIN_CASES,
  ...EMITTER_CASES,
  INSTALL_CASE,
  ...MEMORY_CASES,
  ...PROGRAM_CASES,
  ...KUBECONFORM_CASES,
  VALIDATE_MEMORY_CASE,
];
