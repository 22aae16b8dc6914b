/** What is made when it is first asked for, and then kept. */
export function lazy<T extends object | boolean>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
