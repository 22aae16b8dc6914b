import { Case } from './case';
import { inShop, spinApp } from './objects';

const ingress = (service: object, name = 'hello') =>
  inShop('networking.k8s.io/v1', 'Ingress', 'web', {
    rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, ...service } } }] } }],
  });

const route = (backend: object) =>
  inShop('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', {
    rules: [{ backendRefs: [{ name: 'hello', ...backend }] }],
  });

const OWNED = 'the operator applies its own under this name, and overwrites the other or fails; rename one of them';
const SERVICE = inShop('v1', 'Service', 'hello', { ports: [{ port: 8080 }] });

export const SERVICE_CASES: readonly Case[] = [
  [
    'warning spin-app-owned-names',
    spinApp({}),
    `'metadata.name' (hello) is also the name of a Service: ${OWNED}`,
    spinApp({}, { name: 'other' }),
    [SERVICE],
  ],
  [
    'warning spin-app-owned-names',
    spinApp({}),
    `'metadata.name' (hello) is also the name of a Deployment: ${OWNED}`,
    spinApp({}, { name: 'other' }),
    [inShop('apps/v1', 'Deployment', 'hello', {})],
  ],
  [
    'warning ingress-backend',
    ingress({ port: { number: 8080 } }),
    "'spec.rules[0].http.paths[0].backend.service.port.number' (8080) is not a port of the Service of the SpinApp 'hello'; use 80, its only port",
    ingress({ port: { number: 80 } }),
    [spinApp({})],
  ],
  [
    'warning ingress-backend',
    ingress({ port: { number: 80 } }, 'helo'),
    "'spec.rules[0].http.paths[0].backend.service.name' (helo) is not the name of a Service or SpinApp in this namespace; did you mean 'hello'?",
    ingress({ port: { number: 8080 } }, 'something-else'),
    [spinApp({})],
  ],
  [
    'warning ingress-backend',
    inShop('networking.k8s.io/v1', 'Ingress', 'web', {
      defaultBackend: { service: { name: 'hello', port: { number: 3000 } } },
    }),
    "'spec.defaultBackend.service.port.number' (3000) is not a port of the Service of the SpinApp 'hello'; use 80, its only port",
    inShop('networking.k8s.io/v1', 'Ingress', 'web', {
      defaultBackend: { service: { name: 'hello', port: { name: 'http' } } },
    }),
    [spinApp({})],
  ],
  [
    'warning http-route-backend',
    route({ port: 3000 }),
    "'spec.rules[0].backendRefs[0].port' (3000) is not a port of the Service of the SpinApp 'hello'; use 80, its only port",
    route({ port: 3000, kind: 'Bucket' }),
    [spinApp({})],
  ],
  [
    'warning http-route-backend',
    route({ name: 'hallo', port: 80 }),
    "'spec.rules[0].backendRefs[0].name' (hallo) is not the name of a Service or SpinApp in this namespace; did you mean 'hello'?",
    route({ name: 'hallo', port: 80, namespace: 'elsewhere' }),
    [spinApp({})],
  ],
];
