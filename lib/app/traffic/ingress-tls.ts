import * as kplus from 'cdk8s-plus-28';
import { invalid, Where } from '../../private/errors';
import { CertificateIssuer } from '../certificate-issuer';

/** Settings of an Ingress that its certificate depends on. */
interface TlsOptions {
  readonly host?: string;
  readonly issuer?: CertificateIssuer;
  readonly tlsSecret?: kplus.ISecret;
}

/** Certificate of an Ingress: annotations for cert-manager, and the name of the TLS Secret. */
interface IngressTls {
  readonly annotations?: { [key: string]: string };
  readonly secretName?: string;
}

/**
 * The certificate of an Ingress.
 *
 * @param options host, and either the Secret or the issuer
 * @param issuedName name of the Secret that the issuer fills
 * @param where receiver of the options
 */
export function tlsOf({ host, issuer, tlsSecret }: TlsOptions, issuedName: string, where: Where): IngressTls {
  if (issuer === undefined) {
    return { secretName: tlsSecret?.name };
  }
  if (tlsSecret) {
    const rule = 'cannot be set with an issuer, which keeps the certificate in a Secret of its own';
    throw invalid(where, 'tlsSecret', tlsSecret, rule, 'remove one of them');
  }
  if (host === undefined) {
    throw invalid(where, 'host', undefined, 'is required with an issuer: the certificate is for it', 'set it');
  }
  return { annotations: issuer._annotations(), secretName: issuedName };
}
