import { field, Manifest } from '../../synth/manifest';
import { breach, fieldCheck, FieldRequirement, Place, placesAt } from '../fields';
import { Problem } from '../problems';
import { isEmpty, NEEDED, NOT_NEGATIVE, ofText } from '../requirement';
import { Rule, SOURCES, SPIN_APP, SPINKUBE } from './rule';

const HEADER_NAME = ofText(
  (name) => /^[-A-Za-z0-9]+$/.test(name),
  'is not a valid HTTP header name',
  'use letters, digits and dashes',
);

const checkProbeFields = fieldCheck([
  ['httpGet', { ...NEEDED, text: 'is required: a SpinApp supports no other kind of probe' }],
  ['httpGet.httpHeaders.*.name', HEADER_NAME],
  ['httpGet.httpHeaders.*.name', NEEDED],
  ...['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'].map(
    (name): FieldRequirement => [name, NOT_NEGATIVE],
  ),
]);

/** Rules for the probes of a SpinApp. */
export const PROBE_RULES: readonly Rule[] = [
  {
    ...SPIN_APP,
    groups: [SPINKUBE],
    about: ['checks'],
    name: 'spin-app-probe-headers',
    level: 'error',
    description:
      'A probe must have `httpHeaders`, even if they are empty. Otherwise the webhook of the operator turns the missing field into `null`, which the API server rejects.',
    source: SOURCES.appWebhook,
    check: checkProbeHeaders,
  },
  {
    ...SPIN_APP,
    about: ['checks'],
    name: 'spin-app-probe',
    level: 'warning',
    description:
      'A probe must have `httpGet`, no negative times or thresholds and, for liveness, a success threshold of 1. Otherwise the operator does not create a Deployment.',
    source: SOURCES.probes,
    check: checkProbes,
  },
];

/** The operator's own webhook writes `httpHeaders: null` into a probe without any, which its CRD does not allow. */
function checkProbeHeaders({ spec }: Manifest): Problem[] {
  return probesOf(spec)
    .flatMap((probe) => placesAt(probe, 'httpGet.httpHeaders'))
    .filter(({ value }) => value === undefined || value === null)
    .map(({ path }) => ({
      path,
      value: undefined,
      text: 'is required: the webhook of the operator turns it into null, which the API server rejects',
      remedy: "write 'httpHeaders: []'",
    }));
}

function checkProbes({ spec }: Manifest): Problem[] {
  return [
    ...probesOf(spec).flatMap(checkProbeFields),
    ...placesAt({ path: 'spec', value: spec }, 'checks.liveness.successThreshold')
      .filter(({ value }) => typeof value === 'number' && value > 1)
      .map((place) => breach(place, { text: 'must be 1 for a liveness probe', remedy: 'remove it' })),
  ];
}

function probesOf(spec: unknown): Place[] {
  return ['liveness', 'readiness']
    .map((name) => ({ path: `spec.checks.${name}`, value: field(spec, 'checks', name) }))
    .filter(({ value }) => !isEmpty(value) && typeof value === 'object');
}
