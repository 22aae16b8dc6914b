import * as fs from 'fs';
import * as path from 'path';
import { BuiltInSchemas } from '../../lib/validation/schema/built-in-schemas';
import { falseAlarms, missed, mistakes, recordedVerdicts, VERSIONS } from './built-in/verdict';
import { SAMPLES } from './built-in/samples';

const SCHEMAS = path.join(__dirname, '..', '..', 'schemas', 'kubernetes');

/** Kinds that people do not write: they are answers of the server, or only Kubernetes itself makes them. */
const NOT_WRITTEN = [
  'Binding.v1',
  'LocalSubjectAccessReview.authorization.k8s.io.v1',
  'PodCertificateRequest.certificates.k8s.io.v1',
  'SelfSubjectReview.authentication.k8s.io.v1',
  'SelfSubjectRulesReview.authorization.k8s.io.v1',
];

test('covers all versions of Kubernetes whose schemas are part of the package', () => {
  expect(VERSIONS).toEqual(BuiltInSchemas.versions);
});

test('covers every kind that people write', () => {
  const files = fs.readdirSync(path.join(SCHEMAS, 'v1.37')).map((file) => path.basename(file, '.json'));
  const sampled = [...SAMPLES.values()].map(({ apiVersion, kind }) => [kind, ...apiVersion.split('/')].join('.'));
  const missing = files.filter((file) => file !== 'definitions' && !sampled.includes(file));
  expect(missing.sort()).toEqual(NOT_WRITTEN);
});

describe.each(VERSIONS)('verdicts of Kubernetes %s', (version) => {
  const verdicts = recordedVerdicts(version);

  test('are thousands, of each sort', () => {
    expect(verdicts.length).toBeGreaterThan(3000);
    expect(verdicts.filter(({ refusedBy }) => refusedBy === undefined).length).toBeGreaterThan(1000);
    expect(mistakes(verdicts).length).toBeGreaterThan(1000);
  });

  test('accept all samples without changes', () => {
    const plain = verdicts.filter(({ edits }) => edits.length === 0);
    expect(plain.filter(({ refusedBy }) => refusedBy !== undefined)).toEqual([]);
    expect(new Set(plain.map(({ of }) => of)).size).toBeGreaterThan(75);
  });

  test('have no finding for what the server accepts', () => {
    expect(falseAlarms(verdicts, version, ['error', 'warning'])).toEqual([]);
  });

  test('have an error for 95 % of what the server cannot read, or misses a required field of', () => {
    const unseen = missed(verdicts, version);
    expect(unseen.length > 0.05 * mistakes(verdicts).length ? unseen : []).toEqual([]);
  });
});
