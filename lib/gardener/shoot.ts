import { ApiObject, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/core.gardener.cloud';
import { checkedProps, checkedType } from '../private/checked-props';
import { checkedOptions } from '../private/checked-values';
import { invalid } from '../private/errors';
import { addExistingNamespace } from '../private/prerequisite';
import { addWarnings } from '../private/warnings';
import { Manifest } from '../synth/manifest';
import { projectIn } from '../validation/gardener/project';
import { ownFindings } from '../validation/own-findings';
import { Problems } from '../validation/problems';
import { DELETION_CONFIRMATION } from './deletion';
import { renderDns, ShootDns } from './dns';
import { Hibernation, renderHibernation } from './hibernation';
import { Infrastructure } from './infrastructure';
import { Maintenance, renderMaintenance } from './maintenance';
import { renderNetworking, settleNetworking, ShootNetworking } from './networking';
import { checkJobNames, NodeNaming, warnOfSharedJobNames } from './node-names';
import { WorkerPool, WorkerPoolProps } from './worker-pool';

/**
 * CloudProfile of a Shoot: the Kubernetes versions, machine types and machine images that it can use.
 *
 * @see https://gardener.cloud/docs/gardener/cloudprofiles/
 */
export class CloudProfile {
  /**
   * CloudProfile of the garden.
   *
   * @param name name of the CloudProfile
   */
  public static of(name: string): CloudProfile {
    return new CloudProfile(checkedType('text', name, 'name', 'CloudProfile.of'), 'CloudProfile');
  }

  /**
   * NamespacedCloudProfile of the project.
   *
   * @param name name of the NamespacedCloudProfile
   */
  public static namespaced(name: string): CloudProfile {
    return new CloudProfile(checkedType('text', name, 'name', 'CloudProfile.namespaced'), 'NamespacedCloudProfile');
  }

  private constructor(
    /** Name of the object. */
    public readonly name: string,
    /** Kind of the object: `CloudProfile` or `NamespacedCloudProfile`. */
    public readonly kind: string,
  ) {}
}

/**
 * Cloud provider credentials of a Shoot, which Gardener uses to manage its infrastructure.
 *
 * @see https://gardener.cloud/docs/gardener/shoot-operations/secretbinding-to-credentialsbinding-migration/
 */
export class ShootCredentials {
  /**
   * CredentialsBinding.
   *
   * @param name name of the CredentialsBinding, in the namespace of the Shoot
   */
  public static credentialsBinding(name: string): ShootCredentials {
    return new ShootCredentials(
      'credentialsBindingName',
      checkedType('text', name, 'name', 'ShootCredentials.credentialsBinding'),
    );
  }

  /**
   * SecretBinding, the predecessor of CredentialsBinding. Not allowed for Kubernetes 1.34 and later.
   *
   * @param name name of the SecretBinding, in the namespace of the Shoot
   */
  public static secretBinding(name: string): ShootCredentials {
    return new ShootCredentials(
      'secretBindingName',
      checkedType('text', name, 'name', 'ShootCredentials.secretBinding'),
    );
  }

  private constructor(
    /**
     * Field of `spec` that names the binding.
     *
     * @internal
     */
    public readonly _field: string,
    /** Name of the binding. */
    public readonly name: string,
  ) {}
}

/**
 * Purpose of a Shoot. Gardener runs and monitors the control plane accordingly.
 *
 * @see https://gardener.cloud/docs/gardener/shoot/shoot_purposes/
 */
export enum ShootPurpose {
  /** Evaluation. The only purpose that allows `addons`. */
  EVALUATION = 'evaluation',

  /** Testing. Gardener does not monitor the Shoot. */
  TESTING = 'testing',

  /** Development. */
  DEVELOPMENT = 'development',

  /** Production. */
  PRODUCTION = 'production',

  /** Infrastructure of Gardener itself. Allowed in the namespace `garden` only. */
  INFRASTRUCTURE = 'infrastructure',
}

/** Addons that Gardener installs in a Shoot. Allowed before Kubernetes 1.35 and for `ShootPurpose.EVALUATION` only. */
export interface ShootAddons {
  /**
   * Kubernetes Dashboard.
   *
   * @default false
   */
  readonly kubernetesDashboard?: boolean;

  /**
   * Ingress NGINX controller.
   *
   * @default false
   */
  readonly nginxIngress?: boolean;
}

/** Properties of a `Shoot`. */
export interface ShootProps extends kplus.ResourceProps {
  /**
   * Name of the project. It and the name of the Shoot have at most 21 characters together.
   *
   * @default - derived from the namespace, if that has the form `garden-<project>`
   */
  readonly project?: string;

  /** CloudProfile: the Kubernetes versions, machine types and machine images that the Shoot can use. */
  readonly cloudProfile: CloudProfile;

  /** Cloud provider credentials, which Gardener uses to manage the infrastructure. */
  readonly credentials: ShootCredentials;

  /** Region, from the CloudProfile: `eu-central-1`. Immutable. */
  readonly region: string;

  /**
   * Kubernetes version: `1.34` or `1.34.2`. A version without a patch stands for the latest patch version in the CloudProfile at each
   * apply. Gardener updates patch versions, unless `maintenance.updateKubernetes` is false, and rejects a downgrade.
   */
  readonly kubernetesVersion: string;

  /** Cloud provider, with its networks and the settings of the control plane. */
  readonly infrastructure: Infrastructure;

  /**
   * Networking: network plugin and CIDRs of nodes, pods and Services.
   *
   * @default - Calico; the CIDR of the nodes is that of the infrastructure
   */
  readonly networking?: ShootNetworking;

  /**
   * DNS: domain of the API server, and its provider.
   *
   * @default - a subdomain of the domain of the garden
   */
  readonly dns?: ShootDns;

  /**
   * Hibernation: scales nodes and control plane down, and keeps the data.
   *
   * @default - never hibernated
   */
  readonly hibernation?: Hibernation;

  /**
   * Maintenance: time window, and automatic updates.
   *
   * @default - Gardener chooses a window of an hour, and updates versions
   */
  readonly maintenance?: Maintenance;

  /**
   * Purpose of the Shoot.
   *
   * @default - Gardener default: ShootPurpose.EVALUATION
   */
  readonly purpose?: ShootPurpose;

  /**
   * Addons that Gardener installs in the Shoot.
   *
   * @default - none
   */
  readonly addons?: ShootAddons;

  /**
   * Deletion confirmation: the annotation `confirmation.gardener.cloud/deletion`. Without it Gardener rejects the deletion of the
   * Shoot, and the deliveries of a bundle neither delete nor prune it.
   *
   * To delete a Shoot, apply it once with `confirmDeletion: true`, then remove it.
   *
   * @default false
   * @see https://gardener.cloud/docs/gardener/concepts/apiserver-admission-plugins/
   */
  readonly confirmDeletion?: boolean;

  /**
   * Worker pools. At least one must allow system components.
   *
   * @default - those that `addWorkerPool()` adds
   */
  readonly workerPools?: WorkerPoolProps[];
}

/**
 * Shoot: a Kubernetes cluster that Gardener creates and manages. It is applied to the garden, in the namespace of a project.
 *
 * A Shoot needs at least one worker pool: SpinApps run on its nodes.
 *
 * @see https://gardener.cloud/docs/gardener/shoot/
 *
 * @example
 *
 * const shoot = new gardener.Shoot(chart, 'shoot', {
 *   metadata: { name: 'spin', namespace: 'garden-shop' },
 *   cloudProfile: gardener.CloudProfile.of('aws'),
 *   credentials: gardener.ShootCredentials.credentialsBinding('aws'),
 *   region: 'eu-central-1',
 *   kubernetesVersion: '1.34',
 *   infrastructure: gardener.Aws.infrastructure({
 *     vpc: gardener.AwsVpc.fromCidr('10.250.0.0/16'),
 *     zones: [
 *       { name: 'eu-central-1a', workers: '10.250.0.0/19', publicSubnet: '10.250.96.0/22', internalSubnet: '10.250.112.0/22' },
 *     ],
 *   }),
 * });
 */
export class Shoot extends kplus.Resource {
  public readonly resourceType = 'shoots';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly settings: ShootProps;
  private readonly pools: WorkerPool[] = [];

  public constructor(scope: Construct, id: string, props: ShootProps) {
    super(scope, id);
    this.settings = settle(this, props);
    this.apiObject = new ApiObject(this, 'Resource', {
      ...l1.Shoot.GVK,
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this.renderSpec() }) as unknown,
    });
    if (this.apiObject.metadata.namespace !== undefined) {
      // Gardener creates it with the project.
      addExistingNamespace(this, this.apiObject.metadata.namespace);
    }
    if (props.confirmDeletion) {
      this.apiObject.metadata.addAnnotation(DELETION_CONFIRMATION, 'true');
    }
    props.workerPools?.forEach((pool) => this.addWorkerPool(pool));
    addWarnings(this, () => this.nodeNameProblems(warnOfSharedJobNames));
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** Worker pools so far. */
  public get workerPools(): WorkerPool[] {
    return [...this.pools];
  }

  /**
   * Adds a worker pool.
   *
   * @param props name, machine type and number of nodes
   * @throws if the Shoot has a worker pool with this name
   */
  public addWorkerPool(props: WorkerPoolProps): WorkerPool {
    const { name } = checkedOptions('WorkerPoolProps', props, this);
    if (this.pools.some((pool) => pool.name === name)) {
      throw invalid(this, 'name', name, 'is the name of another worker pool of the Shoot', 'choose another name');
    }
    const pool = new WorkerPool(this, name || 'unnamed', props);
    this.pools.push(pool);
    return pool;
  }

  private renderSpec(): unknown {
    const { addons, cloudProfile, credentials, dns, hibernation, infrastructure, maintenance } = this.settings;
    return {
      addons: addons && renderAddons(addons),
      cloudProfile: { kind: cloudProfile.kind, name: cloudProfile.name },
      [credentials._field]: credentials.name,
      dns: dns && renderDns(dns),
      hibernation: hibernation && renderHibernation(hibernation),
      kubernetes: { version: this.settings.kubernetesVersion },
      maintenance: maintenance && renderMaintenance(maintenance),
      networking: renderNetworking(this.settings.networking ?? {}),
      provider: { ...infrastructure._toJson(), workers: this.pools.map((pool) => pool._toJson()) },
      purpose: this.settings.purpose,
      region: this.settings.region,
    };
  }

  private validate(): string[] {
    const { infrastructure } = this.settings;
    const problems = Problems.at();
    problems.add(infrastructure._problems);
    this.checkDeletion(problems.at('metadata', 'annotations', DELETION_CONFIRMATION));
    this.checkPools(problems.at('workerPools'));
    return [
      ...ownFindings(this.apiObject, this.projects()),
      ...problems.messages,
      ...this.nodeNameProblems(checkJobNames),
    ];
  }

  /** Problems of the names of nodes that run SpinApps. */
  private nodeNameProblems(check: typeof checkJobNames): string[] {
    const problems = Problems.at('workerPools');
    for (const pool of this.pools) {
      if (pool._nodeInstaller) {
        check(problems.at(pool.name, 'name'), this.namingOf(pool), pool._nodeInstaller);
      }
    }
    return problems.messages;
  }

  private namingOf({ _settings, name: pool }: WorkerPool): NodeNaming {
    const { infrastructure, project } = this.settings;
    return {
      provider: infrastructure.type,
      project: project ?? projectIn(this.apiObject.metadata.namespace),
      shoot: this.name,
      pool,
      hasZones: _settings.zones.length > 0,
    };
  }

  /** The project as an object, from which the rules take its name. */
  private projects(): Manifest[] {
    const { project: name } = this.settings;
    const spec = { namespace: this.apiObject.metadata.namespace };
    return name === undefined ? [] : [{ ...PROJECT, metadata: { name }, spec }];
  }

  /** The annotation lets Gardener delete a whole cluster, so the code must show it where readers look for it. */
  private checkDeletion(problems: Problems): void {
    const { annotations = {} } = this.apiObject.metadata.toJson() as { annotations?: { [key: string]: string } };
    if (DELETION_CONFIRMATION in annotations && !this.settings.confirmDeletion) {
      const remedy = "remove it, or set 'confirmDeletion: true'";
      problems.refuse(annotations[DELETION_CONFIRMATION], 'allows the deletion of the whole cluster', remedy);
    }
  }

  /** Gardener accepts a Shoot without worker pools, but it runs no pods. */
  private checkPools(problems: Problems): void {
    const { type } = this.settings.infrastructure;
    if (this.pools.length === 0) {
      problems.refuse([], 'must include at least one worker pool, or no pods run', 'add one');
    }
    for (const pool of this.pools) {
      const provider = pool._settings.providerConfig?._provider;
      if (provider !== undefined && provider !== type) {
        const rule = `is for another provider than the infrastructure, which is for ${type}`;
        problems.at(pool.name, 'providerConfig').refuse(provider, rule, 'use the same cloud for both');
      }
    }
  }
}

const PROJECT = { apiVersion: l1.Shoot.GVK.apiVersion, kind: 'Project' };

/** Copies what the caller could change later. */
function settle(shoot: Shoot, props: ShootProps): ShootProps {
  const { addons, cloudProfile, credentials, dns, hibernation, maintenance, networking, ...others } = checkedProps(
    'ShootProps',
    props,
    shoot,
  );
  const infrastructure = checkedType('Infrastructure', others.infrastructure, 'infrastructure', shoot);
  return {
    ...props,
    cloudProfile: checkedType('CloudProfile', cloudProfile, 'cloudProfile', shoot),
    credentials: checkedType('ShootCredentials', credentials, 'credentials', shoot),
    infrastructure,
    addons: addons && { ...addons },
    dns: dns && { ...dns },
    hibernation: hibernation && {
      ...hibernation,
      schedules: hibernation.schedules && [...hibernation.schedules],
    },
    maintenance: maintenance && { ...maintenance },
    networking: settleNetworking(networking, infrastructure._nodes),
  };
}

function renderAddons({ kubernetesDashboard = false, nginxIngress = false }: ShootAddons): unknown {
  return { kubernetesDashboard: { enabled: kubernetesDashboard }, nginxIngress: { enabled: nginxIngress } };
}
