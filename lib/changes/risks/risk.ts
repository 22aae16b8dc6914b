import { ObjectChange } from '../object-change';
import { TreeCluster } from '../tree';

/** A kind of risk, from the one that matters first. */
export enum RiskName {
  /** The API server rejects the change. */
  REFUSED = 'refused',

  /** Data, objects or workloads are lost. */
  LOSS = 'loss',

  /** Someone may do more than before. */
  RIGHTS = 'rights',

  /** Pods are restarted. */
  RESTART = 'restart',

  /** Another image runs. */
  IMAGE = 'image',
}

/** Something that a change entails. */
export interface Risk {
  readonly name: RiskName;

  /** The consequence, as a sentence without a period. */
  readonly text: string;

  /** The remedy, as the end of that sentence. */
  readonly remedy: string;
}

/** The two versions of the cluster in which an object changes. */
export interface RiskContext {
  readonly before: TreeCluster;
  readonly after: TreeCluster;

  /** True if Argo CD or Flux apply stages one by one, and each prunes what it has applied itself. */
  readonly isPrunedByStage: boolean;
}

/** Finds the risks of one kind in a change. */
export type RiskRule = (change: ObjectChange, context: RiskContext) => Risk[];
