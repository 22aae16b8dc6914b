import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as fc from 'fast-check';
import { SpinManifest } from '../../lib';
import { NEWER_TOML, NOT_TOML, OLDER_TOML, REFUSALS, REFUSED_BY_SPIN, version2 } from './spin-manifest-refusals';

const SHOP = `
spin_manifest_version = 2

[application]
name = "shop"
version = "1.4.0"

[variables]
currency = { default = "EUR" }
bank_url = { required = true }
bank_pin = { required = true, secret = true }

[[trigger.http]]
route = "/cart/..."
component = "cart"

[[trigger.redis]]
channel = "orders"
component = "pay"

[component.cart]
source = "cart.wasm"
key_value_stores = ["default", "baskets"]
[component.cart.variables]
symbol = "{{ currency }}"

[component.pay]
source = "pay.wasm"
sqlite_databases = ["ledger"]
ai_models = ["fraud-1"]
allowed_outbound_hosts = ["https://{{ bank_url }}"]
[component.pay.variables]
pin = "{{bank_pin}}"
`;

const NOTHING = {
  variables: {},
  outboundHosts: [],
  keyValueStores: [],
  sqliteDatabases: [],
  aiModels: [],
  inherited: {},
};

const modelOf = (text: string) => SpinManifest.fromString(text)._model();

