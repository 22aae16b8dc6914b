import { CertManagerVersion } from '../../../lib';
import { constantsOf } from '../../../lib/releases/component-version';
import { goldenObjects } from '../../golden';
import { Manifest } from '../../testing';

const FILES: ReadonlyMap<CertManagerVersion, string> = new Map([
  [CertManagerVersion.V1_14_4, 'seed-2024/cert-manager.yaml'],
  [CertManagerVersion.V1_21_1, 'current/cert-manager.yaml'],
]);

export const VERSIONS = constantsOf(CertManagerVersion).map(([, version]) => version);

/** Objects of the chart with its default values. The chart of v1.21.2 is that of v1.21.1 with its own tags. */
export function golden(version: CertManagerVersion): Manifest[] {
  const file = FILES.get(version);
  return file === undefined
    ? retagged(golden(CertManagerVersion.V1_21_1), CertManagerVersion.V1_21_1, version)
    : goldenObjects(file);
}

/** The objects with the tags and labels of another version of cert-manager. */
export function retagged(manifests: Manifest[], from: CertManagerVersion, to: CertManagerVersion): Manifest[] {
  return JSON.parse(JSON.stringify(manifests).replaceAll(from.name, to.name)) as Manifest[];
}

/** The same objects without the CRDs. */
export function goldenParts(version: CertManagerVersion): Manifest[] {
  return golden(version).filter(({ kind }) => kind !== 'CustomResourceDefinition');
}

/** The golden files with other names. */
export interface HelmNames {
  readonly release: string;
  readonly fullname: string;
  readonly namespace: string;
  readonly leaderElectionNamespace: string;
}

/** The golden objects as the chart renders them for another release and other namespaces. */
export function renamed(manifests: Manifest[], to: HelmNames): Manifest[] {
  return renameWithin(manifests, to, []) as Manifest[];
}

function renameWithin(value: unknown, to: HelmNames, path: string[]): unknown {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, child]) => [key, renameWithin(child, to, [...path, key])]);
    return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
  }
  return typeof value === 'string' ? renameText(value, to, path) : value;
}

/** Fixed texts: the names of Leases and containers, and the labels that identify a component. */
const LEASE = /^cert-manager-(controller|cainjector-leader-election(-core)?)$/;
const FIXED_LABELS = ['app', 'app.kubernetes.io/name', 'app.kubernetes.io/component'];

function renameText(value: string, to: HelmNames, path: string[]): string {
  const key = path.at(-1) ?? '';
  const fixed =
    FIXED_LABELS.includes(key) ||
    (path.at(-2) === 'resourceNames' && LEASE.test(value)) ||
    (key === 'name' && path.at(-3) === 'containers');
  if (fixed) {
    return value;
  }
  switch (key) {
    case 'namespace':
      return value === 'kube-system' ? to.leaderElectionNamespace : to.namespace;
    case 'app.kubernetes.io/instance':
      return to.release;
    case 'cert-manager.io/inject-ca-from-secret':
      return `${to.namespace}/${to.fullname}-webhook-ca`;
    default:
      return value
        .replace(/^cert-manager(?=$|[-:])/, to.fullname)
        .replace(/^(--dynamic-serving-[a-z-]+=)cert-manager-/, `$1${to.fullname}-`)
        .replace(/^(--leader-election-namespace=).*/, `$1${to.leaderElectionNamespace}`);
  }
}
