import { SPIN_OPERATOR_APIS } from '../../releases/registry';
import { field } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';
import { resource } from '../kubectl/shell';
import { FluxConditions, KnownKind } from './known-kind';
import { executorsWithoutDeployments, isOfSpinOperator } from './spin-app-executor';

const FLUX = {
  current: [
    "status.conditions.exists(c, c.type == 'Available' && c.status == 'True')",
    "status.conditions.exists(c, c.type == 'Progressing' && c.status == 'True' && c.reason == 'NewReplicaSetAvailable')",
    '((has(spec.enableAutoscaling) && spec.enableAutoscaling) ||' +
      ' (has(status.readyReplicas) ? status.readyReplicas : 0) >= (has(spec.replicas) ? spec.replicas : 1))',
  ].join(' && '),
  failed: "status.conditions.exists(c, c.type == 'Progressing' && c.status == 'False')",
};

/**
 * SpinApp. The operator copies the conditions of the Deployment: `Progressing` stays true when a rollout is complete, so its
 * reason counts. Apps whose executor creates no Deployments never get a status; Argo CD waits for them forever.
 */
export const SPIN_APPS: KnownKind[] = SPIN_OPERATOR_APIS.map(({ apiVersion }) => ({
  apiVersion,
  kind: 'SpinApp',
  kubectl: {
    waits: (object, all) =>
      executorsWithoutDeployments(all).has(executorOf(object))
        ? []
        : [
            { call: ['wait_for', 'condition=Available', object.namespace ?? ''], resource: resource(object) },
            // Available stays true while an update is rolled out. The Deployment has the name of the app.
            { call: ['app_rolled_out', object.namespace ?? ''], resource: `deployment.apps/${object.name}` },
          ],
    removedBy: 'app_gone',
  },
  flux: fluxConditions,
  argoCd: {
    health: `local health = { status = "Progressing", message = "waiting for spin-operator" }
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
`,
    // The operator's webhook writes quantities in their shortest form, `0.5` as `500m`.
    knownTypeFields: [
      { field: 'spec.resources', type: 'core/v1/ResourceRequirements' },
      { field: 'spec.variables.valueFrom', type: 'core/v1/EnvVarSource' },
      { field: 'spec.volumes', type: 'core/v1/Volume' },
    ],
  },
}));

export function isSpinApp(object: Pick<DeliveryObject, 'apiVersion' | 'kind'>): boolean {
  return object.kind === 'SpinApp' && isOfSpinOperator(object);
}

/** Namespace and name of the executor of an app. */
function executorOf({ manifest, namespace = '' }: DeliveryObject): string {
  return `${namespace}/${String(field(manifest, 'spec', 'executor'))}`;
}

/** Apps of executors without Deployments count as ready without a status, unless there are no other apps to check. */
function fluxConditions(apps: readonly DeliveryObject[], all: readonly DeliveryObject[]): FluxConditions | undefined {
  const unmanaged = executorsWithoutDeployments(all);
  const ignored = new Set(apps.map(executorOf).filter((executor) => unmanaged.has(executor)));
  if (apps.every((app) => ignored.has(executorOf(app)))) {
    return undefined;
  }
  return ignored.size > 0 ? ignoring([...ignored]) : FLUX;
}

function ignoring(executors: string[]): FluxConditions {
  const isIgnored = `metadata.namespace + '/' + spec.executor in [${executors.map((name) => `'${name}'`).join(', ')}]`;
  return { current: `${isIgnored} || (${FLUX.current})`, failed: `!(${isIgnored}) && ${FLUX.failed}` };
}
