import { execFileSync, spawnSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** The Go modules that pin the versions, and the packages that each of them builds. */
const MODULES = {
  helm: ['github.com/google/go-jsonnet/cmd/jsonnet', 'helm.sh/helm/v3/cmd/helm', 'sigs.k8s.io/kustomize/kustomize/v5'],
  kubeconform: ['github.com/yannh/kubeconform/cmd/kubeconform'],
};

/** True if Go is installed, which builds the peers. */
export function hasGo(): boolean {
  return spawnSync('go', ['version']).status === 0;
}

/** Path of a peer at its pinned version, which is built once and kept in the user's cache folder. */
export function goTool(name: 'helm' | 'jsonnet' | 'kubeconform' | 'kustomize'): string {
  const module = name === 'kubeconform' ? name : 'helm';
  const source = path.join(__dirname, module);
  const version = createHash('sha256')
    .update(fs.readFileSync(path.join(source, 'go.sum')))
    .digest('hex')
    .slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const folder = path.join(cache, 'cdk8s-spinkube', `bench-${version}`);
  if (!fs.existsSync(folder)) {
    build(source, MODULES[module], folder);
  }
  return path.join(folder, name);
}

function build(source: string, packages: readonly string[], folder: string): void {
  console.error(`building ${packages.map((name) => name.split('/')[2]).join(', ')}; the first build takes minutes`);
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  // An interrupted build leaves nothing that looks complete.
  const unfinished = fs.mkdtempSync(`${folder}-`);
  try {
    execFileSync('go', ['build', '-o', `${unfinished}/`, ...packages], { cwd: source });
    fs.renameSync(unfinished, folder);
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}
