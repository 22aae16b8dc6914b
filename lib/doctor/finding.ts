import { field, kindOf, Manifest } from '../synth/manifest';

/** An object of a cluster, which need not exist. */
export interface Reference {
  /** Its kind with its API group: `Deployment.apps`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Something seen in a cluster. */
export interface Evidence {
  readonly object: Reference;

  /** The field: `spec.replicas`; or the reason of an event: `event FailedMount`. */
  readonly field: string;

  /** Its value, or the message of the event or condition. */
  readonly message: string;
}

/** A cause: why something does not work. */
export interface Cause {
  /** The object to change or to look at. */
  readonly object: Reference;

  /** The cause, as a sentence after the object: `is scaled to 0`. */
  readonly text: string;

  readonly evidence: readonly Evidence[];

  /** The way to fix it. */
  readonly remedy: string;

  /** Page of the documentation, relative to `docs/`, if it is another one than that of the diagnosis. */
  readonly page?: string;

  /** Objects that do not work for this reason: what is found about them is a consequence. */
  readonly explains?: readonly Reference[];

  /** True if nothing is broken yet. */
  readonly isWarning?: boolean;

  /** True if it may well be gone in a minute: it and what it explains are not worth mentioning, unless something explains it. */
  readonly isTransient?: boolean;
}

/** A cause, and what it has caused. */
export interface Finding extends Cause {
  /** Name of the diagnosis: `operator-scaled-down`. */
  readonly name: string;

  readonly page: string;

  /** The findings that it explains. */
  readonly consequences: readonly Consequence[];
}

/** A finding that another one explains. */
export interface Consequence {
  readonly name: string;
  readonly object: Reference;
  readonly text: string;
}

export function referenceTo(object: Manifest): Reference {
  const { name = '', namespace } = object.metadata;
  return { kind: kindOf(object), name, ...(namespace !== undefined && { namespace }) };
}

/** Something seen in a field of an object. */
export function seen(object: Manifest | Reference, path: string, message: unknown): Evidence {
  const reference = 'metadata' in object ? referenceTo(object) : object;
  return { object: reference, field: path, message: typeof message === 'string' ? message : JSON.stringify(message) };
}

/** Evidence of an object that does not exist. */
export function absent(reference: Reference): Evidence {
  return { object: reference, field: 'metadata.name', message: 'does not exist' };
}

export function keyOf({ kind, name, namespace = '' }: Reference): string {
  return [kind, namespace, name].join('/');
}

/** The string at a path of fields; '' if there is none. */
export function textOf(value: unknown, ...path: string[]): string {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : '';
}
