// Runs the tests that are written in other languages, against the packages that jsii makes of this one for them.
//   npm run test:bindings [-- LANGUAGE...]    after npm run build; all languages if none is given
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../../tools/cached.mjs';
import { downloadJars } from '../../tools/maven.mjs';
import { buildPackage, PACKAGES, pacmak, quiet } from '../../tools/package.mjs';
import { installPythonPackages } from '../../tools/pip.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');

/** The program of the guides, in all languages. */
const EXAMPLE = join(ROOT, 'examples', 'languages');

const LANGUAGES = { python, java, go };

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(LANGUAGES);
const unknown = chosen.filter((language) => !(language in LANGUAGES));
if (unknown.length > 0) {
  console.error(`'${unknown.join(', ')}' is not one of ${Object.keys(LANGUAGES).join(', ')}`);
  process.exit(2);
}

/** Files and message of the program in TypeScript. */
const EXPECTED = fleet('typescript', 'npx', ['tsx', join(HERE, 'fleet.ts')]);

for (const language of chosen) {
  console.log(`== ${language}`);
  if (!LANGUAGES[language]()) process.exitCode = 1;
}

function python() {
  if (spawnSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }).status !== 0) {
    return skip('python', 'there is no python3 with pip');
  }
  const site = installWheel();
  const folder = join(HERE, 'python');
  const packages = installPythonPackages('bindings', join(folder, 'requirements.txt'));
  const env = { PYTHONPATH: [site, packages].join(':'), PYTHONDONTWRITEBYTECODE: '1' };
  return (
    run('python3', ['-m', 'unittest', 'discover', '--start-directory', folder], env) &&
    run(join(site, 'bin', 'cdk8s-spinkube'), ['validate', 'dist/manifests'], env) &&
    isExpected(fleet('python', 'python3', [join(folder, 'fleet.py')], env)) &&
    startsProjects(join(site, 'bin', 'cdk8s-spinkube'), env)
  );
}

