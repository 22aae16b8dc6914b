import { KedaFallbackBehavior } from '../app/autoscaling/keda-autoscaler';
import { AUTOSCALER, scaledApp } from './autoscaler-code';
import { Call, Code, Member } from './code';
import { Context, FieldTable, hasOnly, isJson, isText, Json, mapsIn, memberName, Properties, same } from './context';
import { kedaTrigger } from './keda-trigger-code';
import { scalingRules, seconds } from './scaling-rules-code';
import { KnownKind, newConstruct, Rejection } from './way';

/** A ScaledObject of a SpinApp is a `KedaAutoscaler`. */
export const SCALED_OBJECT: KnownKind = {
  group: 'keda.sh',
  ways: (manifest, context) => {
    const { spec } = manifest;
    const app = isJson(spec) ? scaledApp(spec.scaleTargetRef, context) : undefined;
    if (!isJson(spec) || !app) {
      return [];
    }
    const triggers = mapsIn(spec.triggers)?.map((trigger) => kedaTrigger(trigger, context)) ?? [];
    const other = triggers.indexOf(undefined);
    if (other >= 0) {
      return new Rejection('KedaAutoscaler', `no KedaTrigger makes 'spec.triggers[${other}]'`);
    }
    const fields = {
      scaleTargetRef: () => ({ target: app }),
      triggers: () => ({ triggers: triggers as Code[] }),
      ...FIELDS,
    };
    const way = newConstruct('KedaAutoscaler', fields, manifest, context);
    return way instanceof Rejection ? way : [{ ...way, app, place: AUTOSCALER, isWhole: true }];
  },
};

/** A TriggerAuthentication. */
export const TRIGGER_AUTHENTICATION: KnownKind = {
  group: 'keda.sh',
  ways: (manifest, context) => {
    const fields: FieldTable = {
      secretTargetRef: (value) => ({ secrets: secrets(value, context) }),
      podIdentity: (value) => ({ podIdentity: isJson(value) ? podIdentity(value) : undefined }),
    };
    const way = newConstruct('TriggerAuthentication', fields, manifest, context);
    return way instanceof Rejection ? way : [way];
  },
};

/** Properties of a KedaAutoscaler by the other fields of `spec`. */
const FIELDS: FieldTable = {
  idleReplicaCount: same('idleReplicas'),
  minReplicaCount: same('minReplicas'),
  maxReplicaCount: same('maxReplicas'),
  pollingInterval: (value) => ({ pollingInterval: seconds(value) }),
  cooldownPeriod: (value) => ({ cooldownPeriod: seconds(value) }),
  initialCooldownPeriod: (value) => ({ initialCooldownPeriod: seconds(value) }),
  fallback: (value) => ({ fallback: isJson(value) ? fallback(value) : undefined }),
  advanced: (value) => (isJson(value) ? advanced(value) : {}),
};

function fallback({ behavior, failureThreshold, replicas }: Json): Code {
  const name = memberName(KedaFallbackBehavior, behavior);
  return {
    failureThreshold: failureThreshold as Code,
    replicas: replicas as Code,
    behavior: name === undefined ? undefined : new Member('KedaFallbackBehavior', name),
  };
}

function advanced({ horizontalPodAutoscalerConfig: config, restoreToOriginalReplicaCount }: Json): Properties {
  const { behavior, name } = isJson(config) ? config : {};
  return {
    restoreToOriginalReplicaCount: restoreToOriginalReplicaCount as Code,
    horizontalPodAutoscalerName: name as Code,
    ...scalingRules(behavior),
  };
}

/** Parameters from Secrets by their names; undefined if they have another form. */
function secrets(value: unknown, context: Context): Code | undefined {
  const entries = mapsIn(value)?.map(({ key, name, parameter, ...others }): [unknown, Code | undefined] => [
    parameter,
    isText(key) && isText(name) && hasOnly(others)
      ? { secret: new Call('Existing.secret', context.name('Secret', name)), key }
      : undefined,
  ]);
  return entries?.every(([parameter, code]) => isText(parameter) && code !== undefined)
    ? (Object.fromEntries(entries) as { readonly [parameter: string]: Code })
    : undefined;
}

/** Factories of `PodIdentity` by the provider. */
const IDENTITIES: { readonly [provider: string]: (options: { readonly [name: string]: Code }) => Call } = {
  'azure-workload': (options) => new Call('PodIdentity.azureWorkload', optional(options)),
  aws: ({ identityOwner, ...options }) =>
    new Call(
      'PodIdentity.aws',
      optional({ ...options, ...(identityOwner === 'workload' ? { ofWorkload: true } : {}) }),
    ),
  gcp: () => new Call('PodIdentity.gcp'),
};

function podIdentity({ provider, ...options }: Json): Code | undefined {
  return isText(provider) && Object.hasOwn(IDENTITIES, provider)
    ? IDENTITIES[provider](options as { readonly [name: string]: Code })
    : undefined;
}

function optional(options: { readonly [name: string]: Code }): Code | undefined {
  return Object.keys(options).length === 0 ? undefined : options;
}
