import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CertificateIssuer,
  Existing,
  ExternalTrafficPolicy,
  Gateway,
  HttpMethod,
  HttpPathChange,
  HttpPathMatch,
  HttpRoute,
  HttpRouteFilter,
  HttpRouteProps,
  HttpRouteRule,
  HttpValueMatch,
  SpinApp,
  SpinAppExecutor,
  SpinAppIngressOptions,
  SpinAppServiceOptions,
} from '../../lib';
import { FieldValidation } from '../../lib/validation/field-validation';
import { objectCheck } from '../../lib/validation/object-check';
import { Manifest, only, synth, testChart } from '../testing';

let chart: Chart;

beforeEach(() => {
  chart = testChart('team');
});

function newApp(name = 'shop', scope = chart): SpinApp {
  const executor = SpinAppExecutor.fromSpinAppExecutorName(scope, `${name}-executor`, 'shim');
  return new SpinApp(scope, name, { metadata: { name }, image: 'example.com/shop:v1', executor });
}

const gateway = Gateway.fromGatewayName('public', { namespace: 'gateways', listener: 'https' });
const specOf = (manifests: Manifest[], kind: string) => only(manifests, kind).spec as { rules: object[] };

function newRoute(props: Pick<HttpRouteProps, 'rules'>): HttpRoute {
  return new HttpRoute(chart, 'route', { gateway, ...props });
}

describe('exposeViaHttpRoute()', () => {
  test('sends all requests of the host names to the app', () => {
    const route = newApp().exposeViaHttpRoute({ gateway, hostnames: ['shop.example.com'], metadata: { name: 'web' } });
    const manifests = synth(chart);
    expect(only(manifests, 'HTTPRoute')).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'web', namespace: 'team' },
      spec: {
        parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
        hostnames: ['shop.example.com'],
        rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }],
      },
    });
    expect(route.name).toBe('web');
    expect(synth(chart)).toEqual(manifests);
  });

  test('renders every condition and filter of a rule, and no backend for a redirect', () => {
    const mobile = {
      path: HttpPathMatch.prefix('/mobile'),
      headers: { 'User-Agent': HttpValueMatch.regularExpression('.*Mobile.*'), Version: HttpValueMatch.exact('2') },
      queryParameters: { beta: HttpValueMatch.exact('yes') },
      method: HttpMethod.GET,
    };
    const full: Required<Omit<HttpRouteRule, 'backends'>> = {
      matches: [mobile],
      filters: [
        HttpRouteFilter.requestHeaders({ set: { 'X-Shop': 'mobile' }, add: { Via: 'gateway' }, remove: ['Cookie'] }),
        HttpRouteFilter.responseHeaders({ add: { 'Cache-Control': 'no-store' } }),
        HttpRouteFilter.rewrite({ hostname: 'shop.internal', path: HttpPathChange.prefix('/') }),
        HttpRouteFilter.extension({ group: 'traefik.io', kind: 'Middleware', name: 'limit' }),
      ],
      timeout: Duration.seconds(10),
      backendTimeout: Duration.millis(1500),
    };
    const redirect = { scheme: 'https', hostname: 'example.com', port: 8443, statusCode: 301 };
    newApp().exposeViaHttpRoute({
      gateway,
      rules: [
        full,
        {
          matches: [{ path: HttpPathMatch.exact('/old') }, { path: HttpPathMatch.regularExpression('/older/.*') }],
          filters: [HttpRouteFilter.redirect({ ...redirect, path: HttpPathChange.full('/new') })],
        },
      ],
    });
    expect(specOf(synth(chart), 'HTTPRoute').rules).toEqual([
      {
        matches: [
          {
            path: { type: 'PathPrefix', value: '/mobile' },
            headers: [
              { name: 'User-Agent', type: 'RegularExpression', value: '.*Mobile.*' },
              { name: 'Version', type: 'Exact', value: '2' },
            ],
            queryParams: [{ name: 'beta', type: 'Exact', value: 'yes' }],
            method: 'GET',
          },
        ],
        filters: [
          {
            type: 'RequestHeaderModifier',
            requestHeaderModifier: {
              set: [{ name: 'X-Shop', value: 'mobile' }],
              add: [{ name: 'Via', value: 'gateway' }],
              remove: ['Cookie'],
            },
          },
          {
            type: 'ResponseHeaderModifier',
            responseHeaderModifier: { add: [{ name: 'Cache-Control', value: 'no-store' }] },
          },
          {
            type: 'URLRewrite',
            urlRewrite: {
              hostname: 'shop.internal',
              path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' },
            },
          },
          { type: 'ExtensionRef', extensionRef: { group: 'traefik.io', kind: 'Middleware', name: 'limit' } },
        ],
        backendRefs: [{ name: 'shop', port: 80 }],
        timeouts: { request: '10s', backendRequest: '1s500ms' },
      },
      {
        matches: [
          { path: { type: 'Exact', value: '/old' } },
          { path: { type: 'RegularExpression', value: '/older/.*' } },
        ],
        filters: [
          {
            type: 'RequestRedirect',
            requestRedirect: { ...redirect, path: { type: 'ReplaceFullPath', replaceFullPath: '/new' } },
          },
        ],
      },
    ]);
  });
});

