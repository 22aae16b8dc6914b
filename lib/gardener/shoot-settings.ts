import { WorkerPool } from './worker-pool';
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
      nodes: networking.nodes ?? props.infrastructure._nodes,
    },
    pools: [],
  };
}
