import { write } from '../command';

/** Writes the folders `old` and `new`, which differ in everything that formats show. */
export function writeTrees(): void {
  const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template: {spec: {containers: [{name: web, image: ${image}}]}}
`;
  const labelled = (kind: string, version: string) => `apiVersion: v1
kind: ${kind}
metadata: {name: a, namespace: shop, labels: {version: ${version}}}
`;
  const script = (line: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: script, namespace: shop}
data:
  run: |
    one
    ${line}
    three
`;
  const secret = (value: string) => `apiVersion: v1
kind: Secret
metadata: {name: key, namespace: shop}
stringData: {key: ${value}}
`;
  const definition = (type: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  versions: [{name: v1, storage: true, schema: {openAPIV3Schema: {properties: {size: {type: ${type}}}}}}]
`;
  const join = (...documents: string[]) => documents.join('---\n');
  write('old/apps/a.yaml', join(deployment('a:v1'), labelled('Service', 'v1'), labelled('ServiceAccount', 'v1')));
  write('new/apps/a.yaml', join(deployment('a:v2'), labelled('Service', 'v2'), labelled('ServiceAccount', 'v2')));
  write('old/config/a.yaml', join(script('two'), secret('b2xk'), definition('string')));
  write('new/config/a.yaml', join(script('```'), secret('bmV3'), definition('integer')));
  write('old/gone/a.yaml', `apiVersion: v1\nkind: Namespace\nmetadata: {name: "a|b<i>"}\n`);
}
