import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Chart } from 'cdk8s';
import {
  Bundle,
  Cluster,
  RuntimeConfig,
  SpinApp,
  SpinAppExecutor,
  SpinAppProps,
  SpinManifest,
  SpinShimVersion,
  Variable,
} from '../../lib';
import { planApp } from '../../lib/gitops/app-plan';
import { FieldValidation } from '../../lib/validation/field-validation';
import { synth, testChart, validationErrors } from '../testing';
import { EMPTY, HEAD, TWO, LLM, FITTING, config, secret, newApp, errorsOf, warningsOf } from './spin-app-with-manifest';

test('renders an app that matches its manifest as without one', () => {
  const manifests = [TWO, undefined].map((manifest) => {
    const chart = testChart('team');
    newApp(chart, manifest ?? HEAD, { ...FITTING, ...(manifest === undefined && { manifest: undefined }) });
    return synth(chart);
  });
  expect(manifests[0]).toEqual(manifests[1]);
  expect(warningsOf(TWO, FITTING)).toEqual([]);
});

test('reports nothing without a manifest', () => {
  expect(warningsOf(HEAD, { ...FITTING, manifest: undefined, replicas: 3, components: ['any'] })).toEqual([]);
});

test('reports everything that is wrong at once', () => {
  const chart = testChart('team');
  newApp(chart, `${TWO}[[trigger.timer]]\ncomponent = "cart"`, {
    replicas: 0,
    components: ['cart', 'pya'],
    variables: { curency: Variable.fromValue('EUR') },
  });
  expect(() => synth(chart)).toThrow(
    'Validation failed with the following errors:\n' +
      [
        "'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it",
        "'components[1]' (pya) is not a component of spin.toml; did you mean 'pay'?",
        "'manifest' (timer) is a trigger type of spin.toml, and shim v0.23.0 supports only http, redis, sqs, mqtt, command; leave out its components with 'components'",
        "'variables.bank_url' is required by spin.toml, and shim v0.23.0 asks for every variable at start; set it, or configure a 'VariableProvider' in a file for 'RuntimeConfig.fromSecret'",
        "'variables' (curency) is not a variable of spin.toml; did you mean 'currency'?",
        "'runtimeConfig.keyValueStores.baskets' is required by component cart; add it",
      ]
        .map((message) => `  [test/app] ${message}`)
        .join('\n'),
  );
});

test('names the file of the manifest in messages', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spin-app-manifest-'));
  try {
    const file = path.join(directory, 'shop.toml');
    fs.writeFileSync(file, HEAD);
    expect(errorsOf(HEAD, { manifest: SpinManifest.fromFile(file), components: ['cart'] })).toEqual([
      `[test/app] 'components[0]' (cart) is not a component of ${file}; choose one of http-trigger1-component`,
    ]);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
});

