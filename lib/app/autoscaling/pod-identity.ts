import * as l1 from '../../../imports/keda.sh';
import { checkedOptions } from '../../private/checked-values';
import { checkedProps } from '../../private/checked-props';
import { invalid } from '../../private/errors';

/** Options of `PodIdentity.azureWorkload()`. */
export interface AzureWorkloadPodIdentityOptions {
  /**
   * Client ID of the managed identity or application.
   *
   * @default - that of the service account of KEDA
   */
  readonly identityId?: string;

  /**
   * ID of the tenant.
   *
   * @default - that of the service account of KEDA
   */
  readonly identityTenantId?: string;

  /**
   * URL of the authority. Needs `identityTenantId`.
   *
   * @default - that of the public cloud
   */
  readonly identityAuthorityHost?: string;
}

/** Options of `PodIdentity.aws()`. */
export interface AwsPodIdentityOptions {
  /**
   * ARN of the role that KEDA assumes.
   *
   * @default - the role of the service account of KEDA
   */
  readonly roleArn?: string;

  /**
   * External ID with which the role is assumed. Needs `roleArn`.
   *
   * @default - none
   */
  readonly externalId?: string;

  /**
   * Uses the role of the service account of the app instead of that of KEDA. Excludes `roleArn`.
   *
   * @default false
   */
  readonly ofWorkload?: boolean;
}

/**
 * Pod identity of a `TriggerAuthentication`: the identity at a cloud.
 *
 * @see https://keda.sh/docs/latest/concepts/authentication/#pod-authentication-providers
 */
export class PodIdentity {
  /**
   * Microsoft Entra Workload ID.
   *
   * @param options the identity
   * @throws if there is an authority without a tenant, or an option is empty
   */
  public static azureWorkload(options: AzureWorkloadPodIdentityOptions = {}): PodIdentity {
    const where = 'PodIdentity.azureWorkload';
    const { identityAuthorityHost, identityId, identityTenantId } = checkedProps(
      'AzureWorkloadPodIdentityOptions',
      options,
      where,
    );
    for (const [name, value] of Object.entries({ identityAuthorityHost, identityId, identityTenantId })) {
      if (value === '') {
        throw invalid(where, name, '', 'must not be empty', 'remove it to use the default');
      }
    }
    if (identityAuthorityHost !== undefined && identityTenantId === undefined) {
      throw invalid(where, 'identityTenantId', undefined, "is required with 'identityAuthorityHost'", 'set it');
    }
    const provider = l1.TriggerAuthenticationSpecPodIdentityProvider.AZURE_HYPHEN_WORKLOAD;
    return new PodIdentity({ provider, identityId, identityTenantId, identityAuthorityHost });
  }

  /**
   * AWS IAM role, by EKS Pod Identity or IAM roles for service accounts.
   *
   * @param options the role
   * @throws if there is a role beside `ofWorkload`, or an external ID without a role
   */
  public static aws(options: AwsPodIdentityOptions = {}): PodIdentity {
    const where = 'PodIdentity.aws';
    const { externalId, ofWorkload = false, roleArn } = checkedOptions('AwsPodIdentityOptions', options, where);
    if (ofWorkload && roleArn !== undefined) {
      throw invalid(where, 'roleArn', roleArn, "cannot be set with 'ofWorkload'", 'remove one of them');
    }
    if (externalId !== undefined && roleArn === undefined) {
      throw invalid(where, 'roleArn', undefined, "is required with 'externalId'", 'set it');
    }
    return new PodIdentity({
      provider: l1.TriggerAuthenticationSpecPodIdentityProvider.AWS,
      roleArn,
      externalId,
      identityOwner: ofWorkload ? l1.TriggerAuthenticationSpecPodIdentityIdentityOwner.WORKLOAD : undefined,
    });
  }

  /** Google Cloud Workload Identity of the service account of KEDA. */
  public static gcp(): PodIdentity {
    return new PodIdentity({ provider: l1.TriggerAuthenticationSpecPodIdentityProvider.GCP });
  }

  private constructor(private readonly identity: l1.TriggerAuthenticationSpecPodIdentity) {}

  /**
   * Renders `spec.podIdentity`.
   *
   * @internal
   */
  public _render(): l1.TriggerAuthenticationSpecPodIdentity {
    return this.identity;
  }
}
