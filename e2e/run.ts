// Builds what the suites need, runs them, and prints a report.
//   npm run e2e                         in clusters of processes, a new one for each suite
//   npm run e2e -- --kubeconfig FILE    in a cluster that is there
//   npm run e2e -- kubectl schema       some suites only
import { spawnSync } from 'child_process';
import * as os from 'os';
import * as path from 'path';
import { parseArgs } from 'util';
import { build, ProgramName, PROGRAMS } from './src/programs';
import { printReport } from './src/report';

const { positionals, values } = parseArgs({
  // The last two are jest's, for CI.
  options: { kubeconfig: { type: 'string' }, json: { type: 'boolean' }, outputFile: { type: 'string' } },
  allowPositionals: true,
});

process.exitCode = main();

function main(): number {
  if (spawnSync('go', ['version']).status !== 0) {
    console.log('skipped: e2e: there is no go');
    return process.env.CI === undefined ? 0 : 1;
  }
  const kubeconfig = values.kubeconfig && path.resolve(values.kubeconfig);
  const needed: ProgramName[] = kubeconfig ? ['kube'] : (Object.keys(PROGRAMS) as ProgramName[]);
  const builds = needed.map((name): [ProgramName, number | undefined] => {
    console.log(`== ${name}`);
    return [name, build(name)];
  });
  const results = values.outputFile ?? path.join(os.tmpdir(), `cdk8s-spinkube-e2e-${process.pid}.json`);
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(__dirname, '..', 'node_modules', 'jest', 'bin', 'jest.js'),
      `--config=${path.join(__dirname, 'jest.config.json')}`,
      '--runInBand',
      '--ci',
      '--json',
      `--outputFile=${results}`,
      ...positionals,
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...(kubeconfig && { E2E_KUBECONFIG: kubeconfig }) },
    },
  );
  printReport(results, builds);
  return status ?? 1;
}
