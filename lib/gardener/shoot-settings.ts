import { WorkerPool } from './worker-pool';
import { isIpv6Only } from './ip-family';
import { NetworkPlugin, ShootNetworking } from './networking';
import { ShootProps } from './shoot-props';

/** What a Shoot has been told so far: its properties, copied, and its worker pools. */
export interface ShootSettings extends ShootProps {
  readonly networking: ShootNetworking;
  readonly pools: WorkerPool[];
}

export function settle(props: ShootProps): ShootSettings {
  const networking = props.networking ?? {};
  return {
    ...props,
    addons: props.addons && { ...props.addons },
    dns: props.dns && { ...props.dns },
    hibernation: props.hibernation && {
      ...props.hibernation,
      schedules: props.hibernation.schedules && [...props.hibernation.schedules],
    },
    maintenance: props.maintenance && { ...props.maintenance },
    networking: {
      ...networking,
      plugin: networking.plugin ?? NetworkPlugin.CALICO,
      ipFamilies: networking.ipFamilies && [...networking.ipFamilies],
      nodes: networking.nodes ?? (isIpv6Only(networking.ipFamilies) ? undefined : props.infrastructure._nodes),
    },
    pools: [],
  };
}
