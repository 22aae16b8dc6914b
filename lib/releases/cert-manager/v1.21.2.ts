import { CertManagerFacts } from '../facts';
import { CERT_MANAGER_V1_21_1 } from './v1.21.1';

/** A patch release: its CustomResourceDefinitions and feature gates are those of v1.21.1. */
export const CERT_MANAGER_V1_21_2: CertManagerFacts = {
  ...CERT_MANAGER_V1_21_1,
  version: 'v1.21.2',
  controllerImage: 'quay.io/jetstack/cert-manager-controller:v1.21.2',
  webhookImage: 'quay.io/jetstack/cert-manager-webhook:v1.21.2',
  cainjectorImage: 'quay.io/jetstack/cert-manager-cainjector:v1.21.2',
  acmeSolverImage: 'quay.io/jetstack/cert-manager-acmesolver:v1.21.2',
};
