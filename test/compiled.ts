import { spawnSync, SpawnSyncReturns } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { transformFileSync, transformSync } from '@swc/core';

const ROOT = path.join(__dirname, '..');

/** Compiles files into a folder, under the same paths. */
export function compileInto(folder: string, sources: readonly string[]): void {
  for (const source of sources) {
    const target = path.join(folder, compiledName(source));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const temporary = `${target}.${process.pid}`; // another process may run the file
    fs.writeFileSync(temporary, transformFileSync(path.join(ROOT, source)).code);
    fs.renameSync(temporary, target);
  }
}

function compiledName(source: string): string {
  return source.replace(/ts$/, 'js');
}

/** The modules in some folders and below. */
export function modulesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
}

/**
 * The folder with the compiled library, `main.ts`, the examples, the benchmark and the command line, because a process that compiles what it
 * runs takes most of a second to start. It is within the repository, so that dependencies and `crds/` are found.
 */
export function compiledPrograms(): string {
  const folder = path.join(ROOT, 'node_modules', '.cache', 'compiled');
  const isStale = (source: string) => {
    const compiled = fs.statSync(path.join(folder, compiledName(source)), { throwIfNoEntry: false });
    return compiled === undefined || compiled.mtimeMs < fs.statSync(path.join(ROOT, source)).mtimeMs;
  };
  compileInto(folder, ['main.ts', ...modulesIn('bench', 'bin', 'examples', 'imports', 'lib')].filter(isStale));
  // Programs import the library as its users do.
  const own = path.join(folder, 'node_modules', 'cdk8s-spinkube');
  fs.mkdirSync(own, { recursive: true });
  fs.writeFileSync(path.join(own, 'package.json'), '{ "main": "../../lib/index.js" }\n');
  return folder;
}

/** Runs the text of a program, which writes below `outdir`. */
export function runProgram(program: string, outdir: string): SpawnSyncReturns<string> {
  const config = { module: { type: 'commonjs' as const }, jsc: { parser: { syntax: 'typescript' as const } } };
  const file = path.join(compiledPrograms(), `program-${process.pid}.js`);
  fs.writeFileSync(file, transformSync(program, { ...config, swcrc: false }).code);
  try {
    return spawnSync(process.execPath, [file], { env: { ...process.env, CDK8S_OUTDIR: outdir }, encoding: 'utf8' });
  } finally {
    fs.rmSync(file);
  }
}
