import { checkedType } from '../private/checked-props';

/** DNS provider credentials, which Gardener uses to manage the DNS records of a Shoot. */
export class DnsCredentials {
  /**
   * Credentials in a Secret.
   *
   * @param name name of the Secret, in the namespace of the Shoot
   */
  public static secret(name: string): DnsCredentials {
    return new DnsCredentials('v1', 'Secret', checkedType('text', name, 'name', 'DnsCredentials.secret'));
  }

  /**
   * Credentials of a WorkloadIdentity.
   *
   * @param name name of the WorkloadIdentity, in the namespace of the Shoot
   */
  public static workloadIdentity(name: string): DnsCredentials {
    return new DnsCredentials(
      'security.gardener.cloud/v1alpha1',
      'WorkloadIdentity',
      checkedType('text', name, 'name', 'DnsCredentials.workloadIdentity'),
    );
  }

  private constructor(
    private readonly apiVersion: string,
    private readonly kind: string,
    /** Name of the object. */
    public readonly name: string,
  ) {}

  /** @internal */
  public _toJson(): { [field: string]: string } {
    return { apiVersion: this.apiVersion, kind: this.kind, name: this.name };
  }
}

/** DNS of a Shoot: its domain, and the DNS provider. */
export interface ShootDns {
  /**
   * Domain of the Shoot; the address of its API server is in it. Immutable.
   *
   * @default - a subdomain of the domain of the garden
   */
  readonly domain?: string;

  /**
   * Type of the DNS provider of the domain in the garden: `aws-route53`. With `unmanaged`, Gardener creates no DNS records.
   *
   * @default - the DNS provider of the garden
   */
  readonly providerType?: string;

  /**
   * DNS provider credentials. Require `providerType`.
   *
   * @default - the cloud provider credentials of the Shoot
   */
  readonly credentials?: DnsCredentials;
}

/** @internal */
export function renderDns({ credentials, domain, providerType }: ShootDns): unknown {
  const provider = { type: providerType, primary: true, credentialsRef: credentials?._toJson() };
  return { domain, providers: (providerType ?? credentials) ? [provider] : undefined };
}
