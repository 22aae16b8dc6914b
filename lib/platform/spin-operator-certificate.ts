import { Construct } from 'constructs';
import * as l1 from '../../imports/cert-manager.io';
import { Labels } from '../private/helm-names';
import { SpinOperatorNames } from './spin-operator-names';
import { SpinOperatorSettings } from './spin-operator-settings';

/** What the rest of the operator must know of the certificate of its webhooks. */
export interface ServingCertificate {
  /** The Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;

  /** Annotations of the webhook configurations by which somebody fills in the CA. */
  readonly injectionAnnotations: Labels;
}

/** A certificate that a cert-manager of the cluster signs with itself and renews. */
export function addSelfSignedCertificate(
  scope: Construct,
  names: SpinOperatorNames,
  { kubernetesClusterDomain }: SpinOperatorSettings,
): ServingCertificate {
  const issuer = names.of('selfsigned-issuer');
  const secretName = 'webhook-server-cert';
  const host = `${names.webhookService}.${names.namespace}.svc`;
  new l1.Issuer(scope, 'Issuer', { metadata: names.namespaced(issuer), spec: { selfSigned: {} } });
  new l1.Certificate(scope, 'Certificate', {
    metadata: names.namespaced(names.servingCertificate),
    spec: {
      secretName,
      dnsNames: [host, `${host}.${kubernetesClusterDomain}`],
      issuerRef: { kind: 'Issuer', name: issuer },
    },
  });
  return {
    secretName,
    injectionAnnotations: { 'cert-manager.io/inject-ca-from': `${names.namespace}/${names.servingCertificate}` },
  };
}