describe('variables', () => {
  const declared = (name: string, how: string, components = '') =>
    `${HEAD}[variables]\n${name} = ${how}\n${components}`;
  const missing = (why: string) =>
    `[test/app] 'variables.region' is required by spin.toml, and ${why}; set it, or configure a 'VariableProvider' in a file for 'RuntimeConfig.fromSecret'`;

  test.each([
    ['one component', '[component.a]\nsource = "a.wasm"\nvariables = { x = "{{ region }}" }', 'component a reads it'],
    [
      'two components',
      '[component.a]\nsource = "a.wasm"\nvariables = { x = "{{region}}" }\n[component.b]\nsource = "a.wasm"\nallowed_outbound_hosts = ["https://{{\\tregion }}.example.com"]',
      'components a, b read it',
    ],
    [
      'no component',
      '[component.a]\nsource = "a.wasm"\nvariables = { x = "region {region}" }',
      'shim v0.23.0 asks for every variable at start',
    ],
  ])('that are required and not set are rejected, read by %s', (_, components, why) => {
    expect(errorsOf(declared('region', '{ required = true }', components))).toEqual([missing(why)]);
  });

  const one = (id: string, more = '') =>
    `[component.${id}]\nsource = "a.wasm"\n${more}\n[[trigger.sqs]]\ncomponent = "${id}"\n`;

  test('are required if only an excluded component reads them', () => {
    const text = declared('region', '{ required = true }', `${one('a')}${one('b', 'variables.x = "{{ region }}"')}`);
    const unread = missing('shim v0.23.0 asks for every variable at start');
    expect(errorsOf(text, { components: ['a'] })).toEqual([unread]);
    expect(errorsOf(text, { components: ['b'] })).toEqual([missing('component b reads it')]);
    const set = { region: Variable.fromValue('eu') };
    expect(errorsOf(text, { components: ['a'], variables: set })).toEqual([]);
  });

  test('may be missing with a shim that does not ask for all of them', () => {
    const executor = SpinAppExecutor.fromSpinAppExecutorName(testChart(), 'shim', 'shim', {
      spinShim: SpinShimVersion.V0_13_1,
    });
    const text = (variable: string) =>
      declared('region', '{ required = true }', one('a', `variables.x = "${variable}"`));
    expect(errorsOf(text('region'), { executor })).toEqual([]);
    expect(errorsOf(text('{{ region }}'), { executor })).toEqual([missing('component a reads it')]);
  });

  test('are required in version 1, too', () => {
    const text =
      'spin_version = "1"\nname = "shop"\ntrigger.type = "http"\n[variables]\nregion = { required = true }\n[[component]]\nid = "a_b"\nsource = "a.wasm"\ntrigger.route = "/"\n[component.config]\nx = "{{ region }}"';
    expect(errorsOf(text)).toEqual([missing('component a-b reads it')]);
    expect(errorsOf(text, { components: ['a-b'], variables: { region: Variable.fromValue('eu') } })).toEqual([]);
  });

  test.each<[string, string, Partial<SpinAppProps>]>([
    ['have a default', '{ default = "" }', {}],
    ['are set', '{ required = true }', { variables: { region: Variable.fromValue('') } }],
    [
      'are set in capitals, which the operator writes anyway',
      '{ required = true }',
      { variables: { REGION: Variable.fromValue('eu') } },
    ],
    [
      'come from a ConfigMap',
      '{ required = true }',
      { variables: { region: Variable.fromConfigMap(config(), 'region') } },
    ],
    ['may come from a provider', '{ required = true }', { runtimeConfig: RuntimeConfig.fromSecret(secret()) }],
  ])('are not reported if they %s', (_, how, props) => {
    expect(
      errorsOf(declared('region', how, '[component.a]\nsource = "a.wasm"\nvariables = { x = "{{ region }}" }'), props),
    ).toEqual([]);
  });

  test('can be set later', () => {
    const chart = testChart('team');
    const app = newApp(chart, declared('region', '{ required = true }'));
    expect(validationErrors(chart)).toEqual([missing('shim v0.23.0 asks for every variable at start')]);
    app.addVariable('region', Variable.fromValue('eu'));
    expect(validationErrors(chart)).toEqual([]);
  });

  test.each([
    ['regoin', "did you mean 'region'?"],
    ['language', 'remove it, or declare it there'],
    ['constructor', 'remove it, or declare it there'],
  ])('are rejected if the application does not declare them: %s', (name, remedy) => {
    expect(
      errorsOf(declared('region', '{ default = "eu" }'), { variables: { [name]: Variable.fromValue('x') } }),
    ).toEqual([`[test/app] 'variables' (${name}) is not a variable of spin.toml; ${remedy}`]);
  });

  test('are rejected if undeclared, even with a runtime configuration from a file', () => {
    const runtimeConfig = RuntimeConfig.fromSecret(secret());
    expect(errorsOf(HEAD, { runtimeConfig, variables: { region: Variable.fromValue('x') } })).toEqual([
      "[test/app] 'variables' (region) is not a variable of spin.toml; remove it, or declare it there",
    ]);
  });
});

describe('secrets', () => {
  const declare = (name: string) => `${HEAD}[variables]\n${name} = { required = true, secret = true }`;
  const SEED = declare('seed');
  const seed = Variable.fromValue('swordfish');
  const REFUSED =
    "'variables.seed' (…) is a secret in spin.toml, but is in plain text; use 'Variable.fromSecret' with the Secret of a SealedSecret or ExternalSecret, or set 'allowPlaintextSecrets'";

  test('are rejected in plain text, and not shown', () => {
    expect(errorsOf(SEED, { variables: { seed } })).toEqual([`[test/app] ${REFUSED}`]);
    expect(errorsOf(SEED, { variables: { seed }, allowPlaintextSecrets: false })).toEqual([`[test/app] ${REFUSED}`]);
  });

  test('are reported once if their name is that of a secret, too', () => {
    expect(errorsOf(declare('token'), { variables: { token: seed } })).toEqual([
      "[test/app] 'spec.variables[0].value' (…) of 'token' looks like a secret but is in plain text; take it from a Secret, or set 'allowPlaintextSecrets'",
    ]);
  });

  test.each<[string, string, Variable, Partial<SpinAppProps>]>([
    ['come from a Secret', SEED, Variable.fromSecret(secret(), 'seed'), {}],
    ['are empty', SEED, Variable.fromValue(''), {}],
    ['are not secret', `${HEAD}[variables]\nseed = { required = true }`, seed, {}],
    ['are allowed', SEED, seed, { allowPlaintextSecrets: true }],
  ])('are accepted if they %s', (_, manifest, variable, props) => {
    expect(errorsOf(manifest, { variables: { seed: variable }, ...props })).toEqual([]);
  });

  test('may be allowed in one app only, by name or by manifest', () => {
    const bundle = new Bundle();
    const chart = new Chart(bundle, 'shop', { namespace: 'team' });
    const variables = { seed, token: seed };
    const manifest = SpinManifest.fromString(`${SEED}\ntoken = { default = "" }`);
    newApp(chart, SEED, { manifest, variables, allowPlaintextSecrets: true });
    expect(planApp(bundle, { fieldValidation: FieldValidation.WARN }).errors).toEqual([]);
    new SpinApp(chart, 'other', {
      image: 'a',
      executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'other-shim', 'shim'),
      manifest: SpinManifest.fromString(SEED),
      variables: { seed },
    });
    expect(planApp(bundle, { fieldValidation: FieldValidation.WARN }).errors).toEqual([`[shop/other] ${REFUSED}`]);
  });

  test.each([
    [undefined, undefined, [`[shop/app] ${REFUSED}`]],
    [true, undefined, []],
    [true, false, [`[shop/app] ${REFUSED}`]],
    [false, true, []],
  ])('are allowed by the app, or else by the bundle (bundle: %s, app: %s)', (allowPlaintextSecrets, ofApp, errors) => {
    const bundle = new Bundle({ allowPlaintextSecrets });
    for (const app of [bundle, new Cluster(bundle, 'eu-1')]) {
      newApp(new Chart(app, 'shop', { namespace: 'team' }), SEED, {
        variables: { seed },
        allowPlaintextSecrets: ofApp,
      });
      expect(planApp(app, { fieldValidation: FieldValidation.WARN }).errors).toEqual(errors);
    }
  });
});

