import { Manifest } from '../synth/manifest';

/** Objects of a cluster at one moment, without secrets: read by kubectl, or from a dump. */
export interface Snapshot {
  /** Time at which it was made. */
  readonly time: Date;

  readonly objects: readonly Manifest[];

  /** The kinds that were not read, such as those that the user may not list: nothing is known about them. */
  readonly unread: readonly string[];

  /** The namespaces that were read; undefined for all of them. */
  readonly namespaces?: readonly string[];
}
