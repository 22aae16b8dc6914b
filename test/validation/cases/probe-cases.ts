import { Case } from './case';
import { PROBE, spinApp } from './objects';

export const PROBE_CASES: readonly Case[] = [
  [
    'warning spin-app-probe',
    spinApp({ checks: { readiness: {} } }),
    "'spec.checks.readiness.httpGet' is required: a SpinApp supports no other kind of probe; set it",
    spinApp({ checks: { readiness: null } }),
  ],
  [
    'warning spin-app-probe',
    spinApp({ checks: { liveness: { ...PROBE, successThreshold: 2 } } }),
    "'spec.checks.liveness.successThreshold' (2) must be 1 for a liveness probe; remove it",
    spinApp({ checks: { readiness: { ...PROBE, successThreshold: 2 }, liveness: { ...PROBE, successThreshold: 1 } } }),
  ],
  [
    'warning spin-app-probe',
    spinApp({ checks: { readiness: { ...PROBE, periodSeconds: -1 } } }),
    "'spec.checks.readiness.periodSeconds' (-1) must not be negative; give at least 0",
    spinApp({ checks: { readiness: { ...PROBE, periodSeconds: 0 } } }),
  ],
  [
    'warning spin-app-probe',
    spinApp({ checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'a b', value: '' }] } } } }),
    "'spec.checks.readiness.httpGet.httpHeaders[0].name' (a b) is not a valid HTTP header name; use letters, digits and dashes",
    spinApp({ checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'X-a', value: '' }] } } } }),
  ],
  [
    'warning spin-app-probe',
    spinApp({ checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'X_a', value: '' }] } } } }),
    "'spec.checks.readiness.httpGet.httpHeaders[0].name' (X_a) is not a valid HTTP header name; use letters, digits and dashes",
    spinApp({ checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'X-a', value: '' }] } } } }),
  ],
  [
    'error spin-app-probe-headers',
    spinApp({ checks: { readiness: { httpGet: { path: '/' } } } }),
    "'spec.checks.readiness.httpGet.httpHeaders' is required: the webhook of the operator turns it into null, which the API server rejects; write 'httpHeaders: []'",
    spinApp({ checks: { readiness: PROBE } }),
  ],
];
