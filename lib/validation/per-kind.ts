/** Caches a value for each kind of object, created at first use. */
export function perKind<T>(make: (apiVersion: string, kind: string) => T): (apiVersion: string, kind: string) => T {
  const known = new Map<string, Map<string, T>>();
  return (apiVersion, kind) => {
    const kinds = known.get(apiVersion) ?? new Map<string, T>();
    const made = kinds.get(kind);
    if (made !== undefined || kinds.has(kind)) {
      return made as T;
    }
    const first = make(apiVersion, kind);
    known.set(apiVersion, kinds.set(kind, first));
    return first;
  };
}
