import { violation } from '../../private/errors';
import { CertManagerVersion } from '../releases';

/** What may be switched in a component. */
export interface FeatureGates {
  readonly [gate: string]: boolean;
}

interface Gates {
  readonly controller: string[];
  readonly webhook: string[];
  readonly cainjector: string[];
}

/** Those that every component has. */
const GROUPS = ['AllAlpha', 'AllBeta'];

const WEBHOOK = [
  'AdditionalCertificateOutputFormats',
  'DisallowInsecureCSRUsageDefinition',
  'LiteralCertificateSubject',
  'NameConstraints',
  'OtherNames',
];

const CONTROLLER = [
  ...WEBHOOK,
  'ExperimentalCertificateSigningRequestControllers',
  'ExperimentalGatewayAPISupport',
  'SecretsFilteredCaching',
  'ServerSideApply',
  'StableCertificateRequestName',
  'UseCertificateRequestBasicConstraints',
  'ValidateCAA',
];

/** The gates that each version knows. With another one it does not start. */
const KNOWN: { readonly [V in CertManagerVersion]: Gates } = {
  [CertManagerVersion.V1_14_4]: { controller: CONTROLLER, webhook: WEBHOOK, cainjector: ['ServerSideApply'] },
  [CertManagerVersion.V1_21_1]: {
    controller: [
      ...CONTROLLER,
      'ACMEHTTP01IngressPathTypeExact',
      'ACMEUseARI',
      'DefaultPrivateKeyRotationPolicyAlways',
      'ListenerSets',
      'UseDomainQualifiedFinalizer',
    ],
    webhook: WEBHOOK,
    cainjector: ['CAInjectorMerging', 'ServerSideApply'],
  },
};

/** The argument that switches them; none without any. */
export function featureGateArgs(gates: FeatureGates): string[] {
  const values = Object.entries(gates).map(([gate, on]) => `${gate}=${on}`);
  return values.length > 0 ? [`--feature-gates=${values.join(',')}`] : [];
}

export function validateFeatureGates(
  component: keyof Gates,
  gates: FeatureGates,
  version: CertManagerVersion,
): string[] {
  const known = [...GROUPS, ...KNOWN[version][component]];
  return Object.keys(gates)
    .filter((gate) => !known.includes(gate))
    .map((gate) => {
      const rule = `is no feature gate of the ${component} of cert-manager ${version}, which would not start`;
      return violation(`${component}.featureGates`, gate, rule, `remove it, or use one of ${known.join(', ')}`);
    });
}
