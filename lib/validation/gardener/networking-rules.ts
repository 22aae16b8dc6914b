import { isQualifiedName } from '../../private/names';
import { Rule } from '../admission/rule';
import { oneOfNoneEmpty, Requirement } from '../requirement';
import { CheckedField, checkUnique } from './checked-field';
import { checkCidr, parseCidr } from './networks';
import { GARDENER_SOURCES, isWorkerless, shootRule } from './shoot-rule';

const IPV4 = 'IPv4';
const IPV6 = 'IPv6';

/** Label prefix that Gardener puts before the network type. */
const TYPE_LABEL = 'networking.extensions.gardener.cloud/';

const TYPE: Requirement = {
  accepts: (type) => typeof type === 'string' && isQualifiedName(TYPE_LABEL + type),
  text: 'is not a valid network type',
  remedy: 'use one that the garden has, such as calico or cilium',
};

/** Rules of Gardener for the networking of a Shoot. IPv6 networks are not checked. */
export const NETWORKING_RULES: readonly Rule[] = [
  shootRule({
    name: 'shoot-network-type',
    level: 'error',
    description:
      'A Shoot with worker pools has a network type, which can be the value of a label. Gardener rejects it otherwise.',
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      const type = shoot.at('spec', 'networking', 'type');
      if (!isWorkerless(shoot) && type.require('is required', 'use calico or cilium')) {
        type.check(TYPE);
      }
    },
  }),
  shootRule({
    about: ['networking.ipFamilies'],
    name: 'shoot-ip-families',
    level: 'error',
    description: 'IP families are `IPv4` and `IPv6`, each once. Gardener rejects the Shoot otherwise.',
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      const families = shoot.items('spec', 'networking', 'ipFamilies');
      families.forEach((family) => family.check(oneOfNoneEmpty(IPV4, IPV6)));
      checkUnique(families);
    },
  }),
  shootRule({
    about: ['networking'],
    name: 'shoot-networks',
    level: 'error',
    description:
      'The networks of nodes, pods and Services are CIDRs of one of the IP families of the Shoot, without host bits. Gardener rejects the Shoot otherwise.',
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      const families = familiesOf(shoot);
      // If a family is repeated, it is unknown which one is meant.
      if (new Set(families).size === families.length) {
        ['nodes', 'pods', 'services'].forEach((name) => {
          checkNetwork(shoot.at('spec', 'networking', name), families);
        });
      }
    },
  }),
];

/** Tells if a Shoot has IPv6 but not IPv4. */
export function isIpv6Only(shoot: CheckedField): boolean {
  const families = familiesOf(shoot);
  return families.length > 0 && !families.includes(IPV4);
}

/** Tells if a Shoot has IPv6, alone or with IPv4. */
export function hasIpv6(shoot: CheckedField): boolean {
  return familiesOf(shoot).includes(IPV6);
}

function familiesOf(shoot: CheckedField): unknown[] {
  return shoot.items('spec', 'networking', 'ipFamilies').map(({ value }) => value);
}

function checkNetwork(network: CheckedField, families: readonly unknown[]): void {
  if (families.includes(IPV6) && network.text?.includes(':')) {
    return;
  }
  if (families.length > 0 && !families.includes(IPV4)) {
    if (network.isGiven) {
      const rule =
        parseCidr(network.value) === undefined
          ? 'is not a valid IPv6 CIDR'
          : 'is an IPv4 CIDR, and the Shoot has no IPv4';
      network.refuse(rule, 'use the form fd00::/56');
    }
    return;
  }
  checkCidr(network);
}
