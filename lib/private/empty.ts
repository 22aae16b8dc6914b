/** The list, or undefined when there is nothing in it: an empty list in a manifest only makes noise. */
export function listUnlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

/** A copy of the map, or undefined when there is nothing in it. */
export function mapUnlessEmpty<T>(map: { [key: string]: T }): { [key: string]: T } | undefined {
  return Object.keys(map).length > 0 ? { ...map } : undefined;
}
