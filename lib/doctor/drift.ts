import { FieldChange, fieldChanges } from '../changes/field-changes';
import { isCustomResourceDefinition, SchemaEffect, schemaChanges, withoutSchemas } from '../changes/schema-changes';
import { treeAt } from '../changes/tree-source';
import { identity, kindOf, Manifest } from '../synth/manifest';
import { ClusterObjects } from './cluster-objects';
import { Cause, Finding, referenceTo } from './finding';
import { KINDS } from './kinds';
import { withoutSecrets } from './redact';
import { Snapshot } from './snapshot';

/** Number of fields that are named. */
const MOST = 8;

/** Folders of a bundle that are for a deployer, not for the cluster itself. */
const DELIVERIES = /^(argo-cd|flux|kubectl)\//;

/**
 * Finds the objects of a bundle that a cluster lacks or has otherwise. Only kinds that a snapshot has are compared, and of an object
 * only the fields of the bundle: what the cluster adds is not drift. Values of Secrets and ConfigMaps are compared by their sizes.
 *
 * @param folder the folder of the bundle of one cluster, or a Git revision
 * @throws UnusableInput if it cannot be read
 */
export function driftFrom(folder: string, snapshot: Snapshot): Finding[] {
  const cluster = new ClusterObjects(snapshot);
  const objects = treeAt(folder, folder)
    .clusters.flatMap(({ stages }) => stages.filter(({ name }) => !DELIVERIES.test(name)))
    .flatMap((stage) => stage.objects);
  return [...new Map(objects.map((object) => [identity(object), object])).values()].flatMap((object) => {
    const reference = referenceTo(object);
    const live = cluster.find(reference);
    if (!live && cluster.has(reference) === false && Object.values(KINDS).includes(kindOf(object))) {
      const evidence = [{ object: reference, field: 'metadata.name', message: 'does not exist' }];
      return [
        finding('drift-missing', { object: reference, evidence, text: 'is in the bundle, but not in the cluster' }),
      ];
    }
    const changes = live ? changesOf(withoutSecrets(object), live) : [];
    const evidence = changes.slice(0, MOST).map(({ after, before, path }) => ({
      object: reference,
      field: path,
      message: `${shown(after)} in the cluster, ${shown(before)} in the bundle`,
    }));
    const more = changes.length > MOST ? ` and ${changes.length - MOST} more` : '';
    const text = `differs from the bundle in ${changes
      .slice(0, MOST)
      .map(({ path }) => path)
      .join(', ')}${more}`;
    return changes.length > 0 ? [finding('drift-changed', { object: reference, evidence, text })] : [];
  });
}

function finding(name: string, cause: Omit<Cause, 'remedy'>): Finding {
  const remedy = 'apply the bundle again, or write the change into its program';
  return { ...cause, name, remedy, page: 'how-to/doctor.md', consequences: [] };
}

/** The fields of an object in a bundle that have another value in the cluster. */
function changesOf(wanted: Manifest, live: Manifest): FieldChange[] {
  if (!isCustomResourceDefinition(wanted)) {
    return fieldChanges(comparable(wanted), within(comparable(live), comparable(wanted)));
  }
  const schema = schemaChanges(wanted, live)
    .filter(({ effect }) => effect === SchemaEffect.REMOVED || effect === SchemaEffect.NARROWED)
    .map(({ effect, path, version }) => ({
      path: `schema of ${version}: ${path}`,
      before: 'as released',
      after: effect,
    }));
  const [one, other] = [wanted, live].map((definition) => comparable(withoutSchemas(definition)));
  return [...fieldChanges(one, within(other, one)), ...schema];
}

interface Fields {
  readonly [name: string]: unknown;
}

/** An object without what only a server writes. */
function comparable(object: Manifest): Fields {
  const { apiVersion, kind, metadata, ...others } = { ...object, status: undefined };
  const { annotations, labels, name, namespace } = metadata as Fields;
  return JSON.parse(
    JSON.stringify({ apiVersion, kind, metadata: { name, namespace, labels, annotations }, ...others }),
  ) as Fields;
}

/** A value of the cluster, with only the fields that a wanted one has: the others are defaults, or those of others. */
function within(live: unknown, wanted: unknown): unknown {
  if (Array.isArray(live) && Array.isArray(wanted)) {
    return live.map((item, index) => within(item, counterpart(item, wanted as unknown[], index)));
  }
  if (isFields(live) && isFields(wanted)) {
    const shared = Object.keys(wanted).filter((name) => Object.hasOwn(live, name));
    return Object.fromEntries(shared.map((name) => [name, within(live[name], wanted[name])]));
  }
  return isSame(live, wanted) ? wanted : live;
}

/** The wanted item with the same name, or else at the same place. */
function counterpart(item: unknown, wanted: readonly unknown[], index: number): unknown {
  const key = ['name', 'mountPath', 'containerPort', 'port', 'key', 'type'].find(
    (name) => isFields(item) && item[name] !== undefined,
  );
  const named =
    key === undefined ? undefined : wanted.find((one) => isFields(one) && one[key] === (item as Fields)[key]);
  return named ?? wanted[index];
}

/** Empty values are those that a server leaves out. */
function isSame(live: unknown, wanted: unknown): boolean {
  return (live === undefined || live === null || live === '') && (wanted === null || wanted === '');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
