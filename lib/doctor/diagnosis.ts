import { Cluster } from './cluster';
import { Cause } from './finding';

/** Something that goes wrong, and how to see it in the objects of a cluster. */
export interface Diagnosis {
  /** Its name, which is also its anchor in `docs/how-to/doctor.md`. */
  readonly name: string;

  /** Page about it, relative to `docs/`. */
  readonly page: string;

  readonly find: (cluster: Cluster) => readonly Cause[];
}
