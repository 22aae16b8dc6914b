import { CertManagerFacts } from '../facts';

const WEBHOOK = [
  'AdditionalCertificateOutputFormats',
  'DisallowInsecureCSRUsageDefinition',
  'LiteralCertificateSubject',
  'NameConstraints',
  'OtherNames',
];

export const CERT_MANAGER_V1_14_4: CertManagerFacts = {
  version: 'v1.14.4',
  crds: ['cert-manager.io-v1.14.4.yaml', 'acme.cert-manager.io-v1.14.4.yaml'],
  controllerImage: 'quay.io/jetstack/cert-manager-controller:v1.14.4',
  webhookImage: 'quay.io/jetstack/cert-manager-webhook:v1.14.4',
  cainjectorImage: 'quay.io/jetstack/cert-manager-cainjector:v1.14.4',
  acmeSolverImage: 'quay.io/jetstack/cert-manager-acmesolver:v1.14.4',
  featureGates: {
    controller: [
      ...WEBHOOK,
      'ExperimentalCertificateSigningRequestControllers',
      'ExperimentalGatewayAPISupport',
      'SecretsFilteredCaching',
      'ServerSideApply',
      'StableCertificateRequestName',
      'UseCertificateRequestBasicConstraints',
      'ValidateCAA',
    ],
    webhook: WEBHOOK,
    cainjector: ['ServerSideApply'],
  },
};
