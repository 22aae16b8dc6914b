import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as lib from '../../lib';
import {
  elementOf,
  readTypes,
  StructCall,
  structCalls,
  Type,
  TypeReference,
} from '../../tools/property-types/assembly';

const TYPES = readTypes();

function typeOf(fqn = ''): Type {
  const type = TYPES.get(fqn);
  if (!type) {
    throw new Error(`${fqn} is not in the assemblies`);
  }
  return type;
}

/** Values that JavaScript and Python pass where the types ask for something else. */
const VALUES: readonly unknown[] = [7, 'text', true, [7], { any: 7 }, {}];

/** A value of a wrong type, and the path at which it is reported. */
type Mistake = readonly [path: string, value: unknown];

/** The mistakes that can be made with a value of a type. */
function mistakes(type: TypeReference, path: string): Mistake[] {
  const wrong = (isRight: (value: unknown) => boolean) =>
    VALUES.filter((value) => !isRight(value)).map((value): Mistake => [path, value]);
  if (type.collection) {
    const { elementtype, kind } = type.collection;
    return kind === 'array'
      ? [...wrong(Array.isArray), ...mistakes(elementtype, `${path}[0]`).map(([at, value]): Mistake => [at, [value]])]
      : [...wrong(isMap), ...mistakes(elementtype, `${path}.key`).map(([at, key]): Mistake => [at, { key }])];
  }
  const named = TYPES.get(elementOf(type).fqn ?? '');
  if (named === undefined) {
    return type.primitive === 'any' ? [] : wrong((value) => typeof value === type.primitive);
  }
  return named.datatype
    ? [...wrong(isMap), ...mistakesIn(named, `${path}.`)]
    : wrong((value) => named.kind === 'enum' && (typeof value === 'string' || typeof value === 'number'));
}

function mistakesIn({ interfaces = [], properties = [] }: Type, prefix = ''): Mistake[] {
  return [
    ...interfaces.flatMap((base) => mistakesIn(typeOf(base), prefix)),
    ...properties.flatMap(({ name, type }) =>
      mistakes(type, `${prefix}${name}`).map(([path, value]): Mistake => [path, { [name]: value }]),
    ),
  ];
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value);
}

const app = new App({ outdir: 'dist' });
let charts = 0;

/** The other arguments of calls, and the objects that have the methods, by type. */
const SAMPLES: { readonly [type: string]: (chart: Chart) => unknown } = {
  Bundle: () => new lib.Bundle(),
  Construct: (chart) => chart,
  IConfigMap: (chart) => kplus.ConfigMap.fromConfigMapName(chart, 'config', 'config'),
  ISecret: (chart) => kplus.Secret.fromSecretName(chart, 'secret', 'secret'),
  IStorage: (chart) => kplus.Volume.fromEmptyDir(chart, 'volume', 'volume'),
  NodeInstaller: () => lib.NodeInstaller.preinstalled(),
  Shoot: (chart) => {
    const { CloudProfile, Infrastructure, Shoot, ShootCredentials } = lib.gardener;
    return new Shoot(chart, 'shoot', {
      cloudProfile: CloudProfile.of('local'),
      credentials: ShootCredentials.credentialsBinding('local'),
      infrastructure: Infrastructure.of('local'),
      kubernetesVersion: '1.33.1',
      region: 'local',
    });
  },
  Size: () => Size.mebibytes(2),
  SpinApp: (chart) =>
    new lib.SpinApp(chart, 'app', {
      executor: lib.SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim'),
      image: 'hello',
    }),
  SpinShimVersion: () => lib.SpinKubeRelease.CURRENT.spinShim,
  WorkerPool: (chart) =>
    new lib.gardener.WorkerPool(chart, 'pool', { name: 'pool', machineType: 'm', minimum: 1, maximum: 1 }),
};

const MODULES: { readonly [namespace: string]: object } = { gardener: lib.gardener, volumeSources: lib.volumeSources };

/** The class of a type. */
function classOf({ name, namespace = '' }: Type): { readonly [member: string]: unknown } {
  return (MODULES[namespace] ?? lib)[name as never];
}

/** The other arguments of a call: any text where text is enough. */
function argumentFor({ name, type }: StructCall['parameters'][number], owner: Type, chart: Chart): unknown {
  if (name === 'version' && type.primitive) {
    const versions = Object.values(classOf(owner)).filter((value) => value instanceof lib.ComponentVersion);
    return versions[versions.length - 1].name;
  }
  return (SAMPLES[TYPES.get(type.fqn ?? '')?.name ?? ''] ?? (() => 'text'))(chart);
}

/** Makes a call with a mistake in its struct. Returns an error that does not name the property. */
function failureOf({ at, isStatic, name, owner, parameters }: StructCall, [path, struct]: Mistake): string[] {
  const chart = new Chart(app, `chart${++charts}`);
  const given = parameters[at].type.collection ? [struct] : struct;
  const args = parameters.map((one, index) => (index === at ? given : argumentFor(one, owner, chart)));
  const receiver = isStatic ? classOf(owner) : (SAMPLES[owner.name](chart) as typeof MODULES);
  try {
    if (name === 'new') {
      new (receiver as unknown as new (...all: unknown[]) => unknown)(...args);
    } else {
      (receiver[name] as (...all: unknown[]) => unknown)(...args);
    }
  } catch (error) {
    const isClear = !(error instanceof TypeError) && String(error).includes(`${path}'`);
    return isClear ? [] : [`${path} ${JSON.stringify(struct)}: ${String(error)}`];
  }
  return [`${path} ${JSON.stringify(struct)}: no error`];
}

const CALLS = structCalls(TYPES).map((call) => [`${call.owner.name}.${call.name}`, call] as const);

test('finds the public calls', () => {
  expect(CALLS.map(([name]) => name)).toEqual(
    expect.arrayContaining(['SpinApp.new', 'SpinApp.mount', 'Bundle.new', 'Aws.infrastructure', 'Volumes.fromCsi']),
  );
});

test.each(CALLS)('%s names properties of a wrong type', (_name, call) => {
  const all = mistakesIn(typeOf(elementOf(call.parameters[call.at].type).fqn));
  expect(all.length).toBeGreaterThan(0);
  expect(all.flatMap((mistake) => failureOf(call, mistake))).toEqual([]);
});
