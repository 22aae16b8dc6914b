/** By which account Gardener writes the DNS records of a Shoot. */
export class DnsCredentials {
  /**
   * That of a Secret.
   *
   * @param name its name, in the namespace of the Shoot
   */
  public static secret(name: string): DnsCredentials {
    return new DnsCredentials('v1', 'Secret', name);
  }

  /**
   * That of a WorkloadIdentity.
   *
   * @param name its name, in the namespace of the Shoot
   */
  public static workloadIdentity(name: string): DnsCredentials {
    return new DnsCredentials('security.gardener.cloud/v1alpha1', 'WorkloadIdentity', name);
  }

  private constructor(
    private readonly apiVersion: string,
    private readonly kind: string,
    /** Its name. */
    public readonly name: string,
  ) {}

  /** @internal */
  public _toJson(): { [field: string]: string } {
    return { apiVersion: this.apiVersion, kind: this.kind, name: this.name };
  }
}

/** The domain of a Shoot, and who has it. */
export interface ShootDns {
  /**
   * The domain under which the API server of the Shoot is reached. Gardener never lets it change.
   *
   * @default - one below the domain of the garden
   */
  readonly domain?: string;

  /**
   * Type of the provider that has the domain, as the garden knows it: `aws-route53`. With `unmanaged`, Gardener writes no
   * records.
   *
   * @default - the garden's own
   */
  readonly providerType?: string;

  /**
   * By which account Gardener writes the records.
   *
   * @default - those of the Shoot
   */
  readonly credentials?: DnsCredentials;
}

/** Renders `spec.dns`. */
export function renderDns({ credentials, domain, providerType }: ShootDns): unknown {
  const provider = { type: providerType, primary: true, credentialsRef: credentials?._toJson() };
  return { domain, providers: (providerType ?? credentials) ? [provider] : undefined };
}
