import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  HealthProbe,
  NodeInstaller,
  SpinApp,
  SpinAppExecutor,
  SpinAppProps,
  SpinKube,
  SpinKubeRelease,
  SpinManifest,
  SpinOperatorApi,
  SpinShimVersion,
  Variable,
} from '../../lib';
import { planApp } from '../../lib/gitops/app-plan';
import { FieldValidation } from '../../lib/validation/field-validation';
import { testChart, validationErrors } from '../testing';
import { EMPTY, errorsOf, newApp, warningsOf } from './spin-app-with-manifest';

/** A component, and a trigger that starts it. */
function started(id: string, more = '', trigger = `[[trigger.http]]\nroute = "/${id}"`): string {
  return `${trigger}\ncomponent = "${id}"\n${component(id, more)}`;
}

/** A component that nothing starts. */
function component(id: string, more = ''): string {
  return `[component.${id}]\nsource = "${id}.wasm"\n${more}\n`;
}

const calls = (...hosts: string[]) => `allowed_outbound_hosts = ${JSON.stringify(hosts)}`;
const MISSING =
  "[test/app] 'variables.pin' is required by spin.toml, and shim v0.23.0 asks for every variable at start; set it, or configure a 'VariableProvider' in a file for 'RuntimeConfig.fromSecret'";
const PIN = '[variables]\npin = { required = true, secret = true }\n';

/** Applications that start as a whole, a selection of their components, and the errors that it has. */
const SELECTIONS: readonly [what: string, manifest: string, components: string[], errors: string[]][] = [
  [
    'a variable that a component needs that is left out',
    `${EMPTY}${started('front')}${started('pay', 'variables.pin = "{{ pin }}"')}${PIN}`,
    ['front'],
    [MISSING],
  ],
  [
    'a variable with a default',
    `${EMPTY}${started('front')}${started('pay', 'variables.pin = "{{ pin }}"')}[variables]\npin = { default = "" }`,
    ['front'],
    [],
  ],
  [
    'a call of a component that is left out',
    `${EMPTY}${started('front', calls('http://back.spin.internal'))}${started('back')}`,
    ['front'],
    [
      "[test/app] 'components[0]' (front) may call component 'back' (http://back.spin.internal in spin.toml), which is left out; add 'back'",
    ],
  ],
  [
    'a call of a component that is selected as well',
    `${EMPTY}${started('front', calls('http://back.spin.internal:80/', 'https://example.com'))}${started('back')}`,
    ['front', 'back'],
    [],
  ],
  [
    'a call of a component that the application does not have',
    `${EMPTY}${started('front', calls('http://other.spin.internal'))}`,
    ['front'],
    [
      "[test/app] 'components[0]' (front) may call component 'other' (http://other.spin.internal in spin.toml), which is left out; list the components that it calls there, or remove the host",
    ],
  ],
  [
    'calls of any component',
    `${EMPTY}${started('back')}${started('front', calls('http://*.spin.internal'))}`,
    ['back', 'front'],
    [
      "[test/app] 'components[1]' (front) may call any component (http://*.spin.internal in spin.toml), which the shim refuses with a selection; list the components that it calls there, or remove the host",
    ],
  ],
  [
    'calls of a component that is left out, in the older field',
    `${EMPTY}${started('front', 'allowed_http_hosts = ["back.spin.internal"]')}${started('back')}`,
    ['front'],
    [
      "[test/app] 'components[0]' (front) may call component 'back' (http://back.spin.internal in spin.toml), which is left out; add 'back'",
    ],
  ],
  [
    'calls that only look like one of a component',
    `${EMPTY}${started('front', calls('http://{{ host }}.spin.internal', '*://back.spin.internal:80', 'http://a.b.spin.internal', 'https://spin.internal'))}${started('back')}[variables]\nhost = { default = "back" }`,
    ['front'],
    [],
  ],
  [
    'calls of a component that is left out itself',
    `${EMPTY}${started('front')}${started('back', calls('http://*.spin.internal'))}`,
    ['front'],
    [],
  ],
  [
    'a component that nothing starts',
    `${EMPTY}${started('front')}${component('lib')}`,
    ['lib'],
    ["[test/app] 'components' (lib) contains no component that a trigger of spin.toml starts; add one"],
  ],
  [
    'a component that is only one of several of a trigger',
    `${EMPTY}${started('front')}${component('lib')}[[trigger.other]]\ncomponents = { all = ["lib"] }`,
    ['lib'],
    ["[test/app] 'components' (lib) contains no component that a trigger of spin.toml starts; add one"],
  ],
  [
    'all of it at once',
    `${EMPTY}${started('front', `${calls('http://back.spin.internal')}\nkey_value_stores = ["carts"]`, '[[trigger.cron]]')}${started('back')}${component('lib')}${PIN}`,
    ['front', 'lib', 'bakc'],
    [
      "[test/app] 'components[2]' (bakc) is not a component of spin.toml; did you mean 'back'?",
      "[test/app] 'manifest' (cron) is a trigger type of spin.toml, and shim v0.23.0 supports only http, redis, sqs, mqtt, command; leave out its components with 'components'",
      "[test/app] 'components[0]' (front) may call component 'back' (http://back.spin.internal in spin.toml), which is left out; add 'back'",
      MISSING,
      "[test/app] 'runtimeConfig.keyValueStores.carts' is required by component front; add it",
    ],
  ],
];

