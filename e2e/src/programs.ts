import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** A program that is built from a Go module of this folder. */
interface Program {
  /** Folder of the module. */
  readonly module: string;

  /** Package of the program, as its `go.mod` knows it. Several ones are built into a folder. */
  readonly package: string | string[];

  /** Upstream module of the program, whose version is that of the program. */
  readonly component?: string;

  /** Alternative to `go.mod`, for another version of the same program. */
  readonly modfile?: string;

  /** Version of Go, if it needs a newer one than this machine has. It comes from the Go module proxy. */
  readonly toolchain?: string;

  /** The variable of the program that holds the version of the component. */
  readonly versionVariable?: string;

  /** True if it is a WebAssembly module for WASI instead of a program of this machine. */
  readonly isWasm?: boolean;

  /** True if it runs outside of the cluster, and is therefore also needed with an existing cluster. */
  readonly isClient?: boolean;

  /** Suites that need it; all suites if not set. */
  readonly suites?: string[];
}

const VERSION = 'k8s.io/component-base/version';
const KUBE = {
  module: 'cluster',
  package: './cmd/kube',
  component: 'k8s.io/kubernetes',
  versionVariable: `${VERSION}.gitVersion`,
  isClient: true, // It contains kubectl.
};
const SPIN_OPERATOR = 'github.com/spinkube/spin-operator';
const CERT_MANAGER = 'github.com/cert-manager/cert-manager';
const SOURCE_CONTROLLER = 'github.com/fluxcd/source-controller';
const COSIGN = 'github.com/sigstore/cosign/v3';
const KUBE_STATE_METRICS = 'k8s.io/kube-state-metrics/v2';
const KEDA = 'github.com/kedacore/keda/v2';
const HTTP_ADD_ON = {
  module: 'operators/keda-http-add-on',
  component: 'github.com/kedacore/http-add-on',
  suites: ['keda-http'],
};
const KUSTOMIZE_CONTROLLER = 'github.com/fluxcd/kustomize-controller';

/** Suites with real nodes. */
const ON_NODES = ['doctor', 'node-upgrade', 'real-node', 'spin-application', 'tutorial', 'upgrade-traffic'];

/** Suites that only a full run has, because their programs take long to build: KEDA more than 20 minutes of CPU. */
export const ONLY_FULL = ['collector', 'keda', 'keda-http', 'keda-webhook', 'signature'];

