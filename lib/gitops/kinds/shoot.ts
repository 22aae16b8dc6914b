import { DELETION_CONFIRMATION } from '../../gardener/deletion';
import { field, list } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';
import { call, resource } from '../kubectl/shell';
import { IgnoredFields, KnownKind } from './known-kind';

/** Gardener works on the latest spec, unless changes wait for the maintenance time window. */
const OBSERVED =
  '((has(spec.maintenance) && has(spec.maintenance.confineSpecUpdateRollout) && spec.maintenance.confineSpecUpdateRollout) ||' +
  ' status.observedGeneration == metadata.generation)';

/**
 * Shoot: an entire cluster, which Gardener creates in 10 to 30 minutes.
 *
 * Its label `shoot.gardener.cloud/status`, which the health check of Argo CD reads, is `healthy` from the start as long as
 * nothing fails: whatever waits for the cluster would begin at once.
 */
export const SHOOT: KnownKind = {
  apiVersion: 'core.gardener.cloud/v1beta1',
  kind: 'Shoot',
  kubectl: {
    waits: (object) => [
      ...(isConfined(object) ? [] : [{ call: ['shoot_seen', object.namespace ?? '', resource(object)] }]),
      { call: ['shoot_ready', object.namespace ?? '', resource(object)] },
    ],
    removal: (object) => [call('shoot_gone', object.namespace ?? '', resource(object))],
  },
  flux: () => ({
    current: `${OBSERVED} && status.lastOperation.state == 'Succeeded' && status.conditions.all(c, c.status == 'True')`,
    failed: `${OBSERVED} && status.lastOperation.state == 'Failed'`,
  }),
  timeoutSeconds: 1800,
  argoCd: {
    health: `local health = { status = "Progressing", message = "waiting for Gardener" }
local status = obj.status
if status == nil or status.lastOperation == nil then
  return health
end
local maintenance = obj.spec.maintenance
local confined = maintenance ~= nil and maintenance.confineSpecUpdateRollout == true
if status.observedGeneration ~= obj.metadata.generation and not confined then
  return health
end
local operation = status.lastOperation
health.message = operation.description
if operation.state == "Failed" or (operation.state == "Error" and operation.type ~= "Create") then
  health.status = "Degraded"
  return health
end
if operation.type == "Delete" or (operation.type == "Create" and operation.state ~= "Succeeded") then
  return health
end
for _, wanted in ipairs({ "False", "Unknown", "Progressing" }) do
  for _, condition in ipairs(status.conditions or {}) do
    if condition.status == wanted then
      if wanted == "False" then
        health.status = "Degraded"
      end
      health.message = condition.type .. ": " .. (condition.message or condition.status)
      return health
    end
  end
end
if operation.state == "Succeeded" then
  health.status = "Healthy"
end
return health
`,
    healthOnlyIfUsed: true,
    ignoredDifferences: ({ manifest }) => changedByGardener(manifest),
    // Argo CD would leave all worker pools as they are in the cluster, as they are a list in which something is ignored:
    // https://github.com/argoproj/argo-cd/issues/17694
    overwritesIgnored: true,
  },
  kept: {
    includes: (manifest) => field(manifest, 'metadata', 'annotations', DELETION_CONFIRMATION) !== 'true',
    reason:
      "a Shoot is an entire cluster; it and the stages that it depends on are only deleted if 'confirmDeletion' is set",
  },
};

/** `confineSpecUpdateRollout`: changes wait for the maintenance time window, so the Shoot may be ready without them. */
function isConfined({ manifest }: DeliveryObject): boolean {
  return field(manifest, 'spec', 'maintenance', 'confineSpecUpdateRollout') === true;
}

/**
 * Fields that Gardener changes by itself: versions that it fills in or updates, and hibernation by a schedule.
 *
 * @see https://gardener.cloud/docs/gardener/shoot/shoot_maintenance/
 */
function changedByGardener(manifest: unknown): IgnoredFields | undefined {
  const spec = (...path: string[]) => field(manifest, 'spec', ...path);
  const isUpdated = (version: string) => spec('maintenance', 'autoUpdate', version) !== false;
  const isPatch = /^\d+\.\d+\.\d+$/.test(String(spec('kubernetes', 'version')));
  const images = list(manifest, 'spec', 'provider', 'workers').map((pool) =>
    field(pool, 'machine', 'image', 'version'),
  );
  const jsonPointers = [
    ...(isUpdated('kubernetesVersion') || !isPatch ? ['/spec/kubernetes/version'] : []),
    ...(list(manifest, 'spec', 'hibernation', 'schedules').length > 0 ? ['/spec/hibernation/enabled'] : []),
  ];
  const jqPathExpressions =
    isUpdated('machineImageVersion') || images.includes(undefined)
      ? ['.spec.provider.workers[]?.machine.image.version']
      : [];
  return jsonPointers.length + jqPathExpressions.length > 0
    ? {
        ...(jsonPointers.length > 0 && { jsonPointers }),
        ...(jqPathExpressions.length > 0 && { jqPathExpressions }),
      }
    : undefined;
}