describe('a selection of components', () => {
  test.each(SELECTIONS)('is checked for %s', (_, manifest, components, errors) => {
    expect(errorsOf(manifest, { components })).toEqual(errors);
  });

  test('is not checked for calls if all components run', () => {
    expect(errorsOf(`${EMPTY}${started('front', calls('http://*.spin.internal'))}`)).toEqual([]);
  });

  test('drops components that no trigger starts, with a warning', () => {
    const manifest = `${EMPTY}${started('front')}${component('lib', 'key_value_stores = ["books"]')}`;
    expect(warningsOf(manifest, { components: ['front', 'lib'] })).toEqual([
      "[shop/app] 'components[1]' (lib) is started by no trigger of spin.toml, so that the shim drops it; remove it, or add a trigger there",
    ]);
    expect(warningsOf(manifest, { components: ['front'] })).toEqual([]);
  });
});

describe('triggers', () => {
  test('are required', () => {
    expect(errorsOf(`${EMPTY}${component('lib')}`)).toEqual([
      "[test/app] 'manifest' (spin.toml) has no trigger, so that nothing starts; add [[trigger.http]], for example",
    ]);
  });

  test('that reject their settings are rejected, if they run', () => {
    const wrong = `${EMPTY}${started('a', '', '[[trigger.http]]\nrout = "/"')}${started('b', '', '[[trigger.redis]]')}${started('c', '', '[[trigger.http]]\nroute = { private = 1, a = 1 }')}`;
    expect(errorsOf(`${wrong}${started('d')}`, { components: ['d'] })).toEqual([]);
    expect(errorsOf(wrong)).toEqual([
      `[test/app] 'manifest.trigger.http[0].rout' ("/") is not a field that Spin knows here; did you mean 'route'?`,
      "[test/app] 'manifest.trigger.http[0].route' is required; set it",
      "[test/app] 'manifest.trigger.http[1].route.private' (1) must be true or false; write one of them, without quotes",
      "[test/app] 'manifest.trigger.http[1].route.a' (1) is not a field that Spin knows here; remove it",
      "[test/app] 'manifest.trigger.redis[0].channel' is required; set it",
    ]);
  });

  test('with a response and a component are rejected', () => {
    const trigger = '[[trigger.http]]\nroute = "/a"\nstatic_response = {}';
    expect(errorsOf(`${EMPTY}${trigger}`)).toEqual([]);
    expect(errorsOf(`${EMPTY}${started('a', '', trigger)}`)).toEqual([
      `[test/app] 'manifest.trigger.http[0].component' ("a") cannot be combined with 'static_response'; remove one of them`,
    ]);
  });

  test('with a base of their routes are rejected, unless the shim supports it', () => {
    const based = (base: string) =>
      `spin_version = "1"\nname = "shop"\ntrigger = { type = "http", base = "${base}" }\n[[component]]\nid = "a"\nsource = "a.wasm"\ntrigger.route = "/a"`;
    const executor = SpinAppExecutor.fromSpinAppExecutorName(testChart(), 'shim', 'shim', {
      spinShim: SpinShimVersion.V0_13_1,
    });
    expect(errorsOf(based('/'))).toEqual([]);
    expect(errorsOf(based('/shop'), { executor })).toEqual([]);
    expect(errorsOf(based('/shop'))).toEqual([
      "[test/app] 'manifest' (/shop) is the base of HTTP routes, which shim v0.23.0 does not support; add it to each 'route', and remove it",
    ]);
  });
});