/** Programs that run in a cluster, and the cluster itself. The `go.mod` of a module pins its version. */
export const PROGRAMS = {
  'kube-v1.34': KUBE,
  'kube-v1.37': { ...KUBE, modfile: 'v1.37.mod' },
  e2e: { module: 'cluster', package: './cmd/e2e' },
  // What a real node runs, beside kubelet and kube-proxy, and the stand-ins for images and for the shim.
  node: {
    module: 'node',
    package: [
      'github.com/containerd/containerd/v2/cmd/containerd',
      'github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2',
      'github.com/containerd/containerd/v2/cmd/ctr',
      'github.com/containernetworking/plugins/plugins/ipam/host-local',
      'github.com/containernetworking/plugins/plugins/main/bridge',
      'github.com/containernetworking/plugins/plugins/main/loopback',
      'github.com/containernetworking/plugins/plugins/meta/portmap',
      './cmd/containerd-shim-spin-v2',
      './cmd/stand-in',
    ],
    component: 'github.com/containerd/containerd/v2',
    suites: ON_NODES,
  },
  // A component of a Spin application, beside the one that node-tools.ts builds.
  command: { module: 'apps/command', package: '.', isWasm: true, suites: ON_NODES },
  coredns: {
    module: 'operators/coredns',
    package: '.',
    component: 'github.com/coredns/coredns',
    suites: ON_NODES,
  },
  'spin-operator-v0.6.1': {
    module: 'operators/spin-operator-v0.6.1',
    package: `${SPIN_OPERATOR}/cmd`,
    component: SPIN_OPERATOR,
    suites: [
      'argo-cd',
      'behaviour',
      'behaviour-today',
      'collector',
      'flux',
      'from-helm',
      'full-featured',
      'keda',
      'keda-http',
      'kubectl',
      'node-installers',
      'order',
      'shim-upgrade',
      'signals',
      'silent-faults',
      'upgrade',
      'upgrade-git',
      'upstream',
      'verdicts',
      ...ON_NODES,
    ],
  },
  'spin-operator-v0.1.0': {
    module: 'operators/spin-operator-v0.1.0',
    package: `${SPIN_OPERATOR}/cmd`,
    component: SPIN_OPERATOR,
    suites: ['behaviour', 'from-helm', 'kubectl', 'tutorial', 'upgrade', 'upgrade-git', 'upgrade-traffic'],
  },
  'cert-manager': {
    module: 'operators/cert-manager',
    package: '.',
    component: CERT_MANAGER,
    versionVariable: `${CERT_MANAGER}/pkg/util.AppVersion`,
    suites: [
      'argo-cd',
      'flux',
      'from-helm',
      'full-featured',
      'kubectl',
      'order',
      'signals',
      'upgrade',
      'upgrade-git',
      'verdicts',
      ...ON_NODES,
    ],
  },
  'keda-operator': {
    module: 'operators/keda',
    package: `${KEDA}/cmd/operator`,
    component: KEDA,
    suites: ['keda', 'keda-http'],
  },
  'keda-adapter': {
    module: 'operators/keda',
    package: `${KEDA}/cmd/adapter`,
    component: KEDA,
    suites: ['keda', 'keda-http'],
  },
  'http-interceptor': { ...HTTP_ADD_ON, package: `${HTTP_ADD_ON.component}/interceptor` },
  'http-operator': { ...HTTP_ADD_ON, package: `${HTTP_ADD_ON.component}/operator` },
  'http-scaler': { ...HTTP_ADD_ON, package: `${HTTP_ADD_ON.component}/scaler` },
  answer: { module: 'apps/answer', package: '.', suites: ['keda-http'] },
  'keda-admission': {
    module: 'operators/keda',
    package: `${KEDA}/cmd/webhooks`,
    component: KEDA,
    suites: ['keda-webhook'],
  },
  'keda-webhook': { module: 'operators/keda-webhook', package: '.', component: KEDA, suites: ['keda-webhook'] },
  certgen: {
    module: 'operators/certgen',
    package: '.',
    suites: ['argo-cd', 'kubectl', 'node-installers', 'shim-upgrade', 'upstream', ...ON_NODES],
  },
  collector: {
    module: 'operators/collector',
    package: '.',
    component: 'go.opentelemetry.io/collector/otelcol',
    suites: ['collector'],
  },
  'state-metrics': {
    module: 'operators/kube-state-metrics',
    package: KUBE_STATE_METRICS,
    component: KUBE_STATE_METRICS,
    suites: ['signals'],
  },
  prometheus: {
    module: 'operators/prometheus',
    package: '.',
    component: 'github.com/prometheus/prometheus',
    suites: ['signals'],
  },
  'argo-cd': {
    module: 'gitops/argo-cd',
    package: '.',
    component: 'github.com/argoproj/argo-cd/v3',
    toolchain: 'go1.27.3',
    isClient: true,
    suites: ['argo-cd', 'gardener', 'upgrade-git'],
  },
  'argo-cd-controllers': {
    module: 'gitops/argo-cd',
    package: './cmd/controllers',
    component: 'github.com/argoproj/argo-cd/v3',
    toolchain: 'go1.27.3',
    suites: ['oci'],
  },
  'kustomize-controller': {
    module: 'gitops/kustomize-controller',
    package: KUSTOMIZE_CONTROLLER,
    component: KUSTOMIZE_CONTROLLER,
    suites: ['flux', 'gardener', 'oci', 'signature', 'upgrade-git'],
  },
  'source-controller': {
    module: 'gitops/source-controller',
    package: SOURCE_CONTROLLER,
    component: SOURCE_CONTROLLER,
    suites: ['oci', 'signature'],
  },
  oras: {
    module: 'gitops/source-controller',
    package: 'oras.land/oras/cmd/oras',
    component: 'oras.land/oras',
    suites: ['oci', 'signature'],
  },
  cosign: {
    module: 'gitops/source-controller',
    package: `${COSIGN}/cmd/cosign`,
    component: COSIGN,
    suites: ['signature'],
  },
  registry: {
    module: 'gitops/source-controller',
    package: '.',
    component: 'github.com/google/go-containerregistry',
    suites: ['oci', 'signature'],
  },
  'artifact-server': { module: 'artifact-server', package: '.', suites: ['flux', 'gardener', 'upgrade-git'] },
} satisfies { [name: string]: Program };

export type ProgramName = keyof typeof PROGRAMS;

/** Available versions of Kubernetes; the first is the default. */
export const KUBERNETES_VERSIONS = (Object.keys(PROGRAMS) as ProgramName[])
  .filter(isControlPlane)
  .map((name) => name.replace('kube-', ''));

/** The control plane of the suites, and their kubectl. */
export const CONTROL_PLANE = controlPlane(process.env.E2E_KUBERNETES ?? KUBERNETES_VERSIONS[0]);

function isControlPlane(name: ProgramName): boolean {
  return name.startsWith('kube-');
}

/**
 * The programs that suites need.
 *
 * @param suites names of the suites
 * @param kubernetes version of the control plane and kubectl
 * @param isOwn true if the suites start their own clusters
 */
export function programsFor(suites: string[], kubernetes: string, isOwn: boolean): ProgramName[] {
  const names = Object.keys(PROGRAMS) as ProgramName[];
  return names.filter((name) => {
    const { isClient = false, suites: users }: Program = PROGRAMS[name];
    if (!isOwn && !isClient) {
      return false;
    }
    const isUsed = !users || users.some((suite) => suites.includes(suite));
    return isControlPlane(name) ? name === controlPlane(kubernetes) : isUsed;
  });
}

function controlPlane(version: string): ProgramName {
  return `kube-${version}` as ProgramName;
}

const ROOT = path.join(__dirname, '..');

