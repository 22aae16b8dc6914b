import { isDeepStrictEqual } from 'util';
import { KedaMetricType, KedaTrigger } from '../app/autoscaling/keda-trigger';
import { Call, Code, CodeMap, Member } from './code';
import { Context, hasOnly, isJson, isText, Json, memberName } from './context';

/** A setting as a value of TypeScript. */
type Setting = (text: string) => Code;

const text: Setting = (value) => value;
const number: Setting = Number;
const boolean: Setting = (value) => value === 'true';

/** A schedule as `Cron.schedule({ minute: '0', hour: '6' })`. */
const cron: Setting = (value) => {
  const names = ['minute', 'hour', 'day', 'month', 'weekDay'];
  const fields = value.split(' ').map((field, index) => [names[index], field === '*' ? undefined : field]);
  return new Call('Cron.schedule', Object.fromEntries(fields) as CodeMap);
};

/** Options by setting. */
interface Settings {
  readonly [setting: string]: readonly [option: string, convert: Setting];
}

/** The factories of `KedaTrigger` that take their settings as options. */
const FACTORIES: { readonly [type: string]: Settings } = {
  cron: {
    timezone: ['timezone', text],
    start: ['start', cron],
    end: ['end', cron],
    desiredReplicas: ['desiredReplicas', number],
  },
  prometheus: {
    serverAddress: ['serverAddress', text],
    query: ['query', text],
    threshold: ['threshold', number],
    activationThreshold: ['activationThreshold', number],
    namespace: ['namespace', text],
    ignoreNullValues: ['ignoreNullValues', boolean],
    authModes: ['authModes', text],
    unsafeSsl: ['unsafeSsl', boolean],
  },
  redis: {
    address: ['address', text],
    listName: ['listName', text],
    listLength: ['listLength', number],
    activationListLength: ['activationListLength', number],
    databaseIndex: ['databaseIndex', number],
    enableTLS: ['enableTls', boolean],
  },
};

/** An entry of `spec.triggers`; undefined if there is no `KedaTrigger` like it. */
export function kedaTrigger(trigger: Json, context: Context): Code | undefined {
  const { authenticationRef, metadata, metricType, name, type, useCachedMetrics } = trigger;
  if (!isText(type) || !isJson(metadata)) {
    return undefined;
  }
  const options = {
    name: name as Code,
    metricType: metricType === undefined ? undefined : metricTypeCode(metricType),
    useCachedMetrics: useCachedMetrics as Code,
    authentication: isJson(authenticationRef) ? authentication(authenticationRef, context) : undefined,
  };
  const ways = [
    ...(type === 'cpu' || type === 'memory' ? resourceTriggers(type, metadata, name) : []),
    ...(Object.hasOwn(FACTORIES, type) ? typedTriggers(type, metadata, options) : []),
    new Call('KedaTrigger.of', type, metadata as CodeMap, options),
  ];
  return ways.find((way) => isSame(context.value(way), trigger));
}

/** Triggers of CPU and memory, whose metric types are options. */
function resourceTriggers(type: string, { value }: Json, name: unknown): Call[] {
  return [
    { name: name as Code, utilization: Number(value) },
    { name: name as Code, averageValue: new Call(type === 'cpu' ? 'Kube.cpu' : 'Kube.size', String(value)) },
  ].map((options) => new Call(`KedaTrigger.${type}`, options));
}

function typedTriggers(type: string, metadata: Json, options: CodeMap): Call[] {
  const settings = FACTORIES[type];
  if (!hasOnly(metadata, ...Object.keys(settings))) {
    return [];
  }
  const typed = Object.entries(settings).map(([setting, [option, convert]]) => {
    const value = metadata[setting];
    return [option, isText(value) ? convert(value) : undefined];
  });
  return [new Call(`KedaTrigger.${type}`, { ...(Object.fromEntries(typed) as CodeMap), ...options })];
}

function metricTypeCode(value: unknown): Code | undefined {
  const name = memberName(KedaMetricType, value);
  return name === undefined ? undefined : new Member('KedaMetricType', name);
}

function authentication({ kind, name, ...others }: Json, context: Context): Code | undefined {
  return isText(name) && hasOnly(others) ? context.authentication(name, kind === CLUSTER) : undefined;
}

const CLUSTER = 'ClusterTriggerAuthentication';

/** Tells if a `KedaTrigger` renders an entry, with and without the defaults of KEDA. */
function isSame(value: unknown, trigger: Json): boolean {
  if (!(value instanceof KedaTrigger)) {
    return false;
  }
  const plain = JSON.parse(JSON.stringify(value._render())) as Json;
  return isDeepStrictEqual(withKind(plain), withKind(trigger));
}

function withKind({ authenticationRef: reference, ...trigger }: Json): Json {
  return isJson(reference)
    ? { ...trigger, authenticationRef: { kind: 'TriggerAuthentication', ...reference } }
    : trigger;
}
