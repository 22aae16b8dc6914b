import * as fs from 'fs';
import * as path from 'path';
import { field, identity, Manifest } from '../synth/manifest';
import { MANIFESTS } from './inventory';

/** Immutable fields by kind, and what the API server takes them for if they are not set. */
const IMMUTABLE: { readonly [kind: string]: readonly (readonly [field: string, byDefault?: unknown])[] } = {
  ClusterRoleBinding: [['roleRef']],
  DaemonSet: [['spec.selector']],
  Deployment: [['spec.selector']],
  IngressClass: [['spec.controller']],
  Job: [['spec.template'], ['spec.selector'], ['spec.completionMode', 'NonIndexed']],
  PriorityClass: [
    ['value', 0],
    ['preemptionPolicy', 'PreemptLowerPriority'],
  ],
  RoleBinding: [['roleRef']],
  RuntimeClass: [['handler']],
  Secret: [['type', 'Opaque']],
  StatefulSet: [
    ['spec.selector'],
    ['spec.serviceName', ''],
    ['spec.podManagementPolicy', 'OrderedReady'],
    ['spec.volumeClaimTemplates'],
  ],
  StorageClass: [['provisioner'], ['parameters'], ['reclaimPolicy', 'Delete'], ['volumeBindingMode', 'Immediate']],
};

/** Fields that `immutable: true` freezes. */
const FROZEN: { readonly [kind: string]: readonly (readonly [field: string, byDefault?: unknown])[] } = {
  ConfigMap: [['data'], ['binaryData'], ['immutable', false]],
  Secret: [['data'], ['stringData'], ['immutable', false]],
};

const KINDS = [...new Set([...Object.keys(IMMUTABLE), ...Object.keys(FROZEN)])];

/** A document of one of these kinds, as the bundle writes it. */
const HAS_KIND = new RegExp(`^kind: (?:${KINDS.join('|')})$`, 'm');

/**
 * Warns of changes of immutable fields, which the API server rejects: objects of the earlier synth are compared with those of
 * this one. Only files that change are read, and nothing else depends on them.
 *
 * @param outdir output directory of the bundle
 * @param directory folder of the cluster in it, `.` for the bundle itself
 * @param replaced files that this synth replaces or removes, below the output directory
 * @param objects objects of this synth
 */
export function rejectedChanges(
  outdir: string,
  directory: string,
  replaced: readonly string[],
  objects: readonly Manifest[],
): string[] {
  const folder = path.join(directory, MANIFESTS) + path.sep;
  const before = replaced
    .filter((file) => path.normalize(file).startsWith(folder))
    .flatMap((file) => objectsIn(path.join(outdir, file)));
  if (before.length === 0) {
    return [];
  }
  const after = new Map(objects.filter(({ kind }) => KINDS.includes(kind)).map((object) => [identity(object), object]));
  return before.flatMap((old) => {
    const object = after.get(identity(old));
    return object ? changesOf(old, object) : [];
  });
}

/** Objects in a file of an earlier synth; none if it cannot be read, because then there is nothing to compare. */
function objectsIn(file: string): Manifest[] {
  try {
    const texts = fs
      .readFileSync(file, 'utf8')
      .split(/^---$/m)
      .filter((text) => HAS_KIND.test(text));
    return texts.flatMap((text) =>
      reader()
        .readObjects(file, text)
        .flatMap(({ manifest }) => manifest ?? []),
    );
  } catch {
    return [];
  }
}

/** Loaded at first use, as most synths change nothing. */
function reader() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it with this module
  return require('../validation/documents/read-objects') as typeof import('../validation/documents/read-objects');
}

function changesOf(old: Manifest, object: Manifest): string[] {
  const frozen = old.immutable === true ? (FROZEN[old.kind] ?? []) : [];
  return [...(IMMUTABLE[old.kind] ?? []), ...frozen].flatMap(([name, byDefault]) => {
    const [from, to] = [old, object].map((one) => textOf(field(one, ...name.split('.')) ?? byDefault));
    return from === to ? [] : [describe(object, name, from, to)];
  });
}

/** Longer values are not shown. */
const MOST_SHOWN = 60;

function describe(object: Manifest, name: string, from: string, to: string): string {
  const isShown = object.kind !== 'Secret' && from.length + to.length <= MOST_SHOWN;
  const values = isShown ? ` from ${from} to ${to}` : '';
  return `${identity(object)}: '${name}' changes${values}, but it is immutable: the API server rejects the change if the object exists already; delete the object before you apply the bundle, or choose another name`;
}

/** As JSON with sorted keys: two values are equal if their texts are. */
function textOf(value: unknown): string {
  const sorted = (_: string, one: unknown): unknown =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one;
  return value === undefined ? 'nothing' : JSON.stringify(value, sorted);
}
