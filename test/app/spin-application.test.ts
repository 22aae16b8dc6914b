import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Gateway,
  LlmCompute,
  RuntimeConfig,
  SpinApp,
  SpinAppExecutor,
  SpinApplication,
  SpinApplicationProps,
  SpinKubeRelease,
  SpinManifest,
  Variable,
} from '../../lib';
import { Manifest, only, synth, testChart, validationErrors } from '../testing';
import { ALL, LIBSQL, LLM, REDIS, TWO } from './spin-app-with-manifest';

/** Components of a shop, with a route each; only `cart` and `admin` call others. */
const SHOP = `spin_manifest_version = 2
application.name = "shop"
[[trigger.http]]
route = "/..."
component = "front"
[[trigger.http]]
route = "/cart"
component = "cart"
[[trigger.http]]
route = "/cart/..."
component = "front"
[[trigger.http]]
route = "/api/pay/..."
component = "pay"
[[trigger.http]]
route = { private = true }
component = "mail"
[component.front]
source = "a.wasm"
[component.cart]
source = "a.wasm"
allowed_outbound_hosts = ["http://pay.spin.internal"]
[component.pay]
source = "a.wasm"
[component.mail]
source = "a.wasm"
[component.idle]
source = "a.wasm"
`;

const SPLIT = [['front'], ['cart', 'pay'], ['mail']];

function newApplication(chart: Chart, manifest: string, props: Partial<SpinApplicationProps> = {}): SpinApplication {
  return new SpinApplication(chart, 'shop', {
    metadata: { name: 'shop' },
    image: 'example.com/shop:v1',
    executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim'),
    manifest: SpinManifest.fromString(manifest),
    ...props,
  });
}

function errorsOf(manifest: string, props: Partial<SpinApplicationProps>): string[] {
  const chart = testChart('team');
  newApplication(chart, manifest, props);
  return validationErrors(chart);
}

function specOf(manifest: Manifest): Record<string, unknown> {
  return manifest.spec as Record<string, unknown>;
}

test('without a split, the application is one SpinApp, the same as without SpinApplication', () => {
  const chart = testChart('team');
  const { apps } = newApplication(chart, TWO, {
    variables: { bank_url: Variable.fromValue('bank') },
    runtimeConfig: RuntimeConfig.of(ALL),
    replicas: 2,
  });
  const alone = testChart('team');
  new SpinApp(alone, 'app', {
    metadata: { name: 'shop' },
    image: 'example.com/shop:v1',
    executor: SpinAppExecutor.fromSpinAppExecutorName(alone, 'executor', 'shim'),
    manifest: SpinManifest.fromString(TWO),
    variables: { bank_url: Variable.fromValue('bank') },
    runtimeConfig: RuntimeConfig.of(ALL),
    replicas: 2,
  });
  expect(apps).toHaveLength(1);
  expect(synth(chart)).toEqual(synth(alone));
});

