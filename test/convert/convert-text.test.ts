import * as fs from 'fs';
import * as path from 'path';
import fc from 'fast-check';
import { Conversion, convertText } from '../../lib/convert/convert-text';
import { changeTo } from '../../lib/convert/group-change';
import { stringifyYaml } from '../../lib/synth/yaml';
import { readObjects } from '../../lib/validation/documents/read-objects';
import { SourceText } from '../../lib/validation/documents/source-text';
import { FieldValidation } from '../../lib/validation/field-validation';
import { validateObjects } from '../../lib/validation/validate-objects';
import { GOLDEN, testWithGolden } from '../golden';
import { executors } from '../validation/arbitrary/executor';
import { spinkube } from '../validation/arbitrary/neighbours';
import { spinApps } from '../validation/arbitrary/spin-app';

const OLD = 'core.spinoperator.dev';
const NEW = 'core.spinkube.dev';

const convert = (text: string, group = NEW): Conversion => convertText(new SourceText(text), changeTo(group));

/** The errors in a text; fields that the API server would drop are errors, too. */
function errorsIn(text: string): string[] {
  const verdicts = validateObjects(readObjects('a.yaml', text), { fieldValidation: FieldValidation.STRICT });
  return verdicts
    .flatMap(({ findings }) => findings)
    .filter(({ level }) => level === 'error')
    .map((finding) => `${finding.rule} ${finding.path}: ${finding.text}`);
}

test.each([
  ['a SpinApp', `apiVersion: ${OLD}/v1alpha1 # a comment\nkind: SpinApp\nmetadata:   {name: a}\n`],
  ['quoted names', `apiVersion: "${OLD}/v1alpha1"\nmetadata: {finalizers: ['${OLD}/finalizer']}\n`],
  ['JSON', `{"apiVersion": "${OLD}/v1alpha1",\r\n\t"kind": "SpinAppExecutor"}\n{"apiVersion":"v1"}\n`],
  ['the items of a List', `kind: List\nitems:\n- apiVersion: ${OLD}/v1alpha1\n  kind: SpinApp\n`],
  ['the selector of a Service', `kind: Service\nspec:\n  selector:\n    ${OLD}/app-name: a\n`],
  ['the labels of pods that are ready', `matchLabels: {${OLD}/app.hello.status: ready}\n`],
  ['a NetworkPolicy', `podSelector:\n  matchExpressions:\n  - {key: ${OLD}/app-name, operator: Exists}\n`],
  ['the labels that a PodMonitor copies', `spec: {podTargetLabels: [team, ${OLD}/app-name]}\n`],
  ['the target of an autoscaler', `scaleTargetRef: {apiVersion: ${OLD}/v1alpha1, kind: SpinApp, name: a}\n`],
  ['the rules of a Role', `rules:\n- apiGroups: ["", ${OLD}]\n  resources: [spinapps]\n`],
  ['differences that Argo CD ignores', `ignoreDifferences:\n- group: ${OLD}\n  kind: SpinApp\n`],
  ['health checks of Argo CD', `data:\n  resource.customizations.health.${OLD}_SpinApp: return {}\n`],
  ['the target of a patch', `patches:\n- path: a.yaml\n  target: {group: ${OLD}, version: v1alpha1, kind: SpinApp}\n`],
  ['what has a key twice', `apiVersion: ${OLD}/v1alpha1\nkind: SpinApp\nkind: SpinApp\n`],
  ['brackets at the beginning of a line', `a:\n  b: [\n    {apiVersion: ${OLD}/v1}\n]\n---\napiVersion: ${OLD}/v1\n`],
  ['tabs within brackets', `a: {\n\tb: "c",\n\tapiVersion: ${OLD}/v1\n\t}\nb:\n  group:\t${OLD}\n`],
  ['an anchor with a colon', `apiVersion: &a:b ${OLD}/v1\nmetadata: {name: *a:b }\n`],
  ['comments without an object', `# a\n---\n# b\n---\napiVersion: ${OLD}/v1\n---\n# c\n`],
  ['anchors', `a: &group\n  apiVersion: &version ${OLD}/v1alpha1\nb: *group\nc: {apiVersion: *version}\n`],
])('converts %s, and nothing else', (_, text) => {
  const converted = convert(text);
  expect(converted).toEqual({
    text: text.replaceAll(OLD, NEW),
    renamed: text.split(OLD).length - 1,
    losses: [],
  });
  expect(convert(converted.text, OLD).text).toBe(text);
});

test.each([
  ['other objects', 'apiVersion: v1\nkind: ConfigMap\ndata: {a: "b" }   # c\n'],
  ['the other group', `apiVersion: ${NEW}/v1alpha1\nkind: SpinApp\n`],
  [
    'groups that are longer',
    `apiVersion: ${OLD}.example.com/v1
kind: A
`,
  ],
  ['values of Helm', 'replicas: 1\n'],
  ['nothing', ''],
])('leaves %s unchanged', (_, text) => {
  expect(convert(text)).toMatchObject({ text, renamed: 0 });
});

