import {
  app,
  expectCleanCode,
  objectsOf,
  plainKinds,
  programFor,
  Programs,
  stored,
  yamlOf,
} from '../program/round-trip';
import { Manifest } from '../testing';

const programs = new Programs();

const backendOf = (name: string, number: unknown = 80) => ({ service: { name, port: { number } } });
const ingress = (name: string, paths: object[], metadata: object = {}, spec: object = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'shop', ...metadata },
  spec: { rules: [{ host: 'shop.example.com', http: { paths } }], ...spec },
});
const service = (name: string, spec: object, metadata: object = {}) => ({
  kind: 'Service',
  metadata: { name, namespace: 'shop', ...metadata },
  spec: { selector: { 'core.spinkube.dev/app-name': 'hello' }, ...spec },
});
const route = (name: string, rules: object[], parentRefs: object[] = [{ name: 'public', namespace: 'gateways' }]) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, namespace: 'shop' },
  spec: { parentRefs, hostnames: ['shop.example.com'], rules },
});

test('writes what leads to apps with their methods', () => {
  const objects = [
    app({}),
    app({}, { name: 'api' }),
    ingress(
      'public',
      [
        { path: '/api', pathType: 'Exact', backend: backendOf('api') },
        { path: '/', pathType: 'Prefix', backend: backendOf('hello') },
      ],
      { annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt', 'example.com/size': '1m' } },
      { ingressClassName: 'nginx', tls: [{ hosts: ['shop.example.com'], secretName: 'hello-tls' }] },
    ),
    service('lb', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ port: 80, targetPort: 80 }] }),
    service(
      'nodes',
      { type: 'NodePort', ports: [{ port: 8080, targetPort: 80, nodePort: 30080, protocol: 'TCP' }] },
      { labels: { team: 'shop' } },
    ),
    route('hello', [{ backendRefs: [{ name: 'hello', port: 80 }] }]),
    route('canary', [
      {
        backendRefs: [
          { name: 'hello', port: 80, weight: 90 },
          { name: 'api', port: 80, weight: 10 },
        ],
      },
    ]),
    route(
      'api',
      [
        {
          matches: [
            {
              path: { type: 'PathPrefix', value: '/api' },
              headers: [{ name: 'version', type: 'RegularExpression', value: '2.*' }],
              queryParams: [{ name: 'debug', value: 'no' }],
              method: 'GET',
            },
          ],
          filters: [
            { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
            { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a', value: 'b' }] } },
          ],
          timeouts: { request: '10s' },
          backendRefs: [{ name: 'api', port: 80 }],
        },
      ],
      [{ name: 'public', sectionName: 'https' }, { name: 'other' }],
    ),
  ];
  expect(programs.statements(...objects)).toMatchInlineSnapshot(`
    "const shim = SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim');
    const hello = new SpinApp(chart, 'hello', { metadata: { name: 'hello' }, image: 'hello', executor: shim, replicas: 1 });

    const api = new SpinApp(chart, 'api', { metadata: { name: 'api' }, image: 'hello', executor: shim, replicas: 1 });

    const publicIngress = hello.exposeViaIngress('/', {
      metadata: { name: 'public', annotations: { 'example.com/size': '1m' } },
      host: 'shop.example.com',
      className: 'nginx',
      issuer: CertificateIssuer.clusterIssuer('letsencrypt'),
    });
    api.exposeViaIngress('/api', { ingress: publicIngress, host: 'shop.example.com', pathType: Kube.pathType('Exact') });

    hello.exposeViaService({ name: 'lb', externalTrafficPolicy: ExternalTrafficPolicy.LOCAL });

    const nodesService = hello.exposeViaService({
      name: 'nodes',
      type: Kube.serviceType('NodePort'),
      port: 8080,
      nodePort: 30080,
    });
    ApiObject.of(nodesService).addJsonPatch(JsonPatch.add('/metadata/labels', { team: 'shop' }));

    hello.exposeViaHttpRoute({
      metadata: { name: 'hello' },
      gateway: Gateway.fromGatewayName('public', { namespace: 'gateways' }),
      hostnames: ['shop.example.com'],
    });

    new HttpRoute(chart, 'canary', {
      metadata: { name: 'canary' },
      gateway: Gateway.fromGatewayName('public', { namespace: 'gateways' }),
      hostnames: ['shop.example.com'],
      rules: [
        {
          backends: [
            { app: hello, weight: 90 },
            { app: api, weight: 10 },
          ],
        },
      ],
    });

    const apiHttpRoute = api.exposeViaHttpRoute({
      metadata: { name: 'api' },
      gateway: Gateway.fromGatewayName('public', { listener: 'https' }),
      hostnames: ['shop.example.com'],
      rules: [
        {
          matches: [
            {
              path: HttpPathMatch.prefix('/api'),
              headers: { version: HttpValueMatch.regularExpression('2.*') },
              queryParameters: { debug: HttpValueMatch.exact('no') },
              method: HttpMethod.GET,
            },
          ],
          filters: [
            HttpRouteFilter.rewrite({ path: HttpPathChange.prefix('/') }),
            HttpRouteFilter.requestHeaders({ set: { a: 'b' } }),
          ],
          timeout: Duration.seconds(10),
        },
      ],
    });
    apiHttpRoute.addGateway(Gateway.fromGatewayName('other'));
    "
  `);
  const { rejected, text } = programFor(yamlOf(objects.map((one) => ({ apiVersion: 'v1', ...one }))));
  expect(rejected).toEqual([]);
  expect(stored(objectsOf(text))).toEqual(
    stored(objects.map((one) => ({ apiVersion: 'v1', ...one })) as unknown as Manifest[]),
  );
});

