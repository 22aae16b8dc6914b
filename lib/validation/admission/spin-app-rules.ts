import { isServiceName } from '../../private/names';
import { field, list, Manifest } from '../../synth/manifest';
import { itemPath } from '../field-path';
import { parseQuantity } from '../quantity';
import { Breach, Rule, SPINKUBE, SPINOPERATOR, Surroundings } from './rule';

/** Kubernetes allows a label key 63 characters, and the operator makes `app.<name>.status` one. */
export const MAX_NAME_LENGTH = 63 - 'app..status'.length;

/** The volumes that the operator adds. */
const RESERVED_VOLUMES = ['spin-ca', 'spin-runtime-config'];

const KIND = { kind: 'SpinApp', groups: [SPINKUBE, SPINOPERATOR] };
const REFUSED = { ...KIND, level: 'error' } as const;
const FAILS_LATER = { ...KIND, level: 'warning' } as const;

/** What the webhooks of spin-operator ask of a SpinApp, and what it makes no Deployment or Service of. */
export const SPIN_APP_RULES: readonly Rule[] = [
  { ...REFUSED, name: 'spin-app-replicas', check: checkReplicas },
  { ...REFUSED, name: 'spin-app-annotations', check: checkAnnotations },
  { ...REFUSED, groups: [SPINKUBE], name: 'spin-app-invocation-limits', check: checkInvocationLimits },
  { ...REFUSED, groups: [SPINKUBE], name: 'spin-app-probe-headers', check: checkProbeHeaders },
  { ...FAILS_LATER, name: 'spin-app-executor', check: checkExecutor },
  {
    ...FAILS_LATER,
    name: 'spin-app-name',
    check: ({ metadata: { name } }) => (name === undefined ? [] : checkSpinAppName(name)),
  },
  { ...FAILS_LATER, name: 'spin-app-probe', check: checkProbes },
  { ...FAILS_LATER, name: 'spin-app-variables', check: checkVariables },
  { ...FAILS_LATER, name: 'spin-app-volumes', check: checkVolumes },
  { ...FAILS_LATER, name: 'spin-app-stores', check: checkStores },
];

/** An executor that is not here may be in the cluster; if it is here for others, it likely is not. */
function checkExecutor({ metadata, spec }: Manifest, { executors }: Surroundings): Breach[] {
  const name = field(spec, 'executor');
  const known = typeof name === 'string' ? executors(name) : [];
  if (known.length === 0 || known.some((executor) => executor.metadata.namespace === metadata.namespace)) {
    return [];
  }
  const others = [...new Set(known.map((executor) => executor.metadata.namespace ?? 'default'))].join(', ');
  const text = `executor does not exist in namespace ${metadata.namespace ?? 'default'}, only in ${others}`;
  const remedy = 'add one, unless the cluster has it there';
  return [{ path: 'spec.executor', value: name, text, remedy }];
}

function checkReplicas({ spec }: Manifest): Breach[] {
  const replicas = field(spec, 'replicas') ?? undefined;
  const path = 'spec.replicas';
  if (field(spec, 'enableAutoscaling') === true) {
    const text = 'replicas cannot be set when autoscaling is enabled';
    return replicas === undefined || replicas === 0 ? [] : [{ path, value: replicas, text, remedy: 'remove it' }];
  }
  const isEnough = replicas !== undefined && !(typeof replicas === 'number' && replicas < 1);
  const remedy = replicas === undefined ? 'set it' : 'delete the app to stop it';
  return isEnough ? [] : [{ path, value: replicas, text: 'replicas must be > 0', remedy }];
}

function checkAnnotations({ metadata, spec }: Manifest, { executors }: Surroundings): Breach[] {
  const name = String(field(spec, 'executor'));
  const own = executors(name).find((executor) => executor.metadata.namespace === metadata.namespace);
  if (field(own?.spec, 'createDeployment') !== false) {
    return [];
  }
  return ['deploymentAnnotations', 'podAnnotations']
    .map((property): [string, object] => [property, (field(spec, property) as object | undefined) ?? {}])
    .filter(([, annotations]) => Object.keys(annotations).length > 0)
    .map(([property, value]) => ({
      path: `spec.${property}`,
      value,
      text: `cannot be set under the executor '${name}', which makes no Deployments`,
      remedy: 'remove it',
    }));
}

function checkInvocationLimits({ spec }: Manifest): Breach[] {
  const value = field(spec, 'invocationLimits', 'memory') ?? undefined;
  if (value === undefined) {
    return [];
  }
  const path = 'spec.invocationLimits.memory';
  const memory = parseQuantity(value);
  if (memory === undefined) {
    return [{ path, value, text: 'is not a quantity', remedy: 'write 128Mi' }];
  }
  const which = field(spec, 'resources', 'limits', 'memory') === undefined ? 'requests' : 'limits';
  const allowed = parseQuantity(field(spec, 'resources', which, 'memory'));
  if (allowed === undefined || memory <= allowed) {
    return [];
  }
  const shown = String(field(spec, 'resources', which, 'memory'));
  return [{ path, value, text: `must not be more than spec.resources.${which}.memory (${shown})`, remedy: 'lower it' }];
}

