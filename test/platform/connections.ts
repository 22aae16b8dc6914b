import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { Manifest } from '../../lib/synth/manifest';
import { manifestsIn } from '../testing';

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'full-featured', 'dist', 'manifests');

/** A pod, or an address outside of the cluster if it has no namespace. */
interface Peer {
  readonly namespace?: string;
  readonly labels?: { readonly [label: string]: string };
  readonly ip: string;
}

/** The committed objects of the example. */
const OBJECTS = fs
  .readdirSync(EXAMPLE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .flatMap((file) => manifestsIn(fs.readFileSync(path.join(EXAMPLE, file), 'utf8')));

export const POLICIES: readonly Manifest[] = OBJECTS.filter(({ kind }) => kind === 'NetworkPolicy');

function podOf(deployment: string): Peer {
  const found = OBJECTS.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === deployment);
  const { template } = found?.spec as { template: { metadata: { labels: Peer['labels'] } } };
  return { namespace: found?.metadata.namespace, labels: template.metadata.labels, ip: '10.244.0.9' };
}

const pod = (namespace: string, labels: Peer['labels'] = {}): Peer => ({ namespace, labels, ip: '10.244.0.7' });

/** Ends of connections, by name. */
export const PEERS: { readonly [name: string]: Peer } = {
  shop: pod('shop', { 'core.spinkube.dev/app-name': 'shop' }),
  canary: pod('shop', { 'core.spinkube.dev/app-name': 'shop-canary' }),
  mailer: pod('shop', { 'core.spinkube.dev/app-name': 'mailer' }),
  'smoke test': pod('shop', { 'cdk8s-spinkube/smoke-test': 'shop-smoke-test' }),
  gateway: pod('gateways', { app: 'envoy' }),
  'ingress controller': pod('ingress-nginx', { app: 'ingress-nginx' }),
  'pod of others': pod('default', { app: 'other' }),
  operator: podOf('spin-operator-controller-manager'),
  'neighbour of the operator': pod('spin-operator', { app: 'other' }),
  DNS: pod('kube-system', { 'k8s-app': 'kube-dns' }),
  'API server': { ip: '172.16.0.1' },
  'the internet': { ip: '203.0.113.7' },
};

/** A connection: who, to whom, at which port and protocol, and if it is to be allowed. */
type Connection = readonly [from: string, to: string, port: number, protocol: string, isAllowed: boolean];

export const CONNECTIONS: readonly Connection[] = [
  ['gateway', 'shop', 80, 'TCP', true],
  ['ingress controller', 'shop', 80, 'TCP', true],
  ['smoke test', 'shop', 80, 'TCP', true],
  ['gateway', 'shop', 8080, 'TCP', false],
  ['pod of others', 'shop', 80, 'TCP', false],
  ['mailer', 'shop', 80, 'TCP', false],
  ['the internet', 'shop', 80, 'TCP', false],
  ['gateway', 'canary', 80, 'TCP', true],
  ['ingress controller', 'canary', 80, 'TCP', false],
  ['smoke test', 'canary', 80, 'TCP', false],
  ['pod of others', 'mailer', 80, 'TCP', true], // It has no policy.
  ['shop', 'the internet', 443, 'TCP', true], // allowTo() is not used.
  ['API server', 'operator', 9443, 'TCP', true],
  ['pod of others', 'operator', 8443, 'TCP', true], // Metrics, behind a token.
  ['pod of others', 'operator', 8082, 'TCP', false],
  ['pod of others', 'operator', 9443, 'UDP', false],
  ['API server', 'neighbour of the operator', 9443, 'TCP', false],
  ['operator', 'API server', 443, 'TCP', true],
  ['operator', 'API server', 6443, 'TCP', true],
  ['operator', 'DNS', 53, 'UDP', true],
  ['operator', 'DNS', 53, 'TCP', true],
  ['operator', 'the internet', 25, 'TCP', false],
  ['operator', 'shop', 8080, 'TCP', false],
];

/** Checksum of what verdicts are about: they are recorded again when it changes. */
export const CHECKSUM = createHash('sha256')
  .update(JSON.stringify([POLICIES, PEERS, CONNECTIONS]))
  .digest('hex');
