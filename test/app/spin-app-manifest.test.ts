import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  Cluster,
  KeyValueStore,
  LlmCompute,
  OptionValue,
  RuntimeConfig,
  SpinApp,
  SpinAppExecutor,
  SpinAppProps,
  SpinManifest,
  SqliteDatabase,
  Variable,
} from '../../lib';
import { planApp } from '../../lib/gitops/app-plan';
import { FieldValidation } from '../../lib/validation/field-validation';
import { synth, testChart, validationErrors } from '../testing';

const HEAD = 'spin_manifest_version = 2\napplication.name = "shop"\n';

/** Two components, each with needs of its own. */
const TWO = `${HEAD}
[variables]
currency = { default = "EUR" }
bank_url = { required = true }
[[trigger.http]]
component = "cart"
[[trigger.redis]]
component = "pay"
[component.cart]
key_value_stores = ["default", "baskets"]
sqlite_databases = ["default"]
variables = { symbol = "{{ currency }}" }
[component.pay]
key_value_stores = ["baskets", "receipts"]
sqlite_databases = ["ledger"]
ai_models = ["fraud-1", "fraud-2"]
variables = { bank = "https://{{bank_url}}/" }
`;

const URL = OptionValue.fromValue('redis://redis');
const REDIS = KeyValueStore.redis({ url: URL });
const LIBSQL = SqliteDatabase.libsql({ url: URL, token: OptionValue.fromConfigMap(config(), 'token') });
const LLM = LlmCompute.remoteHttp({ url: URL, authToken: OptionValue.fromConfigMap(config(), 'token') });

/** What the application of TWO needs. */
const ALL = {
  keyValueStores: { baskets: REDIS, receipts: REDIS },
  sqliteDatabases: { ledger: LIBSQL },
  llmCompute: LLM,
};
const FITTING: Partial<SpinAppProps> = {
  variables: { bank_url: Variable.fromValue('bank') },
  runtimeConfig: RuntimeConfig.of(ALL),
};

function config(): kplus.IConfigMap {
  return kplus.ConfigMap.fromConfigMapName(testChart(), 'config', 'config');
}

function secret(): kplus.ISecret {
  return kplus.Secret.fromSecretName(testChart(), 'secret', 'secret');
}

function newApp(chart: Chart, manifest: string, props: Partial<SpinAppProps> = {}): SpinApp {
  return new SpinApp(chart, 'app', {
    metadata: { name: 'shop' },
    image: 'example.com/shop:v1',
    executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim'),
    manifest: SpinManifest.fromString(manifest),
    ...props,
  });
}

function errorsOf(manifest: string, props: Partial<SpinAppProps> = {}): string[] {
  const chart = testChart('team');
  newApp(chart, manifest, props);
  return validationErrors(chart);
}

/** What a bundle warns of, with the errors that would keep it from saying so. */
function warningsOf(manifest: string, props: Partial<SpinAppProps> = {}, scale = false): string[] {
  const bundle = new Bundle();
  const chart = new Chart(bundle, 'shop', { namespace: 'team' });
  const target = newApp(chart, manifest, props);
  if (scale) {
    new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', { target, maxReplicas: 3 });
  }
  const { errors, warnings } = planApp(bundle, { fieldValidation: FieldValidation.WARN });
  return [...errors, ...warnings];
}

const RESOURCES = { cpu: { request: kplus.Cpu.millis(1), limit: kplus.Cpu.millis(1) } };

test('an app that fits its manifest is as it is without one', () => {
  const manifests = [TWO, undefined].map((manifest) => {
    const chart = testChart('team');
    newApp(chart, manifest ?? HEAD, { ...FITTING, ...(manifest === undefined && { manifest: undefined }) });
    return synth(chart);
  });
  expect(manifests[0]).toEqual(manifests[1]);
  expect(warningsOf(TWO, FITTING)).toEqual([]);
});

test('without a manifest nothing is known, and nothing is said', () => {
  expect(warningsOf(HEAD, { ...FITTING, manifest: undefined, replicas: 3, components: ['any'] })).toEqual([]);
});

