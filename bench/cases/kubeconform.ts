import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Yaml } from 'cdk8s';
import { builtFile } from '../built';
import { Case } from '../case';
import { fullSpinApp } from '../full-spin-app';
import { goTool } from '../go-tools';
import { median } from '../measure';

const COUNT = 10_000;
const ROUNDS = 3;

/** Milliseconds of a process. */
interface Times {
  /** Elapsed time. */
  readonly wall: number;

  /** CPU time, of user and system. */
  readonly cpu: number;
}

interface Input {
  readonly name: string;
  readonly title: string;

  /** Writes the SpinApps to a folder, and returns the path to check. */
  readonly write: (folder: string, texts: string[]) => string;
}

const INPUTS: readonly Input[] = [
  {
    name: 'kubeconform-1',
    title: '10,000 SpinApps in one file',
    write(folder, texts) {
      const file = path.join(folder, 'all.yaml');
      fs.writeFileSync(file, texts.join('---\n'));
      return file;
    },
  },
  {
    name: 'kubeconform-files',
    title: '10,000 SpinApps, a file each',
    write(folder, texts) {
      texts.forEach((text, index) => {
        fs.writeFileSync(path.join(folder, `${index}.yaml`), text);
      });
      return folder;
    },
  },
];

/** `cdk8s-spinkube validate` against kubeconform with the same schema. Only the first also checks metadata and rules. */
export const KUBECONFORM_CASES: Case[] = INPUTS.flatMap((input) => {
  let measured: { readonly ours: Times; readonly peer: Times } | undefined;
  return (['wall', 'cpu'] as const).map((clock): Case => ({
    name: clock === 'wall' ? input.name : `${input.name}-cpu`,
    title: `validate ${input.title}, ${clock === 'wall' ? 'elapsed' : 'CPU time'}`,
    unit: 'ms',
    peer: 'kubeconform',
    goal: { atLeast: 1 },
    needsGo: true,
    run(scratch) {
      measured ??= compare(input, scratch);
      return { ours: measured.ours[clock], peer: measured.peer[clock], rounds: ROUNDS };
    },
  }));
});

/** Both programs in turn, after a first round that is not counted. */
function compare({ write }: Input, scratch: string): { readonly ours: Times; readonly peer: Times } {
  const folder = path.join(scratch, 'input');
  fs.mkdirSync(folder);
  const texts = Array.from({ length: COUNT }, (_, index) => Yaml.stringify(fullSpinApp(index)));
  const place = write(folder, texts);
  const commands = [
    [process.execPath, builtFile('bin/cdk8s-spinkube.js'), 'validate', place],
    [goTool('kubeconform'), '-summary', '-schema-location', schemaLocation(scratch), place],
  ];
  const round = () => commands.map(timed);
  round();
  const rounds = Array.from({ length: ROUNDS }, round);
  const [ours, peer] = commands.map((_, index) => ({
    wall: median(rounds.map((times) => times[index].wall)),
    cpu: median(rounds.map((times) => times[index].cpu)),
  }));
  return { ours, peer };
}

/** Copies our schema to where kubeconform expects it, and returns the template of that location. */
function schemaLocation(scratch: string): string {
  const folder = path.join(__dirname, '..', '..', 'schemas', 'structural', 'core.spinkube.dev-v0.6.1');
  fs.copyFileSync(path.join(folder, 'SpinApp.v1alpha1.json'), path.join(scratch, 'spinapp_v1alpha1.json'));
  return path.join(scratch, '{{.ResourceKind}}_{{.ResourceAPIVersion}}.json');
}

/** Summaries of either program if all objects are valid. */
const CLEAN = [/^10000 checked, .*\b0 errors, 0 warnings/, /^Summary: 10000 resources .* Valid: 10000,/];

/** Times a process with bash, because Node does not report the CPU time of child processes. */
function timed(command: string[]): Times {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@"';
  const { stderr, stdout } = spawnSync('bash', ['-c', script, 'bash', ...command], { encoding: 'utf8' });
  if (!CLEAN.some((summary) => summary.test(stdout))) {
    const output = `${stdout.slice(-500)}${stderr}`;
    throw new Error(`not comparable: ${command[0]} does not find ${COUNT} valid objects: ${output}`);
  }
  const [wall, user, system] = stderr.trim().split(' ').map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000 };
}