/** The operator's own webhook makes `httpHeaders: null` of a probe without, which the definition refuses. */
function checkProbeHeaders({ spec }: Manifest): Breach[] {
  return probesOf(spec)
    .filter(([, probe]) => isObject(field(probe, 'httpGet')) && field(probe, 'httpGet', 'httpHeaders') == null)
    .map(([path]) => ({
      path: `${path}.httpGet.httpHeaders`,
      value: undefined,
      text: 'becomes null in the webhook of the operator, and is then refused: must be of type array',
      remedy: "write 'httpHeaders: []'",
    }));
}

function checkProbes({ spec }: Manifest): Breach[] {
  return probesOf(spec).flatMap(([path, probe]) => {
    const threshold = field(probe, 'successThreshold') ?? 1;
    const found: Breach[] = [];
    if (!isObject(field(probe, 'httpGet'))) {
      found.push({ path: `${path}.httpGet`, value: undefined, text: 'is the only kind of probe', remedy: 'set it' });
    }
    if (path.endsWith('liveness') && threshold !== 1) {
      const text = 'must be 1, as Kubernetes asks of a liveness probe';
      found.push({ path: `${path}.successThreshold`, value: threshold, text, remedy: 'remove it' });
    }
    return found;
  });
}

function probesOf(spec: unknown): [path: string, probe: unknown][] {
  return ['liveness', 'readiness']
    .map((name): [string, unknown] => [`spec.checks.${name}`, field(spec, 'checks', name)])
    .filter(([, probe]) => isObject(probe));
}

/** Accepted by the API server, and then there never is a Deployment, or a Service. */
export function checkSpinAppName(name: string): Breach[] {
  const path = 'metadata.name';
  if (name.length > MAX_NAME_LENGTH) {
    const text = `is longer than ${MAX_NAME_LENGTH} characters, and the operator makes it part of a label key`;
    return [{ path, value: name, text, remedy: 'choose a shorter name' }];
  }
  if (!isServiceName(name)) {
    const text = 'must be lower-case letters, digits and dashes, begin with a letter and end with a letter or digit';
    return [{ path, value: name, text, remedy: 'the Service and the container get it as well' }];
  }
  return [];
}

/** Each variable becomes an environment variable in capitals. */
function checkVariables({ spec }: Manifest): Breach[] {
  const environment = (name: string) => `SPIN_VARIABLE_${name.toUpperCase()}`;
  return repeated(list(spec, 'variables'), 'spec.variables', environment, (name, earlier) => ({
    text: `becomes ${environment(name)}, as ${earlier} does`,
    remedy: 'rename one of them',
  }));
}

function checkVolumes({ spec }: Manifest): Breach[] {
  const volumes = list(spec, 'volumes');
  const reserved = volumes.flatMap((volume, index): Breach[] => {
    const name = String(field(volume, 'name'));
    const path = `${itemPath('spec.volumes', index)}.name`;
    const text = 'is the name of a volume that the operator adds';
    return RESERVED_VOLUMES.includes(name) ? [{ path, value: name, text, remedy: 'choose another name' }] : [];
  });
  return [...reserved, ...repeated(volumes, 'spec.volumes', String, sameName)];
}

function checkStores({ spec }: Manifest): Breach[] {
  return ['keyValueStores', 'sqliteDatabases'].flatMap((kind) =>
    repeated(list(spec, 'runtimeConfig', kind), `spec.runtimeConfig.${kind}`, String, sameName),
  );
}

function sameName(_: string, earlier: string): Pick<Breach, 'remedy' | 'text'> {
  return { text: `is the name of ${earlier} as well`, remedy: 'rename one of them' };
}

/** Items whose names come to the same as that of an earlier one. */
function repeated(
  items: unknown[],
  path: string,
  keyOf: (name: string) => string,
  describe: (name: string, earlier: string) => Pick<Breach, 'remedy' | 'text'>,
): Breach[] {
  const seen = new Map<string, string>();
  return items.flatMap((item, index) => {
    const name = field(item, 'name');
    if (typeof name !== 'string') {
      return [];
    }
    const at = itemPath(path, index);
    const earlier = seen.get(keyOf(name));
    seen.set(keyOf(name), earlier ?? at);
    return earlier === undefined ? [] : [{ path: `${at}.name`, value: name, ...describe(name, earlier) }];
  });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
