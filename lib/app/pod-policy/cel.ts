/**
 * A literal of the Common Expression Language, as expressions of a MutatingAdmissionPolicy have them.
 *
 * @param value plain data; fields that are undefined are left out
 * @param type name of its type where it is an object: `Object.spec` and the path of the field below it
 */
export function celLiteral(value: unknown, type: string): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => celLiteral(item, type)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, one]) => one !== undefined);
    return `${type}{${fields.map(([name, one]) => `${name}: ${celLiteral(one, `${type}.${name}`)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}
