import * as kplus from 'cdk8s-plus-28';
import { KeyValueStore, OptionValue, RuntimeConfig, SqliteDatabase } from '../../lib';
import { testChart } from '../testing';
import { HEAD, TWO, REDIS, LIBSQL, ALL, FITTING, config, secret, errorsOf, warningsOf } from './spin-app-with-manifest';

const RESOURCES = { cpu: { request: kplus.Cpu.millis(1), limit: kplus.Cpu.millis(1) } };

describe('stores, databases and models', () => {
  const errorsWith = (options: object, components?: string[]) =>
    errorsOf(TWO, { ...FITTING, runtimeConfig: RuntimeConfig.of(options), components });

  test('are rejected if they are used and missing', () => {
    const errors = [
      "[test/app] 'runtimeConfig.keyValueStores.baskets' is required by components cart, pay; add it",
      "[test/app] 'runtimeConfig.keyValueStores.receipts' is required by component pay; add it",
      "[test/app] 'runtimeConfig.sqliteDatabases.ledger' is required by component pay; add it",
      "[test/app] 'runtimeConfig.llmCompute' is required for the models of component pay: fraud-1, fraud-2; set it, for example to 'LlmCompute.remoteHttp'",
    ];
    expect(errorsWith({})).toEqual(errors);
    expect(errorsOf(TWO, { ...FITTING, runtimeConfig: undefined })).toEqual(errors);
    expect(errorsWith(ALL)).toEqual([]);
  });

  test('are rejected with the name that is likely meant if they are misspelled', () => {
    const keyValueStores = { baskets: REDIS, receipt: REDIS };
    expect(errorsWith({ ...ALL, keyValueStores, sqliteDatabases: { legder: LIBSQL } })).toEqual([
      "[test/app] 'runtimeConfig.keyValueStores.receipts' is required by component pay; rename 'receipt' if it is meant",
      "[test/app] 'runtimeConfig.sqliteDatabases.ledger' is required by component pay; rename 'legder' if it is meant",
    ]);
  });

  test('are not suggested by a label that another component uses', () => {
    const text = `${HEAD}[component.a]\nsource = "a.wasm"\nkey_value_stores = ["one", "ones"]`;
    expect(errorsOf(text, { runtimeConfig: RuntimeConfig.of({ keyValueStores: { one: REDIS } }) })).toEqual([
      "[test/app] 'runtimeConfig.keyValueStores.ones' is required by component a; add it",
    ]);
  });

  test('are ignored for components that are left out', () => {
    expect(errorsWith({ keyValueStores: { baskets: REDIS } }, ['cart'])).toEqual([]);
    expect(errorsWith({ keyValueStores: { baskets: REDIS } }, ['pay'])).toHaveLength(3);
  });

  test('may be in a configuration file in a Secret', () => {
    const runtimeConfig = RuntimeConfig.fromSecret(secret());
    expect(warningsOf(TWO, { ...FITTING, runtimeConfig, replicas: 3 })).toEqual([]);
  });

  test('cause a warning if no component uses them', () => {
    const props = { ...FITTING, components: ['cart'] };
    expect(warningsOf(TWO, props)).toEqual([
      "[shop/app] 'runtimeConfig.keyValueStores.receipts' (redis) is not used by any component that runs; remove it",
      "[shop/app] 'runtimeConfig.sqliteDatabases.ledger' (libsql) is not used by any component that runs; remove it",
      "[shop/app] 'runtimeConfig.llmCompute' (remote_http) is not used by any component that runs; remove it",
    ]);
    expect(warningsOf(TWO, FITTING)).toEqual([]);
  });
});

describe('a file in each pod', () => {
  const FILES = `${HEAD}[component.a]\nsource = "a.wasm"\nkey_value_stores = ["default", "own"]\nsqlite_databases = ["default"]`;
  const own = (path?: OptionValue) => RuntimeConfig.of({ keyValueStores: { own: KeyValueStore.spin({ path }) } });
  const shared = RuntimeConfig.of({
    keyValueStores: { default: REDIS, own: REDIS },
    sqliteDatabases: { default: LIBSQL },
  });
  const warning = (place: string, shown: string, pods: string, use: string) =>
    `[shop/app] 'runtimeConfig.${place}'${shown} is a file in each pod, and ${pods}: they do not share data; use '${use}', for example, or a single pod`;
  const warnings = (pods: string) => [
    warning('keyValueStores.default', '', pods, 'KeyValueStore.redis'),
    warning('keyValueStores.own', ' (spin)', pods, 'KeyValueStore.redis'),
    warning('sqliteDatabases.default', '', pods, 'SqliteDatabase.libsql'),
  ];

  test('causes a warning with several pods', () => {
    expect(warningsOf(FILES, { runtimeConfig: own(), replicas: 3 })).toEqual(warnings('there are 3 pods'));
    expect(warningsOf(FILES, { runtimeConfig: shared, replicas: 3 })).toEqual([]);
  });

  test('causes a warning with an autoscaler', () => {
    const app = { runtimeConfig: own(), resources: RESOURCES };
    expect(warningsOf(FILES, app, true)).toEqual(warnings('an autoscaler adds pods'));
    expect(warningsOf(FILES, { ...app, enableAutoscaling: true })).toEqual(warnings('an autoscaler adds pods'));
    expect(warningsOf(FILES, { ...app, runtimeConfig: shared }, true)).toEqual([]);
  });

  test('causes no warning with a single pod, or if no component that runs uses it', () => {
    expect(warningsOf(FILES, { runtimeConfig: own() })).toEqual([]);
    expect(warningsOf(FILES, { runtimeConfig: own(), replicas: 1 })).toEqual([]);
    expect(
      warningsOf(`${FILES}\n[component.b]\nsource = "a.wasm"\n[[trigger.sqs]]\ncomponent = "b"`, {
        components: ['b'],
        replicas: 3,
      }),
    ).toEqual([]);
  });

  test('causes the same warning when it is configured as a file', () => {
    const runtimeConfig = RuntimeConfig.of({
      keyValueStores: { default: KeyValueStore.spin(), own: KeyValueStore.spin() },
      sqliteDatabases: { default: SqliteDatabase.spin() },
    });
    expect(warningsOf(FILES, { runtimeConfig, replicas: 3 })).toEqual(
      warnings('there are 3 pods').map((text) => text.replace("default' is", "default' (spin) is")),
    );
  });

  test.each<[string, OptionValue, boolean]>([
    ['on a volume', OptionValue.fromValue('/data/own.db'), false],
    ['beside a volume', OptionValue.fromValue('/database/own.db'), true],
    ['whose path a ConfigMap has', OptionValue.fromConfigMap(config(), 'path'), false],
  ])('is judged by its path: %s', (_, file, isWarnedOf) => {
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
        isWarnedOf ? [warning('keyValueStores.own', ' (spin)', 'there are 2 pods', 'KeyValueStore.redis')] : [],
      );
    }
  });
});
