import { SPIN_OPERATOR_APIS } from '../../releases/registry';
import { field, groupOf } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';
import { call, resource } from '../kubectl/shell';
import { KnownKind, perBundle } from './known-kind';

const FINALIZERS = SPIN_OPERATOR_APIS.map(({ executorFinalizer }) => executorFinalizer);

/** SpinAppExecutor. It has no status; the finalizer shows that the operator runs and that its webhooks answer. */
export const SPIN_APP_EXECUTORS: KnownKind[] = SPIN_OPERATOR_APIS.map(({ apiVersion }) => ({
  apiVersion,
  kind: 'SpinAppExecutor',
  kubectl: {
    waits: (object) => [
      { call: ['wait_for', 'jsonpath={.metadata.finalizers[0]}', object.namespace ?? ''], resource: resource(object) },
    ],
    removal: (object) => [call('executor_gone', object.namespace ?? '', resource(object)), ...defaultCa(object)],
  },
  flux: () => ({
    current: `has(metadata.finalizers) && metadata.finalizers.exists(f, f in [${FINALIZERS.map((name) => `'${name}'`).join(', ')}])`,
  }),
  argoCd: {
    health: `local health = { status = "Progressing", message = "waiting for the finalizer of spin-operator" }
for _, finalizer in ipairs(obj.metadata.finalizers or {}) do
  if ${FINALIZERS.map((name) => `finalizer == "${name}"`).join(' or ')} then
    health.status = "Healthy"
    health.message = "spin-operator has added its finalizer"
  end
end
return health
`,
  },
}));

export function isSpinAppExecutor(object: Pick<DeliveryObject, 'apiVersion' | 'kind'>): boolean {
  return object.kind === 'SpinAppExecutor' && isOfSpinOperator(object);
}

/** True for an object in the API group of a spin-operator. */
export function isOfSpinOperator(object: Pick<DeliveryObject, 'apiVersion'>): boolean {
  return SPIN_OPERATOR_APIS.some(({ group }) => group === groupOf(object));
}

/** Namespace and name of the executors without Deployments: the operator never writes a status to their apps. */
export const executorsWithoutDeployments = perBundle(
  (all) =>
    new Set(
      all
        .filter((object) => isSpinAppExecutor(object) && field(object.manifest, 'spec', 'createDeployment') === false)
        .map(({ name, namespace = '' }) => `${namespace}/${name}`),
    ),
);

/** The operator creates this Secret once in each namespace, and never removes it. */
function defaultCa({ manifest, namespace = '' }: DeliveryObject): string[] {
  const config: unknown = field(manifest, 'spec', 'deploymentConfig');
  const isCreated = field(config, 'installDefaultCACerts') === true && field(config, 'caCertSecret') === undefined;
  return isCreated ? [call('gone', namespace, 'secret/spin-ca')] : [];
}
