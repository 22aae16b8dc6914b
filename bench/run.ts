// Benchmarks synthesis against its peers: npm run bench [-- CASE... --json]
import * as fs from 'fs';
import * as path from 'path';
import { Argument, Command } from 'commander';
import { ExitCode } from '../bin/exit-codes';
import { CASES } from './cases';
import { Case, Measurement } from './case';
import { hasGo } from './go-tools';
import { describeMachine, outputFolder } from './machine';
import { FOOTER, HEADER, jsonLine, tableLine } from './report';

new Command('bench')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? ExitCode.CLEAN : ExitCode.UNUSABLE))
  .description('Benchmark synthesis against cdk8s.App, Helm, Kustomize and Jsonnet')
  .addArgument(new Argument('[case...]', 'cases to run (default: all)').choices(CASES.map(({ name }) => name)))
  .option('--json', 'print one line of JSON for each case, and everything else to standard error')
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
  say(`${describeMachine()}\noutput in ${description}`);
  if (skipped.length > 0) {
    say(`skipped because Go is not installed: ${skipped.map(({ name }) => name).join(', ')}`);
  }
  if (!json) {
    console.log(`\n${HEADER}`);
  }
  for (const benchCase of runnable) {
    const measurement = measure(benchCase, folder);
    console.log(json ? jsonLine(benchCase, measurement) : tableLine(benchCase, measurement));
  }
  if (!json) {
    console.log(`\n${FOOTER}`);
  }
}

/** Runs a case in a temporary folder. */
function measure(benchCase: Case, parent: string): Measurement {
  const scratch = fs.mkdtempSync(path.join(parent, 'cdk8s-spinkube-bench-'));
  try {
    return benchCase.run(scratch);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}
