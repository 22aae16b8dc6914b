import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { isDeepStrictEqual } from 'util';
import { parse } from 'yaml';
import { builtProgram } from '../built';
import { Case, Goal } from '../case';
import { goTool } from '../go-tools';
import { interleave, Trial } from '../measure';
import { helmChart, jsonnetProgram, kustomizeTree, nodeProgram } from '../peer-inputs';
import { readTree } from '../trees';

const ROUNDS = 5;

/** A program that renders SpinApps to standard output. */
interface Peer {
  readonly tool: 'helm' | 'jsonnet' | 'kustomize' | 'node';
  readonly count: number;
  readonly goal?: Goal;

  /** Writes the input of the program to a folder, and returns the arguments of the program. */
  readonly prepare: (folder: string, count: number) => string[];
}

/** Whole processes that render the same SpinApps; Kustomize would take minutes for ten thousand. */
export const PROGRAM_CASES: Case[] = [
  { tool: 'helm', count: 10_000, prepare: helmChart, goal: { atLeast: 1 } } as const,
  { tool: 'jsonnet', count: 10_000, prepare: jsonnetProgram } as const,
  { tool: 'node', count: 10_000, prepare: nodeProgram } as const,
  { tool: 'kustomize', count: 1000, prepare: kustomizeTree } as const,
].map(against);

function against({ count, goal, prepare, tool }: Peer): Case {
  return {
    name: tool,
    title: `${count.toLocaleString('en')} SpinApps in one file, whole process`,
    unit: 'ms',
    peer: tool,
    goal,
    needsGo: tool !== 'node',
    run(scratch) {
      const program = builtProgram('one-file');
      const command = tool === 'node' ? process.execPath : goTool(tool);
      const args = prepare(path.join(scratch, 'input'), count);
      const ours: Trial = (folder) => () => execFileSync(process.execPath, [program, String(count), folder]);
      const trials = [ours, printingTrial(command, args)];
      const [a, b] = interleave({ trials, rounds: ROUNDS, scratch, verify: expectSameObjects });
      return { ours: a, peer: b, rounds: ROUNDS };
    },
  };
}

/** Runs a program and redirects its standard output to a file. */
function printingTrial(command: string, args: string[]): Trial {
  return (folder) => () => {
    fs.mkdirSync(folder);
    const file = fs.openSync(path.join(folder, 'out.yaml'), 'w');
    execFileSync(command, args, { stdio: ['ignore', file, 'inherit'] });
    fs.closeSync(file);
  };
}

/** Throws unless both have rendered the same number of objects, and the same objects in a sample. */
function expectSameObjects(folders: string[]): void {
  const [ours, theirs] = folders.map((folder) => {
    const texts = [...readTree(folder).values()].flatMap((text) => text.split(/^(?:---|\.\.\.)$/m));
    const documents = texts.filter((text) => text.includes('kind'));
    return { count: documents.length, sample: sampleOf(documents) };
  });
  if (!isDeepStrictEqual(ours, theirs)) {
    throw new Error('not comparable: both must render the same objects');
  }
}

/** The platform and one SpinApp in a hundred, by kind and name: parsing all would take longer than the benchmark. */
function sampleOf(documents: string[]): Map<string, unknown> {
  const texts = documents.filter((text) => !/\bapp-0-\d+\b/.test(text) || /\bapp-0-\d+00\b/.test(text));
  const objects = texts.map((text) => parse(text) as { kind: string; metadata: { name: string } });
  return new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}
