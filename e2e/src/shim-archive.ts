import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { FetchStrategy, NodeInstaller, ShimArchitecture } from '../../lib';
import { Kubectl, must } from './kubectl';
import { ARCHIVES, NodeImage, spinShim, standIn } from './node-images';
import { rolledOut } from './node-cluster';
import { temporaryFolder } from './suite';

/** The archive of a version of the shim, which a pod of the cluster serves. */
export interface ShimArchive {
  readonly file: string;
  readonly sha256: string;
}

/**
 * Packs a version of the shim as its releases are, or for a Shim of another name. The programs of two versions differ in
 * their last bytes only.
 */
export function packShim(version: string, shim = 'spin-v2'): ShimArchive {
  const folder = temporaryFolder();
  const program = path.join(folder, `containerd-shim-${shim}`);
  fs.copyFileSync(spinShim(), program);
  fs.appendFileSync(program, `\nversion ${version}`);
  const file = path.join(folder, `containerd-shim-${shim}-linux-x86_64-${version}.tar.gz`);
  execFileSync('tar', ['--create', '--gzip', '--file', file, '--directory', folder, path.basename(program)]);
  return { file, sha256: createHash('sha256').update(fs.readFileSync(file)).digest('hex') };
}

/** An image that serves archives. */
export function archivesImage(...archives: ShimArchive[]): NodeImage {
  const files = Object.fromEntries(archives.map(({ file }) => [`/archives/${path.basename(file)}`, file]));
  return { ...standIn(65532, 'archives'), files };
}

/** Serves the archives in the cluster, as GitHub would. */
export async function serveArchives(kubectl: Kubectl): Promise<void> {
  const metadata = { name: 'archives', namespace: 'kube-system' };
  const labels = { app: 'archives' };
  const containers = [
    { name: 'archives', image: ARCHIVES, readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 } },
  ];
  // A DaemonSet, because no drain evicts its pods.
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
  const ports = [{ port: 80, targetPort: 8080 }];
  await must(
    kubectl.apply([
      { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec },
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports } },
    ]),
  );
  await rolledOut(kubectl, 'kube-system', 'daemonset/archives');
}

/** runtime-class-manager with a version of the shim. */
export function installerOf(archive: ShimArchive): NodeInstaller {
  return NodeInstaller.runtimeClassManager({ fetchStrategy: fetchStrategyOf(archive) });
}

/** The archive as a Shim names it. */
export function fetchStrategyOf({ file, sha256: checksum }: ShimArchive): FetchStrategy {
  const location = `http://archives.kube-system.svc/${path.basename(file)}`;
  return FetchStrategy.platforms([{ architecture: ShimArchitecture.X86_64, location, sha256: checksum }]);
}
