import { field, Manifest } from '../../synth/manifest';
import { Problem } from '../problems';
import { fieldCheck, FieldRequirement } from '../fields';
import { parseQuantity } from '../parse-quantity';
import { NEEDED } from '../requirement';
import { METADATA_RULES } from './metadata-rules';
import { notNull } from './null-fields';
import { PROBE_RULES } from './probe-rules';
import { RESOURCE_RULES } from './resource-rules';
import { Rule, SOURCES, SPIN_APP, SPINKUBE, Surroundings } from './rule';
import { RUNTIME_CONFIG_RULES } from './runtime-config-rules';
import { VARIABLE_RULES } from './variable-rules';
import { VOLUME_RULES } from './volume-rules';

/** Annotations that require an executor that creates Deployments. */
const POD_ANNOTATIONS = ['deploymentAnnotations', 'podAnnotations'];

const checkExecutorIsNamed = fieldCheck([
  [
    'executor',
    {
      ...NEEDED,
      text: 'is not set, so the webhook uses the first executor of the cluster by name',
      remedy: 'set it',
    },
  ],
]);

/** Rules of spin-operator for SpinApps: those of its webhooks, and those without which it creates no Deployment or Service. */
export const SPIN_APP_RULES: readonly Rule[] = [
  {
    ...SPIN_APP,
    name: 'spin-app-replicas',
    level: 'error',
    description:
      '`replicas` must be at least 1 unless autoscaling is enabled, and must not be set if it is. Otherwise the webhook of the operator rejects the SpinApp.',
    source: SOURCES.appWebhook,
    check: checkReplicas,
  },
  {
    ...SPIN_APP,
    name: 'spin-app-executor',
    level: 'error',
    description:
      'The executor must exist in the namespace of the SpinApp. Otherwise the webhook of the operator rejects the SpinApp. Checked where all executors are known: in a bundle, and with `--complete`.',
    source: SOURCES.appWebhook,
    check: checkExecutor,
  },
  {
    ...SPIN_APP,
    name: 'spin-app-executor-elsewhere',
    level: 'warning',
    description:
      'An executor that is defined in other namespaces must also be defined in the namespace of the SpinApp. Otherwise the webhook of the operator most likely rejects the SpinApp.',
    source: SOURCES.appWebhook,
    check: checkExecutorElsewhere,
  },
  {
    ...SPIN_APP,
    name: 'spin-app-executor-default',
    level: 'warning',
    description:
      '`executor` must be set. Otherwise the webhook of the operator uses the first executor of the whole cluster by name, and rejects the SpinApp if its namespace has no executor of that name.',
    source: SOURCES.appDefaults,
    check: ({ spec }) => checkExecutorIsNamed({ path: 'spec', value: spec }),
  },
  {
    ...SPIN_APP,
    about: ['volumes.*.projected', 'volumes.*.ephemeral'],
    name: 'spin-app-null-fields',
    level: 'error',
    description:
      'A projected volume must have `sources`, and a data source of a claim must have an `apiGroup`, even if they are empty. Otherwise the webhook of the operator turns the missing field into `null`, which the API server rejects.',
    source: SOURCES.appWebhook,
    check: ({ spec }) => checkNullFields({ path: 'spec', value: spec }),
  },
  {
    ...SPIN_APP,
    about: POD_ANNOTATIONS,
    name: 'spin-app-annotations',
    level: 'error',
    description:
      '`deploymentAnnotations` and `podAnnotations` must not be set if the executor does not create Deployments. Otherwise the webhook of the operator rejects the SpinApp.',
    source: SOURCES.appWebhook,
    check: checkAnnotations,
  },
  {
    ...SPIN_APP,
    groups: [SPINKUBE],
    since: 'v0.6.0',
    about: ['invocationLimits'],
    name: 'spin-app-invocation-limits',
    level: 'error',
    description:
      '`invocationLimits.memory` must be a quantity that does not exceed the memory limit of the app, or its memory request if there is no limit. Otherwise the webhook of the operator rejects the SpinApp.',
    source: SOURCES.appWebhook,
    check: checkInvocationLimits,
  },
  ...METADATA_RULES,
  ...PROBE_RULES,
  ...VARIABLE_RULES,
  ...VOLUME_RULES,
  ...RESOURCE_RULES,
  ...RUNTIME_CONFIG_RULES,
];

const EXECUTOR = 'SpinAppExecutor';

