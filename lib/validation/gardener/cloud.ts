import { Rule } from '../admission/rule';
import { parseQuantity } from '../parse-quantity';
import { Requirement } from '../requirement';
import { CheckedField, checkUnique } from './checked-field';
import { poolsOf, shootRule } from './shoot-rule';

/** One, as a parsed quantity: they are in billionths. */
const BILLION = 10n ** 9n;

interface CloudRule extends Pick<Rule, 'description' | 'name'> {
  /** @default error */
  readonly level?: Rule['level'];
}

/** Rule about the InfrastructureConfig of a cloud provider. */
interface InfrastructureRule extends CloudRule {
  readonly check: (infrastructure: CheckedField, shoot: CheckedField) => void;
}

/** Rule about the worker pools of Shoots on a cloud provider. */
interface PoolRule extends CloudRule {
  readonly check: (pool: CheckedField, infrastructure: CheckedField, shoot: CheckedField) => void;
}

/** Rule about the WorkerConfig of a worker pool, its `providerConfig`. */
interface WorkerConfigRule extends CloudRule {
  readonly check: (config: CheckedField, pool: CheckedField) => void;
}

/**
 * Cloud provider of Gardener: creates rules about the objects of its API.
 *
 * Objects of another API are not checked, even if the Shoot has the type of this provider.
 */
export class Cloud {
  /**
   * @param type type of the provider: `aws`
   * @param name its display name: `AWS`
   */
  public constructor(
    private readonly type: string,
    public readonly name: string,
  ) {}

  /** Creates a rule about the InfrastructureConfig of this provider. */
  public infrastructureRule({ check, ...rule }: InfrastructureRule): Rule {
    return this.rule(rule, 'provider.infrastructureConfig', (shoot) => {
      const infrastructure = this.infrastructureOf(shoot);
      if (infrastructure) {
        check(infrastructure, shoot);
      }
    });
  }

  /** Creates a rule about each worker pool of a Shoot with an InfrastructureConfig of this provider. */
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

  /** Creates a rule about each WorkerConfig of this provider. */
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

  /** ControlPlaneConfig of a Shoot; undefined if it is of another provider. */
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

/** Checks that a worker pool has a root volume and that all of its volumes have a type. */
export function checkVolumeTypes(pool: CheckedField, cloud: string, example: string): void {
  const volume = pool.at('volume');
  if (volume.require(`is required on ${cloud}`, 'set its type and size')) {
    volume.at('type').require(`is required on ${cloud}`, `choose one of the CloudProfile, such as ${example}`);
  }
  for (const dataVolume of pool.items('dataVolumes')) {
    dataVolume.at('type').require(`is required on ${cloud}`, `choose one of the CloudProfile, such as ${example}`);
  }
}

/** Checks that a worker pool has at least one zone. */
export function checkHasZone(pool: CheckedField, cloud: string): void {
  pool.at('zones').require(`is required on ${cloud}`, 'name at least one zone');
}

/** Checks that names in `dataVolumes` of a WorkerConfig are unique and those of data volumes of the worker pool. */
export function checkDataVolumeNames(config: CheckedField, pool: CheckedField): void {
  const names = config.items('dataVolumes').map((dataVolume) => dataVolume.at('name'));
  const known = pool.items('dataVolumes').map((dataVolume) => dataVolume.at('name').value);
  for (const name of names.filter(({ value }) => !known.includes(value))) {
    name.refuse('is not one of the dataVolumes of the pool', 'name one of them');
  }
  checkUnique(names);
}

/** Checks the quantities in `nodeTemplate` of a WorkerConfig. */
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

/** Requirement of a whole number. QUANTITY and NOT_NEGATIVE report invalid and negative quantities. */
const WHOLE: Requirement = {
  accepts: (value) => (parseQuantity(value) ?? 0n) % BILLION === 0n || (parseQuantity(value) ?? 0n) < 0n,
  text: 'must be a whole number',
  remedy: 'round it',
};