describe('HttpRoute', () => {
  test('divides requests between two apps and a Service by weight', () => {
    const service = new kplus.Service(chart, 'web', { metadata: { name: 'web' }, ports: [{ port: 8080 }] });
    const route = newRoute({ rules: [] });
    route.addRule({
      backends: [{ app: newApp('stable'), weight: 90 }, { app: newApp('canary'), weight: 10 }, { service }],
    });
    route.addGateway(Gateway.fromGatewayName('internal'));
    expect(specOf(synth(chart), 'HTTPRoute')).toEqual({
      parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }, { name: 'internal' }],
      rules: [
        {
          backendRefs: [
            { name: 'stable', port: 80, weight: 90 },
            { name: 'canary', port: 80, weight: 10 },
            { name: 'web', port: 8080 },
          ],
        },
      ],
    });
  });

  test('has a grant in each other namespace with a backend, for its Services only', () => {
    const routes = new Chart(chart, 'routes', { namespace: 'edge' });
    const rule = (...names: string[]) => ({ backends: names.map((name) => ({ app: newApp(name) })) });
    const route = new HttpRoute(routes, 'route', { gateway, rules: [rule('shop', 'cart')] });
    route.addRule(rule('api'));
    const manifests = Testing.synth(routes) as Manifest[];
    const backends = specOf(manifests, 'HTTPRoute').rules.flatMap(
      (one) => (one as { backendRefs: object[] }).backendRefs,
    );
    expect(backends).toEqual(['shop', 'cart', 'api'].map((name) => ({ name, namespace: 'team', port: 80 })));
    const grant = only(manifests, 'ReferenceGrant');
    expect(grant.metadata.namespace).toBe('team');
    expect(grant.spec).toEqual({
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' }],
      to: ['api', 'cart', 'shop'].map((name) => ({ group: '', kind: 'Service', name })),
    });
    expect(manifests.flatMap(objectCheck(manifests, { fieldValidation: FieldValidation.STRICT }))).toEqual([]);
  });

  const web = new kplus.Service(testChart('team'), 'web', { ports: [{ port: 80 }] });

  test.each<[string, HttpRouteRule, string]>([
    ['no backend', {}, "'rules[0].backends' is empty, so that requests are answered with an error"],
    ['weights of 0 only', { backends: [{ service: web, weight: 0 }] }, "'rules[0].backends' all have weight 0"],
    [
      'a path that is not normalized',
      { matches: [{ path: HttpPathMatch.prefix('shop') }], filters: [HttpRouteFilter.redirect({ scheme: 'https' })] },
      "'spec.rules[0].matches[0].path.value' (shop) must begin with a slash",
    ],
    [
      'a status that does not redirect',
      { filters: [HttpRouteFilter.redirect({ statusCode: 200 })] },
      "'spec.rules[0].filters[0].requestRedirect.statusCode' (200) must be one of",
    ],
    [
      'a longer timeout of backends',
      {
        filters: [HttpRouteFilter.redirect({ scheme: 'https' })],
        timeout: Duration.seconds(1),
        backendTimeout: Duration.seconds(2),
      },
      "'spec.rules[0].timeouts.backendRequest' (2s) must not be longer than that of the request (1s); shorten it",
    ],
  ])('rejects a rule with %s', (_, rule, message) => {
    newRoute({ rules: [rule] });
    expect(() => synth(chart)).toThrow(message);
  });

  test('rejects a backend that is neither an app nor a Service, or both', () => {
    const { service } = newApp();
    expect(() => newRoute({ rules: [{ backends: [{}] }] })).toThrow(
      "[test/route] 'backends[0]' must have either 'app' or 'service'; set one of them",
    );
    const route = new HttpRoute(chart, 'other', { gateway, rules: [] });
    expect(() => {
      route.addRule({ backends: [{ app: { service }, service }] });
    }).toThrow("'backends[0]' must have either 'app' or 'service'");
  });

  test('rejects a backend in a namespace from a chart without one', () => {
    const nowhere = testChart();
    new HttpRoute(nowhere, 'route', { gateway, rules: [{ backends: [{ app: newApp() }] }] });
    expect(() => synth(nowhere)).toThrow("'rules[0].backends[0]' is in a namespace, and the route is not");
  });
});

