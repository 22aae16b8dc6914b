import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as fc from 'fast-check';
import { SpinManifest } from '../../lib';
import { NOT_TOML, REFUSALS, version2 } from './spin-manifest-refusals';

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

const NOTHING = { templates: [], keyValueStores: [], sqliteDatabases: [], aiModels: [] };

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

/** What is listed as wrong with a text. */
const problemsOf = (text: string) => messageOf(text)?.split('\n  ').slice(1);

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
        { type: 'http', component: 'cart' },
        { type: 'redis', component: 'pay' },
      ],
      components: [
        { ...NOTHING, id: 'cart', templates: ['{{ currency }}'], keyValueStores: ['default', 'baskets'] },
        {
          id: 'pay',
          templates: ['{{bank_pin}}', 'https://{{ bank_url }}'],
          keyValueStores: [],
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
      key_value_stores = ["default"]
      sqlite_databases = ["ledger"]
      ai_models = ["fraud-1"]
      [component.config]
      symbol = "{{ currency }}"
      [component.trigger]
      channel = "orders"
      [[component]]
      id = "Pay_Later"`;
    expect(modelOf(text)).toEqual({
      name: 'shop',
      version: '0.9.0',
      variables: [{ name: 'currency', default: 'EUR', isRequired: false, isSecret: false }],
      triggers: [
        { type: 'redis', component: 'cart' },
        { type: 'redis', component: 'pay-later' },
      ],
      components: [
        {
          id: 'cart',
          templates: ['{{ currency }}'],
          keyValueStores: ['default'],
          sqliteDatabases: ['ledger'],
          aiModels: ['fraud-1'],
        },
        { ...NOTHING, id: 'pay-later' },
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

  test('with anything in fields that are not used', () => {
    const unknown = `
      [application.tool.lint]
      level = 9223372036854775807
      [future]
      since = 2031-01-01
      [component.cart]
      source = { url = 1 }
      build = ["x"]
      dependencies = { "a:b/c" = ">= 1.0" }
      profile = 3`;
    expect(modelOf(version2(unknown)).components).toEqual([{ ...NOTHING, id: 'cart' }]);
  });

  test('with names that every object of JavaScript has', () => {
    const text = version2('[component.constructor]\n[component.__proto__]\n[variables]\ntoString = { default = "" }');
    expect(modelOf(text).components.map(({ id }) => id)).toEqual(['constructor', '__proto__']);
    expect(modelOf(text).variables.map(({ name }) => name)).toEqual(['toString']);
  });
});

describe('components in triggers', () => {
  const idsOf = (more: string) => {
    const { components, triggers } = modelOf(version2(more));
    return { ids: components.map(({ id }) => id), triggers };
  };

  test('get an id from their trigger', () => {
    expect(
      idsOf(`
        [[trigger.http]]
        component = { source = "a.wasm" }
        [[trigger.http]]
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
        [component.inline-component1]
        [[trigger.http]]
        id = "taken"
        component = {}
        [[trigger.http]]
        id = "No Id"
        component = {}
        [[trigger.http]]
        component = {}
        components = { filter = {} }`),
    ).toEqual({
      ids: ['taken-component', 'inline-component1', ...[2, 3, 4, 5].map((count) => `inline-component${count}`)],
      triggers: [2, 3, 4].map((count) => ({ type: 'http', component: `inline-component${count}` })),
    });
  });

  test('do not get the id of another trigger', () => {
    expect(
      idsOf(`
        [component.cart]
        [[trigger.http]]
        component = {}
        [[trigger.http]]
        id = "http-trigger1"
        component = "cart"`).ids,
    ).toEqual(['cart', 'http-trigger2-component']);
  });

  test('may be several under each name', () => {
    expect(
      idsOf(`
        [component.cart]
        [component.pay]
        [[trigger.other]]
        components = { one = "cart", many = ["pay", { source = "c.wasm" }] }`),
    ).toEqual({ ids: ['cart', 'pay', 'inline-component1'], triggers: [{ type: 'other', component: undefined }] });
  });
});

describe('rejects a file', () => {
  test.each(REFUSALS)('%s', (_, text, problems) => {
    expect(problemsOf(text)?.sort()).toEqual([...problems].sort());
  });

  test.each(NOT_TOML)('that is not valid TOML: %s', (_, text, problem) => {
    expect(messageOf(text)).toBe(`spin.toml has the following errors:\n  ${problem}`);
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
      fs.writeFileSync(file, 'spin_manifest_version = 2\n[variables]\nx = {}\n');
      const error = errorOf(() => SpinManifest.fromFile(file));
      expect(String(error?.stack)).toBe(
        `Error: ${file} has the following errors:\n` +
          "  'application.name' is required; set it\n" +
          "  'variables.x' ({}) has no default and is not required; add 'default', or 'required = true'",
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
    expect(modelOf(version2(`[component.cart.${deep}]`)).components).toEqual([{ ...NOTHING, id: 'cart' }]);
    expect(problemsOf(version2(`[component.cart.ai_models.${deep}]`))).toEqual([
      "'component.cart.ai_models' ({ a }) must be a list; write it as [[component.cart.ai_models]]",
    ]);
  });
});
