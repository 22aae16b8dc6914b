import * as fs from 'fs';
import * as path from 'path';
import { diagnose, DIAGNOSES } from '../../lib/doctor/diagnose';
import { Finding, Reference } from '../../lib/doctor/finding';
import { Snapshot } from '../../lib/doctor/snapshot';
import { Manifest } from '../../lib/synth/manifest';
import { readRecording, RECORDINGS, snapshotOf } from './recording';

const NAMES = fs.readdirSync(RECORDINGS).map((file) => path.basename(file, '.json'));
const DOCS = path.join(__dirname, '..', '..', 'docs');

function nameOf({ kind, name, namespace }: Reference): string {
  return `${kind.replace(/\..*/, '')} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

const headOf = (finding?: Finding) => finding && [finding.name, nameOf(finding.object)];

test('finds nothing in a healthy cluster', () => {
  expect(diagnose(snapshotOf('healthy'))).toEqual([]);
});

describe('what was recorded on a real control plane', () => {
  test.each(NAMES.filter((name) => name !== 'healthy'))('%s', (name) => {
    const [first] = diagnose(snapshotOf(name));
    expect(headOf(first)).toEqual(readRecording(name).expected);
    expect(first.evidence.length).toBeGreaterThan(0);
    expect(first.remedy).not.toBe('');
  });
});

test('covers more than the faults that were asked for', () => {
  const found = new Set(NAMES.map((name) => readRecording(name).expected?.[0]));
  expect(found.size).toBeGreaterThan(40);
});

type Change = (object: Manifest) => Manifest | Manifest[];

/** A change of the objects of a kind, or of one of them. */
function change(kind: string, name: string | undefined, make: (object: Manifest) => object | Manifest[]): Change {
  return (object) => {
    const made = object.kind === kind && [undefined, object.metadata.name].includes(name) ? make(object) : object;
    return Array.isArray(made) ? made : { ...object, ...made };
  };
}

const condition = (type: string, status: string, message: string) => ({
  conditions: [{ type, status, reason: 'FailedGet', message }],
});

const METRICS: Manifest = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  status: condition('Available', 'True', ''),
};

const unavailable = ({ status }: Manifest) => ({
  status: { ...(status as object), availableReplicas: 0, unavailableReplicas: 1 },
});

const refusal = ({ status }: Manifest) => ({
  status: {
    ...(status as object),
    conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'denied by policy "a"' }],
  },
});

/** Faults that neither a control plane nor a stand-in has: changes of a recording, and the diagnosis that is then first. */
const CHANGED: readonly (readonly [diagnosis: string, recording: string, change: Change])[] = [
  ['issuer-not-ready', 'healthy', change('Issuer', undefined, () => ({ status: condition('Ready', 'False', 'no') }))],
  [
    'webhook-certificate-host',
    'healthy',
    change('Secret', 'webhook-server-cert', ({ certificates }) => {
      const all = certificates as { 'tls.crt': object };
      return { certificates: { ...all, 'tls.crt': { ...all['tls.crt'], names: 'DNS:example.com' } } };
    }),
  ],
  [
    'shim-download-failed',
    'shim-install-failed-broken',
    change('Pod', undefined, ({ metadata, status }) =>
      metadata.name?.includes('-broken-install')
        ? {
            status: {
              phase: 'Failed',
              initContainerStatuses: [
                { name: 'downloader', state: { terminated: { exitCode: 6, message: 'no such host' } } },
              ],
            },
          }
        : { status },
    ),
  ],
  ['shim-not-ready', 'healthy', change('Shim', undefined, () => ({ status: { nodes: 2, nodesReady: 1 } }))],
  ['pods-refused', 'app-pod-security', change('ReplicaSet', undefined, refusal)],
  [
    'unschedulable',
    'app-insufficient-resources',
    change('Pod', undefined, () => ({
      status: {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/2 nodes are available: 2 other.',
          },
        ],
      },
    })),
  ],
  [
    'autoscaler-without-request',
    'app-metrics-api-missing',
    change('SpinApp', undefined, (object) => [
      { ...object, spec: { ...(object.spec as object), resources: {} } },
      METRICS,
    ]),
  ],
  ['autoscaler-inactive', 'app-metrics-api-missing', change('SpinApp', undefined, (object) => [object, METRICS])],
  [
    'crd-deleted',
    'healthy',
    change('CustomResourceDefinition', 'spinappexecutors.core.spinkube.dev', ({ metadata }) => ({
      metadata: { ...metadata, deletionTimestamp: '2026-11-28T12:00:00Z' },
    })),
  ],
  [
    'handler-missing',
    'healthy',
    change('Node', undefined, ({ status }) => ({
      status: { ...(status as object), runtimeHandlers: [{ name: 'runc' }] },
    })),
  ],
  [
    'not-installed',
    'healthy',
    (object) => {
      const isSpin = object.apiVersion.startsWith('core.spin') || object.metadata.name?.includes('spin');
      return isSpin && !['Node', 'Namespace'].includes(object.kind) ? [] : object;
    },
  ],
  [
    'executor-not-reconciled',
    'healthy',
    change('SpinAppExecutor', undefined, ({ metadata }) => ({ metadata: { ...metadata, finalizers: undefined } })),
  ],
  ['spin-app-unavailable', 'healthy', change('Deployment', 'simple-spinapp', unavailable)],
  ['platform-unavailable', 'healthy', change('Deployment', 'spin-operator-controller-manager', unavailable)],
  [
    'image-pull-failed',
    'app-image-not-found',
    (object) => JSON.parse(JSON.stringify(object).replaceAll('v1: not found', 'v1: timeout')) as Manifest,
  ],
];

/** The same objects ten minutes later: what has only just been created is not reported. */
function later(snapshot: Snapshot): Snapshot {
  return { ...snapshot, time: new Date(snapshot.time.getTime() + 600_000) };
}

test.each(CHANGED)('%s, from %s', (expected, recording, make) => {
  const snapshot = snapshotOf(recording);
  const [first] = diagnose(later({ ...snapshot, objects: snapshot.objects.flatMap(make) }));
  expect(first.name).toBe(expected);
});

test('has a test for every diagnosis', () => {
  const found = new Set<string | undefined>([
    ...NAMES.flatMap((name) =>
      diagnose(snapshotOf(name)).flatMap((one) => [one.name, ...one.consequences.map((other) => other.name)]),
    ),
    ...CHANGED.map(([name]) => name),
  ]);
  expect(DIAGNOSES.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
});

test('describes every diagnosis, and links to pages that exist', () => {
  const guide = fs.readFileSync(path.join(DOCS, 'how-to', 'doctor.md'), 'utf8');
  expect(DIAGNOSES.map(({ name }) => name).filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  const broken = DIAGNOSES.map(({ page }) => page).filter((page) => {
    const [file] = page.split('#');
    const anchor = page.split('#').at(1);
    const place = path.join(DOCS, file);
    return (
      !fs.existsSync(place) || (anchor !== undefined && !fs.readFileSync(place, 'utf8').includes(`id="${anchor}"`))
    );
  });
  expect(broken).toEqual([]);
});

test('has a name for each diagnosis', () => {
  const names = DIAGNOSES.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});
