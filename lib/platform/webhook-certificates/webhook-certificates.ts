import { Construct } from 'constructs';
import { violation } from '../../private/errors';
import { addPrerequisite } from '../../private/prerequisite';
import { CertManagerProps } from '../cert-manager/props';
import { PodOptions } from '../workload/workload-options';
import { validatePod } from '../workload/workload-rules';
import { addGeneratedCertificate, certgenSettings } from './generated-certificate';
import { addIssuedCertificate } from './issued-certificate';
import { ServingCertificate, WebhookTarget } from './webhook-target';

/** The kinds of issuers that cert-manager itself has. */
export enum CertificateIssuerKind {
  /** An Issuer in the namespace of the operator. */
  ISSUER = 'Issuer',

  /** An issuer of the whole cluster. */
  CLUSTER_ISSUER = 'ClusterIssuer',
}

/** Who signs the certificate of the webhooks. */
export interface CertificateIssuer {
  /** Name of the issuer. */
  readonly name: string;

  /**
   * Kind of the issuer.
   *
   * @default CertificateIssuerKind.CLUSTER_ISSUER
   */
  readonly kind?: CertificateIssuerKind;
}

/** Options of `WebhookCertificates.existingCertManager()`. */
export interface ExistingCertManagerOptions {
  /**
   * Who signs the certificate. It must tell its CA (`ca.crt` in the Secret), as CA, Vault and self-signed issuers do and
   * ACME issuers do not: the API server has to know it.
   *
   * @default - a self-signed Issuer of its own
   */
  readonly issuer?: CertificateIssuer;
}

/** Options of `WebhookCertificates.fromSecret()`. */
export interface CertificateSecretOptions {
  /**
   * Name of the Secret with `tls.crt` and `tls.key`, in the namespace of the operator. The certificate must be for
   * `<webhook Service>.<namespace>.svc`.
   */
  readonly secretName: string;

  /** The certificate of the CA that signed it: PEM, or PEM in base64 as it stands in a Secret. */
  readonly caBundle: string;
}

/**
 * Where the certificate of the operator's webhooks comes from. The API server calls webhooks by TLS only.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export class WebhookCertificates {
  /**
   * cert-manager issues and renews it, and `SpinKube` installs cert-manager.
   *
   * @param props what to tell cert-manager
   */
  public static certManager(props: CertManagerProps = {}): WebhookCertificates {
    return new WebhookCertificates({
      addTo: (scope, target) => addIssuedCertificate(scope, target),
      certManager: { ...props },
    });
  }

  /**
   * A cert-manager issues and renews it that is in the cluster already.
   *
   * @param options who signs it
   */
  public static existingCertManager(options: ExistingCertManagerOptions = {}): WebhookCertificates {
    const { issuer } = options;
    const { name = '', kind = CertificateIssuerKind.CLUSTER_ISSUER } = issuer ?? {};
    return new WebhookCertificates({
      addTo: (scope, target) => {
        const and = issuer ? `, and the ${kind} \`${name}\`` : '';
        addPrerequisite(scope, `The cluster has cert-manager${and}.`);
        return addIssuedCertificate(scope, target, issuer && { name, kind });
      },
    });
  }

  /**
   * A Job makes it, with kube-webhook-certgen; nothing else is needed in the cluster.
   *
   * It is valid for a hundred years. For another one, delete the Secret and the Job, apply the bundle again and restart
   * the operator.
   *
   * @param options what to tell of the pods of the Job
   */
  public static generated(options: PodOptions = {}): WebhookCertificates {
    return new WebhookCertificates({
      addTo: (scope, target) => addGeneratedCertificate(scope, target, options),
      validate: (target) => validateGenerated(target, options),
    });
  }

  /**
   * Somebody else makes it and keeps it valid.
   *
   * @param options where it is, and who signed it
   */
  public static fromSecret(options: CertificateSecretOptions): WebhookCertificates {
    const { secretName, caBundle } = options;
    return new WebhookCertificates({
      addTo: (scope, { host, namespace }) => {
        addPrerequisite(
          scope,
          `The namespace \`${namespace}\` has the Secret \`${secretName}\` with a certificate for \`${host}\`.`,
        );
        return { secretName, caBundle: inBase64(caBundle) };
      },
      validate: () => validateSecret(secretName, caBundle),
    });
  }

  /**
   * What to tell the cert-manager that is to be installed, if one is.
   *
   * @internal
   */
  public readonly _certManager?: CertManagerProps;

  private readonly source: Source;

  private constructor(source: Source) {
    this.source = source;
    this._certManager = source.certManager;
  }

  /** @internal */
  public _addTo(scope: Construct, target: WebhookTarget): ServingCertificate {
    return this.source.addTo(scope, target);
  }

  /** @internal */
  public _validate(target: WebhookTarget): string[] {
    return this.source.validate?.(target) ?? [];
  }
}

interface Source {
  addTo(scope: Construct, target: WebhookTarget): ServingCertificate;
  validate?(target: WebhookTarget): string[];
  readonly certManager?: CertManagerProps;
}

function validateGenerated(target: WebhookTarget, options: PodOptions): string[] {
  const settings = certgenSettings(options, target);
  return validatePod(settings, {
    prefix: 'webhookCertificates.',
    selectorLabels: target.namespaced('webhook-certgen').labels ?? {},
  });
}

const PEM = /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\s*$/;

function validateSecret(secretName: string, caBundle: string): string[] {
  const errors: string[] = [];
  if (secretName === '') {
    errors.push(violation('webhookCertificates.secretName', secretName, 'must not be empty', 'name the Secret'));
  }
  if (!PEM.test(Buffer.from(inBase64(caBundle), 'base64').toString())) {
    const shown = caBundle.length > 20 ? `${caBundle.slice(0, 20)}…` : caBundle;
    const remedy = "use the 'ca.crt' of the Secret";
    errors.push(
      violation('webhookCertificates.caBundle', shown, 'must be a certificate in PEM, or that in base64', remedy),
    );
  }
  return errors;
}

/** As the API wants it. */
function inBase64(caBundle: string): string {
  return caBundle.startsWith('-----BEGIN') ? Buffer.from(caBundle).toString('base64') : caBundle.replace(/\s/g, '');
}
