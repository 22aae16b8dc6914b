import { ApiObject, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/core.gardener.cloud';
import { invalid } from '../private/errors';
import { addExistingNamespace } from '../private/prerequisite';
import { DELETION_CONFIRMATION } from './deletion';
import { ShootProps } from './shoot-props';
import { validateShoot } from './shoot-rules';
import { settle, ShootSettings } from './shoot-settings';
import { renderShootSpec } from './shoot-spec';
import { WorkerPool } from './worker-pool';
import { WorkerPoolProps } from './worker-pool-props';

/**
 * A Kubernetes cluster that Gardener makes and runs. It is applied to the garden, into the namespace of a project.
 *
 * A Shoot without worker pools runs no pods, and is refused.
 *
 * @see https://gardener.cloud/docs/gardener/shoot/
 *
 * @example
 *
 * const shoot = new Shoot(chart, 'shoot', {
 *   metadata: { name: 'spin', namespace: 'garden-shop' },
 *   cloudProfile: CloudProfile.of('aws'),
 *   credentials: ShootCredentials.credentialsBinding('aws'),
 *   region: 'eu-central-1',
 *   kubernetesVersion: '1.34',
 *   infrastructure: Aws.infrastructure({
 *     vpc: AwsVpc.fromCidr('10.250.0.0/16'),
 *     zones: [
 *       { name: 'eu-central-1a', workers: '10.250.0.0/19', public: '10.250.96.0/22', internal: '10.250.112.0/22' },
 *     ],
 *   }),
 * });
 */
export class Shoot extends kplus.Resource {
  public readonly resourceType = 'shoots';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly settings: ShootSettings;

  public constructor(scope: Construct, id: string, props: ShootProps) {
    super(scope, id);
    this.settings = settle(props);
    this.apiObject = new ApiObject(this, 'Resource', {
      ...l1.Shoot.GVK,
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => renderShootSpec(this.settings) }) as unknown,
    });
    if (this.apiObject.metadata.namespace !== undefined) {
      // It comes with the project.
      addExistingNamespace(this, this.apiObject.metadata.namespace);
    }
    if (props.confirmDeletion) {
      this.apiObject.metadata.addAnnotation(DELETION_CONFIRMATION, 'true');
    }
    props.workerPools?.forEach((pool) => this.addWorkerPool(pool));
    this.node.addValidation({ validate: () => validateShoot(this.apiObject, this.settings) });
  }

  /** The worker pools so far. */
  public get workerPools(): WorkerPool[] {
    return [...this.settings.pools];
  }

  /**
   * Adds a worker pool.
   *
   * @param props name, machines and how many of them
   * @throws if there is one of that name already
   */
  public addWorkerPool(props: WorkerPoolProps): WorkerPool {
    const { infrastructure, pools } = this.settings;
    if (pools.some(({ name }) => name === props.name)) {
      throw invalid(
        this,
        'name',
        props.name,
        'is the name of a worker pool that is there already',
        'choose another one',
      );
    }
    const pool = new WorkerPool(this, props.name || 'unnamed', props);
    pool.node.addValidation({ validate: () => infrastructure._validateWorkerPool(pool._settings) });
    pools.push(pool);
    return pool;
  }
}
