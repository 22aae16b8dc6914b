/** What is made once for each kind of object, when it is first asked for. */
export function perKind<T>(make: (apiVersion: string, kind: string) => T): (apiVersion: string, kind: string) => T {
  const known = new Map<string, Map<string, T>>();
  return (apiVersion, kind) => {
    const kinds = known.get(apiVersion) ?? new Map<string, T>();
    if (!kinds.has(kind)) {
      kinds.set(kind, make(apiVersion, kind));
      known.set(apiVersion, kinds);
    }
    return kinds.get(kind) as T;
  };
}