test('everything that is wrong is said at once, as all errors are', () => {
  const chart = testChart('team');
  newApp(chart, `${TWO}[[trigger.timer]]\ncomponent = "cart"`, {
    replicas: 0,
    components: ['cart', 'pya'],
    variables: { curency: Variable.fromValue('EUR') },
  });
  expect(() => synth(chart)).toThrow(
    'Validation failed with the following errors:\n' +
      [
        "'spec.replicas' (0) replicas must be > 0; delete the app to stop it",
        "'components[1]' (pya) is no component of spin.toml; did you mean 'pay'?",
        "'manifest' (timer) is a type of trigger in spin.toml that the shim does not run: http, redis, sqs, mqtt, command; leave out what it starts, with 'components'",
        "'variables' (curency) is no variable of spin.toml; did you mean 'currency'?",
        "'runtimeConfig.keyValueStores.baskets' (not set) is used by component cart, and the app needs it; add it",
      ]
        .map((message) => `  [test/app] ${message}`)
        .join('\n'),
  );
});

test('messages call the manifest by its file', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spin-app-manifest-'));
  try {
    const file = path.join(directory, 'shop.toml');
    fs.writeFileSync(file, HEAD);
    expect(errorsOf(HEAD, { manifest: SpinManifest.fromFile(file), components: ['cart'] })).toEqual([
      `[test/app] 'components[0]' (cart) is no component of ${file}; choose among none`,
    ]);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
});

describe('variables', () => {
  const declared = (name: string, how: string, components = '') =>
    `${HEAD}[variables]\n${name} = ${how}\n${components}`;
  const missing = (why: string) =>
    `[test/app] 'variables.region' (not set) is required by spin.toml, and ${why}; set it, or name a provider of it in a file for 'RuntimeConfig.fromSecret'`;

  test.each([
    ['one component', '[component.a]\nvariables = { x = "{{ region }}" }', 'component a reads it'],
    [
      'two components',
      '[component.a]\nvariables = { x = "{{region}}" }\n[component.b]\nallowed_outbound_hosts = ["https://{{\\tregion }}.example.com"]',
      'components a, b read it',
    ],
    [
      'no component',
      '[component.a]\nvariables = { x = "{{ regions }} region {{ region" }',
      'Spin asks for all that are',
    ],
  ])('that are required and not set are refused, read by %s', (_, components, why) => {
    expect(errorsOf(declared('region', '{ required = true }', components))).toEqual([missing(why)]);
  });

  test('that are required are not asked for when only a component reads them that is left out', () => {
    const two = '[component.a]\n[component.b.variables]\nx = "{{ region }}"';
    const text = declared('region', '{ required = true }', two);
    expect(errorsOf(text, { components: ['a'] })).toEqual([]);
    expect(errorsOf(text, { components: ['b'] })).toEqual([missing('component b reads it')]);
  });

  test('are asked for by version 1 as well', () => {
    const text =
      'spin_version = "1"\nname = "shop"\ntrigger.type = "http"\n[variables]\nregion = { required = true }\n[[component]]\nid = "a_b"\n[component.config]\nx = "{{ region }}"';
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
  ])('are not asked for that %s', (_, how, props) => {
    expect(errorsOf(declared('region', how, '[component.a]\nvariables = { x = "{{ region }}" }'), props)).toEqual([]);
  });

  test('can be set later', () => {
    const chart = testChart('team');
    const app = newApp(chart, declared('region', '{ required = true }'));
    expect(validationErrors(chart)).toEqual([missing('Spin asks for all that are')]);
    app.addVariable('region', Variable.fromValue('eu'));
    expect(validationErrors(chart)).toEqual([]);
  });

  test.each([
    ['regoin', "did you mean 'region'?"],
    ['language', 'remove it, or declare it there'],
    ['constructor', 'remove it, or declare it there'],
  ])('that the application does not declare are refused: %s', (name, remedy) => {
    expect(
      errorsOf(declared('region', '{ default = "eu" }'), { variables: { [name]: Variable.fromValue('x') } }),
    ).toEqual([`[test/app] 'variables' (${name}) is no variable of spin.toml; ${remedy}`]);
  });

  test('that are not declared are refused beside a whole file of runtime configuration', () => {
    const runtimeConfig = RuntimeConfig.fromSecret(secret());
    expect(errorsOf(HEAD, { runtimeConfig, variables: { region: Variable.fromValue('x') } })).toEqual([
      "[test/app] 'variables' (region) is no variable of spin.toml; remove it, or declare it there",
    ]);
  });
});

