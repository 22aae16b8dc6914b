import { violation } from '../../private/errors';
import { NEEDED } from '../../validation/requirement';
import { ask } from '../ask';
import { OPENSTACK_NAME, UUID } from './openstack-names';

/** For which Services a class of load balancers is meant. */
export enum OpenStackLoadBalancerPurpose {
  /** For all that name no class. */
  DEFAULT = 'default',

  /** For those that are to be reached from inside, where the default class says nothing else. */
  PRIVATE = 'private',
}

/** The subnet of a floating network that addresses are taken from. */
export class OpenStackFloatingSubnet {
  /**
   * The one of an id.
   *
   * @param id its UUID
   */
  public static fromId(id: string): OpenStackFloatingSubnet {
    return new OpenStackFloatingSubnet('floatingSubnetID', id);
  }

  /**
   * The ones of a name.
   *
   * @param name the name, or a pattern of names: `internet-*`
   */
  public static fromName(name: string): OpenStackFloatingSubnet {
    return new OpenStackFloatingSubnet('floatingSubnetName', name);
  }

  /**
   * The ones with tags.
   *
   * @param tags the tags
   */
  public static fromTags(...tags: string[]): OpenStackFloatingSubnet {
    return new OpenStackFloatingSubnet('floatingSubnetTags', tags.join());
  }

  private constructor(
    private readonly field: string,
    private readonly text: string,
  ) {}

  /** @internal */
  public _toJson(): { [field: string]: string } {
    return { [this.field]: this.text };
  }

  /** @internal */
  public _validate(property: string): string[] {
    return ask(property, this.text, this.field === 'floatingSubnetID' ? UUID : OPENSTACK_NAME);
  }
}

/** A class of load balancers, which a Service names with the annotation `loadbalancer.openstack.org/class`. */
export interface OpenStackLoadBalancerClass {
  /** Its name, once in a Shoot. One called `default` or `private` has that purpose. */
  readonly name: string;

  /**
   * For which Services it is meant.
   *
   * @default - for those that name it
   */
  readonly purpose?: OpenStackLoadBalancerPurpose;

  /**
   * The UUID of the network that load balancers get public addresses from.
   *
   * @default - that of the floating pool
   */
  readonly floatingNetworkId?: string;

  /**
   * The subnet of that network.
   *
   * @default - one that OpenStack chooses
   */
  readonly floatingSubnet?: OpenStackFloatingSubnet;

  /**
   * The id of the subnet that load balancers get inner addresses from. Counts for nothing beside a floating network or subnet.
   *
   * @default - that of the machines
   */
  readonly subnetId?: string;
}

export function renderLoadBalancerClass(options: OpenStackLoadBalancerClass): unknown {
  const { floatingNetworkId, floatingSubnet, name, purpose, subnetId } = options;
  return { name, purpose, floatingNetworkID: floatingNetworkId, ...floatingSubnet?._toJson(), subnetID: subnetId };
}

/** What Gardener's provider for OpenStack refuses of them. */
export function validateLoadBalancerClasses(classes: readonly OpenStackLoadBalancerClass[]): string[] {
  return classes.flatMap((one, index) => {
    const property = `infrastructure.loadBalancerClasses[${index}]`;
    const earlier = classes.slice(0, index);
    return [
      ...validateLoadBalancerClass(property, one),
      ...(earlier.some(({ name }) => name === one.name)
        ? [violation(`${property}.name`, one.name, 'is there already', 'choose another name')]
        : []),
      ...Object.values(OpenStackLoadBalancerPurpose)
        .filter((purpose) => isFor(purpose, one) && earlier.some((other) => isFor(purpose, other)))
        .map((purpose) =>
          violation(`${property}.purpose`, purpose, 'is that of an earlier class already', 'choose one of them'),
        ),
    ];
  });
}

function validateLoadBalancerClass(property: string, options: OpenStackLoadBalancerClass): string[] {
  return [
    ...ask(`${property}.name`, options.name, OPENSTACK_NAME),
    ...ask(`${property}.floatingNetworkId`, options.floatingNetworkId, UUID),
    ...(options.floatingSubnet?._validate(`${property}.floatingSubnet`) ?? []),
    ...ask(`${property}.subnetId`, options.subnetId, NEEDED),
  ];
}

/** A class may say by its name what it is for. */
function isFor(purpose: OpenStackLoadBalancerPurpose, { name, purpose: own }: OpenStackLoadBalancerClass): boolean {
  const said: (string | undefined)[] = [own, name];
  return said.includes(purpose);
}
