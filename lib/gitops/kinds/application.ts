import { KnownKind } from './known-kind';

/**
 * Application of Argo CD, which has no health check for it, so sync waves of Applications would not wait.
 *
 * The health of an Application is not enough: until a sync is complete it is that of before, and it says nothing about
 * missing objects.
 */
export const APPLICATION: KnownKind = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  argoCd: {
    health: `local health = { status = "Progressing", message = "waiting for Argo CD to refresh it" }
local status = obj.status
if status == nil or status.health == nil or status.health.status == nil then
  return health
end
local operation = status.operationState or {}
if obj.operation ~= nil or operation.phase == "Running" or operation.phase == "Terminating" then
  health.message = operation.message or "syncing"
  return health
end
local sync = status.sync or {}
local compared = (sync.comparedTo or {}).source
if obj.spec.source ~= nil and compared ~= nil
  and compared.targetRevision ~= obj.spec.source.targetRevision then
  health.message = "waiting for the new revision"
  return health
end
if operation.finishedAt ~= nil
  and (status.reconciledAt == nil or status.reconciledAt < operation.finishedAt) then
  health.message = "waiting for Argo CD to refresh it after the sync"
  return health
end
if (operation.phase == "Failed" or operation.phase == "Error") and sync.status ~= "Synced" then
  health.status = "Degraded"
  health.message = operation.message
  return health
end
health.status = status.health.status
health.message = status.health.message
return health
`,
  },
};
