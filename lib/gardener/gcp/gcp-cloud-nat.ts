import { Duration } from 'cdk8s';
import { listUnlessEmpty } from '../../private/empty';
import { violation } from '../../private/errors';
import { ask, positive } from '../ask';
import { GCP_NAME } from './gcp-names';

/**
 * How machines reach the internet, by Cloud NAT.
 *
 * @see https://cloud.google.com/nat/docs/ports-and-addresses
 */
export interface GcpCloudNat {
  /**
   * Names of external addresses that are there.
   *
   * @default - Gardener makes some
   */
  readonly natIpNames?: string[];

  /**
   * The number of ports that each machine gets. A power of two, if they are given as needed.
   *
   * @default - that of the provider, 2048
   */
  readonly minPortsPerVm?: number;

  /**
   * The number of ports that a machine may get, a power of two. Only with `dynamicPortAllocation`.
   *
   * @default - that of the provider, 65536
   */
  readonly maxPortsPerVm?: number;

  /**
   * Whether machines get ports as they need them. Not with `endpointIndependentMapping`.
   *
   * @default false
   */
  readonly dynamicPortAllocation?: boolean;

  /**
   * Whether a port of a machine is seen as the same one from everywhere.
   *
   * @default false
   */
  readonly endpointIndependentMapping?: boolean;

  /**
   * After what time without traffic UDP is forgotten. Whole seconds.
   *
   * @default - that of GCP, 30 seconds
   */
  readonly udpIdleTimeout?: Duration;

  /**
   * After what time without traffic ICMP is forgotten. Whole seconds.
   *
   * @default - that of GCP, 30 seconds
   */
  readonly icmpIdleTimeout?: Duration;

  /**
   * After what time without traffic an established TCP connection is forgotten. Whole seconds.
   *
   * @default - that of GCP, 20 minutes
   */
  readonly tcpEstablishedIdleTimeout?: Duration;

  /**
   * After what time without traffic a TCP connection is forgotten that is being opened or closed. Whole seconds.
   *
   * @default - that of GCP, 30 seconds
   */
  readonly tcpTransitoryIdleTimeout?: Duration;

  /**
   * For what time a port is kept after its TCP connection was closed. Whole seconds.
   *
   * @default - that of GCP, 2 minutes
   */
  readonly tcpTimeWaitTimeout?: Duration;
}

const TIMEOUTS = [
  'udpIdleTimeout',
  'icmpIdleTimeout',
  'tcpEstablishedIdleTimeout',
  'tcpTransitoryIdleTimeout',
  'tcpTimeWaitTimeout',
] as const;

export function renderCloudNat(nat: GcpCloudNat): unknown {
  const { endpointIndependentMapping: enabled, natIpNames = [] } = nat;
  return {
    natIPNames: listUnlessEmpty(natIpNames.map((name) => ({ name }))),
    minPortsPerVM: nat.minPortsPerVm,
    maxPortsPerVM: nat.maxPortsPerVm,
    enableDynamicPortAllocation: nat.dynamicPortAllocation,
    endpointIndependentMapping: enabled === undefined ? undefined : { enabled },
    udpIdleTimeoutSec: seconds(nat.udpIdleTimeout),
    icmpIdleTimeoutSec: seconds(nat.icmpIdleTimeout),
    tcpEstablishedIdleTimeoutSec: seconds(nat.tcpEstablishedIdleTimeout),
    tcpTransitoryIdleTimeoutSec: seconds(nat.tcpTransitoryIdleTimeout),
    tcpTimeWaitTimeoutSec: seconds(nat.tcpTimeWaitTimeout),
  };
}

/** What Gardener's provider for GCP refuses of it. */
export function validateCloudNat(nat: GcpCloudNat): string[] {
  const { dynamicPortAllocation = false, maxPortsPerVm: max, minPortsPerVm: min, natIpNames = [] } = nat;
  const property = (name: string) => `infrastructure.cloudNat.${name}`;
  return [
    ...TIMEOUTS.flatMap((name) => positive(property(name), seconds(nat[name]))),
    ...natIpNames.flatMap((name, index) => ask(property(`natIpNames[${index}]`), name, GCP_NAME)),
    ...validatePorts(property('minPortsPerVm'), min, dynamicPortAllocation),
    ...validatePorts(property('maxPortsPerVm'), max, dynamicPortAllocation),
    ...(max !== undefined && !dynamicPortAllocation
      ? [violation(property('maxPortsPerVm'), max, "needs 'dynamicPortAllocation'", 'set it, or remove this')]
      : []),
    ...(min !== undefined && max !== undefined && min > max
      ? [violation(property('minPortsPerVm'), min, `is more than 'maxPortsPerVm', ${max}`, 'lower it')]
      : []),
    ...(dynamicPortAllocation && nat.endpointIndependentMapping === true
      ? [
          violation(
            property('dynamicPortAllocation'),
            true,
            "is set beside 'endpointIndependentMapping'",
            'remove one of them',
          ),
        ]
      : []),
  ];
}

/** Parts of a second are refused with everything else, and not where they are rendered. */
function seconds(duration?: Duration): number | undefined {
  return duration?.toSeconds({ integral: false });
}

function validatePorts(property: string, count: number | undefined, isDynamic: boolean): string[] {
  if (count === undefined || (Number.isInteger(count) && count > 0 && (!isDynamic || isPowerOfTwo(count)))) {
    return [];
  }
  const rule = isDynamic ? 'must be a power of two' : 'must be a whole number above 0';
  return [violation(property, count, rule, isDynamic ? 'choose 64, 128, 256 and so on' : 'choose one')];
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}
