// How long syntheses take, beside their peers: npm run bench [-- CASE... --json]
import * as fs from 'fs';
import * as path from 'path';
import { Argument, Command } from 'commander';
import { withExitCodes } from '../bin/exit-codes';
import { CASES } from './cases';
import { Case, Measurement } from './case';
import { hasGo } from './go-tools';
import { describeMachine, outputFolder } from './machine';
import { FOOT, HEAD, jsonLine, tableLine } from './report';

withExitCodes(new Command('bench'))
  .description('How long syntheses take, beside their peers')
  .addArgument(new Argument('[case...]', 'only these').choices(CASES.map(({ name }) => name)))
  .option('--json', 'one line of JSON for each case, and all else on the standard error')
  .action((names: string[], { json }: { json?: boolean }) => {
    try {
      bench(names, json ?? false);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = 1;
    }
  })
  .parse();

function bench(names: string[], json: boolean): void {
  const chosen = CASES.filter(({ name }) => names.length === 0 || names.includes(name));
  const runnable = chosen.filter(({ needsGo }) => !needsGo || hasGo());
  const skipped = chosen.filter((benchCase) => !runnable.includes(benchCase));
  const { description, folder } = outputFolder();
  const say = json ? console.error : console.log;
  say(`${describeMachine()}\noutput on ${description}`);
  if (skipped.length > 0) {
    say(`skipped, since there is no Go: ${skipped.map(({ name }) => name).join(', ')}`);
  }
  if (!json) {
    console.log(`\n${HEAD}`);
  }
  for (const benchCase of runnable) {
    const measurement = measure(benchCase, folder);
    console.log(json ? jsonLine(benchCase, measurement) : tableLine(benchCase, measurement));
  }
  if (!json) {
    console.log(`\n${FOOT}`);
  }
}

/** Measures a case in a folder of its own, which is gone afterwards. */
function measure(benchCase: Case, parent: string): Measurement {
  const scratch = fs.mkdtempSync(path.join(parent, 'cdk8s-spinkube-bench-'));
  try {
    return benchCase.run(scratch);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}