/** Fields that Go writes as null if they are missing, and how to set them. */
const checkNullFields = fieldCheck([
  ['volumes.*.projected.sources', notNull("write 'sources: []'")],
  ...['dataSource', 'dataSourceRef'].map((name): FieldRequirement => [
    `volumes.*.ephemeral.volumeClaimTemplate.spec.${name}.apiGroup`,
    notNull(`write 'apiGroup: ""' for the core group`),
  ]),
]);

function checkExecutor({ metadata: { namespace }, spec }: Manifest, { isMissing, named }: Surroundings): Problem[] {
  const value = field(spec, 'executor');
  if (typeof value !== 'string' || value === '' || !isMissing(EXECUTOR, value, namespace)) {
    return [];
  }
  const text = `does not exist in namespace ${namespace ?? 'default'}${elsewhere(named(EXECUTOR, value))}`;
  const remedy = 'add the executor, or import it with SpinAppExecutor.fromSpinAppExecutorName() if the cluster has it';
  return [{ path: 'spec.executor', value, text, remedy }];
}

/** An unknown executor may exist in the cluster, but probably not if the objects define it for other namespaces. */
function checkExecutorElsewhere(
  { metadata: { namespace }, spec }: Manifest,
  { inNamespace, isMissing, named }: Surroundings,
): Problem[] {
  const value = field(spec, 'executor');
  if (typeof value !== 'string' || inNamespace(EXECUTOR, value, namespace) || isMissing(EXECUTOR, value, namespace)) {
    return [];
  }
  const known = named(EXECUTOR, value);
  if (known.length === 0) {
    return [];
  }
  const text = `does not exist in namespace ${namespace ?? 'default'}${elsewhere(known)}`;
  return [{ path: 'spec.executor', value, text, remedy: 'use an executor of this namespace, or add one' }];
}

function elsewhere(executors: readonly Manifest[]): string {
  const namespaces = [...new Set(executors.map(({ metadata }) => metadata.namespace ?? 'default'))];
  return namespaces.length > 0 ? `, only in ${namespaces.join(', ')}` : '';
}

function checkReplicas({ spec }: Manifest): Problem[] {
  const replicas = field(spec, 'replicas') ?? undefined;
  const path = 'spec.replicas';
  if (field(spec, 'enableAutoscaling') === true) {
    const text = 'cannot be set when autoscaling is enabled';
    return replicas === undefined || replicas === 0 ? [] : [{ path, value: replicas, text, remedy: 'remove it' }];
  }
  const isEnough = replicas !== undefined && !(typeof replicas === 'number' && replicas < 1);
  const remedy = replicas === undefined ? 'set it' : 'delete the app to stop it';
  return isEnough ? [] : [{ path, value: replicas, text: 'must be at least 1 unless autoscaling is enabled', remedy }];
}

function checkAnnotations({ metadata, spec }: Manifest, { inNamespace }: Surroundings): Problem[] {
  const name = String(field(spec, 'executor'));
  const own = inNamespace(EXECUTOR, name, metadata.namespace);
  if (field(own?.spec, 'createDeployment') !== false) {
    return [];
  }
  return POD_ANNOTATIONS.map((property): [string, object] => [
    property,
    (field(spec, property) as object | undefined) ?? {},
  ])
    .filter(([, annotations]) => Object.values(annotations).some((value) => value !== null))
    .map(([property, value]) => ({
      path: `spec.${property}`,
      value,
      text: `cannot be set because the executor '${name}' does not create Deployments`,
      remedy: 'remove it',
    }));
}

function checkInvocationLimits({ spec }: Manifest): Problem[] {
  const value = field(spec, 'invocationLimits', 'memory') ?? undefined;
  if (value === undefined) {
    return [];
  }
  const path = 'spec.invocationLimits.memory';
  const memory = parseQuantity(value);
  if (memory === undefined) {
    return [{ path, value, text: 'is not a valid quantity', remedy: 'use one such as 128Mi' }];
  }
  const hasLimit = (field(spec, 'resources', 'limits', 'memory') ?? undefined) !== undefined;
  const which = hasLimit ? 'limits' : 'requests';
  const allowed = parseQuantity(field(spec, 'resources', which, 'memory'));
  if (allowed === undefined || memory <= allowed) {
    return [];
  }
  const shown = String(field(spec, 'resources', which, 'memory'));
  return [
    {
      path,
      value,
      text: `must not exceed spec.resources.${which}.memory (${shown})`,
      remedy: 'lower it, or raise the other',
    },
  ];
}
