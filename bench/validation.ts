// Benchmarks the checks of SpinApps against ajv, which checks only the same schema: npm run bench:validation
import * as fs from 'fs';
import * as path from 'path';
import Ajv, { AnySchema } from 'ajv';
import { FieldValidation } from '../lib/validation/field-validation';
import { objectCheck } from '../lib/validation/object-check';
import { fullSpinApp } from './full-spin-app';

const COUNT = 10_000;
const SCHEMA = path.join('core.spinkube.dev-v0.6.1', 'SpinApp.v1alpha1.json');

/** Milliseconds that a function takes. */
function time(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const apps = Array.from({ length: COUNT }, (_, index) => fullSpinApp(index));
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
