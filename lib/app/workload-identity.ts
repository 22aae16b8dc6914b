import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedOptions } from '../private/checked-values';
import { invalid } from '../private/errors';

/** Options of `WorkloadIdentity.azure()`. */
export interface AzureWorkloadIdentityOptions {
  /** Client ID of the managed identity or app registration: a UUID. */
  readonly clientId: string;

  /**
   * Tenant ID: a UUID.
   *
   * @default - the tenant of the cluster
   */
  readonly tenantId?: string;
}

/** Options of `WorkloadIdentity.aws()`. */
export interface AwsWorkloadIdentityOptions {
  /** ARN of the IAM role, such as `arn:aws:iam::123456789012:role/shop`. */
  readonly roleArn: string;
}

/** Options of `WorkloadIdentity.gcp()`. */
export interface GcpWorkloadIdentityOptions {
  /** Email address of the IAM service account, such as `shop@project.iam.gserviceaccount.com`. */
  readonly serviceAccount: string;
}

/**
 * Workload identity: the identity of a cloud that pods act as, without credentials in a Secret. The cloud must trust the
 * ServiceAccount: a federated credential, trust policy or IAM binding that names its namespace and name.
 */
export class WorkloadIdentity {
  /**
   * Managed identity or app registration of Azure, by Microsoft Entra Workload ID.
   *
   * @param options client ID and tenant ID
   * @throws if one of them is not a UUID
   * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
   */
  public static azure(options: AzureWorkloadIdentityOptions): WorkloadIdentity {
    const where = 'WorkloadIdentity.azure';
    const { clientId, tenantId } = checkedOptions('AzureWorkloadIdentityOptions', options, where, 'clientId');
    for (const [name, id] of Object.entries({ clientId, tenantId })) {
      if (id !== undefined && !UUID.test(id)) {
        throw invalid(where, name, id, 'is not a UUID', 'copy it from the identity');
      }
    }
    return new WorkloadIdentity(
      {
        'azure.workload.identity/client-id': clientId,
        ...(tenantId !== undefined && { 'azure.workload.identity/tenant-id': tenantId }),
      },
      { 'azure.workload.identity/use': 'true' },
    );
  }

  /**
   * IAM role of AWS, by IAM roles for service accounts (IRSA).
   *
   * @param options ARN of the role
   * @throws if it is not the ARN of a role
   * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
   */
  public static aws(options: AwsWorkloadIdentityOptions): WorkloadIdentity {
    const where = 'WorkloadIdentity.aws';
    const { roleArn } = checkedOptions('AwsWorkloadIdentityOptions', options, where, 'roleArn');
    if (!ROLE_ARN.test(roleArn)) {
      throw invalid(where, 'roleArn', roleArn, 'is not the ARN of an IAM role', 'copy it from the role');
    }
    return new WorkloadIdentity({ 'eks.amazonaws.com/role-arn': roleArn }, {});
  }

  /**
   * IAM service account of Google Cloud, by Workload Identity Federation for GKE.
   *
   * @param options email address of the service account
   * @throws if it is not the address of a service account
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public static gcp(options: GcpWorkloadIdentityOptions): WorkloadIdentity {
    const where = 'WorkloadIdentity.gcp';
    const { serviceAccount } = checkedOptions('GcpWorkloadIdentityOptions', options, where, 'serviceAccount');
    if (!GCP_ACCOUNT.test(serviceAccount)) {
      const rule = 'is not the email address of an IAM service account';
      throw invalid(where, 'serviceAccount', serviceAccount, rule, 'use NAME@PROJECT.iam.gserviceaccount.com');
    }
    return new WorkloadIdentity({ 'iam.gke.io/gcp-service-account': serviceAccount }, {});
  }

  private constructor(
    private readonly annotations: { readonly [key: string]: string },
    private readonly podLabels: { readonly [key: string]: string },
  ) {}

  /**
   * Annotations of the ServiceAccount.
   *
   * @internal
   */
  public _annotations(): { [key: string]: string } {
    return { ...this.annotations };
  }

  /**
   * Labels of the pods.
   *
   * @internal
   */
  public _podLabels(): { [key: string]: string } {
    return { ...this.podLabels };
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;
const GCP_ACCOUNT = /^\S+@\S+\.gserviceaccount\.com$/;

/** Properties of a `WorkloadIdentityServiceAccount`. */
export interface WorkloadIdentityServiceAccountProps extends kplus.ResourceProps {
  /** Identity that pods with the service account act as. */
  readonly identity: WorkloadIdentity;
}

/**
 * ServiceAccount with the workload identity of a cloud, for `serviceAccount` of SpinApps, Jobs and applications. Their pods get
 * the labels that the identity needs.
 *
 * @example
 *
 * const serviceAccount = new WorkloadIdentityServiceAccount(chart, 'identity', {
 *   identity: WorkloadIdentity.azure({ clientId: '00000000-0000-0000-0000-000000000000' }),
 * });
 */
export class WorkloadIdentityServiceAccount extends kplus.ServiceAccount {
  /** Labels of pods that use the service account. */
  public readonly podLabels: { [key: string]: string };

  /**
   * Creates the service account.
   *
   * @param scope scope of the service account
   * @param id its id there
   * @param props identity and metadata
   * @throws if the identity is missing
   */
  public constructor(scope: Construct, id: string, props: WorkloadIdentityServiceAccountProps) {
    const { identity, metadata } = checkedOptions('WorkloadIdentityServiceAccountProps', props, id, 'identity');
    super(scope, id, {
      metadata: { ...metadata, annotations: { ...metadata?.annotations, ...identity._annotations() } },
    });
    this.podLabels = identity._podLabels();
  }
}

/** Labels of the pods of a service account; none unless it has a workload identity. */
export function identityLabels(account?: kplus.IServiceAccount): { [key: string]: string } {
  return account instanceof WorkloadIdentityServiceAccount ? account.podLabels : {};
}
