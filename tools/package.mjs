// Builds the packages for the other languages, of the build that is there:
//   npm run package [-- LANGUAGE...]    after npm run build; all of python, java and go if none is given
//
//   build/packages/python    wheel and source archive
//   build/packages/java      a Maven repository: jars with classes, sources and documentation. cdk8s-plus-28 is in it, too, which
//                            Maven Central does not have
//   build/packages/go        Go modules. cdk8s and cdk8s-plus-28 are with them: the published versions do not compile with
//                            current constructs
//
// The examples of the API are compiled, each within tools/examples.ts-fixture, and translated into Python and Java. Their
// translation into Go does not compile, so they stay TypeScript there.
import { loadAssemblyFromPath, writeAssembly } from '@jsii/spec';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

export const PACKAGES = join(ROOT, 'build', 'packages');

const PEERS = { python: [], java: ['cdk8s-plus-28'], go: ['cdk8s', 'cdk8s-plus-28'] };

/** The package in a language, below build/packages. */
export function buildPackage(language) {
  const modules = [...PEERS[language].map((peer) => join(ROOT, 'node_modules', peer)), ROOT];
  rmSync(join(PACKAGES, language), { recursive: true, force: true });
  if (language === 'go') {
    // A Go module is its code.
    pacmak(language, PACKAGES, modules, ['--code-only']);
    writeGoReadme();
    return;
  }
  const examples = join(ROOT, 'build', 'examples.json');
  pointLinksToRepository();
  writeFixture();
  jsii('jsii-rosetta', ['extract', '--strict', '--cache-to', examples, ROOT]);
  // A copy that jsii-pacmak would also use for Go.
  rmSync(join(ROOT, '.jsii.tabl.json'));
  pacmak(language, PACKAGES, modules, ['--rosetta-tablet', examples]);
}

/** Runs jsii-pacmak for npm packages, each in its folder. */
export function pacmak(language, outdir, modules, options = []) {
  // Instead of the script `prepack`, which would build everything again.
  execFileSync('node', [join(ROOT, 'tools', 'pack-contents.mjs')], { stdio: 'inherit' });
  const pack = ['--pack-command', 'npm pack --ignore-scripts'];
  jsii('jsii-pacmak', ['--target', language, '--outdir', outdir, ...pack, ...options, ...modules]);
}

function jsii(program, options) {
  const stdio = ['ignore', 'ignore', 'inherit'];
  execFileSync('npx', ['--no', program, '--', ...options], { cwd: ROOT, env: quiet(), stdio });
}

/** Makes the links of the README absolute in the assembly, from which the other languages have it: it is alone on their pages. */
function pointLinksToRepository() {
  const assembly = loadAssemblyFromPath(ROOT, false);
  const { homepage, readme, version } = assembly;
  const markdown = readme.markdown.replace(/\]\((?!https?:|#)/g, `](${homepage}/blob/v${version}/`);
  writeAssembly(ROOT, { ...assembly, readme: { markdown } }, { compress: true });
}

/** Writes what surrounds the examples to where jsii-rosetta looks for it. */
function writeFixture() {
  const { submodules, types } = loadAssemblyFromPath(ROOT, false);
  const names = Object.values(types).filter(({ namespace }) => namespace === undefined);
  const exports = [...names.map(({ name }) => name), ...Object.keys(submodules).map((name) => name.split('.').at(-1))];
  const template = readFileSync(join(ROOT, 'tools', 'examples.ts-fixture'), 'utf8');
  mkdirSync(join(ROOT, 'rosetta'), { recursive: true });
  writeFileSync(
    join(ROOT, 'rosetta', 'default.ts-fixture'),
    template.replace('/* every export */', exports.join(', ')),
  );
}

function writeGoReadme() {
  const { description, homepage, jsii: configuration, version } = JSON.parse(readFileSync(join(ROOT, 'package.json')));
  const text = [
    `# ${configuration.targets.go.moduleName}`,
    description,
    `[How to use it from Go](${homepage}/blob/v${version}/docs/how-to/go.md) has a program. Examples in comments are TypeScript.`,
  ];
  writeFileSync(join(PACKAGES, 'go', 'cdk8sspinkube', 'README.md'), `${text.join('\n\n')}\n`);
}

/** The environment, in which jsii does not complain of the version of Node. */
export function quiet() {
  return { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const languages = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PEERS);
  const unknown = languages.filter((language) => !(language in PEERS));
  if (unknown.length > 0) {
    console.error(`'${unknown.join(', ')}' is not one of ${Object.keys(PEERS).join(', ')}`);
    process.exit(2);
  }
  for (const language of languages) buildPackage(language);
}