describe('secrets', () => {
  const declare = (name: string) => `${HEAD}[variables]\n${name} = { required = true, secret = true }`;
  const SEED = declare('seed');
  const seed = Variable.fromValue('swordfish');
  const REFUSED =
    "'variables.seed' (…) is secret by spin.toml, and for everybody to read; take it with 'Variable.fromSecret' from a Secret that a SealedSecret or ExternalSecret makes, or set 'allowPlaintextSecrets'";

  test('in plain text are refused, and not shown', () => {
    expect(errorsOf(SEED, { variables: { seed } })).toEqual([`[test/app] ${REFUSED}`]);
    expect(errorsOf(SEED, { variables: { seed }, allowPlaintextSecrets: false })).toEqual([`[test/app] ${REFUSED}`]);
  });

  test('that are called like secrets are refused once', () => {
    expect(errorsOf(declare('token'), { variables: { token: seed } })).toEqual([
      "[test/app] 'spec.variables[0].value' (…) is a secret by its name, 'token', and for everybody to read; take it from a Secret, or set 'allowPlaintextSecrets'",
    ]);
  });

  test.each<[string, string, Variable, Partial<SpinAppProps>]>([
    ['come from a Secret', SEED, Variable.fromSecret(secret(), 'seed'), {}],
    ['are empty', SEED, Variable.fromValue(''), {}],
    ['are none', `${HEAD}[variables]\nseed = { required = true }`, seed, {}],
    ['are allowed', SEED, seed, { allowPlaintextSecrets: true }],
  ])('are not refused that %s', (_, manifest, variable, props) => {
    expect(errorsOf(manifest, { variables: { seed: variable }, ...props })).toEqual([]);
  });

  test('may stand in one app, also those that are secret by their names', () => {
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
  ])('a bundle says %s, the app %s', (allowPlaintextSecrets, ofApp, errors) => {
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

describe('components', () => {
  test.each([
    [['cart', 'pay'], []],
    [['carts'], ["[test/app] 'components[0]' (carts) is no component of spin.toml; did you mean 'cart'?"]],
    [['cart', 'basket'], ["[test/app] 'components[1]' (basket) is no component of spin.toml; choose among cart, pay"]],
  ])('%j', (components, errors) => {
    expect(errorsOf(`${HEAD}[component.cart]\n[component.pay]`, { components })).toEqual(errors);
  });
});

describe('triggers', () => {
  const trigger = (type: string) =>
    `${HEAD}[component.a]\n[component.b]\n[[trigger.http]]\ncomponent = "b"\n[[trigger.${type}]]\ncomponent = "a"\n[[trigger.${type}]]\ncomponent = "a"`;
  const refused = (type: string, remedy: string) => [
    `[test/app] 'manifest' (${type}) is a type of trigger in spin.toml that the shim does not run: http, redis, sqs, mqtt, command; ${remedy}`,
  ];

  test.each(['http', 'redis', 'sqs', 'mqtt', 'command'])('of type %s are run', (type) => {
    expect(errorsOf(trigger(type))).toEqual([]);
  });

  test.each([
    ['cron', "leave out what it starts, with 'components'"],
    ['htpp', "did you mean 'http'?"],
  ])('of type %s are refused', (type, remedy) => {
    expect(errorsOf(trigger(type))).toEqual(refused(type, remedy));
    expect(errorsOf(trigger(type), { components: ['a'] })).toEqual(refused(type, remedy));
  });

  test('of components that are left out do not matter', () => {
    expect(errorsOf(trigger('cron'), { components: ['b'] })).toEqual([]);
  });

  test('without a single component matter only where all components run', () => {
    const text = `${HEAD}[component.a]\n[[trigger.cron]]\ncomponents = { one = "a" }`;
    expect(errorsOf(text)).toEqual(refused('cron', "leave out what it starts, with 'components'"));
    expect(errorsOf(text, { components: ['a'] })).toEqual([]);
  });

  test('of version 1 are looked at as well', () => {
    const text = 'spin_version = "1"\nname = "shop"\ntrigger.type = "cron"\n[[component]]\nid = "a"';
    expect(errorsOf(text)).toEqual(refused('cron', "leave out what it starts, with 'components'"));
    expect(errorsOf(text.replace('cron', 'redis'))).toEqual([]);
  });
});

describe('stores, databases and models', () => {
  const errorsWith = (options: object, components?: string[]) =>
    errorsOf(TWO, { ...FITTING, runtimeConfig: RuntimeConfig.of(options), components });

  test('that are used and not there are refused', () => {
    const errors = [
      "[test/app] 'runtimeConfig.keyValueStores.baskets' (not set) is used by components cart, pay, and the app needs it; add it",
      "[test/app] 'runtimeConfig.keyValueStores.receipts' (not set) is used by component pay, and the app needs it; add it",
      "[test/app] 'runtimeConfig.sqliteDatabases.ledger' (not set) is used by component pay, and the app needs it; add it",
      "[test/app] 'runtimeConfig.llmCompute' (not set) is needed for the models of component pay: fraud-1, fraud-2; set it, for example to 'LlmCompute.remoteHttp'",
    ];
    expect(errorsWith({})).toEqual(errors);
    expect(errorsOf(TWO, { ...FITTING, runtimeConfig: undefined })).toEqual(errors);
    expect(errorsWith(ALL)).toEqual([]);
  });

  test('that are misspelled are refused under the name that is likely meant', () => {
    const keyValueStores = { baskets: REDIS, receipt: REDIS };
    expect(errorsWith({ ...ALL, keyValueStores, sqliteDatabases: { legder: LIBSQL } })).toEqual([
      "[test/app] 'runtimeConfig.keyValueStores.receipts' (not set) is used by component pay, and the app needs it; did you mean it by 'receipt'?",
      "[test/app] 'runtimeConfig.sqliteDatabases.ledger' (not set) is used by component pay, and the app needs it; did you mean it by 'legder'?",
    ]);
  });

  test('a label that another component uses is not what was meant', () => {
    const text = `${HEAD}[component.a]\nkey_value_stores = ["one", "ones"]`;
    expect(errorsOf(text, { runtimeConfig: RuntimeConfig.of({ keyValueStores: { one: REDIS } }) })).toEqual([
      "[test/app] 'runtimeConfig.keyValueStores.ones' (not set) is used by component a, and the app needs it; add it",
    ]);
  });

  test('of components that are left out do not matter', () => {
    expect(errorsWith({ keyValueStores: { baskets: REDIS } }, ['cart'])).toEqual([]);
    expect(errorsWith({ keyValueStores: { baskets: REDIS } }, ['pay'])).toHaveLength(3);
  });

  test('may be in a file that nobody can see here', () => {
    const runtimeConfig = RuntimeConfig.fromSecret(secret());
    expect(warningsOf(TWO, { ...FITTING, runtimeConfig, replicas: 3 })).toEqual([]);
  });

  test('that nobody uses are warned of', () => {
    const props = { ...FITTING, components: ['cart'] };
    expect(warningsOf(TWO, props)).toEqual([
      "[shop/app] 'runtimeConfig.keyValueStores.receipts' (redis) is used by no component that runs; remove it",
      "[shop/app] 'runtimeConfig.sqliteDatabases.ledger' (libsql) is used by no component that runs; remove it",
      "[shop/app] 'runtimeConfig.llmCompute' (remote_http) is used by no component that runs; remove it",
    ]);
    expect(warningsOf(TWO, FITTING)).toEqual([]);
  });
});

describe('a file in each pod', () => {
  const FILES = `${HEAD}[component.a]\nkey_value_stores = ["default", "own"]\nsqlite_databases = ["default"]`;
  const own = (path?: OptionValue) => RuntimeConfig.of({ keyValueStores: { own: KeyValueStore.spin({ path }) } });
  const shared = RuntimeConfig.of({
    keyValueStores: { default: REDIS, own: REDIS },
    sqliteDatabases: { default: LIBSQL },
  });
  const warning = (place: string, type: string, pods: string, use: string) =>
    `[shop/app] 'runtimeConfig.${place}' (${type}) is a file in each pod, and ${pods}: what one writes, the others do not see; use '${use}', for example, or a single pod`;
  const warnings = (pods: string) => [
    warning('keyValueStores.default', 'not set', pods, 'KeyValueStore.redis'),
    warning('keyValueStores.own', 'spin', pods, 'KeyValueStore.redis'),
    warning('sqliteDatabases.default', 'not set', pods, 'SqliteDatabase.libsql'),
  ];

  test('is warned of where there are several', () => {
    expect(warningsOf(FILES, { runtimeConfig: own(), replicas: 3 })).toEqual(warnings('there are 3 pods'));
    expect(warningsOf(FILES, { runtimeConfig: shared, replicas: 3 })).toEqual([]);
  });

  test('is warned of where an autoscaler may make several', () => {
    const app = { runtimeConfig: own(), resources: RESOURCES };
    expect(warningsOf(FILES, app, true)).toEqual(warnings('an autoscaler adds pods'));
    expect(warningsOf(FILES, { ...app, enableAutoscaling: true })).toEqual(warnings('an autoscaler adds pods'));
    expect(warningsOf(FILES, { ...app, runtimeConfig: shared }, true)).toEqual([]);
  });

  test('is nothing to warn of for a single pod, or where no component that runs uses it', () => {
    expect(warningsOf(FILES, { runtimeConfig: own() })).toEqual([]);
    expect(warningsOf(FILES, { runtimeConfig: own(), replicas: 1 })).toEqual([]);
    expect(warningsOf(`${FILES}\n[component.b]`, { components: ['b'], replicas: 3 })).toEqual([]);
  });

  test('that is said to be one is warned of like one that is not mentioned', () => {
    const runtimeConfig = RuntimeConfig.of({
      keyValueStores: { default: KeyValueStore.spin(), own: KeyValueStore.spin() },
      sqliteDatabases: { default: SqliteDatabase.spin() },
    });
    expect(warningsOf(FILES, { runtimeConfig, replicas: 3 })).toEqual(
      warnings('there are 3 pods').map((text) => text.replace('(not set)', '(spin)')),
    );
  });

  test.each<[string, OptionValue, boolean]>([
    ['on a volume', OptionValue.fromValue('/data/own.db'), false],
    ['beside a volume', OptionValue.fromValue('/database/own.db'), true],
    ['whose path a ConfigMap has', OptionValue.fromConfigMap(config(), 'path'), false],
  ])('%s', (_, file, isWarnedOf) => {
    const volume = kplus.Volume.fromPersistentVolumeClaim(
      testChart(),
      'volume',
      kplus.PersistentVolumeClaim.fromClaimName(testChart(), 'claim', 'claim'),
    );
    for (const mount of ['/data', '/data/']) {
      const found = warningsOf(FILES, {
        runtimeConfig: own(file),
        replicas: 2,
        volumeMounts: [{ path: mount, volume }],
      });
      expect(found.filter((text) => text.includes('keyValueStores.own'))).toEqual(
        isWarnedOf ? [warning('keyValueStores.own', 'spin', 'there are 2 pods', 'KeyValueStore.redis')] : [],
      );
    }
  });
});

test('warnings are printed by the synth, with the cluster they are of', () => {
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
      "warning: eu-1: [shop/app] 'runtimeConfig.llmCompute' (remote_http) is used by no component that runs; remove it\n",
    ]);
  } finally {
    write.mockRestore();
    fs.rmSync(outdir, { recursive: true });
  }
});
