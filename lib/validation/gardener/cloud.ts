import { Rule } from '../admission/rule';
import { parseQuantity } from '../parse-quantity';
import { Requirement } from '../requirement';
import { CheckedField, checkUnique } from './checked-field';
import { poolsOf, shootRule } from './shoot-rule';

/** Quantities are counted in billionths. */
const BILLION = 10n ** 9n;

interface CloudRule extends Pick<Rule, 'description' | 'name'> {
  /** @default error */
  readonly level?: Rule['level'];
}

/** A rule about the infrastructure of a cloud. */
interface InfrastructureRule extends CloudRule {
  readonly check: (infrastructure: CheckedField, shoot: CheckedField) => void;
}

/** A rule about the worker pools of Shoots at a cloud. */
interface PoolRule extends CloudRule {
  readonly check: (pool: CheckedField, infrastructure: CheckedField, shoot: CheckedField) => void;
}

/** A rule about the `providerConfig` of worker pools. */
interface WorkerConfigRule extends CloudRule {
  readonly check: (config: CheckedField, pool: CheckedField) => void;
}

/**
 * A cloud provider of Gardener: makes rules about what is of its API.
 *
 * What is of another API is left to that provider, whatever the Shoot says its provider is.
 */
export class Cloud {
  /**
   * @param type type of the provider: `aws`
   * @param name its name, as people know it: `AWS`
   */
  public constructor(
    private readonly type: string,
    public readonly name: string,
  ) {}

  /** A rule about the InfrastructureConfig. */
  public infrastructureRule({ check, ...rule }: InfrastructureRule): Rule {
    return this.rule(rule, 'provider.infrastructureConfig', (shoot) => {
      const infrastructure = this.infrastructureOf(shoot);
      if (infrastructure) {
        check(infrastructure, shoot);
      }
    });
  }

  /** A rule about each worker pool of a Shoot with an InfrastructureConfig of this cloud. */
  public poolRule({ check, ...rule }: PoolRule): Rule {
    return this.rule(rule, 'provider.infrastructureConfig', (shoot) => {
      const infrastructure = this.infrastructureOf(shoot);
      if (infrastructure) {
        poolsOf(shoot).forEach((pool) => {
          check(pool, infrastructure, shoot);
        });
      }
    });
  }

  /** A rule about each WorkerConfig of this cloud. */
  public workerConfigRule({ check, ...rule }: WorkerConfigRule): Rule {
    return this.rule(rule, 'provider.workers.*.providerConfig', (shoot) => {
      for (const pool of poolsOf(shoot)) {
        const config = this.own(pool.at('providerConfig'), 'WorkerConfig');
        if (config) {
          check(config, pool);
        }
      }
    });
  }

  /** The ControlPlaneConfig of a Shoot, if it is of this cloud. */
  public controlPlaneOf(shoot: CheckedField): CheckedField | undefined {
    return this.own(shoot.at('spec', 'provider', 'controlPlaneConfig'), 'ControlPlaneConfig');
  }

  private infrastructureOf(shoot: CheckedField): CheckedField | undefined {
    return this.own(shoot.at('spec', 'provider', 'infrastructureConfig'), 'InfrastructureConfig');
  }

  private own(config: CheckedField, kind: string): CheckedField | undefined {
    const group = config.at('apiVersion').text?.split('/')[0];
    const isOwn = group === `${this.type}.provider.extensions.gardener.cloud` && config.at('kind').text === kind;
    return isOwn ? config : undefined;
  }

  private rule({ level = 'error', ...rule }: CloudRule, about: string, check: (shoot: CheckedField) => void): Rule {
    return shootRule({
      ...rule,
      level,
      about: [about],
      source: `https://github.com/gardener/gardener-extension-provider-${this.type}/blob/master/docs/usage/usage.md`,
      check,
    });
  }
}

/** Must have a value for each of the volumes of a pool: their type. */
export function checkVolumeTypes(pool: CheckedField, cloud: string, example: string): void {
  const volume = pool.at('volume');
  if (volume.require(`is required on ${cloud}`, 'set its type and size')) {
    volume.at('type').require(`is required on ${cloud}`, `choose one of the CloudProfile, such as ${example}`);
  }
  for (const dataVolume of pool.items('dataVolumes')) {
    dataVolume.at('type').require(`is required on ${cloud}`, `choose one of the CloudProfile, such as ${example}`);
  }
}

/** A pool of this cloud is in a zone. */
export function checkHasZone(pool: CheckedField, cloud: string): void {
  pool.at('zones').require(`is required on ${cloud}`, 'name at least one zone');
}

/** Items of `dataVolumes` of a WorkerConfig: each is named like a data volume of the pool, and once. */
export function checkDataVolumeNames(config: CheckedField, pool: CheckedField): void {
  const names = config.items('dataVolumes').map((dataVolume) => dataVolume.at('name'));
  const known = pool.items('dataVolumes').map((dataVolume) => dataVolume.at('name').value);
  for (const name of names.filter(({ value }) => !known.includes(value))) {
    name.refuse('is not one of the dataVolumes of the pool', 'name one of them');
  }
  checkUnique(names);
}

/** The `nodeTemplate` of a WorkerConfig. */
export function checkNodeTemplate(config: CheckedField): void {
  const virtual = config.entries('nodeTemplate', 'virtualCapacity');
  for (const amount of [...config.entries('nodeTemplate', 'capacity'), ...virtual]) {
    amount.check(QUANTITY, NOT_NEGATIVE);
  }
  virtual.forEach((amount) => amount.check(WHOLE));
}

const QUANTITY: Requirement = {
  accepts: (value) => parseQuantity(value) !== undefined,
  text: 'is not a valid quantity',
  remedy: 'use the form 4, 500m or 16Gi',
};

const NOT_NEGATIVE: Requirement = {
  accepts: (value) => (parseQuantity(value) ?? 0n) >= 0n,
  text: 'must not be negative',
  remedy: 'use the form 4, 500m or 16Gi',
};

/** What is not valid, or is negative, is reported as such. */
const WHOLE: Requirement = {
  accepts: (value) => (parseQuantity(value) ?? 0n) % BILLION === 0n || (parseQuantity(value) ?? 0n) < 0n,
  text: 'must be a whole number',
  remedy: 'round it',
};
