import { CertManagerFacts } from '../facts';
import { CERT_MANAGER_V1_14_4 } from './v1.14.4';

const { controller, webhook } = CERT_MANAGER_V1_14_4.featureGates;

export const CERT_MANAGER_V1_21_1: CertManagerFacts = {
  version: 'v1.21.1',
  crds: ['cert-manager.io-v1.21.1.yaml', 'acme.cert-manager.io-v1.21.1.yaml'],
  controllerImage: 'quay.io/jetstack/cert-manager-controller:v1.21.1',
  webhookImage: 'quay.io/jetstack/cert-manager-webhook:v1.21.1',
  cainjectorImage: 'quay.io/jetstack/cert-manager-cainjector:v1.21.1',
  acmeSolverImage: 'quay.io/jetstack/cert-manager-acmesolver:v1.21.1',
  featureGates: {
    controller: [
      ...controller,
      'ACMEHTTP01IngressPathTypeExact',
      'ACMEUseARI',
      'DefaultPrivateKeyRotationPolicyAlways',
      'ListenerSets',
      'UseDomainQualifiedFinalizer',
    ],
    webhook,
    cainjector: ['CAInjectorMerging', 'ServerSideApply'],
  },
};
