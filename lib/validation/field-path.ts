const NAME = /^[A-Za-z_$][\w$-]*$/;

/** The path of a field: `spec.volumes`, or `metadata.labels['app.kubernetes.io/name']`. */
export function fieldPath(parent: string, name: string): string {
  if (!NAME.test(name)) {
    return `${parent}['${name}']`;
  }
  return parent === '' ? name : `${parent}.${name}`;
}

/** The path of an item: `spec.volumes[0]`. */
export function itemPath(parent: string, index: number): string {
  return `${parent}[${index}]`;
}

/** The path of a sequence of field names and indexes. */
export function pathOf(names: readonly (string | number)[]): string {
  return names.reduce<string>(
    (path, name) => (typeof name === 'number' ? itemPath(path, name) : fieldPath(path, name)),
    '',
  );
}
