/** What is made once for each kind of object, when it is first asked for. */
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