describe('exposeViaIngress()', () => {
  test.each([
    [CertificateIssuer.clusterIssuer('letsencrypt'), { 'cert-manager.io/cluster-issuer': 'letsencrypt' }],
    [CertificateIssuer.issuer('corp'), { 'cert-manager.io/issuer': 'corp' }],
    [
      CertificateIssuer.external({ group: 'awspca.cert-manager.io', kind: 'AWSPCAClusterIssuer', name: 'pca' }),
      {
        'cert-manager.io/issuer': 'pca',
        'cert-manager.io/issuer-kind': 'AWSPCAClusterIssuer',
        'cert-manager.io/issuer-group': 'awspca.cert-manager.io',
      },
    ],
  ])('asks an issuer for the certificate (%#)', (issuer, annotations) => {
    newApp().exposeViaIngress('/', { host: 'shop.example.com', issuer });
    const { metadata, spec } = only(synth(chart), 'Ingress');
    expect(metadata.annotations).toEqual(annotations);
    expect(spec).toMatchObject({ tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }] });
  });

  const issuer = CertificateIssuer.clusterIssuer('letsencrypt');

  test.each<[SpinAppIngressOptions, string]>([
    [{ issuer }, "[test/shop] 'host' is required with an issuer: the certificate is for it; set it"],
    [
      { issuer, host: 'a.example', tlsSecret: Existing.secret('tls') },
      "'tlsSecret' (Secret tls) cannot be set with an issuer",
    ],
    [{ issuer, ingress: new kplus.Ingress(testChart(), 'ingress') }, 'cannot be set for an existing Ingress'],
  ])('rejects another host, Secret or Ingress with an issuer (%#)', (options, message) => {
    expect(() => newApp().exposeViaIngress('/', options)).toThrow(message);
  });
});

describe('exposeViaService()', () => {
  test('adds a load balancer that selects the pods of the app', () => {
    const options: Required<SpinAppServiceOptions> = {
      name: 'shop-public',
      type: kplus.ServiceType.LOAD_BALANCER,
      port: 8080,
      nodePort: 30080,
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      loadBalancerClass: 'example.com/internal',
      annotations: { 'example.com/load-balancer': 'internal' },
    };
    const service = newApp().exposeViaService(options);
    const manifests = synth(chart);
    expect(only(manifests, 'Service')).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop-public', namespace: 'team', annotations: options.annotations },
      spec: {
        type: 'LoadBalancer',
        selector: { 'core.spinkube.dev/app-name': 'shop' },
        ports: [{ port: 8080, targetPort: 80, nodePort: 30080 }],
        externalIPs: [],
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: ['203.0.113.0/24'],
        loadBalancerClass: 'example.com/internal',
      },
    });
    expect(service.name).toBe('shop-public');
    expect(manifests.flatMap(objectCheck(manifests, { fieldValidation: FieldValidation.STRICT }))).toEqual([]);
  });

  test('is a load balancer on port 80 by default, and there may be several', () => {
    const app = newApp();
    const { CLUSTER_IP, NODE_PORT } = kplus.ServiceType;
    app.exposeViaService({ name: 'a' });
    app.exposeViaService({ name: 'b', type: NODE_PORT });
    app.exposeViaService({ name: 'c', type: CLUSTER_IP });
    const services = synth(chart).filter(({ kind }) => kind === 'Service');
    expect(services.map(({ spec }) => spec)).toMatchObject(
      ['LoadBalancer', 'NodePort', 'ClusterIP'].map((type) => ({ type, ports: [{ port: 80, targetPort: 80 }] })),
    );
  });

  const { CLUSTER_IP, EXTERNAL_NAME, NODE_PORT } = kplus.ServiceType;

  test.each<[Partial<SpinAppServiceOptions>, string]>([
    [{ name: 'shop' }, "[test/shop] 'name' (shop) is that of the operator's own Service, which overwrites this one"],
    [{ type: CLUSTER_IP, nodePort: 30080 }, "'nodePort' (30080) cannot be set with type ClusterIP; remove it"],
    [
      { type: CLUSTER_IP, externalTrafficPolicy: ExternalTrafficPolicy.LOCAL },
      "'externalTrafficPolicy' (Local) cannot be set with type ClusterIP",
    ],
    [{ type: NODE_PORT, loadBalancerClass: 'a' }, "'loadBalancerClass' (a) cannot be set with type NodePort"],
    [{ type: EXTERNAL_NAME }, "'type' (ExternalName) leads out of the cluster"],
  ])('rejects %j', (options, message) => {
    expect(() => newApp().exposeViaService({ name: 'web', ...options })).toThrow(message);
  });
});
