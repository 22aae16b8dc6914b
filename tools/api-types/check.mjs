// Decodes every object of a bundle into the Go types of its project, strictly, as the API server would. Needs Go.
//   npm run test:types               the manifests of dist/ and of every example
//   npm run test:types -- FOLDER...  other folders
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { committedBundles } from '../bundles.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');

/** Go modules; separate ones, because they need different versions of the same types. */
const PROGRAMS = ['current', 'spin-operator-v0.1.0'];

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function main(arguments_) {
  needGo();
  for (const program of PROGRAMS) go(program, ['test', './...']);
  const folders = arguments_.length > 0 ? arguments_ : committedBundles().flatMap(manifestsBelow);
  const [first, ...others] = PROGRAMS.map((program) => findings(program, folders));
  const objects = first.map(
    (finding, index) => [finding, ...others.map((list) => list[index])].find(isKnown) ?? finding,
  );
  const wrong = objects.filter((finding) => !isKnown(finding) || finding.errors);
  for (const { errors = ['no Go type is known for this kind'], file, object } of wrong) {
    console.log(`${relative(ROOT, file)}: ${object}: ${errors.join('; ')}`);
  }
  console.log(`${objects.length} objects, ${wrong.length} invalid`);
  if (wrong.length > 0 || objects.length === 0) process.exitCode = 1;
}

function isKnown({ known }) {
  return known;
}

function needGo() {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
  } catch {
    throw new Error('Go is needed to decode objects into their Go types.');
  }
}

/** Manifest folders of a bundle, or of each of its clusters. */
function manifestsBelow(folder) {
  const clusters = readdirSync(folder).map((name) => join(folder, name, 'manifests'));
  return [join(folder, 'manifests'), ...clusters].filter((one) => existsSync(one));
}

/** Findings of a program, one for each object, in the order of files and documents. */
function findings(program, folders) {
  const lines = go(program, [
    'run',
    '.',
    ...folders.map((folder) => join(process.cwd(), relative(process.cwd(), folder))),
  ]);
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function go(program, args) {
  const env = { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  const stdio = ['ignore', 'pipe', 'inherit'];
  return execFileSync('go', args, { cwd: join(HERE, program), env, stdio, encoding: 'utf8', maxBuffer: 1 << 26 });
}
