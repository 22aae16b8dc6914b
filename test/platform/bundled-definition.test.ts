import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart, JsonPatch, Yaml } from 'cdk8s';
import { Bundle, CustomResourceDefinitions, RuntimeClassManager } from '../../lib';
import { asBundledDefinition, BundledDefinition } from '../../lib/platform/bundled-definition';
import { synthFiles } from '../gitops/stages';
import { manifestsIn, only, synth, testApp, testChart } from '../testing';

const CRDS = path.join(__dirname, '..', '..', 'crds');
const FILES = fs.readdirSync(CRDS).filter((file) => file.endsWith('.yaml'));
const FILE = 'runtime.spinkube.dev-v0.2.0.yaml';

function definitionsIn(file: string, chart: Chart = testChart()): BundledDefinition[] {
  BundledDefinition.addAll(chart, file);
  return chart.apiObjects.flatMap((object) => asBundledDefinition(object) ?? []);
}

test('finds the CRD files', () => {
  expect(FILES.length).toBeGreaterThan(6);
});

test.each(FILES)('has in %s exactly the text that cdk8s prints', (file) => {
  const definitions = definitionsIn(file);
  expect(definitions.map((definition) => definition.text())).toEqual(
    definitions.map((definition) => Yaml.stringify(definition.toJson())),
  );
  const documents = manifestsIn(fs.readFileSync(path.join(CRDS, file), 'utf8'));
  expect(definitions.map((definition) => definition.toJson() as unknown)).toEqual(documents);
});

test.each(FILES)('has an outline of each CRD in %s', (file) => {
  for (const definition of definitionsIn(file)) {
    expect(definition.toJson()).toMatchObject(definition.outline());
  }
});

test('prints a changed CRD with its changes', () => {
  const [labelled] = definitionsIn(FILE);
  labelled.metadata.addLabel('team', 'wasm');
  const [patched] = definitionsIn(FILE);
  patched.addJsonPatch(JsonPatch.add('/metadata/annotations/a', 'b'));
  const [inLabelledChart] = definitionsIn(FILE, new Chart(testApp(), 'test', { labels: { team: 'wasm' } }));
  expect([labelled, patched, inLabelledChart].map((definition) => definition.text())).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(labelled.toJson()).toMatchObject({ metadata: { labels: { team: 'wasm' } } });
  expect(patched.toJson()).toMatchObject({ metadata: { annotations: { a: 'b' } } });
});

test('writes a changed CRD to a bundle', () => {
  const bundle = new Bundle();
  const chart = new Chart(bundle, 'rcm', { labels: { team: 'wasm' } });
  new RuntimeClassManager(chart, 'rcm');
  const text = Object.values(synthFiles(bundle)).find((file) => file.includes('kind: CustomResourceDefinition'));
  expect(text).toMatch(/ {2}labels:\n {4}team: wasm\n {2}name: shims\.runtime\.spinkube\.dev/);
});

test('ignores an object of another class', () => {
  expect(asBundledDefinition(new ApiObject(testChart(), 'x', { apiVersion: 'v1', kind: 'X' }))).toBeUndefined();
});

test('renders a CRD without a namespace, even in a chart with one', () => {
  const chart = testChart('team');
  new RuntimeClassManager(chart, 'rcm', { customResourceDefinitions: CustomResourceDefinitions.bundled() });
  expect(only(synth(chart), 'CustomResourceDefinition').metadata.namespace).toBeUndefined();
});
