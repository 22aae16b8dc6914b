import { KwasmOperatorFacts } from '../facts';

export const KWASM_OPERATOR_V0_2_3: KwasmOperatorFacts = {
  version: '0.2.3',
  // The image is a version behind its chart.
  image: 'ghcr.io/kwasm/kwasm-operator:kwasm-operator-0.2.2',
};