/** Fixed, because Go caches builds by these settings. Programs with their own root directory must be statically linked. */
const ENVIRONMENT = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-trimpath -buildvcs=false -mod=readonly' };

/** Path of a program in the user's cache folder, with a checksum of its sources. */
export function programPath(name: ProgramName): string {
  return path.join(cacheFolder(), `${name}-${sourcesOf(name)}`);
}

/** True if one of the suites needs real nodes. */
export function needNodes(suites: string[]): boolean {
  return suites.some((suite) => ON_NODES.includes(suite));
}

/** The folder of what is built, in the user's cache. */
export function cacheFolder(): string {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'cdk8s-spinkube', 'e2e');
}

/** Builds a program unless it is cached. Returns the build time in seconds, or undefined. */
export function build(name: ProgramName): number | undefined {
  const target = programPath(name);
  if (fs.existsSync(target)) {
    return undefined;
  }
  const begin = Date.now();
  const { package: main }: Program = PROGRAMS[name];
  fs.mkdirSync(path.dirname(target), { recursive: true });
  // An interrupted build leaves nothing that looks complete, and concurrent builds do not collide.
  const unfinished = `${target}.${process.pid}`;
  try {
    if (typeof main !== 'string') {
      fs.mkdirSync(unfinished); // Go builds several packages into a folder.
    }
    go(name, 'build', '-ldflags', linkerFlags(name), '-o', unfinished, ...[main].flat());
    fs.renameSync(unfinished, target);
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
  return (Date.now() - begin) / 1000;
}

/** Runs the Go tests of a program, and returns their output. */
export function testProgram(name: ProgramName): string {
  return go(name, 'test', ...[PROGRAMS[name].package].flat());
}

/** Upstream module and version of a program. */
export function componentOf(name: ProgramName): string {
  const { component }: Program = PROGRAMS[name];
  return component === undefined ? 'this project' : `${component} ${versionOf(name, component)}`;
}

/** Folder with the sources of the upstream module of a program. */
export function componentFolder(name: ProgramName): string {
  const { component = '' }: Program = PROGRAMS[name];
  const { Dir } = JSON.parse(go(name, 'mod', 'download', '-json', component)) as { Dir: string };
  return Dir;
}

function versionOf(name: ProgramName, component: string): string {
  return go(name, 'list', '-m', '-f', '{{.Version}}', component).trim();
}

/** Linker flags that set the version: otherwise the API server reports v0.0.0, which misleads clients. */
function linkerFlags(name: ProgramName): string {
  const { component, versionVariable }: Program = PROGRAMS[name];
  const variables: { [name: string]: string } = {};
  if (component !== undefined && versionVariable !== undefined) {
    variables[versionVariable] = versionOf(name, component);
  }
  if (component === KUBE.component) {
    const [major, minor] = variables[KUBE.versionVariable].slice(1).split('.');
    Object.assign(variables, { [`${VERSION}.gitMajor`]: major, [`${VERSION}.gitMinor`]: minor });
    variables[`${VERSION}.gitTreeState`] = 'clean';
  }
  return ['-s', '-w', ...Object.entries(variables).map(([variable, value]) => `-X ${variable}=${value}`)].join(' ');
}

const known = new Map<ProgramName, string>();

/** Checksum of the sources of a program. It is cached because every call of kubectl needs it. */
function sourcesOf(name: ProgramName): string {
  const sources = known.get(name) ?? readSources(name);
  known.set(name, sources);
  return sources;
}

function readSources(name: ProgramName): string {
  const { modfile = 'go.mod', module, package: main, versionVariable }: Program = PROGRAMS[name];
  const folder = path.join(ROOT, module);
  const own = typeof main === 'string' && main.startsWith('./cmd/') ? path.normalize(`${main}/`) : '';
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => {
    const isEmbedded = path.basename(path.dirname(file)) === 'node'; // configuration of real nodes
    const isSource = (file.endsWith('.go') || isEmbedded) && !file.endsWith('_test.go') && file.startsWith(own);
    return isSource || file === modfile || file === modfile.replace(/mod$/, 'sum');
  });
  const settings = [main, versionVariable, ENVIRONMENT, go(name, 'version')];
  const hash = createHash('sha256').update(JSON.stringify(settings));
  files.sort().forEach((file) => hash.update(file).update(fs.readFileSync(path.join(folder, file))));
  return hash.digest('hex').slice(0, 12);
}

function go(name: ProgramName, command: string, ...options: string[]): string {
  const { isWasm = false, modfile, module, toolchain = ENVIRONMENT.GOTOOLCHAIN }: Program = PROGRAMS[name];
  const target = isWasm ? { GOOS: 'wasip1', GOARCH: 'wasm' } : {};
  const chosen = modfile !== undefined && command !== 'version' ? [`-modfile=${modfile}`] : [];
  return execFileSync('go', [command, ...chosen, ...options], {
    cwd: path.join(ROOT, module),
    encoding: 'utf8',
    env: { ...process.env, ...ENVIRONMENT, ...target, GOTOOLCHAIN: toolchain },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