test.each([
  ['text in a value', `kind: ConfigMap\ndata:\n  a: |\n    b\n    see ${OLD}\n`, '5:9'],
  ['labels of Prometheus', 'sourceLabels: [__meta_kubernetes_pod_label_core_spinoperator_dev_app_name]\n', '1:44'],
  ['a patch in a Kustomization', `patches:\n- patch: |-\n    apiVersion: ${OLD}/v1alpha1\n    kind: SpinApp\n`, '3:17'],
  ['the path of a JSON patch', `- op: remove\n  path: /metadata/labels/${OLD}~1app-name\n`, '2:26'],
  ['selectors in one string', `labelSelector: ${OLD}/app-name=a\n`, '1:16'],
  ['a label that is there under its new name', `labels:\n  ${OLD}/app-name: a\n  ${NEW}/app-name: a\n`, '2:3'],
])('names %s', (_, text, position) => {
  const { losses, text: converted } = convert(text);
  expect(converted).toBe(text);
  expect(losses.map(({ position: { column, line } }) => `${line}:${column}`)).toEqual([position]);
  expect(losses[0].text).toContain('is not converted here; change it if it refers to the API group');
});

test.each([
  ['CustomResourceDefinition', `spec: {group: ${OLD}}`],
  [
    'MutatingWebhookConfiguration',
    `webhooks: [{clientConfig: {service: {path: /mutate-core-spinoperator-dev}}, rules: [{apiGroups: [${OLD}]}]}]`,
  ],
])('leaves the %s of the operator', (kind, rest) => {
  const text = `a: b\n---\nkind: ${kind}\n${rest}\n`;
  expect(convert(text)).toEqual({
    text,
    renamed: 0,
    losses: [
      {
        position: { line: 3, column: 1 },
        text: `${kind} of spin-operator v0.1.0 is not converted; install spin-operator v0.6.1`,
      },
    ],
  });
});

test.each([
  [
    'the group in a template that is not YAML',
    `# a\napiVersion: ${OLD}/v1alpha1\nmetadata:\n  {{- include "labels" . }}\n`,
    '2:13',
    `'${OLD}' is in a template that is not valid YAML`,
  ],
  [
    'an apiVersion that a template sets',
    'apiVersion: "{{ .Values.group }}/v1alpha1"\nkind: SpinApp\n',
    '1:1',
    "apiVersion of SpinApp has '{{ .Values.group }}', and is not converted; change what sets it",
  ],
  [
    'an apiVersion that Flux sets',
    'kind: SpinAppExecutor\napiVersion: ${group}/v1alpha1\n',
    '2:1',
    "apiVersion of SpinAppExecutor has '${group}', and is not converted; change what sets it",
  ],
  [
    'a name that is written with escapes',
    `apiVersion: "${OLD.replace('o', '\\u006f')}/v1alpha1"\nkind: SpinApp\n`,
    '1:14',
    `'${OLD}' is written with escapes and is not converted`,
  ],
])('leaves %s and names it', (_, text, position, message) => {
  const { losses, renamed, text: converted } = convert(text);
  expect({ renamed, converted }).toEqual({ renamed: 0, converted: text });
  expect(losses.map(({ position: { column, line } }) => `${line}:${column}`)).toEqual([position]);
  expect(losses[0].text).toContain(message);
});

test('leaves a template without the group, and finds nothing in it', () => {
  const text = 'a: {{ .Values.a }}\n';
  expect(convert(text)).toEqual({ text, renamed: 0, losses: [] });
});

test('names the fields that the old group does not have', () => {
  const text = `apiVersion: ${NEW}/v1alpha1
kind: SpinApp
metadata: {name: a}
spec:
  image: a
  components: [b]
  volumes:
    - name: c
      image: {reference: d}
`;
  const { losses, text: converted } = convert(text, OLD);
  expect(converted).toBe(text.replace(NEW, OLD));
  expect(losses).toEqual([
    {
      position: { line: 6, column: 3 },
      text: `'spec.components' (["b"]) is not a field of SpinApp in ${OLD}/v1alpha1: the API server would drop it; remove it`,
    },
    { position: { line: 9, column: 7 }, text: expect.stringContaining("'spec.volumes[0].image'") as string },
  ]);
});

test.each([
  ['a: b\n---\nc: [d\n', '(3:6) is not indented enough, or a bracket or quote before it is not closed; fix the YAML'],
  [`a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 'fix the YAML'],
  ['? [a]\n: b\n', '(1:3) has a list or a map as a key; fix the YAML'],
])('rejects text that is not YAML', (text, message) => {
  expect(() => convert(text)).toThrow(message);
});

test('converts 500 random objects to the old group and back', () => {
  const objects = fc.oneof(
    spinApps().map((object) => spinkube('SpinApp', object)),
    executors().map((object) => spinkube('SpinAppExecutor', object)),
  );
  const kept: string[] = [];
  for (const object of fc.sample(objects, { numRuns: 500, seed: 1 })) {
    const text = stringifyYaml({ ...object, metadata: { ...object.metadata, name: 'a' } });
    const { losses, text: old } = convert(text, OLD);
    const back = convert(old);
    expect(back.text).toBe(text);
    expect(back.losses).toEqual([]);
    if (losses.length === 0) {
      kept.push(old);
    }
  }
  const valid = kept.filter((old) => errorsIn(old).length === 0);
  expect(valid.length).toBeGreaterThan(50);
  expect(valid.flatMap((old) => errorsIn(convert(old).text))).toEqual([]);
});

testWithGolden('converts the samples of upstream without new errors, and back', () => {
  for (const [file, group] of [
    ['seed-2024/samples.yaml', OLD],
    ['current/samples.yaml', NEW],
  ]) {
    const text = fs.readFileSync(path.join(GOLDEN, file), 'utf8');
    const { text: converted } = convert(text, group === OLD ? NEW : OLD);
    expect(converted).not.toBe(text);
    expect(convert(converted, group).text).toBe(text);
    if (group === OLD) {
      expect(errorsIn(converted)).toEqual(errorsIn(text));
    }
  }
});
