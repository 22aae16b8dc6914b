/**
 * The entries of a map, sorted by name.
 *
 * Maps from other languages arrive in an order of their own: Java's changes with every run, Go's is that of the names.
 */
export function entriesByName<T>(map: { readonly [name: string]: T }): [name: string, value: T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A copy of the map, sorted by name. */
export function byName<T extends object>(map: T): T {
  return Object.fromEntries(entriesByName(map as { readonly [name: string]: unknown })) as T;
}
