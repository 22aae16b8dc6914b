import { Construct } from 'constructs';
import * as l1 from '../../../imports/cert-manager.io';
import { CertificateIssuer } from '../../app/certificate-issuer';
import { checkedProps } from '../../private/checked-props';
import { addPrerequisite } from '../../private/prerequisite';
import { Problems } from '../../validation/problems';
import { NOT_EMPTY } from '../../validation/requirement';
import { CertManagerProps } from '../cert-manager/cert-manager';
import { PodOptions } from '../workload/workload';
import { addGeneratedCertificate, checkGeneratedCertificate } from './generated-certificate';
import { ServingCertificate, WebhookTarget } from './webhook-target';

/** Options of `WebhookCertificates.existingCertManager()`. */
export interface ExistingCertManagerOptions {
  /**
   * Issuer of the certificate. It must provide its CA (`ca.crt` in the Secret), which the API server has to know: CA,
   * Vault and self-signed issuers do, ACME issuers do not.
   *
   * @default - a self-signed Issuer, which is added
   */
  readonly issuer?: CertificateIssuer;
}

/** Options of `WebhookCertificates.fromSecret()`. */
export interface CertificateSecretOptions {
  /**
   * Name of the Secret with `tls.crt` and `tls.key`, in the namespace of the operator. The certificate must be valid for
   * `<webhook Service>.<namespace>.svc`.
   */
  readonly secretName: string;

  /** CA bundle (`caBundle`): the CA certificate, as PEM or as base64-encoded PEM. */
  readonly caBundle: string;
}

/** One way to get a certificate. */
interface CertificateSource {
  addTo(scope: Construct, target: WebhookTarget): ServingCertificate;
  check?(problems: Problems, target: WebhookTarget): void;
  readonly certManager?: CertManagerProps;
}

/**
 * TLS certificate of the operator's webhooks, which the API server requires.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export class WebhookCertificates {
  /**
   * A certificate that cert-manager issues and renews. `SpinKube` installs cert-manager.
   *
   * @param props properties of cert-manager
   */
  public static certManager(props: CertManagerProps = {}): WebhookCertificates {
    return new WebhookCertificates({
      addTo: addIssuedCertificate,
      certManager: { ...checkedProps('CertManagerProps', props, 'WebhookCertificates.certManager') },
    });
  }

  /**
   * A certificate that the existing cert-manager of the cluster issues and renews.
   *
   * @param options its issuer
   */
  public static existingCertManager(options: ExistingCertManagerOptions = {}): WebhookCertificates {
    const { issuer } = checkedProps('ExistingCertManagerOptions', options, 'WebhookCertificates.existingCertManager');
    return new WebhookCertificates({
      addTo: (scope, target) => {
        const and = issuer ? `, and the ${issuer.kind} \`${issuer.name}\`` : '';
        addPrerequisite(scope, `The cluster has cert-manager${and}.`);
        return addIssuedCertificate(scope, target, issuer?._reference());
      },
    });
  }

  /**
   * A certificate that a Job generates with kube-webhook-certgen, without cert-manager.
   *
   * It is valid for a hundred years. To replace it, delete the Secret and the Job, apply the bundle again and restart the
   * operator.
   *
   * @param options options for the pods of the Job; `imagePullSecrets` are those of the operator by default
   */
  public static generated(options: PodOptions = {}): WebhookCertificates {
    checkedProps('PodOptions', options, 'WebhookCertificates.generated');
    return new WebhookCertificates({
      addTo: (scope, target) => addGeneratedCertificate(scope, target, options),
      check: (problems, target) => {
        checkGeneratedCertificate(problems, target, options);
      },
    });
  }

  /**
   * A certificate that is managed elsewhere, in a Secret.
   *
   * @param options the Secret and the CA
   */
  public static fromSecret(options: CertificateSecretOptions): WebhookCertificates {
    const { secretName = '', caBundle = '' } = checkedProps(
      'CertificateSecretOptions',
      options,
      'WebhookCertificates.fromSecret',
    );
    return new WebhookCertificates({
      addTo: (scope, { host, namespace }) => {
        addPrerequisite(
          scope,
          `The namespace \`${namespace}\` has the Secret \`${secretName}\` with a certificate for \`${host}\`.`,
        );
        return { secretName, caBundle: inBase64(caBundle) };
      },
      check: (problems) => {
        problems.at('secretName').require(secretName, { ...NOT_EMPTY, remedy: 'set the name of the Secret' });
        checkCaBundle(problems.at('caBundle'), caBundle);
      },
    });
  }

  /**
   * Properties of the cert-manager that `SpinKube` installs, if it does.
   *
   * @internal
   */
  public readonly _certManager?: CertManagerProps;

  private readonly source: CertificateSource;

  private constructor(source: CertificateSource) {
    this.source = source;
    this._certManager = source.certManager;
  }

  /** @internal */
  public _addTo(scope: Construct, target: WebhookTarget): ServingCertificate {
    return this.source.addTo(scope, target);
  }

  /** @internal */
  public _check(problems: Problems, target: WebhookTarget): void {
    this.source.check?.(problems, target);
  }
}

/** Adds a Certificate, and a self-signed Issuer unless there is an issuer. */
function addIssuedCertificate(
  scope: Construct,
  target: WebhookTarget,
  issuer?: l1.CertificateSpecIssuerRef,
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

function addSelfSignedIssuer(scope: Construct, target: WebhookTarget): l1.CertificateSpecIssuerRef {
  const metadata = target.namespaced('selfsigned-issuer');
  new l1.Issuer(scope, 'Issuer', { metadata, spec: { selfSigned: {} } });
  return { kind: 'Issuer', name: String(metadata.name) };
}

const PEM = /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\s*$/;

function checkCaBundle(problems: Problems, caBundle: string): void {
  if (!PEM.test(Buffer.from(inBase64(caBundle), 'base64').toString())) {
    // Not in full: it may be a private key.
    const shown = caBundle.length > 20 ? `${caBundle.slice(0, 20)}…` : caBundle;
    const rule = 'is not a valid CA bundle: use a certificate as PEM, or as base64-encoded PEM';
    problems.refuse(shown, rule, "use the 'ca.crt' of the Secret");
  }
}

/** Base64-encoded PEM, as in `caBundle`. */
function inBase64(caBundle: string): string {
  return caBundle.startsWith('-----BEGIN') ? Buffer.from(caBundle).toString('base64') : caBundle.replace(/\s/g, '');
}
