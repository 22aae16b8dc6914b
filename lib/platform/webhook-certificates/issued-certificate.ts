import { Construct } from 'constructs';
import * as l1 from '../../../imports/cert-manager.io';
import { ServingCertificate, WebhookTarget } from './webhook-target';

/** Who signs a certificate. */
export interface IssuerReference {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
}

/**
 * A certificate that the cert-manager of the cluster issues and renews.
 *
 * @param issuer who signs it; the certificate itself where nobody is named
 */
export function addIssuedCertificate(
  scope: Construct,
  target: WebhookTarget,
  issuer?: IssuerReference,
): ServingCertificate {
  const metadata = target.namespaced('serving-cert');
  new l1.Certificate(scope, 'Certificate', {
    metadata,
    spec: {
      secretName: target.secretName,
      dnsNames: [target.host, `${target.host}.${target.clusterDomain}`],
      issuerRef: issuer ?? addSelfSignedIssuer(scope, target),
    },
  });
  return {
    secretName: target.secretName,
    injectionAnnotations: { 'cert-manager.io/inject-ca-from': `${target.namespace}/${String(metadata.name)}` },
  };
}

function addSelfSignedIssuer(scope: Construct, target: WebhookTarget): IssuerReference {
  const metadata = target.namespaced('selfsigned-issuer');
  new l1.Issuer(scope, 'Issuer', { metadata, spec: { selfSigned: {} } });
  return { kind: 'Issuer', name: String(metadata.name) };
}
