import { Chart, Size } from 'cdk8s';
import {
  Aws,
  AwsVpc,
  CloudProfile,
  MachineImage,
  Shoot,
  ShootCredentials,
  ShootProps,
  WorkerPoolProps,
} from '../../lib/gardener';
import { Manifest, only, synth, testChart } from '../testing';

/** A worker pool that is right on AWS. */
export const POOL: WorkerPoolProps = {
  name: 'spin',
  machineType: 'm5.large',
  image: MachineImage.gardenLinux('1877.5.0'),
  minimum: 1,
  maximum: 3,
  volume: { type: 'gp3', size: Size.gibibytes(50) },
  zones: ['eu-central-1a'],
};

/** Fields of worker pools that Gardener would set by default. */
export const POOL_DEFAULTS = {
  updateStrategy: 'AutoRollingUpdate',
  maxSurge: 1,
  maxUnavailable: 0,
  systemComponents: { allow: true },
};

export const ZONE = {
  name: 'eu-central-1a',
  workers: '10.250.0.0/19',
  publicSubnet: '10.250.96.0/22',
  internalSubnet: '10.250.112.0/22',
};

/** The zone, as a manifest has it. */
export const ZONE_MANIFEST = {
  name: 'eu-central-1a',
  workers: '10.250.0.0/19',
  public: '10.250.96.0/22',
  internal: '10.250.112.0/22',
};

/** The smallest Shoot on AWS, without worker pools. */
export const SHOOT: ShootProps = {
  metadata: { name: 'spin', namespace: 'garden-myproj' },
  cloudProfile: CloudProfile.of('aws'),
  credentials: ShootCredentials.credentialsBinding('aws'),
  region: 'eu-central-1',
  kubernetesVersion: '1.34.2',
  infrastructure: Aws.infrastructure({ vpc: AwsVpc.fromCidr('10.250.0.0/16'), zones: [ZONE] }),
};

/** A valid Shoot with a worker pool, with the given changes. */
export function shootWith(props: Partial<ShootProps> = {}, pool: Partial<WorkerPoolProps> = {}): Shoot {
  return new Shoot(testChart(), 'shoot', { ...SHOOT, workerPools: [{ ...POOL, ...pool }], ...props });
}

export function manifestOf(shoot: Shoot): Manifest {
  return only(synth(Chart.of(shoot)), 'Shoot');
}

export interface ShootSpec {
  readonly provider: { readonly workers: Record<string, unknown>[]; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export function specOf(shoot: Shoot): ShootSpec {
  return manifestOf(shoot).spec as ShootSpec;
}
