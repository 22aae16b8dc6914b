/** Namespace of Gardener itself, and name of its project. */
export const GARDEN = 'garden';

/** Project of a namespace that Gardener has named: `shop` of `garden-shop`. */
export function projectIn(namespace?: string): string | undefined {
  return namespace === GARDEN ? GARDEN : /^garden-(.+)$/.exec(namespace ?? '')?.[1];
}
