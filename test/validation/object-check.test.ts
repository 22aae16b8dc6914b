import { Manifest } from '../../lib/synth/manifest';
import { FieldValidation } from '../../lib/validation/field-validation';
import { CheckOptions, objectCheck } from '../../lib/validation/object-check';
import { LEGACY, spinApp } from './cases/objects';
import { ANYWHERE } from './gardener/shoots';

function findings(object: Manifest, options: Partial<CheckOptions> = {}): string[] {
  const check = objectCheck([object], { fieldValidation: FieldValidation.WARN, ...options });
  return check(object).map(({ level, path, rule }) => `${level} ${rule} ${path}`);
}

test('does not repeat what the schema reports', () => {
  expect(findings(spinApp({ image: undefined }))).toEqual(['warning schema spec.image']);
  expect(findings(spinApp({ image: '' }))).toEqual(['warning spin-app-image spec.image']);
});

test.each([
  [FieldValidation.IGNORE, []],
  [FieldValidation.WARN, ['warning unknown-field spec.replica']],
  [FieldValidation.STRICT, ['error unknown-field spec.replica']],
])('applies %s to unknown fields only', (fieldValidation, expected) => {
  expect(findings(spinApp({ replica: 1 }), { fieldValidation })).toEqual(expected);
  expect(findings(spinApp({ executor: '' }), { fieldValidation })).toEqual([
    'warning spin-app-executor-default spec.executor',
  ]);
});

test('rejects the API group of another release', () => {
  const operator = { version: 'v0.1.0', group: 'core.spinoperator.dev' };
  expect(findings(spinApp({}), { operator })).toEqual(['error release apiVersion']);
  expect(findings(spinApp({}, LEGACY), { operator })).toEqual([]);
  expect(findings({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }, { operator })).toEqual([]);
});

test('accepts secrets in plain text if that is allowed', () => {
  const app = spinApp({ variables: [{ name: 'password', value: 'a' }] });
  expect(findings(app)).toEqual(['error spin-app-plaintext-secrets spec.variables[0].value']);
  expect(findings(app, { allowPlaintextSecrets: true })).toEqual([]);
});

test('accepts the field of SOPS in an encrypted Secret, and in no other', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'shop' } };
  const stringData = { a: 'ENC[AES256_GCM,data:p673w==,iv:YY=,tag:UQ=,type:str]' };
  expect(findings({ ...secret, stringData, sops: { mac: 'ENC[…]', age: [] } })).toEqual([]);
  expect(findings({ ...secret, stringData, sops: {} })).toEqual(['warning unknown-field sops']);
});

test('accepts a Shoot without the fields that Gardener fills in', () => {
  const spec = { ...(ANYWHERE.spec as object), kubernetes: undefined, cloudProfile: { name: 'aws' } };
  const shoot = { ...ANYWHERE, spec };
  expect(findings(shoot)).toEqual(findings(ANYWHERE));
});
