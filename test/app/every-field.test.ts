import { SpinOperatorApi } from '../../lib';
import { definitionsIn, fieldsOf, pathsOf } from '../definitions';
import { Manifest, synth, testChart } from '../testing';
import { everyField } from './every-field';

/** The paths of all fields below `spec`, by kind. */
function specFields(file: string): { [kind: string]: string[] } {
  const byKind = definitionsIn(`crds/${file}`).map(({ spec }): [string, string[]] => {
    const paths = fieldsOf(spec.versions[0].schema.openAPIV3Schema).map((field) => field.path);
    return [spec.names.kind, paths.filter((path) => path.startsWith('spec.'))];
  });
  return Object.fromEntries(byKind);
}

let manifests: Manifest[];

beforeAll(() => {
  const chart = testChart();
  everyField(chart);
  manifests = synth(chart);
});

test.each(['SpinApp', 'SpinAppExecutor'])('sets every field of %s', (kind) => {
  const fields = specFields('core.spinkube.dev-v0.6.1.yaml')[kind];
  const set = new Set(manifests.filter((manifest) => manifest.kind === kind).flatMap((manifest) => pathsOf(manifest)));
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter((field) => !set.has(field))).toEqual([]);
});

/** Fields with keys of the user's own, and the one that the definition leaves without a type. */
function openFields(kind: string): string[] {
  const definition = definitionsIn('crds/core.spinkube.dev-v0.6.1.yaml').find(({ spec }) => spec.names.kind === kind);
  const fields = definition ? fieldsOf(definition.spec.versions[0].schema.openAPIV3Schema) : [];
  const maps = fields.filter(({ schema }) => typeof schema.additionalProperties === 'object').map(({ path }) => path);
  return [...maps, 'spec.volumes[].ephemeral.volumeClaimTemplate.metadata'];
}

test.each(['SpinApp', 'SpinAppExecutor'])('sets no field that %s lacks', (kind) => {
  const known = specFields('core.spinkube.dev-v0.6.1.yaml')[kind];
  const open = openFields(kind);
  const set = manifests.filter((manifest) => manifest.kind === kind).flatMap(({ spec }) => pathsOf({ spec: spec }));
  const unknown = set.filter((field) => field !== 'spec' && !known.includes(field));
  expect(set.length).toBeGreaterThan(5);
  expect(unknown.filter((field) => !open.some((map) => field.startsWith(`${map}.`)))).toEqual([]);
});

test.each(['SpinApp', 'SpinAppExecutor'])('has in the older %s only fields that the newer has, too', (kind) => {
  const newer = specFields('core.spinkube.dev-v0.6.1.yaml')[kind];
  const older = specFields('core.spinoperator.dev-v0.1.0.yaml')[kind];
  expect(older.filter((field) => !newer.includes(field))).toEqual([]);
});

test.each([
  [SpinOperatorApi.V0_6_1, 'core.spinkube.dev-v0.6.1.yaml'],
  [SpinOperatorApi.V0_1_0, 'core.spinoperator.dev-v0.1.0.yaml'],
])('knows exactly the fields that the CRDs of an API have (%#)', (api, file) => {
  expect(file).toBe(`${api.group}-${api.operatorVersion}.yaml`);
  const newest = Object.values(specFields('core.spinkube.dev-v0.6.1.yaml')).flat();
  const own = Object.values(specFields(file)).flat();
  expect(newest.filter((field) => api.knows(field))).toEqual(newest.filter((field) => own.includes(field)));
});
