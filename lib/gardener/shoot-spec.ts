import { renderDns } from './dns';
import { renderHibernation } from './hibernation';
import { renderMaintenance } from './maintenance';
import { ShootAddons } from './shoot-props';
import { ShootSettings } from './shoot-settings';

/** Renders the `spec` of a Shoot. */
export function renderShootSpec(settings: ShootSettings): unknown {
  const { addons, cloudProfile, credentials, dns, hibernation, infrastructure, maintenance, networking } = settings;
  const { ipFamilies, nodes, plugin, pods, providerConfig, services } = networking;
  return {
    addons: addons && renderAddons(addons),
    cloudProfile: { kind: cloudProfile.kind, name: cloudProfile.name },
    [credentials._field]: credentials.name,
    dns: dns && renderDns(dns),
    hibernation: hibernation && renderHibernation(hibernation),
    kubernetes: { version: settings.kubernetesVersion },
    maintenance: maintenance && renderMaintenance(maintenance),
    networking: { type: plugin?.type, providerConfig, ipFamilies, nodes, pods, services },
    provider: { ...infrastructure._toJson(), workers: settings.pools.map((pool) => pool._toJson()) },
    purpose: settings.purpose,
    region: settings.region,
  };
}

function renderAddons({ kubernetesDashboard = false, nginxIngress = false }: ShootAddons): unknown {
  return { kubernetesDashboard: { enabled: kubernetesDashboard }, nginxIngress: { enabled: nginxIngress } };
}