describe('a split', () => {
  test('has a SpinApp for each group, with its components and the variables, stores and models that they use', () => {
    const chart = testChart('team');
    newApplication(chart, TWO, {
      split: [['cart'], ['pay']],
      replicas: 3,
      variables: { bank_url: Variable.fromValue('bank'), currency: Variable.fromValue('CHF') },
      runtimeConfig: RuntimeConfig.of(ALL),
    });
    const apps = synth(chart);
    const [cart, pay] = ['shop-cart', 'shop-pay'].map((name) => specOf(only(apps, 'SpinApp', name)));
    expect(apps).toHaveLength(2);
    const bank = { name: 'bank_url', value: 'bank' };
    expect(cart).toMatchObject({ components: ['cart'], image: 'example.com/shop:v1', replicas: 3 });
    // The shim asks for every required variable at start.
    expect(cart.variables).toEqual([bank, { name: 'currency', value: 'CHF' }]);
    expect(cart.runtimeConfig).toEqual({ keyValueStores: [{ name: 'baskets', ...REDIS._render() }] });
    expect(pay).toMatchObject({ components: ['pay'], replicas: 3, variables: [bank] });
    expect(pay.runtimeConfig).toEqual({
      keyValueStores: ['baskets', 'receipts'].map((name) => ({ name, ...REDIS._render() })),
      sqliteDatabases: [{ name: 'ledger', ...LIBSQL._render() }],
      llmCompute: LLM._render(),
    });
  });

  test('gives a required variable only to the components that read it, if the shim does not ask for all', () => {
    const chart = testChart('team');
    const { spinShim, api } = SpinKubeRelease.V2024_05;
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'old', 'shim', { spinShim, api });
    newApplication(chart, TWO.replace(/^ai_models.*$/m, ''), {
      split: [['cart'], ['pay']],
      executor,
      variables: { Bank_URL: Variable.fromValue('bank') },
      runtimeConfig: RuntimeConfig.of({ ...ALL, llmCompute: undefined }),
    });
    const variables = chart.node
      .findAll()
      .flatMap((construct) => (construct instanceof SpinApp ? [Object.keys(construct.variables)] : []));
    expect(variables).toEqual([[], ['Bank_URL']]);
  });

  test('passes on a runtime configuration from a Secret, and leaves out one of which a group uses nothing', () => {
    const chart = testChart('team');
    const secret = kplus.Secret.fromSecretName(chart, 'secret', 'config');
    newApplication(chart, SHOP, { split: SPLIT, runtimeConfig: RuntimeConfig.fromSecret(secret) });
    for (const app of synth(chart)) {
      expect(specOf(app).runtimeConfig).toEqual({ loadFromSecret: 'config' });
    }
    const other = testChart('team');
    const stores = 'key_value_stores = ["default"]\n[component.cart]';
    newApplication(other, SHOP.replace('[component.cart]', stores), {
      split: SPLIT,
      runtimeConfig: RuntimeConfig.of({ keyValueStores: { default: REDIS } }),
    });
    const configs = ['front', 'cart', 'mail'].map((id) => specOf(only(synth(other), 'SpinApp', `shop-${id}`)));
    expect(configs.map(({ runtimeConfig }) => runtimeConfig !== undefined)).toEqual([true, false, false]);
  });

  test('reports what no component uses or declares', () => {
    const errors = errorsOf(SHOP, { split: SPLIT, variables: { colour: Variable.fromValue('red') } });
    expect(errors).toContainEqual(
      expect.stringContaining("[test/shop/front] 'variables' (colour) is not a variable of spin.toml"),
    );
    const runtimeConfig = RuntimeConfig.of({ llmCompute: LlmCompute.spin() });
    const chart = testChart('team');
    const { apps } = newApplication(chart, SHOP, { split: SPLIT, runtimeConfig });
    expect(specOf(only(synth(chart), 'SpinApp', apps[2].name)).runtimeConfig).toBeDefined();
  });

  test('generates names when there is none', () => {
    const { apps } = newApplication(testChart('team'), SHOP, { split: SPLIT, metadata: {} });
    expect(apps.map(({ name }) => name.replace(/-[^-]*$/, ''))).toEqual([
      'test-shop-front',
      'test-shop-cart',
      'test-shop-mail',
    ]);
  });

  test('may have a group for each component of the manifest', () => {
    const manifest = SpinManifest.fromString(TWO);
    expect(manifest.componentIds).toEqual(['cart', 'pay']);
    const { apps } = newApplication(testChart('team'), TWO, { split: manifest.componentIds.map((id) => [id]) });
    expect(apps.map(({ name }) => name)).toEqual(['shop-cart', 'shop-pay']);
  });

  test.each<[title: string, split: string[][], error: string]>([
    [
      'an unknown component',
      [['front'], ['cart', 'pay', 'male'], ['mail']],
      "'split[1][2]' (male) is not a component of spin.toml that runs; did you mean 'mail'?",
    ],
    [
      'a component that no trigger starts',
      [...SPLIT, ['idle']],
      "'split[3][0]' (idle) is not a component of spin.toml that runs; use one of front, cart, pay, mail",
    ],
    ['a group without components', [...SPLIT, []], "'split[3]' is a group without components; remove it"],
    [
      'a component in two groups',
      [['front'], ['cart', 'pay'], ['mail', 'front']],
      "'split[2][1]' (front) is already in a group; remove it from one of them",
    ],
    [
      'a component that is left out',
      [['front'], ['cart', 'pay']],
      "'split' (mail) is a component that is in no group; add it to one, or leave it out with 'components'",
    ],
    [
      'a call from one group to another',
      [['front', 'cart'], ['pay'], ['mail']],
      "'split[0][1]' (cart) may call component 'pay' by service chaining (spin.toml), which is in another group; put both into one group, or call the Service of the other SpinApp by its name",
    ],
  ])('rejects %s', (_, split, error) => {
    // The rest of the program goes on with a single SpinApp, which is valid.
    expect(errorsOf(SHOP, { split })).toEqual([`[test/shop] ${error}`]);
  });

  test('rejects a component that may call any other, unless all are in one group', () => {
    const any = SHOP.replace('pay.spin.internal', '*.spin.internal');
    expect(errorsOf(any, { split: SPLIT })).toEqual([
      "[test/shop] 'split[1][0]' (cart) may call any component by service chaining (http://*.spin.internal in spin.toml), which the shim does not start in a group; list the components that it calls there",
    ]);
    expect(errorsOf(any, {})).toEqual([]);
  });

  test('leaves out components that `components` does not list', () => {
    const chart = testChart('team');
    const { apps } = newApplication(chart, SHOP, { components: ['front', 'mail'], split: [['front'], ['mail']] });
    expect(apps.map(({ name }) => name)).toEqual(['shop-front', 'shop-mail']);
    expect(validationErrors(chart)).toEqual([]);
  });
});

test('appOf() finds the SpinApp of a component', () => {
  const application = newApplication(testChart('team'), SHOP, { split: SPLIT });
  expect(application.appOf('pay')).toBe(application.apps[1]);
  expect(() => application.appOf('idle')).toThrow(
    "[test/shop] 'component' (idle) is not a component that runs; use one of front, cart, pay, mail",
  );
});

