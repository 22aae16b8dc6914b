import { SPIN_OPERATOR_APIS } from '../../releases/registry';
import { knownTypeFields } from './known-type-fields';

/** How Argo CD sees whether an object of a kind is as it should be. */
export interface HealthCheck {
  readonly group: string;
  readonly kind: string;

  /** Lua, with `obj` given. Argo CD runs it without the `string` library. */
  readonly script: string;
}

/**
 * The operator copies the conditions of the Deployment: `Progressing` stays true when a rollout is complete, so its reason
 * counts. There is no status for an app whose executor makes no Deployments; Argo CD waits for that for ever.
 */
const SPIN_APP = `local health = { status = "Progressing", message = "waiting for spin-operator" }
if obj.status == nil or obj.status.conditions == nil then
  return health
end
local available, progressing = {}, {}
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "Available" then
    available = condition
  elseif condition.type == "Progressing" then
    progressing = condition
  end
end
if progressing.status == "False" then
  health.status = "Degraded"
  health.message = progressing.message
  return health
end
if available.status ~= "True" then
  health.message = available.message or health.message
  return health
end
if progressing.reason ~= nil and progressing.reason ~= "NewReplicaSetAvailable" then
  health.message = progressing.message
  return health
end
if not obj.spec.enableAutoscaling then
  local wanted = obj.spec.replicas or 1
  local ready = obj.status.readyReplicas or 0
  if ready < wanted then
    health.message = ready .. " of " .. wanted .. " replicas are ready"
    return health
  end
end
health.status = "Healthy"
health.message = available.message
return health
`;

const IS_FINALIZER = SPIN_OPERATOR_APIS.map((api) => `finalizer == "${api.executorFinalizer}"`).join(' or ');

/** Executors have no status. The finalizer shows that the operator runs, and that its webhooks answer. */
const SPIN_APP_EXECUTOR = `local health = { status = "Progressing", message = "waiting for the finalizer of spin-operator" }
for _, finalizer in ipairs(obj.metadata.finalizers or {}) do
  if ${IS_FINALIZER} then
    health.status = "Healthy"
    health.message = "spin-operator knows it"
  end
end
return health
`;

/** Shims have no conditions. As long as there is no node for one, nothing could run what needs it. */
const SHIM = `local health = { status = "Progressing", message = "waiting for runtime-class-manager" }
if obj.status == nil or obj.status.nodes == nil then
  return health
end
local nodes = obj.status.nodes
local ready = obj.status.nodesReady or 0
if nodes == 0 then
  health.message = "no node has the labels that it is for"
  return health
end
health.message = ready .. " of " .. nodes .. " nodes have it"
if ready >= nodes then
  health.status = "Healthy"
end
return health
`;

/** Without the CA, which cert-manager writes into it, the API server trusts no webhook and refuses what they watch over. */
const WEBHOOK_CONFIGURATION = `local health = { status = "Healthy" }
local annotations = obj.metadata.annotations or {}
if annotations["cert-manager.io/inject-ca-from"] == nil
  and annotations["cert-manager.io/inject-ca-from-secret"] == nil
  and annotations["cert-manager.io/inject-apiserver-ca"] == nil then
  return health
end
for _, webhook in ipairs(obj.webhooks or {}) do
  local bundle = webhook.clientConfig.caBundle
  if bundle == nil or bundle == "" then
    health.status = "Progressing"
    health.message = "waiting for the CA of " .. webhook.name
    return health
  end
end
return health
`;

/**
 * Argo CD goes by a label of Gardener, which says `healthy` as long as a Shoot is made and nothing fails: what waits for the
 * cluster would begin at once.
 */
const SHOOT = `local health = { status = "Progressing", message = "waiting for Gardener" }
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
`;

/**
 * Argo CD has no check for Applications, so waves of them would not wait. Their own health is not enough: before a sync is
 * done it says how things were, and it says nothing of objects that are missing.
 */
const APPLICATION = `local health = { status = "Progressing", message = "waiting for Argo CD to look at it" }
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
  health.message = "waiting for another revision"
  return health
end
if operation.finishedAt ~= nil
  and (status.reconciledAt == nil or status.reconciledAt < operation.finishedAt) then
  health.message = "waiting for Argo CD to look at what it has synced"
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
`;

/** The checks that stages are waited for by. Argo CD has none for these kinds, or one that is wrong. */
export const HEALTH_CHECKS: HealthCheck[] = [
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
    group: 'admissionregistration.k8s.io',
    kind,
    script: WEBHOOK_CONFIGURATION,
  })),
  { group: 'argoproj.io', kind: 'Application', script: APPLICATION },
  { group: 'core.gardener.cloud', kind: 'Shoot', script: SHOOT },
  ...SPIN_OPERATOR_APIS.flatMap(({ group }) => [
    { group, kind: 'SpinApp', script: SPIN_APP },
    { group, kind: 'SpinAppExecutor', script: SPIN_APP_EXECUTOR },
  ]),
  { group: 'runtime.spinkube.dev', kind: 'Shim', script: SHIM },
];

/** What of the checks a bundle needs, beyond those that all do. */
export interface HealthCheckNeeds {
  /** Whether Applications wait for each other. */
  readonly applications: boolean;

  /** Whether it has Shoots: others need not replace the check of Argo CD. */
  readonly shoots: boolean;
}

/** The part of the configuration of Argo CD that has the checks, and says what is no difference. */
export function healthChecksPatch(namespace: string, { applications, shoots }: HealthCheckNeeds): unknown {
  const needed: { [kind: string]: boolean } = { Application: applications, Shoot: shoots };
  const checks = HEALTH_CHECKS.filter(({ kind }) => needed[kind] ?? true);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace },
    data: {
      ...Object.fromEntries(
        checks.map(({ group, kind, script }) => [`resource.customizations.health.${group}_${kind}`, script]),
      ),
      ...knownTypeFields(),
    },
  };
}
