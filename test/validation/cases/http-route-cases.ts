import { Case } from './case';
import { inShop } from './objects';

const route = (spec: object) => inShop('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', spec);
const ruled = (rule: object) => route({ rules: [rule] });
const path = (value: string, type = 'Exact') => ruled({ matches: [{ path: { type, value } }] });
const filtered = (...filters: object[]) => ruled({ filters });
const parents = (...sections: (string | undefined)[]) =>
  route({ parentRefs: sections.map((sectionName) => ({ name: 'public', sectionName })) });
const matches = (count: number) => ({ matches: Array.from({ length: count }, () => ({})) });
const rewrite = (prefix: string) => ({
  type: 'URLRewrite',
  urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: prefix } },
});
const REDIRECT = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };
const BACKEND = { name: 'hello', port: 80 };
const mirror = (requestMirror: object) => filtered({ type: 'RequestMirror', requestMirror });

/** Cases for the messages; test/long/http-route-rules.test.ts compares the rules with those of the CRD. */
export const HTTP_ROUTE_CASES: readonly Case[] = [
  [
    'error http-route-parents',
    parents('http', undefined),
    "'spec.parentRefs[1]' (public) names a Gateway that is already named, and not another listener of it; set 'sectionName' of both, or remove one of them",
    parents('http', 'https'),
  ],
  [
    'error http-route-paths',
    path('cart'),
    "'spec.rules[0].matches[0].path.value' (cart) must begin with a slash; correct it",
    path('cart', 'RegularExpression'),
  ],
  [
    'error http-route-paths',
    path('/a/../b'),
    "'spec.rules[0].matches[0].path.value' (/a/../b) must not contain empty segments, '.' or '..'; correct it",
    path('/a/..b'),
  ],
  [
    'error http-route-paths',
    path('/a%2Fb'),
    "'spec.rules[0].matches[0].path.value' (/a%2Fb) must not contain encoded slashes; correct it",
    path('/a%20b'),
  ],
  [
    'error http-route-paths',
    path('/a b'),
    "'spec.rules[0].matches[0].path.value' (/a b) contains characters that must be encoded in a path; correct it",
    path('/a+b'),
  ],
  [
    'error http-route-matches',
    route({ rules: [matches(64), matches(64), matches(1)] }),
    "'spec.rules' has 129 matches in all, of which 128 are allowed; divide it into several HTTPRoutes",
    route({ rules: [matches(64), matches(64)] }),
  ],
  [
    'error http-route-backend-port',
    ruled({ backendRefs: [{ name: 'hello' }] }),
    "'spec.rules[0].backendRefs[0].port' is required for a Service; set it",
    ruled({ backendRefs: [{ name: 'hello', kind: 'Bucket', group: 'example.com' }] }),
  ],
  [
    'error http-route-filters',
    ruled({ filters: [REDIRECT], backendRefs: [BACKEND] }),
    "'spec.rules[0].backendRefs' must be empty in a rule that redirects; remove them, or move the redirect to a rule of its own",
    ruled({ filters: [REDIRECT] }),
  ],
  [
    'error http-route-filters',
    ruled({ matches: [{ path: { type: 'Exact', value: '/a' } }], filters: [rewrite('/')] }),
    "'spec.rules[0].matches' must be exactly one, of a path by prefix, because a filter changes the prefix; divide the rule, or replace the full path",
    ruled({ matches: [{ path: { type: 'PathPrefix', value: '/a' } }], filters: [rewrite('/')] }),
  ],
  [
    'error http-route-filters',
    filtered(REDIRECT, REDIRECT),
    "'spec.rules[0].filters[1].type' (RequestRedirect) is used twice; combine the filters into one",
    filtered(REDIRECT),
  ],
  [
    'error http-route-filters',
    filtered(REDIRECT, rewrite('/')),
    "'spec.rules[0].filters' must not have both a redirect and a rewrite; remove one of them",
    filtered(REDIRECT),
  ],
  [
    'error http-route-filters',
    filtered({ type: 'URLRewrite' }),
    "'spec.rules[0].filters[0].urlRewrite' is required with type URLRewrite; set it",
    filtered(rewrite('/')),
  ],
  [
    'error http-route-filters',
    filtered({ ...REDIRECT, cors: {} }),
    "'spec.rules[0].filters[0].cors' does not belong to type RequestRedirect; remove it, or change the type",
    filtered({ type: 'CORS', cors: {} }),
  ],
  [
    'error http-route-filters',
    filtered({ type: 'CORS', cors: { allowOrigins: ['*', 'https://a.example'] } }),
    "'spec.rules[0].filters[0].cors.allowOrigins' must not have other values next to '*'; remove them",
    filtered({ type: 'CORS', cors: { allowOrigins: ['*'] } }),
  ],
  [
    'error http-route-filters',
    mirror({ backendRef: BACKEND, percent: 1, fraction: { numerator: 1 } }),
    "'spec.rules[0].filters[0].requestMirror' must not have both percent and fraction; remove one of them",
    mirror({ backendRef: BACKEND, percent: 1 }),
  ],
  [
    'error http-route-filters',
    mirror({ backendRef: BACKEND, fraction: { numerator: 101 } }),
    "'spec.rules[0].filters[0].requestMirror.fraction.numerator' (101) must not be larger than the denominator; lower it",
    mirror({ backendRef: BACKEND, fraction: { numerator: 100 } }),
  ],
  [
    'error http-route-timeouts',
    ruled({ timeouts: { request: '1s', backendRequest: '1m' } }),
    "'spec.rules[0].timeouts.backendRequest' (1m) must not be longer than that of the request (1s); shorten it",
    ruled({ timeouts: { request: '0s', backendRequest: '1m' } }),
  ],
];