describe('the shim', () => {
  const manifest = SpinManifest.fromString(`${EMPTY}${started('a', '', '[[trigger.mqtt]]')}`);
  const refused = (path: string) =>
    `[${path}] 'manifest' (mqtt) is a trigger type of spin.toml, and shim v0.13.1 supports only http, redis, sqs; use a later shim; if the nodes have one, set 'spinShim' of the executor`;
  const V2024 = SpinKubeRelease.V2024_05;

  test.each<[string, object, SpinShimVersion | undefined]>([
    ['of the current release', {}, SpinShimVersion.V0_23_0],
    ['of the release of an older API', { api: SpinOperatorApi.V0_1_0 }, SpinShimVersion.V0_13_1],
    ['that is given', { api: SpinOperatorApi.V0_1_0, spinShim: SpinShimVersion.V0_23_0 }, SpinShimVersion.V0_23_0],
  ])('is the one %s', (_, options, expected) => {
    const chart = testChart('team');
    const reference = SpinAppExecutor.fromSpinAppExecutorName(chart, 'reference', 'shim', options);
    expect([reference, new SpinAppExecutor(chart, 'new', options)].map(({ spinShim }) => spinShim)).toEqual([
      expected,
      expected,
    ]);
    new SpinApp(chart, 'app', { image: 'a', executor: reference, manifest });
    expect(validationErrors(chart).filter((message) => message.includes('mqtt'))).toEqual(
      expected === SpinShimVersion.V0_13_1 ? [refused('test/app')] : [],
    );
  });

  test('is rejected if it is not a version', () => {
    const options = { spinShim: 'v0.23.0' } as unknown as { spinShim: SpinShimVersion };
    const rule =
      "'spinShim' (v0.23.0) is not a SpinShimVersion; use SpinShimVersion.V0_13_1, SpinShimVersion.V0_23_0, SpinShimVersion.V0_24_0, SpinShimVersion.V0_25_1 or SpinShimVersion.of()";
    expect(() => new SpinAppExecutor(testChart(), 'new', options)).toThrow(`[test/new] ${rule}`);
    expect(() => SpinAppExecutor.fromSpinAppExecutorName(testChart(), 'new', 'shim', options)).toThrow(
      `SpinAppExecutor.fromSpinAppExecutorName: ${rule}`,
    );
  });

  test('is not known with an image of Spin itself', () => {
    expect(new SpinAppExecutor(testChart(), 'new', { spinImage: 'spin:v3' }).spinShim).toBeUndefined();
  });

  test.each<[string, NodeInstaller | undefined, SpinShimVersion]>([
    ['kwasm-operator', undefined, SpinShimVersion.V0_13_1],
    ['runtime-class-manager', NodeInstaller.runtimeClassManager(), SpinShimVersion.V0_23_0],
    ['no installer', NodeInstaller.preinstalled(), SpinShimVersion.V0_13_1],
  ])('of a platform is the one of its release with %s', (_, nodeInstaller, expected) => {
    const platform = new SpinKube(new Bundle(), 'spinkube', { release: V2024, nodeInstaller });
    expect(platform.executor.spinShim).toBe(expected);
  });

  test('of a platform can be given', () => {
    const executor = { spinShim: SpinShimVersion.V0_23_0 };
    const platform = new SpinKube(new Bundle(), 'spinkube', { release: V2024, executor });
    expect(platform.executor.spinShim).toBe(SpinShimVersion.V0_23_0);
  });
});

