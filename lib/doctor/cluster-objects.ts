import { field, kindOf, list, Manifest } from '../synth/manifest';
import { Reference, referenceTo, textOf } from './finding';
import { KINDS } from './kinds';
import { Snapshot } from './snapshot';

/** An event of an object: the newest of those with the same reason and message. */
export interface ObjectEvent {
  readonly reason: string;
  readonly message: string;
  readonly time: string;
}

/** The objects of a cluster, joined: by name, by owner, and with their events. */
export class ClusterObjects {
  private readonly byKind = new Map<string, Manifest[]>();
  private readonly byOwner = new Map<string, Manifest[]>();
  private readonly events = new Map<string, ObjectEvent[]>();

  public constructor(private readonly snapshot: Snapshot) {
    for (const object of snapshot.objects) {
      add(this.byKind, kindOf(object), object);
      ownersOf(object).forEach((uid) => {
        add(this.byOwner, uid, object);
      });
    }
    for (const event of this.all('Event')) {
      add(this.events, keyOfTarget(field(event, 'involvedObject')), eventOf(event));
    }
  }

  /** Time at which the objects were read. */
  public get time(): Date {
    return this.snapshot.time;
  }

  /** The objects of a kind, in a namespace if one is given. */
  public all(kind: string, namespace?: string): readonly Manifest[] {
    const found = this.byKind.get(kind) ?? [];
    return namespace === undefined ? found : found.filter(({ metadata }) => metadata.namespace === namespace);
  }

  /** An object by its name. */
  public get(kind: string, name: string, namespace?: string): Manifest | undefined {
    return this.all(kind, namespace).find(({ metadata }) => metadata.name === name);
  }

  /** The object of a reference. */
  public find({ kind, name, namespace }: Reference): Manifest | undefined {
    return this.get(kind, name, namespace);
  }

  /** The objects of a kind that an object owns. */
  public ownedBy(owner: Manifest, kind: string): Manifest[] {
    return (this.byOwner.get(textOf(owner, 'metadata', 'uid')) ?? []).filter((object) => kindOf(object) === kind);
  }

  /** The events of an object, the newest first. */
  public eventsOf(object: Manifest): ObjectEvent[] {
    const found = this.events.get(keyOfTarget(referenceTo(object))) ?? [];
    return [...found].sort((one, other) => other.time.localeCompare(one.time));
  }

  /** True if an object that is not there does not exist: objects of its kind were read, in its namespace. */
  public isKnown(kind: string, namespace?: string): boolean {
    const { namespaces, unread } = this.snapshot;
    const isRead = namespace === undefined || namespaces === undefined || namespaces.includes(namespace);
    return Object.values(KINDS).includes(kind) && !unread.includes(kind) && isRead;
  }

  /** True if an object was read, and false if it does not exist; undefined if that is not known. */
  public has(reference: Reference): boolean | undefined {
    return this.find(reference) ? true : this.isKnown(reference.kind, reference.namespace) ? false : undefined;
  }

  /** True if a cluster-wide search finds everything: no namespace was left out. */
  public get isWhole(): boolean {
    return this.snapshot.namespaces === undefined;
  }

  /** Seconds from a time until the objects were read; 0 if there is no such time. */
  public secondsSince(time: string): number {
    const start = Date.parse(time);
    return Number.isNaN(start) ? 0 : (this.time.getTime() - start) / 1000;
  }
}

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group) {
    group.push(item);
  } else {
    groups.set(key, [item]);
  }
}

function ownersOf(object: Manifest): string[] {
  return list(object, 'metadata', 'ownerReferences').map((owner) => textOf(owner, 'uid'));
}

/** Events name their object without the API group, and mostly with it. */
function keyOfTarget(target: unknown): string {
  const kind = textOf(target, 'kind').replace(/\..*/, '');
  return [kind, textOf(target, 'namespace'), textOf(target, 'name')].join('/');
}

function eventOf(event: Manifest): ObjectEvent {
  const times = [
    textOf(event, 'lastTimestamp'),
    textOf(event, 'series', 'lastObservedTime'),
    textOf(event, 'eventTime'),
    textOf(event, 'metadata', 'creationTimestamp'),
  ].filter((one) => one !== '');
  return { reason: textOf(event, 'reason'), message: textOf(event, 'message'), time: times.at(0) ?? '' };
}
