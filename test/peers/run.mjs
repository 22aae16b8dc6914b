// Runs the packed package with the oldest and the newest peers that its ranges allow, and with a cdk8s whose private members have other
// names, as a future version may. The fleet of test/bindings must compile and be the same, byte for byte.
//   npm run test:peers    after npm run build
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');

/** Private members of cdk8s that lib/synth/cdk8s/fast-to-json.ts reads, by compiled file. */
const PRIVATE = { 'api-object.js': /\b(patches|props)\b/g, 'metadata.js': /\b_additionalAttributes\b/g };

const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const PEERS = Object.entries(peerDependencies);
const oldest = PEERS.map(([name, range]) => `${name}@${range.slice(1)}`);
const newest = PEERS.map(([name, range]) => `${name}@${range}`);

const folder = mkdtempSync(join(tmpdir(), 'peers-'));
try {
  test();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function test() {
  const expected = fleet(join(HERE, '..', 'bindings', 'fleet.ts'));
  execFileSync(process.execPath, [join('tools', 'pack-contents.mjs')], { cwd: ROOT });
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  const tarball = execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }).trim();
  const program = readFileSync(join(HERE, '..', 'bindings', 'fleet.ts'), 'utf8');
  writeFileSync(join(folder, 'fleet.ts'), program.replace("'../../lib'", "'cdk8s-spinkube'"));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'node16',
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['fleet.ts'] }));
  for (const [name, peers] of [
    ['oldest', oldest],
    ['newest', newest],
  ]) {
    install(tarball, peers);
    run('tsc');
    compare(`${name} peers: ${PEERS.map(([peer]) => `${peer} ${versionOf(peer)}`).join(', ')}`, expected);
    run('jest', '--ci', '--silent', '--moduleNameMapper', JSON.stringify(mapped()), 'test/synth/cdk8s');
  }
  for (const [file, members] of Object.entries(PRIVATE)) renameIn(file, members);
  compare('a cdk8s with other private members', expected);
}

/** Installs the package with some peers, and nothing that was there before. */
function install(tarball, peers) {
  for (const left of ['node_modules', 'package-lock.json'])
    rmSync(join(folder, left), { recursive: true, force: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true }));
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--silent'];
  execFileSync('npm', ['install', ...options, tarball, ...peers], { cwd: folder, stdio: 'inherit' });
}

/** The tests of the repository read the peers from here. */
function mapped() {
  return { [`^(${PEERS.map(([peer]) => peer).join('|')})$`]: join(folder, 'node_modules', '$1') };
}

function renameIn(file, members) {
  const compiled = join(folder, 'node_modules', 'cdk8s', 'lib', file);
  const text = readFileSync(compiled, 'utf8');
  const renamed = text.replace(members, '$&OfAnotherVersion');
  if (renamed === text) throw new Error(`${compiled} has none of the private members ${members}`);
  writeFileSync(compiled, renamed);
}

function versionOf(peer) {
  return JSON.parse(readFileSync(join(folder, 'node_modules', peer, 'package.json'), 'utf8')).version;
}

/** The files that the program writes, and the error that it prints. */
function fleet(file) {
  const outdir = join(folder, 'dist');
  rmSync(outdir, { recursive: true, force: true });
  const stdio = ['ignore', 'pipe', 'inherit'];
  const program = [join(ROOT, 'node_modules', '.bin', 'tsx'), file, outdir];
  const message = execFileSync(process.execPath, program, { cwd: dirname(file), stdio, encoding: 'utf8' });
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map([...paths.map((path) => [relative(outdir, path), readFileSync(path, 'utf8')]), ['', message]]);
}

function compare(title, expected) {
  const actual = fleet(join(folder, 'fleet.ts'));
  const different = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (file) => expected.get(file) !== actual.get(file),
  );
  console.log(`${title}: ${actual.size - 1} files, ${different.length} differ ${different.join(' ')}`);
  if (different.length > 0 || actual.size === 1) process.exitCode = 1;
}

function run(command, ...args) {
  const isOurs = command === 'jest';
  const program = join(ROOT, 'node_modules', '.bin', command);
  if (!existsSync(program)) throw new Error(`${program} is missing: run npm ci`);
  execFileSync(program, args, { cwd: isOurs ? ROOT : folder, stdio: 'inherit' });
}
