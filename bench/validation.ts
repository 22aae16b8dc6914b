// Benchmarks the checks of SpinApps against ajv, which checks only the same schema: npm run bench:validation
import * as fs from 'fs';
import * as path from 'path';
import Ajv, { AnySchema } from 'ajv';
import { Manifest } from '../lib/synth/manifest';
import { FieldValidation } from '../lib/validation/field-validation';
import { objectCheck } from '../lib/validation/object-check';

const COUNT = 10_000;
const SCHEMA = path.join('core.spinkube.dev-v0.6.1', 'SpinApp.v1alpha1.json');

/** A SpinApp that sets most of its fields. */
function spinApp(index: number): Manifest {
  const name = `app-${index}`;
  return {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    kind: 'SpinApp',
    metadata: { name, namespace: 'shop' },
    spec: {
      image: `ghcr.io/example/${name}:v1`,
      executor: 'containerd-shim-spin',
      replicas: 2,
      checks: { readiness: { httpGet: { path: '/healthz', httpHeaders: [] } } },
      variables: [
        { name: 'log_level', value: 'info' },
        { name: 'pin', valueFrom: { secretKeyRef: { name: 'shop', key: 'pin' } } },
      ],
      runtimeConfig: {
        keyValueStores: [
          {
            name: 'default',
            type: 'redis',
            options: [{ name: 'url', valueFrom: { secretKeyRef: { name: 'shop', key: 'url' } } }],
          },
        ],
      },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      invocationLimits: { memory: '32Mi' },
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      podLabels: { team: 'shop' },
    },
  };
}

/** Milliseconds that a function takes. */
function time(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const apps = Array.from({ length: COUNT }, (_, index) => spinApp(index));
const options = { fieldValidation: FieldValidation.WARN };

const first = time(() => objectCheck(apps.slice(0, 1), options)(apps[0]));
let findings = 0;
const ours = time(() => {
  const check = objectCheck(apps, options);
  findings = apps.flatMap(check).length;
});

const schema = JSON.parse(
  fs.readFileSync(path.join(__dirname, '..', 'schemas', 'structural', SCHEMA), 'utf8'),
) as AnySchema;
let validate: (object: unknown) => boolean = () => false;
const compile = time(() => {
  validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
});
const ajv = time(() => {
  apps.forEach((app) => validate(app));
});

const rows = [
  ['first SpinApp, including reading its schema', `${first.toFixed(0)} ms`],
  ['ajv, compiling the same schema', `${compile.toFixed(0)} ms`],
  [
    `${COUNT} SpinApps: schema, metadata, all rules`,
    `${ours.toFixed(0)} ms, ${((ours / COUNT) * 1000).toFixed(0)} µs each, ${findings} findings`,
  ],
  [`${COUNT} SpinApps: ajv, schema only`, `${ajv.toFixed(0)} ms`],
  ['ratio of the totals, ours / ajv', ((ours + first) / (ajv + compile)).toFixed(2)],
];
for (const [what, figure] of rows) {
  console.log(`${what}: ${figure}`);
}
