import { DeliveryObject } from '../gitops/delivery';
import { Action, Notice } from './plan';
import { Upgrade } from './upgrade';

/** A kind of change for which it is not enough to apply the stages in order. */
export interface Transition {
  /** Notice about it; undefined if it needs no words. */
  readonly notice?: Notice;

  /** Makes sure that the cluster is ready for it, before anything changes. */
  readonly checks?: readonly Action[];

  /** Done before the first stage. */
  readonly first?: readonly Action[];

  /** Done before and after new stages are applied, by their names. */
  readonly stages?: ReadonlyMap<string, StageActions>;

  /** Done after the last stage, before old objects are removed. */
  readonly last?: readonly Action[];

  /** Done when everything else is. */
  readonly end?: readonly Action[];

  /** Old objects that its actions remove, or that stay. */
  readonly removes?: readonly DeliveryObject[];
}

/** Actions around a stage. */
export interface StageActions {
  readonly before?: readonly Action[];
  readonly after?: readonly Action[];

  /** True if those before delete objects, so that a dry run cannot check the stage. */
  readonly deletes?: boolean;
}

/** Finds a transition in an upgrade; undefined if it is not needed. */
export type FindTransition = (upgrade: Upgrade) => Transition | undefined;
