import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { RootConstruct } from 'constructs';
import { inspect } from 'util';
import * as lib from '../../lib';
import {
  elementOf,
  isStruct,
  ownClasses,
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

/** An object of cdk8s-plus, which people pass where its name belongs. */
const SECRET = kplus.Secret.fromSecretName(new RootConstruct(), 'secret', 'shop');

/** Values that JavaScript and Python pass where the types ask for something else. */
const VALUES: readonly unknown[] = [7, 'text', true, [7], { any: 7 }, {}, SECRET];

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
    : wrong((value) =>
        named.kind === 'enum'
          ? typeof value === 'string' || typeof value === 'number'
          : value === SECRET && named.name === 'ISecret',
      );
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
  HttpRoute: (chart) =>
    new lib.HttpRoute(chart, 'route', {
      gateway: lib.Gateway.fromGatewayName('public'),
      rules: [{ backends: [{ app: SAMPLES.SpinApp(chart) as lib.SpinApp }] }],
    }),
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
  SpinKube: (chart) => new lib.SpinKube(chart, 'spinkube'),
  SpinApplication: (chart) =>
    new lib.SpinApplication(chart, 'application', {
      executor: lib.SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim'),
      image: 'hello',
      manifest: lib.SpinManifest.fromString(`
        spin_manifest_version = 2
        application = { name = "hello" }
        trigger.http = [{ route = "/...", component = "hello" }]
        component.hello = { source = "hello.wasm" }
      `),
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
  if (type.collection) {
    return type.collection.kind === 'array' ? [] : {};
  }
  return (SAMPLES[TYPES.get(type.fqn ?? '')?.name ?? ''] ?? (() => 'text'))(chart);
}

/** Calls with one argument that is wrong. Returns an error that does not name it, its kind if it is an object, and a remedy. */
function failureOf(
  { isStatic, name, owner, parameters }: StructCall,
  at: number,
  wrong: unknown,
  path: string,
): string[] {
  const chart = new Chart(app, `chart${++charts}`);
  const args = parameters.map((one, index) =>
    index === at ? wrong : one.optional ? undefined : argumentFor(one, owner, chart),
  );
  const receiver = isStatic ? classOf(owner) : (SAMPLES[owner.name](chart) as typeof MODULES);
  try {
    if (name === 'new') {
      new (receiver as unknown as new (...all: unknown[]) => unknown)(...args);
    } else {
      (receiver[name] as (...all: unknown[]) => unknown)(...args);
    }
    chart.node.findAll().forEach(({ node }) => {
      const [error] = node.validate();
      if (error) {
        throw new Error(error);
      }
    });
  } catch (error) {
    const message = String(error);
    const isClear = !(error instanceof TypeError) && message.includes(`${path}'`) && message.includes('; ');
    return isClear && !message.includes('[object') ? [] : [`${path} ${inspect(wrong, { depth: 0 })}: ${message}`];
  }
  return [`${path} ${inspect(wrong, { depth: 0 })}: no error`];
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
  const { at, parameters } = call;
  const given = (struct: unknown) => (parameters[at].type.collection ? [struct] : struct);
  expect(all.flatMap(([path, struct]) => failureOf(call, at, given(struct), path))).toEqual([]);
});

/** The arguments that are an object of cdk8s-plus or the name of one, in every public call that the samples can make. */
const ARGUMENTS = ownClasses(TYPES).flatMap((owner) => {
  if (owner.abstract) {
    return [];
  }
  const constructors = owner.initializer ? [{ ...owner.initializer, name: 'new', static: true }] : [];
  return [...constructors, ...(owner.methods ?? [])].flatMap(
    ({ name, parameters = [], static: isStatic = false }): [string, StructCall][] =>
      parameters.flatMap(({ name: parameter, type }, at): [string, StructCall][] => {
        const fqn = elementOf(type).fqn ?? '';
        // Others of `Volumes` check their options first, and the name where `Volumes.of()` does.
        const isSimple = !parameters.some((one) => !one.optional && isStruct(TYPES, one.type));
        const isObject = fqn.startsWith('cdk8s-plus-28.') && typeOf(fqn).kind !== 'enum' && !type.collection;
        return (isObject || parameter === 'name') && isSimple && (isStatic || owner.name in SAMPLES)
          ? [[`${owner.name}.${name}(${parameter})`, { owner, name, isStatic, parameters, at }]]
          : [];
      }),
  );
});

test.each(ARGUMENTS)('%s explains an object instead of a name, and a name instead of an object', (_name, call) => {
  const { name, type } = call.parameters[call.at];
  expect(failureOf(call, call.at, type.primitive === 'string' ? SECRET : 'shop', name)).toEqual([]);
});
