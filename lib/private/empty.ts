/** The list, or undefined if it is empty, to keep empty lists out of manifests. */
export function listUnlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

/** A copy of the map, or undefined if it is empty. */
export function mapUnlessEmpty<T>(map: { [key: string]: T }): { [key: string]: T } | undefined {
  return Object.keys(map).length > 0 ? { ...map } : undefined;
}
