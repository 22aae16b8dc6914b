import { Duration } from 'cdk8s';
import { listUnlessEmpty } from '../../private/empty';
import { violation } from '../../private/errors';
import { ask } from '../ask';
import { PUBLIC_IP_NAME, RESOURCE_GROUP } from './azure-names';

/** A public IP that is there, of the SKU `standard`, in the zone of its NAT gateway. */
export interface AzurePublicIp {
  /** Its name. */
  readonly name: string;

  /** The resource group that it is in. */
  readonly resourceGroup: string;
}

/** A NAT gateway, through which machines reach the internet. */
export interface AzureNatGateway {
  /**
   * Whether there is one. Only to say that there is none is different from saying nothing: a garden may then make one,
   * and put the machines into zones. Not with anything else.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * After what time without traffic a connection is forgotten: from 4 to 120 whole minutes.
   *
   * @default - that of Azure
   */
  readonly idleConnectionTimeout?: Duration;

  /**
   * Its public addresses. One for all zones needs to be in a zone for that.
   *
   * @default - one that Gardener makes
   */
  readonly ipAddresses?: AzurePublicIp[];
}

const LEAST_MINUTES = 4;
const MOST_MINUTES = 120;

/** The zone is that of a gateway for all zones; one for a single zone is in that. */
export function renderNatGateway(gateway: AzureNatGateway, zone?: number): unknown {
  const { enabled = true, idleConnectionTimeout, ipAddresses = [] } = gateway;
  return {
    enabled,
    idleConnectionTimeoutMinutes: idleConnectionTimeout?.toMinutes({ integral: false }),
    zone,
    ipAddresses: listUnlessEmpty(ipAddresses.map(({ name, resourceGroup }) => ({ name, resourceGroup, zone }))),
  };
}

/** What Gardener's provider for Azure refuses of it. */
export function validateNatGateway(property: string, gateway: AzureNatGateway): string[] {
  const { idleConnectionTimeout, ipAddresses = [] } = gateway;
  const minutes = idleConnectionTimeout?.toMinutes({ integral: false });
  const isRight =
    minutes === undefined || (Number.isInteger(minutes) && minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES);
  const rule = `must be from ${LEAST_MINUTES} to ${MOST_MINUTES} whole minutes`;
  return [
    ...validateDisabled(property, gateway),
    ...(isRight
      ? []
      : [violation(`${property}.idleConnectionTimeout`, `${minutes} minutes`, rule, 'choose one of them')]),
    ...ipAddresses.flatMap(({ name, resourceGroup }, index) => [
      ...ask(`${property}.ipAddresses[${index}].name`, name, PUBLIC_IP_NAME),
      ...ask(`${property}.ipAddresses[${index}].resourceGroup`, resourceGroup, RESOURCE_GROUP),
    ]),
  ];
}

/** What is not there has no settings. */
function validateDisabled(property: string, { enabled = true, idleConnectionTimeout, ipAddresses }: AzureNatGateway) {
  return !enabled && (idleConnectionTimeout ?? ipAddresses) !== undefined
    ? [violation(`${property}.enabled`, enabled, 'is false, and there are settings', 'remove it, or the settings')]
    : [];
}
