import { Position } from '../validation/documents/source-text';

/** Something in a text that a conversion cannot carry over. */
export interface Loss {
  readonly position: Position;

  /** The problem and its remedy, as a sentence. */
  readonly text: string;
}