test('a missing manifest is rejected', () => {
  expect(() => newApplication(testChart(), SHOP, { manifest: undefined })).toThrow(
    "[test/shop] 'manifest' is required: it says which components, variables, stores and routes there are; use SpinManifest.fromFile()",
  );
});

describe('exposeViaIngress()', () => {
  test('sends each public route to its SpinApp', () => {
    const chart = testChart('team');
    const tlsSecret = kplus.Secret.fromSecretName(chart, 'tls', 'shop-tls');
    newApplication(chart, SHOP, { split: SPLIT }).exposeViaIngress({
      host: 'shop.example.com',
      className: 'nginx',
      tlsSecret,
      metadata: { name: 'shop', annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } },
    });
    const ingress = only(synth(chart), 'Ingress');
    const path = (path: string, pathType: string, name: string) => ({
      path,
      pathType,
      backend: { service: { name, port: { number: 80 } } },
    });
    expect(ingress.metadata).toEqual({
      name: 'shop',
      namespace: 'team',
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    });
    expect(ingress.spec).toEqual({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [
              path('/', 'Prefix', 'shop-front'),
              path('/cart', 'Exact', 'shop-cart'),
              path('/cart/', 'Exact', 'shop-cart'),
              path('/cart', 'Prefix', 'shop-front'),
              path('/api/pay', 'Prefix', 'shop-cart'),
            ],
          },
        },
      ],
    });
  });

  test('needs no options', () => {
    const chart = testChart('team');
    const front = SHOP.replace('"/..."', '"/"');
    newApplication(chart, front, { components: ['front'] }).exposeViaIngress();
    expect(only(synth(chart), 'Ingress').spec).toEqual({
      rules: [
        {
          http: {
            paths: [
              { path: '/', pathType: 'Exact', backend: { service: { name: 'shop', port: { number: 80 } } } },
              { path: '/cart', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 80 } } } },
            ],
          },
        },
      ],
    });
  });

  test('rejects a route with parameters, and an application without public routes', () => {
    const routed = (route: string) => newApplication(testChart('team'), SHOP.replace('"/..."', route));
    expect(() => routed('"/users/:id"').exposeViaIngress()).toThrow(
      "[test/shop] 'route' (/users/:id) has parameters, which an Ingress cannot match; use 'exposeViaHttpRoute', or a wildcard (/...) in the manifest",
    );
    const hidden = newApplication(testChart('team'), SHOP, { components: ['mail'] });
    expect(() => hidden.exposeViaIngress()).toThrow(
      "[test/shop] 'manifest' (shop) has no public HTTP route to expose; remove the call",
    );
  });
});

describe('exposeViaHttpRoute()', () => {
  test('has a rule for each SpinApp with public routes', () => {
    const chart = testChart('team');
    const manifest = SHOP.replace('"/cart/..."', '"/users/:id.json/..."');
    newApplication(chart, manifest, { split: SPLIT }).exposeViaHttpRoute({
      gateway: Gateway.fromGatewayName('public', { namespace: 'gateways', listener: 'https' }),
      hostnames: ['shop.example.com'],
      metadata: { name: 'shop' },
    });
    const route = only(synth(chart), 'HTTPRoute');
    const match = (type: string, value: string) => ({ path: { type, value } });
    expect(route.apiVersion).toBe('gateway.networking.k8s.io/v1');
    expect(route.metadata).toEqual({ name: 'shop', namespace: 'team' });
    expect(route.spec).toEqual({
      parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
      hostnames: ['shop.example.com'],
      rules: [
        {
          matches: [match('PathPrefix', '/'), match('RegularExpression', '/users/[^/.]*\\.json(/.*)?')],
          backendRefs: [{ name: 'shop-front', port: 80 }],
        },
        {
          matches: [match('Exact', '/cart'), match('Exact', '/cart/'), match('PathPrefix', '/api/pay')],
          backendRefs: [{ name: 'shop-cart', port: 80 }],
        },
      ],
    });
  });

  test('divides many routes of a SpinApp into rules', () => {
    const chart = testChart('team');
    const more = Array.from({ length: 8 }, (_, at) => `[[trigger.http]]\nroute = "/${at}/..."\ncomponent = "pay"\n`);
    newApplication(chart, `${SHOP}${more.join('')}`).exposeViaHttpRoute({ gateway: Gateway.fromGatewayName('public') });
    const { rules } = specOf(only(synth(chart), 'HTTPRoute')) as { rules: { matches: unknown[] }[] };
    expect(rules.map(({ matches }) => matches.length)).toEqual([8, 5]);
  });

  test('rejects a missing Gateway', () => {
    const application = newApplication(testChart('team'), SHOP);
    const untyped = application as unknown as { exposeViaHttpRoute(options: unknown): void };
    expect(() => {
      untyped.exposeViaHttpRoute({});
    }).toThrow("[test/shop] 'gateway' is required; set it");
    expect(() => {
      untyped.exposeViaHttpRoute({ gateway: 'public' });
    }).toThrow("[test/shop] 'gateway' (public) is not a Gateway; use Gateway.fromGatewayName");
  });
});