/** Two components and their triggers. */
const TWO_STARTED = `${EMPTY}[[trigger.sqs]]\ncomponent = "cart"\n[[trigger.sqs]]\ncomponent = "pay"
[component.cart]\nsource = "a.wasm"\n[component.pay]\nsource = "a.wasm"`;

describe('components', () => {
  test.each([
    [['cart', 'pay'], []],
    [['carts'], ["[test/app] 'components[0]' (carts) is not a component of spin.toml; did you mean 'cart'?"]],
    [
      ['cart', 'basket'],
      ["[test/app] 'components[1]' (basket) is not a component of spin.toml; choose one of cart, pay"],
    ],
  ])('are checked: %j', (components, errors) => {
    expect(errorsOf(TWO_STARTED, { components })).toEqual(errors);
  });
});

describe('triggers', () => {
  const SETTINGS: Record<string, string> = { http: 'route = "/a"', redis: 'channel = "orders"' };
  const trigger = (type: string) =>
    `${HEAD}[component.a]\nsource = "a.wasm"\n[component.b]\nsource = "a.wasm"\n[[trigger.http]]\nroute = "/"\ncomponent = "b"\n${`[[trigger.${type}]]\ncomponent = "a"\n${SETTINGS[type] ?? ''}\n`.repeat(2)}`;
  const refused = (type: string, remedy: string) => [
    `[test/app] 'manifest' (${type}) is a trigger type of spin.toml, and shim v0.23.0 supports only http, redis, sqs, mqtt, command; ${remedy}`,
  ];

  test.each(['http', 'redis', 'sqs', 'mqtt', 'command'])('of type %s are accepted', (type) => {
    expect(errorsOf(trigger(type))).toEqual([]);
  });

  test.each([
    ['cron', "leave out its components with 'components'"],
    ['htpp', "did you mean 'http'?"],
  ])('of type %s are rejected', (type, remedy) => {
    expect(errorsOf(trigger(type))).toEqual(refused(type, remedy));
    expect(errorsOf(trigger(type), { components: ['a'] })).toEqual(refused(type, remedy));
  });

  test('of excluded components are ignored', () => {
    expect(errorsOf(trigger('cron'), { components: ['b'] })).toEqual([]);
  });

  test('without a single component are checked only if all components run', () => {
    const text = `${HEAD}[component.a]\nsource = "a.wasm"\n[[trigger.cron]]\ncomponents = { one = "a" }`;
    expect(errorsOf(text)).toEqual(refused('cron', "leave out its components with 'components'"));
    expect(errorsOf(text, { components: ['a'] })).toEqual([
      "[test/app] 'components' (a) contains no component that a trigger of spin.toml starts; add one",
    ]);
  });

  test('of version 1 are checked, too', () => {
    const text =
      'spin_version = "1"\nname = "shop"\ntrigger.type = "cron"\n[[component]]\nid = "a"\nsource = "a.wasm"\ntrigger.channel = "orders"';
    expect(errorsOf(text)).toEqual(refused('cron', "leave out its components with 'components'"));
    expect(errorsOf(text.replace('cron', 'redis'))).toEqual([]);
  });
});

test('prints warnings with their cluster during synthesis', () => {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'spin-app-manifest-'));
  const write = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    const bundle = new Bundle({ outdir, existingNamespaces: ['team'] });
    const llm = RuntimeConfig.of({ llmCompute: LLM });
    const cluster = new Cluster(bundle, 'eu-1');
    newApp(new Chart(cluster, 'shop', { namespace: 'team' }), HEAD, { runtimeConfig: llm });
    new SpinAppExecutor(new Chart(cluster, 'shims', { namespace: 'team' }), 'shim', {
      metadata: { name: 'shim' },
      spinImage: 'example.com/spin:v3',
    });
    bundle.synth();
    expect(write.mock.calls.map(([text]) => text)).toEqual([
      "warning: eu-1: [shop/app] 'runtimeConfig.llmCompute' (remote_http) is not used by any component that runs; remove it\n",
    ]);
  } finally {
    write.mockRestore();
    fs.rmSync(outdir, { recursive: true });
  }
});
