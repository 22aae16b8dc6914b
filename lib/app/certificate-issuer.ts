import { checkedOptions, checkedString } from '../private/checked-values';

/** Options of `CertificateIssuer.external()`. */
export interface ExternalCertificateIssuerOptions {
  /** API group of the issuer, such as `awspca.cert-manager.io`. */
  readonly group: string;

  /** Kind of the issuer, such as `AWSPCAClusterIssuer`. */
  readonly kind: string;

  /** Name of the issuer. */
  readonly name: string;
}

/**
 * Issuer of cert-manager, which issues the certificate of an Ingress or of the operator's webhooks into a Secret.
 *
 * @see https://cert-manager.io/docs/configuration/issuers/
 *
 * @example
 *
 * app.exposeViaIngress('/', { host: 'shop.example.com', issuer: CertificateIssuer.clusterIssuer('letsencrypt') });
 */
export class CertificateIssuer {
  /**
   * ClusterIssuer, for all namespaces.
   *
   * @param name name of the ClusterIssuer
   */
  public static clusterIssuer(name: string): CertificateIssuer {
    const remedy = 'give the name of a ClusterIssuer';
    return new CertificateIssuer(
      checkedString(name, 'name', 'CertificateIssuer.clusterIssuer', remedy),
      'ClusterIssuer',
    );
  }

  /**
   * Issuer in the namespace of what needs the certificate.
   *
   * @param name name of the Issuer
   */
  public static issuer(name: string): CertificateIssuer {
    const remedy = 'give the name of an Issuer';
    return new CertificateIssuer(checkedString(name, 'name', 'CertificateIssuer.issuer', remedy), 'Issuer');
  }

  /**
   * Issuer of another project, which works with cert-manager.
   *
   * @param reference API group, kind and name
   */
  public static external(reference: ExternalCertificateIssuerOptions): CertificateIssuer {
    const where = 'CertificateIssuer.external';
    const struct = 'ExternalCertificateIssuerOptions';
    const { group, kind, name } = checkedOptions(struct, reference, where, 'group', 'kind', 'name');
    return new CertificateIssuer(name, kind, group);
  }

  private constructor(
    /** Name of the issuer. */
    public readonly name: string,
    /** Kind of the issuer. */
    public readonly kind: string,
    /** API group of the issuer; undefined for that of cert-manager. */
    public readonly group?: string,
  ) {}

  /**
   * Renders `issuerRef` of a Certificate.
   *
   * @internal
   */
  public _reference(): { readonly name: string; readonly kind: string; readonly group?: string } {
    return { name: this.name, kind: this.kind, group: this.group };
  }

  /**
   * Annotations of an Ingress whose certificate it issues.
   *
   * @internal
   */
  public _annotations(): { [key: string]: string } {
    const { group, kind, name } = this;
    if (group === undefined) {
      return { [kind === 'ClusterIssuer' ? 'cert-manager.io/cluster-issuer' : 'cert-manager.io/issuer']: name };
    }
    return {
      'cert-manager.io/issuer': name,
      'cert-manager.io/issuer-kind': kind,
      'cert-manager.io/issuer-group': group,
    };
  }
}
