import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { SpinOperatorApi } from '../../lib';
import { Manifest, synth, testChart } from '../testing';
import { everyField } from './every-field';

interface Schema {
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

interface Definition {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: { readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** The paths of all fields below `spec`, by kind. */
function fieldsOf(file: string): { [kind: string]: string[] } {
  const text = fs.readFileSync(path.join(__dirname, '..', '..', 'crds', file), 'utf8');
  const definitions = parseAllDocuments(text).map((document) => document.toJS() as Definition | null);
  return Object.fromEntries(
    definitions
      .filter((definition) => definition !== null)
      .map(({ spec }) => [
        spec.names.kind,
        schemaPaths(spec.versions[0].schema.openAPIV3Schema).filter((field) => field.startsWith('spec.')),
      ]),
  );
}

function schemaPaths({ properties = {}, items, additionalProperties }: Schema, at = ''): string[] {
  const inner = typeof additionalProperties === 'object' ? additionalProperties : items;
  return [
    ...Object.entries(properties).flatMap(([name, child]) => {
      const here = at === '' ? name : `${at}.${name}`;
      return [here, ...schemaPaths(child, here)];
    }),
    ...(inner ? schemaPaths(inner, `${at}[]`) : []),
  ];
}

/** The paths of all fields that a value sets; the keys of a map are as good as the indexes of a list. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => paths(item, `${at}[]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, child]) => {
    const here = at === '' ? name : `${at}.${name}`;
    return [here, ...paths(child, here)];
  });
}

let manifests: Manifest[];

beforeAll(() => {
  const chart = testChart();
  everyField(chart);
  manifests = synth(chart);
});

test.each(['SpinApp', 'SpinAppExecutor'])('constructs set every field of %s', (kind) => {
  const fields = fieldsOf('core.spinkube.dev-v0.6.1.yaml')[kind];
  const set = new Set(manifests.filter((manifest) => manifest.kind === kind).flatMap((manifest) => paths(manifest)));
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter((field) => !set.has(field))).toEqual([]);
});

test.each(['SpinApp', 'SpinAppExecutor'])('the older %s has no field that the newer lacks', (kind) => {
  const newer = fieldsOf('core.spinkube.dev-v0.6.1.yaml')[kind];
  const older = fieldsOf('core.spinoperator.dev-v0.1.0.yaml')[kind];
  expect(older.filter((field) => !newer.includes(field))).toEqual([]);
});

test.each([
  [SpinOperatorApi.V0_6_1, 'core.spinkube.dev-v0.6.1.yaml'],
  [SpinOperatorApi.V0_1_0, 'core.spinoperator.dev-v0.1.0.yaml'],
])('what an API knows is what its definitions have: %#', (api, file) => {
  expect(file).toBe(`${api.group}-${api.operatorVersion}.yaml`);
  const newest = Object.values(fieldsOf('core.spinkube.dev-v0.6.1.yaml')).flat();
  const own = Object.values(fieldsOf(file)).flat();
  expect(newest.filter((field) => api.knows(field))).toEqual(newest.filter((field) => own.includes(field)));
});
