import { SpinOperatorFacts } from '../facts';

export const SPIN_OPERATOR_V0_1_0: SpinOperatorFacts = {
  version: 'v0.1.0',
  group: 'core.spinoperator.dev',
  crds: ['core.spinoperator.dev-v0.1.0.yaml'],
  image: 'ghcr.io/spinkube/spin-operator:v0.1.0',
};
