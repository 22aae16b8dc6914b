import * as fs from 'fs';
import * as path from 'path';
import { Yaml } from 'cdk8s';
import { manifestsOf } from './manifests';
import { charts } from './shapes';

/** Number of SpinApps in each file of the Kustomize tree. */
const IN_ONE_FILE = 100;

const SPIN_APP_TEMPLATE = `{{- range $index := until (int .Values.count) }}
---
apiVersion: core.spinkube.dev/v1alpha1
kind: SpinApp
metadata:
  name: app-0-{{ $index }}
  namespace: default
spec:
  executor: containerd-shim-spin
  image: ghcr.io/example/app-0-{{ $index }}:v1
  replicas: 1
  variables:
    - name: log_level
      value: info
{{- end }}
`;

/** The SpinApp of an index, in Jsonnet and in JavaScript. */
const SPIN_APP = `{
  apiVersion: 'core.spinkube.dev/v1alpha1',
  kind: 'SpinApp',
  metadata: { name: 'app-0-' + index, namespace: 'default' },
  spec: {
    executor: 'containerd-shim-spin',
    image: 'ghcr.io/example/app-0-' + index + ':v1',
    replicas: 1,
    variables: [{ name: 'log_level', value: 'info' }],
  },
}`;

/** Writes a Helm chart with one template that ranges over the SpinApps. Returns the arguments of Helm. */
export function helmChart(folder: string, count: number): string[] {
  write(folder, 'Chart.yaml', 'apiVersion: v2\nname: spin-apps\nversion: 0.0.0\n');
  write(folder, 'values.yaml', `count: ${count}\n`);
  write(folder, 'templates/platform.yaml', Yaml.stringify(...platform()));
  write(folder, 'templates/spin-apps.yaml', SPIN_APP_TEMPLATE);
  return ['template', 'spin-apps', folder];
}

/** Writes a Jsonnet program with a list comprehension. Returns the arguments of Jsonnet. */
export function jsonnetProgram(folder: string, count: number): string[] {
  const text = `${JSON.stringify(platform())} + [
  ${SPIN_APP}
  for index in std.range(0, ${count - 1})
]
`;
  return ['--yaml-stream', write(folder, 'spin-apps.jsonnet', text)];
}

/** Writes a program that only prints the objects as JSON: a lower bound for any program in Node. Returns the arguments of Node. */
export function nodeProgram(folder: string, count: number): string[] {
  const text = `const objects = ${JSON.stringify(platform())};
for (let index = 0; index < ${count}; index++) {
  objects.push(${SPIN_APP});
}
process.stdout.write(objects.map((object) => JSON.stringify(object)).join('\\n---\\n'));
`;
  return [write(folder, 'spin-apps.js', text)];
}

/** Writes a kustomization with many documents in each file. Returns the arguments of Kustomize. */
export function kustomizeTree(folder: string, count: number): string[] {
  const manifests = manifestsOf(charts(1, count));
  const files: string[] = [];
  for (let index = 0; index < manifests.length; index += IN_ONE_FILE) {
    files.push(`${files.length}.yaml`);
    write(folder, `${files.length - 1}.yaml`, Yaml.stringify(...manifests.slice(index, index + IN_ONE_FILE)));
  }
  write(folder, 'kustomization.yaml', Yaml.stringify({ resources: files }));
  return ['build', folder];
}

function platform(): object[] {
  return manifestsOf(charts(1, 0));
}

function write(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}
