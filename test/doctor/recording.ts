import * as fs from 'fs';
import * as path from 'path';
import { Snapshot } from '../../lib/doctor/snapshot';
import { identity, Manifest } from '../../lib/synth/manifest';

/** Folder with what doctor has seen of each fault on a real control plane: `npm run e2e -- doctor --record` writes it. */
export const RECORDINGS = path.join(__dirname, 'recordings');

/** The recording that the others are compared with. */
const HEALTHY = 'healthy';

/** A snapshot, as the differences from that of a healthy cluster, and the finding that should be first. */
export interface Recording {
  /** Name of the diagnosis, and its object; undefined if the cluster is healthy. */
  readonly expected?: readonly [name: string, object: string];
  readonly time: string;
  readonly namespaces?: readonly string[];
  readonly objects: readonly Manifest[];

  /** Identities of objects of a healthy cluster that are not there. */
  readonly gone: readonly string[];
}

export function readRecording(name: string): Recording {
  return JSON.parse(fs.readFileSync(path.join(RECORDINGS, `${name}.json`), 'utf8')) as Recording;
}

/** The snapshot of a recording. */
export function snapshotOf(name: string): Snapshot {
  const { gone, namespaces, objects, time } = readRecording(name);
  const own = new Set([...objects.map(identity), ...gone]);
  const healthy = name === HEALTHY ? [] : objectsWithin(readRecording(HEALTHY).objects, namespaces);
  return {
    time: new Date(time),
    unread: [],
    objects: [...healthy.filter((object) => !own.has(identity(object))), ...objects],
    ...(namespaces && { namespaces }),
  };
}

/** The objects that matter where only some namespaces are looked at. */
function objectsWithin(objects: readonly Manifest[], namespaces?: readonly string[]): readonly Manifest[] {
  return namespaces === undefined
    ? objects
    : objects.filter(({ kind, metadata: { name = '', namespace = kind === 'Namespace' ? name : undefined } }) =>
        namespace === undefined ? !kind.endsWith('WebhookConfiguration') : namespaces.includes(namespace),
      );
}

/** Writes a recording. */
export function writeRecording(
  name: string,
  { namespaces, objects: all, time }: Snapshot,
  expected?: Recording['expected'],
): void {
  const objects = objectsWithin(all.filter(isWorthKeeping), namespaces).map(small);
  const healthy = new Map(
    name === HEALTHY
      ? []
      : objectsWithin(readRecording(HEALTHY).objects, namespaces).map((one) => [identity(one), JSON.stringify(one)]),
  );
  const names = new Set(objects.map(identity));
  const recording: Recording = {
    expected,
    time: time.toISOString(),
    namespaces,
    objects: objects.filter((one) => healthy.get(identity(one)) !== JSON.stringify(one)),
    gone: [...healthy.keys()].filter((one) => !names.has(one)),
  };
  fs.mkdirSync(RECORDINGS, { recursive: true });
  fs.writeFileSync(path.join(RECORDINGS, `${name}.json`), `${JSON.stringify(recording)}\n`);
}

/** Not what every namespace has, nor events that tell of nothing wrong. */
function isWorthKeeping({ kind, metadata: { name = '', namespace = name }, type }: Manifest): boolean {
  return !(
    (kind === 'Event' && type === 'Normal') ||
    (kind === 'ConfigMap' && name === 'kube-root-ca.crt') ||
    (kind === 'APIService' && !name.includes('metrics')) ||
    (kind === 'CustomResourceDefinition' && !name.startsWith('spinapp')) ||
    ['kube-node-lease', 'kube-public', 'kube-system'].includes(namespace)
  );
}

/** Without versions, and of a schema only the names of the fields of `spec`. */
function small(object: Manifest): Manifest {
  return JSON.parse(
    JSON.stringify(object, (key, value: unknown) => {
      switch (key) {
        case 'resourceVersion':
        case 'lastHeartbeatTime':
          return undefined;
        case 'openAPIV3Schema':
          return schemaOfNames(value as SpecSchema);
        default:
          return value;
      }
    }),
  ) as Manifest;
}

interface SpecSchema {
  readonly properties: { readonly spec: { readonly properties: object } };
}

function schemaOfNames({ properties: { spec } }: SpecSchema): SpecSchema {
  const properties = Object.fromEntries(Object.keys(spec.properties).map((name) => [name, {}]));
  return { properties: { spec: { properties } } };
}
