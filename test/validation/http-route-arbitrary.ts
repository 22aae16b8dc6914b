import fc, { Arbitrary } from 'fast-check';

const some = <T extends object>(fields: { [name in keyof T]: Arbitrary<T[name]> }) =>
  fc.record(fields, { requiredKeys: [] });
const PATHS = [
  '/',
  '/shop',
  'shop',
  '/a//b',
  '/a/./b',
  '/a/../b',
  '/a/..',
  '/a/.',
  '/a%2Fb',
  '/a%2fb',
  '/a#b',
  '/a b',
  '/a%41',
  '/a%4',
];

const path = some({
  type: fc.constantFrom('Exact', 'PathPrefix', 'PathPrefix', 'RegularExpression'),
  value: fc.constantFrom(...PATHS, '/', '/shop', '/shop', '/shop'),
});

const change = some({
  replaceFullPath: fc.constant('/new'),
  replacePrefixMatch: fc.constant('/new'),
}).chain((fields) => fc.constantFrom('ReplaceFullPath', 'ReplacePrefixMatch').map((type) => ({ type, ...fields })));

/** A backend with a filter of its own, which counts for the matches of the rule. */
const filteredBackend = fc.constantFrom(
  ...['requestRedirect', 'urlRewrite'].map((name) => ({
    name: 'hello',
    port: 80,
    filters: [
      {
        type: name === 'urlRewrite' ? 'URLRewrite' : 'RequestRedirect',
        [name]: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } },
      },
    ],
  })),
);

/** A change with the field of its type, as most are. */
const rightChange = fc.constantFrom(
  { type: 'ReplaceFullPath', replaceFullPath: '/new' },
  { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' },
);

const rarely = <T, U>(right: Arbitrary<T>, wrong: Arbitrary<U>): Arbitrary<T | U> =>
  fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: wrong });

const backend = rarely(
  fc.constant<object>({ name: 'hello', port: 80 }),
  fc.constantFrom<object>(
    { name: 'hello' },
    { name: 'hello', kind: 'Bucket', group: 'example.com' },
    { name: 'hello', kind: 'Bucket' },
  ),
);

const origins = rarely(fc.constantFrom(['*'], ['https://a.example']), fc.constant(['*', 'https://a.example']));

const fields = {
  requestHeaderModifier: fc.constant({ set: [{ name: 'a', value: 'b' }] }),
  responseHeaderModifier: fc.constant({ remove: ['a'] }),
  requestMirror: fc
    .tuple(
      backend,
      some({
        percent: fc.constant(10),
        fraction: fc.constantFrom<object>({ numerator: 1 }, { numerator: 101 }, { numerator: 3, denominator: 2 }),
      }),
    )
    .map(([backendRef, share]) => ({ backendRef, ...share })),
  requestRedirect: some({ hostname: fc.constant('example.com'), path: rarely(rightChange, change) }),
  urlRewrite: some({ hostname: fc.constant('example.com'), path: rarely(rightChange, change) }),
  extensionRef: fc.constant({ group: 'example.com', kind: 'Middleware', name: 'a' }),
  cors: some({
    allowOrigins: origins,
    allowMethods: rarely(fc.constant(['GET']), fc.constant(['*', 'GET'])),
    allowHeaders: rarely(fc.constant(['*']), fc.constant(['*', 'a'])),
  }),
};

const TYPES: { readonly [field: string]: string } = {
  requestHeaderModifier: 'RequestHeaderModifier',
  responseHeaderModifier: 'ResponseHeaderModifier',
  requestMirror: 'RequestMirror',
  requestRedirect: 'RequestRedirect',
  urlRewrite: 'URLRewrite',
  extensionRef: 'ExtensionRef',
  cors: 'CORS',
};

const rightFilter = fc
  .constantFrom(...(Object.keys(fields) as (keyof typeof fields)[]))
  .chain((name) => (fields[name] as Arbitrary<object>).map((value) => ({ type: TYPES[name], [name]: value })));
const wrongFilter = fc
  .tuple(fc.constantFrom(...Object.values(TYPES)), fc.record(fields, { requiredKeys: [] }))
  .map(([type, values]) => ({ type, ...values }));

const duration = fc.constantFrom('0s', '500ms', '1s', '10s', '1m', '1m30s', '2h');

const rule = some({
  matches: fc.oneof(
    fc.array(some({ path }), { maxLength: 2 }),
    fc.constant(Array.from({ length: 44 }, () => ({ path: { value: '/' } }))),
  ),
  filters: fc.array(rarely(rightFilter, wrongFilter), { maxLength: 2 }),
  backendRefs: fc.array(rarely(backend, filteredBackend), { maxLength: 2 }),
  timeouts: some({ request: duration, backendRequest: duration }),
});

const parent = some({
  namespace: fc.constantFrom('', 'gateways'),
  sectionName: fc.constantFrom('http', 'https', ''),
  kind: fc.constantFrom('Gateway', 'Service'),
  group: fc.constantFrom('gateway.networking.k8s.io', ''),
}).chain((given) => fc.constantFrom('public', 'internal').map((name) => ({ name, ...given })));

/** The spec of an HTTPRoute that fits the schema, and often breaks a rule. */
export const httpRouteSpec: Arbitrary<object> = some({
  parentRefs: fc.array(parent, { maxLength: 3 }),
  rules: fc.array(rule, { minLength: 1, maxLength: 2 }).chain((rules) =>
    // Three rules of many matches are too many in all.
    fc.constantFrom(rules, rules, rules, [...rules, ...rules]),
  ),
});
