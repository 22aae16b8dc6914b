import { goArchitecture } from '../../platform/fetch-strategy';
import { field, list } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';
import { call, resource } from '../kubectl/shell';
import { isOfKind, KnownKind, perBundle } from './known-kind';
import { installsShim } from './workloads';

/** Annotation of a Shim with the archives that all its nodes have; shim-nodes.sh writes it. */
const INSTALLED = 'cdk8s-spinkube/installed-archives';

/**
 * Shim of runtime-class-manager. It has no conditions; as long as no node matches, nothing that needs it could run.
 *
 * A node that has any version of the shim counts as ready, and a changed Shim changes nothing on it. So a Shim that was changed
 * since its creation is ready only if the annotation names its archives. Its generation does not tell: the CustomResourceDefinition
 * has no status subresource, so each change of the status raises it. The manager that owns the status is runtime-class-manager.
 */
export const SHIM: KnownKind = {
  apiVersion: 'runtime.spinkube.dev/v1alpha1',
  kind: 'Shim',
  kubectl: {
    waits: (object) => [{ call: ['shim_installed', object.name, selectorOf(object), archivesOf(object)] }],
    upgrades: (object, all) => [
      call('nodes_upgraded', object.name, selectorOf(object), sparedPods(all), archivesOf(object)),
    ],
    removal: (object) => [call('gone', '', resource(object)), call('shim_uninstalled', object.name)],
  },
  flux: () => ({
    current: `status.nodes > 0 && status.nodesReady >= status.nodes &&
  (has(metadata.annotations) && '${INSTALLED}' in metadata.annotations
    ? (has(spec.fetchStrategy.platforms) && size(spec.fetchStrategy.platforms) > 0
        ? spec.fetchStrategy.platforms.map(p, has(p.sha256) ? p.sha256 : p.location)
        : [spec.fetchStrategy.anonHttp.location]).all(a, metadata.annotations['${INSTALLED}'].contains(a))
    : !(has(metadata.managedFields) && metadata.managedFields.exists(m,
        'f:spec' in m.fieldsV1 && !('f:status' in m.fieldsV1) && m.time > metadata.creationTimestamp)))`,
  }),
  argoCd: {
    health: `local health = { status = "Progressing", message = "waiting for runtime-class-manager" }
if obj.status == nil or obj.status.nodes == nil then
  return health
end
local nodes = obj.status.nodes
local ready = obj.status.nodesReady or 0
if nodes == 0 then
  health.message = "no node matches its nodeSelector"
  return health
end
health.message = ready .. " of " .. nodes .. " nodes have it"
if ready < nodes then
  return health
end
local changed = false
local installed = (obj.metadata.annotations or {})["${INSTALLED}"]
if installed ~= nil then
  local fetch = obj.spec.fetchStrategy
  local archives = {}
  for _, platform in ipairs(fetch.platforms or {}) do
    table.insert(archives, platform.sha256 or platform.location)
  end
  if #archives == 0 then
    archives = { fetch.anonHttp.location }
  end
  changed = installed ~= table.concat(archives, " ")
else
  for _, manager in ipairs(obj.metadata.managedFields or {}) do
    if manager.fieldsV1["f:spec"] ~= nil and manager.fieldsV1["f:status"] == nil
      and manager.time > obj.metadata.creationTimestamp then
      changed = true
    end
  end
end
if changed then
  health.message = "nodes may have another version of the shim; run kubectl/upgrade-nodes.sh"
else
  health.status = "Healthy"
end
return health
`,
  },
};

export function isShim(object: Pick<DeliveryObject, 'apiVersion' | 'kind'>): boolean {
  return isOfKind(object, SHIM);
}

/** Selector of the nodes that a Shim is for. */
function selectorOf({ manifest }: DeliveryObject): string {
  const labels = (field(manifest, 'spec', 'nodeSelector') ?? {}) as { [label: string]: string };
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join();
}

/** Archive of each architecture as shim-nodes.sh compares it: by its checksum, or by its location where that is not known. */
function archivesOf({ manifest }: DeliveryObject): string {
  const platforms = list(manifest, 'spec', 'fetchStrategy', 'platforms');
  const archives = platforms.map((platform) => {
    const architecture = goArchitecture(String(field(platform, 'arch')));
    return `${architecture}=${String(field(platform, 'sha256') ?? field(platform, 'location'))}`;
  });
  const location: unknown = field(manifest, 'spec', 'fetchStrategy', 'anonHttp', 'location');
  return archives.length > 0 ? archives.join(' ') : `any=${String(location)}`;
}

/** Label selector of all pods except runtime-class-manager. */
const sparedPods = perBundle((all) => {
  const labels = all
    .filter((object) => installsShim(object, 'SHIM_NODE_INSTALLER_IMAGE'))
    .map(({ manifest }) => field(manifest, 'spec', 'selector', 'matchLabels') as { [label: string]: string });
  return labels
    .flatMap((selector) => Object.entries(selector).slice(0, 1))
    .map(([label, value]) => `${label}!=${value}`)
    .join();
});
