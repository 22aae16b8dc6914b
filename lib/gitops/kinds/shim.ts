import { call, resource } from '../kubectl/shell';
import { KnownKind, perBundle } from './known-kind';
import { installsShim } from './workloads';

/** Namespaces in which runtime-class-manager runs its Jobs. */
const managers = perBundle((all) =>
  all.filter((object) => installsShim(object, 'SHIM_NODE_INSTALLER_IMAGE')).map(({ namespace = '' }) => namespace),
);

/** Shim of runtime-class-manager. It has no conditions; as long as no node matches, nothing that needs it could run. */
export const SHIM: KnownKind = {
  apiVersion: 'runtime.spinkube.dev/v1alpha1',
  kind: 'Shim',
  kubectl: {
    waits: ({ name }) => [call('shim_installed', name)],
    removal: (object, all) => [
      call('gone', '', resource(object)),
      ...managers(all).map((manager) => call('jobs_done', manager)),
      // The label shows the progress on a node, and stays when the Shim is gone.
      `${call('k', 'label', 'nodes', '--all', `${object.name}-`)} || true`,
    ],
  },
  flux: () => ({ current: 'status.nodes > 0 && status.nodesReady >= status.nodes' }),
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
if ready >= nodes then
  health.status = "Healthy"
end
return health
`,
  },
};
