import { command, inEmptyFolder, write } from './command';

inEmptyFolder();

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: cats.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Cat, plural: cats }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { lives: { type: integer } } } } } }
`;

const CAT = `apiVersion: example.com/v1
kind: Cat
metadata: { name: tom, namespace: home }
spec: { lives: many, live: 9 }
`;

const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: { name: policy }
spec: 1
`;

const validate = (...args: string[]) => command('validate', ...args);

test('checks kinds of definitions elsewhere, which are not counted', () => {
  write('crds/cats.yaml', CRD);
  write('app.yaml', CAT);
  expect(validate('app.yaml').out).toBe('0 checked, 1 skipped, 0 errors, 0 warnings\n');
  expect(validate('app.yaml', '--schema-location', 'crds')).toEqual({
    code: 1,
    out: [
      'app.yaml Cat/home/tom',
      "  4:9 error schema: 'spec.lives' (many) must be an integer, not a string; give an integer",
      "  4:22 warning unknown-field: 'spec.live' (9) is not a field of Cat: the API server drops it; did you mean 'lives'?",
      '1 checked, 0 skipped, 1 error, 1 warning',
      '',
    ].join('\n'),
    errors: '',
  });
});

test('accepts kinds of definitions elsewhere that no release has, and near misses of known kinds', () => {
  const define = (kind: string, group: string, version: string) =>
    CRD.replaceAll('example.com', group)
      .replace('Cat', kind)
      .replaceAll('cats', `${kind.toLowerCase()}s`)
      .replace('name: v1\n', `name: ${version}\n`);
  write('crds/old.yaml', define('Certificate', 'cert-manager.io', 'v1alpha2'));
  write('crds/near.yaml', define('SpinAppp', 'core.spinkube.dev', 'v1alpha1'));
  write(
    'old.yaml',
    CAT.replace('example.com/v1\nkind: Cat', 'cert-manager.io/v1alpha2\nkind: Certificate').replace(/spec.*/, ''),
  );
  write(
    'near.yaml',
    CAT.replace('example.com/v1\nkind: Cat', 'core.spinkube.dev/v1alpha1\nkind: SpinAppp').replace(/spec.*/, ''),
  );
  expect(validate('old.yaml', 'near.yaml').out).toContain('1 error, 1 warning');
  expect(validate('old.yaml', 'near.yaml', '--schema-location', 'crds').out).toBe(
    '2 checked, 0 skipped, 0 errors, 0 warnings\n',
  );
});

test('rejects a location without definitions, or with broken ones', () => {
  write('app.yaml', CAT);
  write('broken.yaml', `${CRD}---\na: [`);
  expect(validate('app.yaml', '--schema-location', 'app.yaml')).toEqual({
    code: 2,
    out: '',
    errors:
      "cdk8s-spinkube validate: '--schema-location' (app.yaml) has no CustomResourceDefinition; use a file or directory that has some\n",
  });
  const { code, errors } = validate('app.yaml', '--schema-location', 'broken.yaml');
  expect(code).toBe(2);
  expect(errors).toContain("'--schema-location' (broken.yaml) cannot be read: ");
});

test('knows the kinds of a version of Kubernetes', () => {
  write('policy.yaml', POLICY);
  expect(validate('policy.yaml', '--kubernetes-version', '1.34').out).toContain('0 checked, 1 skipped');
  expect(validate('policy.yaml', '--kubernetes-version', 'v1.37.2').code).toBe(1);
  expect(validate('policy.yaml').code).toBe(1);
});

test.each(['1.99', 'newest', '1'])('rejects the version %s of Kubernetes', (version) => {
  write('policy.yaml', POLICY);
  expect(validate('policy.yaml', '--kubernetes-version', version)).toEqual({
    code: 2,
    out: '',
    errors: `cdk8s-spinkube validate: '--kubernetes-version' (${version}) is not known; use 1.37 or an older version\n`,
  });
});