function errorOf(read: () => unknown): Error | undefined {
  try {
    read();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}

const messageOf = (text: string) => errorOf(() => SpinManifest.fromString(text))?.message;

/** Problems that are reported for a text. */
const problemsOf = (text: string) => messageOf(text)?.split('\n  ').slice(1);

/** Every field of a manifest of version 2, in each of its forms. */
const EVERYTHING = `
  spin_manifest_version = 2
  [application]
  name = ""
  version = "1"
  description = "Everything"
  authors = ["A", "B"]
  targets = ["spin-up:3.3", { url = "https://example.com/target.toml" }, { path = "target.toml" }]
  [application.trigger.redis]
  address = "redis://redis"
  [application.trigger.other]
  since = 2031-01-01
  [application.tool.lint]
  level = 9223372036854775807
  [variables]
  host = { default = "example.com", description = "A host", secret = false }
  path = { required = true, secret = true }
  nowhere = { default = "" }
  [[trigger.http]]
  id = "first"
  route = "/..."
  component = "cart"
  executor = { type = "wagi", argv = "" }
  [[trigger.http]]
  route = { private = true }
  component = { source = "a.wasm" }
  [[trigger.http]]
  route = "/static"
  static_response = { status_code = 404, headers = {}, body = "" }
  [[trigger.redis]]
  channel = "orders"
  address = "redis://{{ host }}"
  component = "pay"
  [[trigger.other]]
  anything = [1, { deep = true }]
  [component.cart]
  source = { url = "https://example.com/a.wasm", digest = "sha256:0" }
  description = "A cart"
  environment = { A = "{{", B = "" }
  files = ["assets/**/*", { source = "a", destination = "/" }]
  exclude_files = ["*.md"]
  targets = ["spin-up:4.0"]
  build = { command = ["a", "b"], workdir = "cart", watch = ["src/*"] }
  [component.cart.tool.other]
  since = 1
  [component.cart.dependencies]
  "bank:pay/check@1.2.3" = { component = "pay", export = "check" }
  "bank:pay/check@2.0.0-rc.1" = { version = ">= 2", registry = "example.com", package = "bank:check" }
  "bank:pay/refund" = { path = "check.wasm", inherit_configuration = ["key_value_stores", "variables"] }
  "bank:card" = { url = "https://example.com/a.wasm", digest = "sha256:0", export = "card", inherit_configuration = true }
  plain-name = { version = "1", package = "bank:plain" }
  [component.cart.profile.debug]
  source = "debug.wasm"
  environment = { A = "1" }
  dependencies = { "bank:card" = "1.2" }
  build = { command = "make debug" }
  [component.pay]
  source = { registry = "example.com", package = "bank:pay", version = "1.0.0" }
  dependencies_inherit_configuration = true
  build.command = "make"`;

describe('reads a manifest', () => {
  test('of version 2', () => {
    const manifest = SpinManifest.fromString(SHOP);
    expect([manifest.applicationName, manifest.applicationVersion]).toEqual(['shop', '1.4.0']);
    expect(manifest._model()).toEqual({
      name: 'shop',
      version: '1.4.0',
      variables: [
        { name: 'currency', default: 'EUR', isRequired: false, isSecret: false },
        { name: 'bank_url', default: undefined, isRequired: true, isSecret: false },
        { name: 'bank_pin', default: undefined, isRequired: true, isSecret: true },
      ],
      triggers: [
        { type: 'http', component: 'cart', route: '/cart/...', faults: [] },
        { type: 'redis', component: 'pay', faults: [] },
      ],
      components: [
        { ...NOTHING, id: 'cart', variables: { symbol: '{{ currency }}' }, keyValueStores: ['default', 'baskets'] },
        {
          ...NOTHING,
          id: 'pay',
          variables: { pin: '{{bank_pin}}' },
          outboundHosts: ['https://{{ bank_url }}'],
          sqliteDatabases: ['ledger'],
          aiModels: ['fraud-1'],
        },
      ],
    });
  });

  test.each(['spin_manifest_version', 'spin_version'])('of version 1, stated by %s', (key) => {
    const text = `
      ${key} = "1"
      name = "shop"
      version = "0.9.0"
      trigger = { type = "redis", address = "redis://localhost" }
      [variables]
      currency = { default = "EUR" }
      [[component]]
      id = "cart"
      source = "cart.wasm"
      key_value_stores = ["default"]
      sqlite_databases = ["ledger"]
      ai_models = ["fraud-1"]
      [component.config]
      symbol = "{{ currency }}"
      [component.trigger]
      channel = "orders"
      [[component]]
      id = "Pay_Later"
      source = "pay.wasm"
      allowed_http_hosts = ["example.com:8080", "https://self"]
      allowed_outbound_hosts = ["https://bank.example.com"]
      trigger = { channel = "later" }`;
    expect(modelOf(text)).toEqual({
      name: 'shop',
      version: '0.9.0',
      variables: [{ name: 'currency', default: 'EUR', isRequired: false, isSecret: false }],
      triggers: [
        { type: 'redis', component: 'cart', faults: [] },
        { type: 'redis', component: 'pay-later', faults: [] },
      ],
      components: [
        {
          ...NOTHING,
          id: 'cart',
          variables: { symbol: '{{ currency }}' },
          keyValueStores: ['default'],
          sqliteDatabases: ['ledger'],
          aiModels: ['fraud-1'],
        },
        {
          ...NOTHING,
          id: 'pay-later',
          outboundHosts: [
            'https://bank.example.com',
            'http://example.com:8080',
            'https://example.com:8080',
            'http://self',
          ],
        },
      ],
    });
  });

  test('from a file, byte order mark or not', () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spin-manifest-'));
    const file = path.join(directory, 'spin.toml');
    try {
      for (const mark of ['', '\uFEFF']) {
        fs.writeFileSync(file, `${mark}${SHOP}`);
        expect(SpinManifest.fromFile(file)._model()).toEqual(modelOf(SHOP));
        expect(SpinManifest.fromFile(file)._source()).toBe(file);
      }
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  });

  test('with everything that Spin reads', () => {
    expect(modelOf(EVERYTHING).components).toEqual([
      { ...NOTHING, id: 'cart', inherited: { 'bank:pay/refund': ['key_value_stores', 'variables'] } },
      { ...NOTHING, id: 'pay' },
      { ...NOTHING, id: 'http-trigger1-component' },
    ]);
  });

  test('with characters that look like newer forms of TOML', () => {
    expect(modelOf(version2(`${OLDER_TOML}[variables]`)).name).toBe('shop');
  });

  test('with names that every JavaScript object has', () => {
    const text = version2('[component.constructor]\nsource = "a.wasm"\n[variables]\nconstructor = { default = "" }');
    expect(modelOf(text).components.map(({ id }) => id)).toEqual(['constructor']);
    expect(modelOf(text).variables.map(({ name }) => name)).toEqual(['constructor']);
  });
});

describe('components in triggers', () => {
  const idsOf = (more: string) => {
    const { components, triggers } = modelOf(version2(more));
    const started = triggers.map(({ component, type }) => ({ type, component }));
    return { ids: components.map(({ id }) => id), triggers: started };
  };

  test('get an id from their trigger', () => {
    expect(
      idsOf(`
        [[trigger.http]]
        route = "/"
        component = { source = "a.wasm" }
        [[trigger.http]]
        route = "/"
        id = "second"
        component = { source = "b.wasm", key_value_stores = ["baskets"] }`),
    ).toEqual({
      ids: ['http-trigger1-component', 'second-component'],
      triggers: [
        { type: 'http', component: 'http-trigger1-component' },
        { type: 'http', component: 'second-component' },
      ],
    });
  });

  test('get a number if that id is taken or not valid, or if there are several', () => {
    expect(
      idsOf(`
        [component.taken-component]
        source = "a.wasm"
        [component.inline-component1]
        source = "a.wasm"
        [[trigger.http]]
        route = "/"
        id = "taken"
        component = { source = "a.wasm" }
        [[trigger.http]]
        route = "/"
        id = "No Id"
        component = { source = "a.wasm" }
        [[trigger.http]]
        route = "/"
        component = { source = "a.wasm" }
        components = { filter = { source = "a.wasm" } }`),
    ).toEqual({
      ids: ['taken-component', 'inline-component1', ...[2, 3, 4, 5].map((count) => `inline-component${count}`)],
      triggers: [2, 3, 4].map((count) => ({ type: 'http', component: `inline-component${count}` })),
    });
  });

  test('do not get the id of another trigger', () => {
    expect(
      idsOf(`
        [component.cart]
        source = "a.wasm"
        [[trigger.http]]
        route = "/"
        component = { source = "a.wasm" }
        [[trigger.http]]
        route = "/"
        id = "http-trigger1"
        component = "cart"`).ids,
    ).toEqual(['cart', 'http-trigger2-component']);
  });

  test('may be several under each name', () => {
    expect(
      idsOf(`
        [component.cart]
        source = "a.wasm"
        [component.pay]
        source = "a.wasm"
        [[trigger.other]]
        components = { one = "cart", many = ["pay", { source = "c.wasm" }] }`),
    ).toEqual({ ids: ['cart', 'pay', 'inline-component1'], triggers: [{ type: 'other', component: undefined }] });
  });
});

describe('rejects a file', () => {
  test.each([...REFUSALS, ...REFUSED_BY_SPIN])('%s', (_, text, problems) => {
    expect(problemsOf(text)?.sort()).toEqual([...problems].sort());
  });

  test.each(NOT_TOML)('that is not valid TOML: %s', (_, text, problem) => {
    expect(messageOf(text)).toBe(`spin.toml has the following errors:\n  ${problem}`);
  });

  test.each(NEWER_TOML)('with a newer form of TOML: %s', (_, text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  test('that cannot be read', () => {
    const file = path.join(os.tmpdir(), 'no-such-directory', 'spin.toml');
    expect(errorOf(() => SpinManifest.fromFile(file))?.message).toBe(
      `SpinManifest: 'path' (${file}) cannot be read (ENOENT); check the path, which is relative to the working directory`,
    );
    expect(errorOf(() => SpinManifest.fromFile(os.tmpdir()))?.message).toBe(
      `SpinManifest: 'path' (${os.tmpdir()}) cannot be read (EISDIR); check the path, which is relative to the working directory`,
    );
  });

  test('by its name, with all problems', () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spin-manifest-'));
    const file = path.join(directory, 'shop.toml');
    try {
      fs.writeFileSync(file, 'spin_manifest_version = 2\n[trigger]\n[variables]\nx = {}\n');
      const error = errorOf(() => SpinManifest.fromFile(file));
      expect(String(error?.stack)).toBe(
        `Error: ${file} has the following errors:\n` +
          "  'variables.x' ({}) has no default and is not required; add 'default', or 'required = true'\n" +
          "  'application.name' is required; set it",
      );
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  });
});

describe('any text', () => {
  const scalar = fc.oneof(
    fc.constantFrom('true', 'false', '0', '2', '1.5', 'nan', '2020-01-01', '9223372036854775807', '[]', '{}', '""'),
    fc.constantFrom('"1"', '"cart"', '["cart"]', '[1, {}]', '{ default = "" }', '{ required = true }', '[[["x"]]]'),
  );
  const key = fc.constantFrom(
    ...[
      'spin_manifest_version',
      'spin_version',
      'name',
      'id',
      'type',
      'component',
      'components',
      'trigger',
      'variables',
    ],
    ...['default', 'required', 'secret', 'key_value_stores', 'ai_models', 'config', 'http', 'cart', '__proto__', '""'],
  );
  const line = fc.oneof(
    fc
      .tuple(fc.array(key, { minLength: 1, maxLength: 4 }), scalar)
      .map(([keys, value]) => `${keys.join('.')} = ${value}`),
    fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => `[${keys.join('.')}]`),
    fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => `[[${keys.join('.')}]]`),
    fc.string({ unit: 'binary' }),
  );
  const version = fc.constantFrom('', 'spin_manifest_version = 2', 'spin_manifest_version = "1"', 'spin_version = "1"');
  const likely = fc.tuple(version, fc.array(line)).map(([first, lines]) => [first, ...lines].join('\n'));

  test('is read, or rejected by an error without a stack that lists the problems', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), likely, likely), (text) => {
        const error = errorOf(() => SpinManifest.fromString(text));
        if (error === undefined) {
          read += 1;
          return;
        }
        expect(error.stack).toBe(`Error: ${error.message}`);
        expect(error.message).toMatch(/^spin\.toml has the following errors:\n {2}'[^]+' [^]+; [^]+$/);
      }),
      { numRuns: 2000, examples: [[SHOP], [Array(20_000).fill('a').join('.') + ' = 1'], ['['.repeat(50_000)]] },
    );
    expect(read).toBeGreaterThan(0);
  });

  test('may have tables as deep as the file is long', () => {
    const deep = Array(5000).fill('a').join('.');
    const cart = '[component.cart]\nsource = "a.wasm"\n';
    expect(modelOf(version2(`${cart}tool.${deep} = 1`)).components).toEqual([{ ...NOTHING, id: 'cart' }]);
    expect(problemsOf(version2(`${cart}ai_models.${deep} = 1`))).toEqual([
      "'component.cart.ai_models' ({ a }) must be a list; write it as [[component.cart.ai_models]]",
    ]);
  });
});