test.each<[string, object, string]>([
  ['an Ingress to another Service', ingress('a', [{ path: '/', pathType: 'Prefix', backend: backendOf('other') }]), ''],
  [
    'an Ingress to another port',
    ingress('a', [
      { path: '/', pathType: 'Prefix', backend: backendOf('hello') },
      { path: '/b', pathType: 'Prefix', backend: backendOf('hello', 8080) },
    ]),
    "exposeViaIngress() rejects it: 'spec.rules' has a backend that is not port 80 of a SpinApp here",
  ],
  [
    'an Ingress with a path of the controller',
    ingress('a', [{ path: '*', pathType: 'ImplementationSpecific', backend: backendOf('hello') }]),
    'exposeViaIngress() rejects it: ingress paths must begin with a "/": *',
  ],
  ['a Service of other pods', service('a', { selector: { app: 'other' }, ports: [{ port: 80 }] }), ''],
  [
    'a Service to a named port',
    service('a', { ports: [{ port: 80, targetPort: 'http-app' }] }),
    'exposeViaService() rejects it: it would differ in /spec/ports',
  ],
  [
    'a Service of two ports',
    service('a', {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
    }),
    "exposeViaService() rejects it: 'spec.ports' must have one port",
  ],
  ['a route to another Service', route('a', [{ backendRefs: [{ name: 'other', port: 80 }] }]), ''],
  [
    'a route to another namespace',
    route('a', [
      {
        backendRefs: [
          { name: 'hello', port: 80 },
          { name: 'hello', namespace: 'blog', port: 80 },
        ],
      },
    ]),
    'HttpRoute rejects it: a backend is in the namespace blog',
  ],
  [
    'a route with a filter that is not known',
    route('a', [
      {
        filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'hello', port: 80 } } }],
        backendRefs: [{ name: 'hello', port: 80 }],
      },
    ]),
    'exposeViaHttpRoute() rejects it: it would differ in /spec/rules',
  ],
])('keeps %s as plain data', (_, object, reason) => {
  const objects = [app({}), { apiVersion: 'v1', ...object }] as unknown as Manifest[];
  const { rejected, text } = programFor(yamlOf(objects));
  expect(rejected.map((note) => note.text)).toEqual(reason === '' ? [] : [`stays an ApiObject, because ${reason}`]);
  expect(plainKinds(text)).toEqual([objects[1].kind]);
  expect(text).not.toContain('hello.expose');
});

test('writes programs that compile, and are formatted like those of Prettier', () => {
  expectCleanCode(programs.all);
});
