import { fieldCheck, FieldRequirement } from '../fields';
import { NEEDED, NOT_NEGATIVE, ofPattern } from '../requirement';
import { notNull } from './null-fields';
import { Rule, SOURCES, SPIN_APP, SPINKUBE } from './rule';

const HEADER_NAME = ofPattern(/^[-A-Za-z0-9]+$/, 'is not a valid HTTP header name', 'use letters, digits and dashes');

const PROBE_FIELDS: readonly FieldRequirement[] = [
  ['httpGet', { ...NEEDED, text: 'is required: a SpinApp supports no other kind of probe' }],
  ['httpGet.httpHeaders.*.name', HEADER_NAME],
  ['httpGet.httpHeaders.*.name', NEEDED],
  ...['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'].map(
    (name): FieldRequirement => [name, NOT_NEGATIVE],
  ),
];

const PROBES = ['liveness', 'readiness'];

/** Requirements for the fields of a probe that the operator does not check itself. */
export const CHECKED_PROBE_FIELDS: readonly FieldRequirement[] = [
  ...PROBES.flatMap((probe) => PROBE_FIELDS.map(([path, one]): FieldRequirement => [`checks.${probe}.${path}`, one])),
  [
    'checks.liveness.successThreshold',
    {
      accepts: (count) => typeof count !== 'number' || count <= 1,
      text: 'must be 1 for a liveness probe',
      remedy: 'remove it',
      cel: (count) => `${count} <= 1`,
    },
  ],
];

const checkProbes = fieldCheck(CHECKED_PROBE_FIELDS);

/** The operator's own webhook writes `httpHeaders: null` into a probe without any, which its CRD does not allow. */
const checkProbeHeaders = fieldCheck(
  PROBES.map((probe) => [`checks.${probe}.httpGet.httpHeaders`, notNull("write 'httpHeaders: []'")]),
);

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
    check: ({ spec }) =>
      checkProbeHeaders({ path: 'spec', value: spec }).map((problem) => ({ ...problem, value: undefined })),
  },
  {
    ...SPIN_APP,
    about: ['checks'],
    name: 'spin-app-probe',
    level: 'warning',
    description:
      'A probe must have `httpGet`, no negative times or thresholds and, for liveness, a success threshold of 1. Otherwise the operator does not create a Deployment.',
    source: SOURCES.probes,
    check: ({ spec }) => checkProbes({ path: 'spec', value: spec }),
  },
];
