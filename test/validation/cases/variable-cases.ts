import { Case } from './case';
import { SECRET, spinApp, variable } from './objects';

/** Names of variables that are meant for the process, and what is said. */
const PROCESS_VARIABLES: readonly [name: string, remedy: string][] = [
  ['SPIN_HTTP_LISTEN_ADDR', 'remove it: a SpinApp always listens on port 80'],
  ['SPIN_MAX_INSTANCE_MEMORY', 'use the field of the SpinApp that the operator sets it from, if there is one'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', "use 'deploymentConfig.otel' of the executor"],
  ['RUST_LOG', 'remove it: a SpinApp cannot configure the log of its shim'],
  ['AWS_REGION', 'use a ServiceAccount with an identity of the cloud, or the runtime configuration'],
  ['HTTPS_PROXY', 'remove it: a SpinApp cannot set it'],
];

export const VARIABLE_CASES: readonly Case[] = [
  [
    'warning spin-app-variables',
    spinApp({ variables: [{ name: 'a' }, { name: 'b' }, { name: 'A' }] }),
    "'spec.variables[2].name' (A) becomes the environment variable SPIN_VARIABLE_A, like spec.variables[0]; rename one of them",
    spinApp({ variables: [{ name: 'a' }, { name: 'b' }, {}, {}] }),
  ],
  ...PROCESS_VARIABLES.map(([name, remedy]): Case => [
    'warning spin-app-variable-process',
    spinApp({ variables: [{ name, value: 'a' }] }),
    `'spec.variables[0].name' (${name}) becomes SPIN_VARIABLE_${name}: variables configure the application, not the process that runs it; ${remedy}`,
    spinApp({ variables: [{ name: name.toLowerCase(), value: 'a' }] }),
  ]),
  [
    'warning spin-app-variable-names',
    spinApp({ variables: [{ name: 'a-b' }] }),
    "'spec.variables[0].name' (a-b) is not a valid name of a Spin variable: use letters, digits and underscores, and begin with a letter; use the name in spin.toml",
    spinApp({ variables: [{ name: 'a_b' }] }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
    "'spec.variables[0].value' (b) cannot be set together with valueFrom; remove one of them",
    variable({ value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: {} }),
    "'spec.variables[0].valueFrom' ({}) must have exactly one source; set one of configMapKeyRef, fieldRef, resourceFieldRef, secretKeyRef",
    variable({ valueFrom: null }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { secretKeyRef: { key: 'a' } } }),
    "'spec.variables[0].valueFrom.secretKeyRef.name' is required; set it",
    variable({ valueFrom: { secretKeyRef: { name: 'b', key: 'a' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { configMapKeyRef: { name: 'a', key: '..' } } }),
    "'spec.variables[0].valueFrom.configMapKeyRef.key' (..) is not a valid key of a Secret or ConfigMap: use letters, digits, dashes, underscores and dots; name a key that it has",
    variable({ valueFrom: { configMapKeyRef: { name: 'a', key: 'a.b' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }),
    "'spec.variables[0].valueFrom.fieldRef.fieldPath' (metadata.labels) is not a field that a variable can refer to; use one such as metadata.name, status.podIP or metadata.labels['app']",
    variable({ valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']", apiVersion: 'v1' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { resourceFieldRef: { resource: 'cpu' } } }),
    "'spec.variables[0].valueFrom.resourceFieldRef.resource' (cpu) is not a valid resource of a container; use one such as limits.cpu or requests.memory",
    variable({ valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1m' } } }),
    `'spec.variables[0].valueFrom.resourceFieldRef' ({"resource":"limits.memory","divisor":"1m"}) has a divisor that does not fit the resource; use 1m or 1 for CPU, and 1, 1k, 1M, 1Ki, 1Mi and so on for the others`,
    variable({ valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { fieldRef: { fieldPath: "metadata.labels['a b']" } } }),
    "'spec.variables[0].valueFrom.fieldRef.fieldPath' (metadata.labels['a b']) is not a field that a variable can refer to; use one such as metadata.name, status.podIP or metadata.labels['app']",
    variable({ valueFrom: { fieldRef: { fieldPath: "metadata.annotations['A.b/c']" } } }),
  ],
  [
    'warning spin-app-variable-references',
    variable({ valueFrom: { secretKeyRef: { name: 'redis', key: 'urll' } } }),
    "'spec.variables[0].valueFrom.secretKeyRef.key' (urll) is not a key of the Secret 'redis'; did you mean 'url'?",
    variable({ valueFrom: { secretKeyRef: { name: 'redis', key: 'urll', optional: true } } }),
    [SECRET],
  ],
];
