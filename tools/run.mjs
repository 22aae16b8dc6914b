// Runs a program in TypeScript, as tsx does, but in less time: as one bundle with its packages, and with V8's code cache.
//   node tools/run.mjs FILE [ARGUMENT...]
//   node tools/run.mjs --bundle FILE    only bundles; `npm ci` runs it for main.ts
//
// A bundle is in node_modules/.cache, and is used again only if every file in it has the same content as then, and npm has
// installed the same packages. The program runs in tsx where something fails, so that stack traces name the files in TypeScript.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** Files that decide, besides those of a bundle, which files these are. */
const SETTINGS = ['node_modules/.package-lock.json', 'package.json', 'tsconfig.json', fileURLToPath(import.meta.url)];

/** The files, besides the program, that know their own folder. Where another one does, nothing is bundled. */
const READERS = /[\\/](?:cdk8s[\\/]lib[\\/]yaml\.js|lib[\\/]private[\\/]package-files\.ts)$/;
const READS = /\b__dirname\b/;

const bundles = process.argv[2] === '--bundle';
const [file, ...args] = process.argv.slice(bundles ? 3 : 2);
const program = resolve(file);
const cache = resolve('node_modules', '.cache', 'run', relative('.', program).replaceAll(/[\\/]/g, '-'));

try {
  const bundled = readFresh() ?? (await bundle());
  if (!bundles) run(bundled);
} catch {
  if (!bundles) runInTsx();
}

function runInTsx() {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

/** The bundle, with the files that it consists of in its first line; undefined if one of them is another than then. */
function readFresh() {
  try {
    const text = readFileSync(join(cache, 'bundle.js'), 'utf8');
    const { files, hash } = JSON.parse(text.slice('//'.length, text.indexOf('\n')));
    return hash === hashOf(files) ? { hash, text } : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const name of files) hash.update(`${name}\0`).update(contentOf(name)).update('\0');
  return hash.digest('hex');
}

function changed(name) {
  return statSync(name, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function contentOf(name) {
  try {
    return readFileSync(name);
  } catch {
    return 'missing';
  }
}

async function bundle() {
  const { build } = await import('esbuild');
  const start = Date.now();
  const options = { bundle: true, platform: 'node', target: `node${process.versions.node}`, write: false };
  const plugins = [{ name: 'folders', setup: (setup) => setup.onLoad({ filter: READERS }, withFolder) }];
  const settings = { ...options, entryPoints: [program], metafile: true, logLevel: 'silent', plugins };
  const { metafile, outputFiles } = await build(settings);
  const inputs = Object.keys(metafile.inputs);
  if (
    inputs.some((name) => !READERS.test(resolve(name)) && resolve(name) !== program && READS.test(readFileSync(name)))
  ) {
    throw new Error('a file that knows its own folder');
  }
  const files = [...SETTINGS, ...inputs];
  const hash = hashOf(files);
  const text = `//${JSON.stringify({ files, hash })}\n${outputFiles[0].text}`;
  rmSync(cache, { recursive: true, force: true });
  // A file that is written meanwhile may be in the bundle as it was before.
  if (files.every((name) => changed(name) < start)) write('bundle.js', text);
  return { hash, text };
}

/** A file with its own folder, which is not that of the bundle. */
function withFolder({ path }) {
  const contents = `const __dirname = ${JSON.stringify(dirname(path))};\n${readFileSync(path, 'utf8')}`;
  return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
}

function run({ hash, text }) {
  // V8 compares the length of a program only, and not its text.
  const codeFile = `code-${process.version}-${process.arch}-${hash}`;
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: program,
    cachedData: readCode(codeFile),
  });
  process.argv = [process.argv[0], program, ...args];
  const module = { exports: {}, filename: program };
  script.runInThisContext()(module.exports, createRequire(program), module, program, dirname(program));
  // The code of the functions that have run is part of it only now.
  if (script.cachedDataRejected !== false) write(codeFile, script.createCachedData());
}

function readCode(name) {
  try {
    return readFileSync(join(cache, name));
  } catch {
    return undefined;
  }
}

/** Writes a file at once; a folder that cannot be written to only takes time. */
function write(name, content) {
  try {
    mkdirSync(cache, { recursive: true });
    const temporary = join(cache, `${basename(name)}-${process.pid}`);
    writeFileSync(temporary, content);
    renameSync(temporary, join(cache, name));
  } catch {
    // The next run bundles again.
  }
}
