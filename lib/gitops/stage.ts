import { RenderedObject } from '../synth/manifest';

/** What is applied together and then waited for: a chart, or a slice of one where something in it must be waited for. */
export interface Stage {
  /** Path of the chart joined by dashes, in lower case, with the slice at its end. */
  readonly name: string;

  /** The objects, in the order in which to apply them. */
  readonly objects: RenderedObject[];

  /** Names of the stages that must be ready before, in the order of stages. */
  readonly dependencies: string[];

  /** Length of the longest chain of stages that must be ready before. Stages of one level do not need each other. */
  readonly level: number;
}
