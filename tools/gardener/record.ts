// Records the verdicts of Gardener's own validation on the Shoots of the tests. Needs Go.
import { ApiObject } from 'cdk8s';
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { CORE_CASES } from '../../test/gardener/cases';
import { VERDICTS, Verdict } from '../../test/gardener/verdict';

const shoots = CORE_CASES.map(({ shoot }) => ApiObject.of(shoot()).toJson() as unknown);
const answer = execFileSync('go', ['run', '.'], {
  cwd: path.join(__dirname),
  input: JSON.stringify(shoots),
  env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
});
const judged = JSON.parse(answer.toString()) as Pick<Verdict, 'errors' | 'defaultsPools'>[];
const verdicts = CORE_CASES.map(({ title }, index): Verdict => ({
  title,
  ...judged[index],
  shoot: shoots[index],
}));
fs.writeFileSync(VERDICTS, verdicts.map((verdict) => `${JSON.stringify(verdict)}\n`).join(''));
