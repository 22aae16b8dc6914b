import { violation } from '../private/errors';
import { Cidr, contains, overlaps, parseCidr } from './cidr';
import { ShootNetworking } from './networking';

/** A network, with the property that has it. */
export interface Network {
  readonly property: string;
  readonly text: string;
  readonly cidr: Cidr;
}

/** A property, and the network that it should have. */
export type NamedNetwork = readonly [property: string, text: string | undefined];

/** Those that are networks; what is none is said elsewhere. */
export function readNetworks(named: readonly NamedNetwork[]): Network[] {
  return named.flatMap(([property, text]) => {
    const cidr = text === undefined ? undefined : parseCidr(text);
    return text === undefined || cidr === undefined ? [] : [{ property, text, cidr }];
  });
}

/** The networks of pods and Services. */
export function podNetworks({ pods, services }: ShootNetworking): Network[] {
  return readNetworks([
    ['networking.pods', pods],
    ['networking.services', services],
  ]);
}

export function mustBeIn({ cidr, property, text }: Network, outer: Network): string[] {
  return contains(outer.cidr, cidr)
    ? []
    : [violation(property, text, `is not in ${outer.property}, ${outer.text}`, 'choose a network in it')];
}

export function mustNotBeIn({ cidr, property, text }: Network, outer: Network): string[] {
  return contains(outer.cidr, cidr)
    ? [violation(property, text, `is in ${outer.property}, ${outer.text}`, 'choose a network outside')]
    : [];
}

export function mustBeApart({ cidr, property, text }: Network, other: Network): string[] {
  return overlaps(other.cidr, cidr)
    ? [
        violation(
          property,
          text,
          `has addresses of ${other.property}, ${other.text}`,
          'choose networks that do not overlap',
        ),
      ]
    : [];
}

/** No two of the networks have addresses in common, nor has one of them any with others. */
export function mustNotOverlap(networks: readonly Network[], others: readonly Network[]): string[] {
  return networks.flatMap((network, index) =>
    [...networks.slice(0, index), ...others].flatMap((other) => mustBeApart(network, other)),
  );
}
