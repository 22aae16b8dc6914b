import { CelInput } from '@bufbuild/cel';

/** The fields of an object as the variables of an expression; those that are undefined are not there. */
export function celBindings(object: object): { [name: string]: CelInput } {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, input(value)]),
  );
}

/** A value as an engine for CEL takes it: objects as maps, whole numbers as integers. */
function input(value: unknown): CelInput {
  if (Array.isArray(value)) {
    return value.map(input);
  }
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(celBindings(value)));
  }
  return (Number.isInteger(value) ? BigInt(value as number) : value) as CelInput;
}