/** Starts a project for each delivery, installs what it needs by pip once, and runs its tests. */
function startsProjects(command, env) {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-spinkube-projects-'));
  const wheel = wheelsIn(join(PACKAGES, 'python'))[0];
  const repository = ['--repo-url', 'https://github.com/example/shop.git'];
  const manifest = ['--spin-toml', join(folder, 'spin.toml'), '--variable', 'bank_url=https://bank.example.com'];
  const projects = [
    ['kubectl', []],
    ['argo-cd', ['--delivery', 'argo-cd', ...repository]],
    ['flux', ['--delivery', 'flux', ...repository, ...manifest]],
  ];
  const python = join(folder, 'venv', 'bin', 'python');
  try {
    copyFileSync(join(ROOT, 'test', 'bin', 'spin.toml'), join(folder, 'spin.toml'));
    return (
      run('python3', ['-m', 'venv', join(folder, 'venv')]) &&
      projects.every(([name, options]) => {
        const project = join(folder, name);
        const init = ['init', project, '--template', 'python-app', '--package', wheel, ...options];
        const install = ['-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt'];
        return (
          run(command, init, env) &&
          (name !== 'kubectl' || run(python, install, {}, project)) &&
          run(python, ['main.py'], {}, project) &&
          run(python, ['-m', 'pytest', '--quiet'], {}, project) &&
          run(join(folder, 'venv', 'bin', 'cdk8s-spinkube'), ['validate', 'dist'], {}, project)
        );
      })
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function java() {
  const missing = ['javac', 'mvn'].find((tool) => spawnSync(tool, ['-version'], { stdio: 'ignore' }).status !== 0);
  if (missing !== undefined) return skip('java', `there is no ${missing}`);
  const folder = join(HERE, 'java');
  const jars = join(downloadJars('bindings-java', join(folder, 'pom.xml')), '*');
  const plus = cachedFolder('cdk8s-plus-28-java', plusVersions(), (classes) => {
    compileJavaPackage(join(ROOT, 'node_modules', 'cdk8s-plus-28'), classes, [jars]);
  });
  // The jar that users get is built with documentation, by Maven: minutes instead of seconds.
  const code = join(PACKAGES, 'java-classes');
  rmSync(code, { recursive: true, force: true });
  compileJavaPackage(ROOT, code, [jars, plus]);
  javac([join(folder, 'Fleet.java'), join(EXAMPLE, 'Main.java')], code, [jars, plus]);
  const java = ['--class-path', [code, plus, jars].join(delimiter)];
  return isExpected(fleet('java', 'java', [...java, 'Fleet'])) && writesExample('java', 'java', [...java, 'Main']);
}

/** Generates the Java code of an npm package, and compiles it. */
function compileJavaPackage(module, classes, classpath) {
  const code = mkdtempSync(join(tmpdir(), 'cdk8s-spinkube-java-'));
  pacmak('java', code, [module], ['--code-only']);
  const main = join(code, 'java', 'src', 'main');
  const files = readdirSync(join(main, 'java'), { recursive: true }).filter((path) => path.endsWith('.java'));
  const list = join(code, 'files');
  writeFileSync(list, files.map((file) => join(main, 'java', file)).join('\n'));
  javac([`@${list}`], classes, classpath);
  cpSync(join(main, 'resources'), classes, { recursive: true });
  rmSync(code, { recursive: true, force: true });
}

function javac(files, classes, classpath) {
  const options = ['-proc:none', '-nowarn', '-Xlint:-deprecation', '-d', classes];
  const path = [classes, ...classpath].join(delimiter);
  execFileSync('javac', [...options, '--class-path', path, ...files], { stdio: ['ignore', 'inherit', 'pipe'] });
}

/** The versions that the generated code of cdk8s-plus-28 depends on. */
function plusVersions() {
  const packages = ['cdk8s-plus-28', 'jsii-pacmak'];
  return packages
    .map((name) => JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'))).version)
    .join();
}

function go() {
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return skip('go', 'there is no Go');
  buildPackage('go');
  return (
    isExpected(fleet('go', buildGo('fleet', 'main.go'))) &&
    writesExample('go', buildGo('example', join(EXAMPLE, 'main.go')))
  );
}

function buildGo(name, file) {
  const program = join(PACKAGES, 'go', name);
  const build = { cwd: join(HERE, 'go'), env: { ...quiet(), GOFLAGS: '-mod=mod' }, stdio: 'inherit' };
  execFileSync('go', ['build', '-modfile', goModule(), '-o', program, file], build);
  return program;
}

/** Go writes checksums beside its file, which is not for Git: those of generated code change. */
function goModule() {
  const file = join(PACKAGES, 'go', 'fleet.mod');
  copyFileSync(join(HERE, 'go', 'go.mod'), file);
  return file;
}

/** Runs a program that is the same in all languages. Returns the files that it writes, and the message that it prints. */
function fleet(language, command, arguments_ = [], env = {}) {
  const outdir = join(PACKAGES, `fleet-${language}`);
  rmSync(outdir, { recursive: true, force: true });
  const stdio = ['ignore', 'pipe', 'inherit'];
  const message = execFileSync(command, [...arguments_, outdir], {
    cwd: ROOT,
    env: { ...quiet(), ...env },
    stdio,
    encoding: 'utf8',
  });
  return { message, files: filesBelow(outdir) };
}

function filesBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** The message is the same, after the type of the error. */
function isExpected({ files, message }) {
  const isSameError = message.endsWith(EXPECTED.message);
  if (!isSameError) console.log(`another error than in TypeScript:\n${message}\n${EXPECTED.message}`);
  return areEqual(files, EXPECTED.files) && isSameError;
}

function writesExample(language, command, arguments_) {
  const name = `example-${language}`;
  const { files } = fleet(name, command, arguments_, { CDK8S_OUTDIR: join(PACKAGES, `fleet-${name}`) });
  return areEqual(files, filesBelow(join(EXAMPLE, 'dist')));
}

function areEqual(files, expected) {
  const paths = new Set([...expected.keys(), ...files.keys()]);
  const different = [...paths].filter((path) => files.get(path) !== expected.get(path));
  console.log(`${files.size} files, ${different.length} differ from those of TypeScript ${different.join(' ')}`);
  return different.length === 0;
}

/** Builds the wheel and unpacks it as pip does, with its command. */
function installWheel() {
  buildPackage('python');
  const site = join(PACKAGES, 'python', 'site');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--root-user-action=ignore', '--target', site];
  execFileSync('python3', [...pip, ...wheelsIn(join(PACKAGES, 'python'))], { stdio: 'inherit' });
  return site;
}

function wheelsIn(folder) {
  const wheels = readdirSync(folder).filter((file) => file.endsWith('.whl'));
  return wheels.map((file) => join(folder, file));
}

function run(command, arguments_, env = {}, cwd = ROOT) {
  return spawnSync(command, arguments_, { cwd, env: { ...quiet(), ...env }, stdio: 'inherit' }).status === 0;
}

/** True if the other languages may continue: not in CI, where every toolchain must be installed. */
function skip(language, reason) {
  console.log(`skipped: ${language}: ${reason}`);
  return process.env.CI === undefined;
}
