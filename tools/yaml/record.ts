// Records how sigs.k8s.io/yaml, with which kubectl reads manifests, reads the scalars of the tests. Needs Go.
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import { asKey, asValue, Reading, READINGS, SCALARS, TEXTS } from '../../test/validation/yaml-readings';

const texts = [...SCALARS.map(asValue), ...SCALARS.map(asKey), ...TEXTS];
const answer = execFileSync('go', ['run', '.'], {
  cwd: __dirname,
  input: JSON.stringify(texts),
  env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
});
const read = JSON.parse(answer.toString()) as Reading[];
const scalars = SCALARS.map((scalar, index) => ({ scalar, value: read[index], key: read[SCALARS.length + index] }));
const whole = TEXTS.map((text, index) => ({ text, ...read[2 * SCALARS.length + index] }));
const lines = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).join(',\n');
fs.writeFileSync(READINGS, `{"scalars": [\n${lines(scalars)}\n], "texts": [\n${lines(whole)}\n]}\n`);
