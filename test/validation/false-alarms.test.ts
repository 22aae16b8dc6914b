import * as fs from 'fs';
import * as path from 'path';
import { readFiles } from '../../lib/validation/documents/read-files';
import { FieldValidation } from '../../lib/validation/field-validation';
import { validateObjects, Verdict } from '../../lib/validation/validate-objects';
import { GOLDEN, testWithGolden } from '../golden';

const ROOT = path.join(__dirname, '..', '..');

/** Committed bundles: each folder with stages is a cluster of its own. */
const BUNDLES = ['dist', 'examples'].flatMap((folder) =>
  fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'stages.json')
    .map((file) => path.join(folder, path.dirname(file), 'manifests'))
    .filter((manifests) => fs.existsSync(path.join(ROOT, manifests))),
);

/** Kinds that only kustomize reads. */
const NO_OBJECTS = ['Kustomization'];

const options = { fieldValidation: FieldValidation.WARN, allowPlaintextSecrets: true };

function verdictsOf(place: string): Verdict[] {
  return validateObjects(readFiles([place]).objects, options);
}

function findingsOf(verdicts: Verdict[]): string[] {
  return verdicts.flatMap(({ findings, source: { manifest } }) =>
    findings.map(
      ({ path: field, rule }) => `${manifest?.kind ?? ''}/${manifest?.metadata.name ?? ''} ${rule} ${field}`,
    ),
  );
}

test.each(BUNDLES)('finds nothing in %s, and knows every kind', (manifests) => {
  const verdicts = verdictsOf(path.join(ROOT, manifests));
  expect(verdicts.length).toBeGreaterThan(0);
  expect(findingsOf(verdicts)).toEqual([]);
  const unknown = verdicts.filter(({ isChecked }) => !isChecked).map(({ source }) => source.manifest?.kind ?? '');
  expect(unknown.filter((kind) => !NO_OBJECTS.includes(kind))).toEqual([]);
});

/** Upstream samples that really do not work, by file. */
const MISTAKES: { readonly [file: string]: string[] } = {
  'current/samples.yaml': [
    'SpinApp/healthchecks-spinapp spin-app-probe-headers spec.checks.liveness.httpGet.httpHeaders',
    'SpinApp/healthchecks-spinapp spin-app-probe-headers spec.checks.readiness.httpGet.httpHeaders',
  ],
  'seed-2024/samples.yaml': ['SpinApp/runtime-config spin-app-runtime-options spec.runtimeConfig.llmCompute.options'],
};

const UPSTREAM = [
  'current/cert-manager.yaml',
  'current/release-assets.yaml',
  'current/runtime-class-manager.yaml',
  'current/samples.yaml',
  'current/spin-operator.yaml',
  'seed-2024/cert-manager.yaml',
  'seed-2024/kwasm-operator.yaml',
  'seed-2024/release-assets.yaml',
  'seed-2024/samples.yaml',
  'seed-2024/spin-operator.yaml',
];

for (const file of UPSTREAM) {
  testWithGolden(`finds only real mistakes in ${file}`, () => {
    // Samples are alternatives, so each object is checked alone.
    const verdicts = readFiles([path.join(GOLDEN, file)]).objects.flatMap((source) =>
      validateObjects([source], options),
    );
    expect(findingsOf(verdicts)).toEqual(MISTAKES[file] ?? []);
  });
}
