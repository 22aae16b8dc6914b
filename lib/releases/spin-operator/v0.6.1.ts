import { SpinOperatorFacts } from '../facts';

export const SPIN_OPERATOR_V0_6_1: SpinOperatorFacts = {
  version: 'v0.6.1',
  group: 'core.spinkube.dev',
  crds: ['core.spinkube.dev-v0.6.1.yaml'],
  image: 'ghcr.io/spinframework/spin-operator:v0.6.1',
};