describe('requests over HTTP', () => {
  const QUEUE = `${EMPTY}${started('a', '', '[[trigger.sqs]]')}`;
  const PRIVATE = `${EMPTY}${started('a', '', '[[trigger.http]]\nroute = { private = true }')}`;
  const ROUTES = `${EMPTY}${['/', '/shop/:item', '/static/...']
    .map((route) => `[[trigger.http]]\nroute = "${route}"\ncomponent = "a"\n`)
    .join('')}${component('a')}${started('queue', '', '[[trigger.sqs]]')}`;
  const probes = (path: string): Partial<SpinAppProps> => ({
    readiness: HealthProbe.fromHttpGet(path),
    liveness: HealthProbe.fromHttpGet('/.well-known/spin/health'),
  });
  const unanswered = (property: string, path: string) =>
    `[shop/app] '${property}' (${path}) is never answered: no HTTP trigger of spin.toml runs, so that nothing listens on port 80; remove it`;

  test.each([
    ['without an HTTP trigger', QUEUE, undefined],
    ['with a selection without one', ROUTES, ['queue']],
  ])('of probes are never answered %s', (_, manifest, components) => {
    expect(warningsOf(manifest, { components, ...probes('/healthz') })).toEqual([
      unanswered('readiness', '/healthz'),
      unanswered('liveness', '/.well-known/spin/health'),
    ]);
    expect(warningsOf(manifest, { components })).toEqual([]);
  });

  test.each([
    ['of another route', ROUTES, '/healthz'],
    ['below an exact route', ROUTES, '/shop/1/2'],
    ['of a private endpoint', PRIVATE, '/healthz'],
  ])('of probes are answered with 404 %s', (_, manifest, path) => {
    expect(warningsOf(manifest, probes(path))).toEqual([
      `[shop/app] 'readiness' (${path}) is answered with 404: no route of spin.toml that runs matches it; use /.well-known/spin/health, or the path of a route`,
    ]);
  });

  test.each(['/', '/shop/1', '/static', '/static/a/b', '/?a=b'])('of probes are answered by a route: %s', (path) => {
    expect(warningsOf(ROUTES, probes(path))).toEqual([]);
  });

  const exposed = (manifest: string) => {
    const bundle = new Bundle();
    const chart = new Chart(bundle, 'shop', { namespace: 'team' });
    newApp(chart, manifest).exposeViaIngress('/');
    const route = (id: string, name: string, kind?: string) =>
      new ApiObject(chart, id, {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        spec: { rules: [{ backendRefs: [{ name, kind, port: 80 }] }] },
      });
    route('route', 'shop');
    route('other', 'shops');
    route('policy', 'shop', 'Policy');
    new kplus.ConfigMap(chart, 'config', { data: { name: 'shop' } });
    return planApp(bundle, { fieldValidation: FieldValidation.WARN }).warnings.filter((one) =>
      one.includes("'service'"),
    );
  };

  test.each([
    ['no HTTP trigger that runs, so that nothing listens on port 80', QUEUE],
    ['only private routes', PRIVATE],
  ])('of an Ingress or HTTPRoute do not reach an app with %s', (what, manifest) => {
    expect(exposed(manifest)).toEqual(
      ['Ingress shop/app/Ingress/Resource', 'HTTPRoute shop/route'].map(
        (source) => `[shop/app] 'service' (${source}) sends requests to the app, but spin.toml has ${what}; remove it`,
      ),
    );
  });

  test('of an Ingress or HTTPRoute reach an app with a public route', () => {
    expect(exposed(ROUTES)).toEqual([]);
  });
});

test('hosts with variables that are not declared are reported', () => {
  const host = (name: string) =>
    `${EMPTY}${started('a', calls(`https://{{ ${name} }}`))}[variables]\nhost = { default = "a" }`;
  expect(warningsOf(host('host'))).toEqual([]);
  expect(warningsOf(host('hots'))).toEqual([
    "[shop/app] 'manifest' (https://{{ hots }}) references 'hots', which is not a variable of spin.toml: component a can call no host at all; did you mean 'host'?",
  ]);
});

test('dependencies that inherit nothing are reported', () => {
  const using = (settings: string[]) =>
    `${EMPTY}${started('a', `key_value_stores = ["default"]\nvariables.x = ""\ndependencies."a:b" = { path = "b", inherit_configuration = ${JSON.stringify(settings)} }`)}`;
  expect(warningsOf(using(['key_value_stores', 'variables', 'files', 'environment']))).toEqual([]);
  expect(warningsOf(using(['sqlite_databases', 'key_value_store', 'build']))).toEqual([
    "[shop/app] 'manifest.component.a.dependencies['a:b'].inherit_configuration[0]' (sqlite_databases) gives the dependency nothing: component a of spin.toml has none; add sqlite_databases to the component, or remove it here",
    "[shop/app] 'manifest.component.a.dependencies['a:b'].inherit_configuration[1]' (key_value_store) is ignored: a dependency cannot inherit it; did you mean 'key_value_stores'?",
    "[shop/app] 'manifest.component.a.dependencies['a:b'].inherit_configuration[2]' (build) is ignored: a dependency cannot inherit it; use ai_models, allowed_outbound_hosts, environment, files, key_value_stores, sqlite_databases, variables",
  ]);
});

test('a secret of a component that is left out may come from a Secret', () => {
  const chart = testChart();
  const pin = Variable.fromSecret(kplus.Secret.fromSecretName(chart, 'secret', 'bank'), 'pin');
  const [, manifest, components] = SELECTIONS[0];
  expect(errorsOf(manifest, { components, variables: { pin } })).toEqual([]);
});
