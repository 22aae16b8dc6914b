import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** A program that is built from a Go module of this folder. */
interface Program {
  /** Folder of the module. */
  readonly module: string;

  /** Package of the program, as its `go.mod` knows it. */
  readonly package: string;

  /** Variables of the program that hold a version, each with the module that it is the version of. */
  readonly versions?: { readonly [variable: string]: string };
}

const KUBERNETES = 'k8s.io/kubernetes';
const VERSION = 'k8s.io/component-base/version';

/** Everything that runs in a cluster, and the cluster itself. A version is raised in the `go.mod` of the module. */
export const PROGRAMS = {
  kube: { module: 'cluster', package: './cmd/kube', versions: { [`${VERSION}.gitVersion`]: KUBERNETES } },
  e2e: { module: 'cluster', package: './cmd/e2e' },
  'spin-operator-v0.6.1': {
    module: 'operators/spin-operator-v0.6.1',
    package: 'github.com/spinkube/spin-operator/cmd',
  },
  'spin-operator-v0.1.0': {
    module: 'operators/spin-operator-v0.1.0',
    package: 'github.com/spinkube/spin-operator/cmd',
  },
  'cert-manager': {
    module: 'operators/cert-manager',
    package: '.',
    versions: { 'github.com/cert-manager/cert-manager/pkg/util.AppVersion': 'github.com/cert-manager/cert-manager' },
  },
  certgen: { module: 'operators/certgen', package: '.' },
  'argo-cd': { module: 'gitops/argo-cd', package: '.' },
  'kustomize-controller': {
    module: 'gitops/kustomize-controller',
    package: 'github.com/fluxcd/kustomize-controller',
  },
  'artifact-server': { module: 'artifact-server', package: '.' },
} satisfies { [name: string]: Program };

export type ProgramName = keyof typeof PROGRAMS;

const ROOT = path.join(__dirname, '..');

/** Other settings would make Go's build cache cold. Programs that run in a root of their own must be static. */
const ENVIRONMENT = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-trimpath -buildvcs=false -mod=readonly' };

/** Where a program is, or will be: below the user's cache folder, by what it is built from. */
export function programPath(name: ProgramName): string {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  return path.join(cache, 'cdk8s-spinkube', 'e2e', `${name}-${sourcesOf(name)}`);
}

/** Builds a program unless it is there. Says for how many seconds, if it had to. */
export function build(name: ProgramName): number | undefined {
  const target = programPath(name);
  if (fs.existsSync(target)) {
    return undefined;
  }
  const begin = Date.now();
  const { module, package: main }: Program = PROGRAMS[name];
  fs.mkdirSync(path.dirname(target), { recursive: true });
  // Whoever is interrupted leaves nothing that looks complete, and two builds at once do not meet.
  const unfinished = `${target}.${process.pid}`;
  try {
    go(module, 'build', '-ldflags', linkerFlags(name), '-o', unfinished, main);
    fs.renameSync(unfinished, target);
  } finally {
    fs.rmSync(unfinished, { force: true });
  }
  return (Date.now() - begin) / 1000;
}

/** The version of a module that a program is built with. */
export function versionOf(module: string, dependency: string): string {
  return go(module, 'list', '-m', '-f', '{{.Version}}', dependency).trim();
}

/** Without its version the API server says v0.0.0, and clients take it for another one. */
function linkerFlags(name: ProgramName): string {
  const { module, versions = {} }: Program = PROGRAMS[name];
  const variables = Object.entries(versions).map(([variable, of]): [string, string] => [
    variable,
    versionOf(module, of),
  ]);
  const kubernetes = variables.find(([variable]) => variable.startsWith(VERSION))?.[1].split('.');
  if (kubernetes) {
    variables.push([`${VERSION}.gitMajor`, '1'], [`${VERSION}.gitMinor`, kubernetes[1]]);
    variables.push([`${VERSION}.gitTreeState`, 'clean']);
  }
  return ['-s', '-w', ...variables.map(([variable, value]) => `-X ${variable}=${value}`)].join(' ');
}

const known = new Map<ProgramName, string>();

/** A checksum of what a program is built from. It is asked for at every call of kubectl. */
function sourcesOf(name: ProgramName): string {
  const sources = known.get(name) ?? readSources(name);
  known.set(name, sources);
  return sources;
}

function readSources(name: ProgramName): string {
  const { module, package: main }: Program = PROGRAMS[name];
  const folder = path.join(ROOT, module);
  const own = main.startsWith('./cmd/') ? path.normalize(`${main}/`) : '';
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => {
    const isSource = file.endsWith('.go') && !file.endsWith('_test.go') && file.startsWith(own);
    return isSource || file === 'go.mod' || file === 'go.sum';
  });
  const hash = createHash('sha256').update(JSON.stringify([PROGRAMS[name], ENVIRONMENT, go(module, 'version')]));
  files.sort().forEach((file) => hash.update(file).update(fs.readFileSync(path.join(folder, file))));
  return hash.digest('hex').slice(0, 12);
}

function go(module: string, ...command: string[]): string {
  return execFileSync('go', command, {
    cwd: path.join(ROOT, module),
    encoding: 'utf8',
    env: { ...process.env, ...ENVIRONMENT },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
