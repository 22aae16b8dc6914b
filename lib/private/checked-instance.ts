import { invalid, Where } from './errors';

/** A class whose objects come from its static methods. */
interface FactoryClass<T extends object> {
  readonly name: string;
  readonly prototype: T;
}

/**
 * The value that was given for a class with static methods, which from JavaScript may be anything.
 *
 * @throws if it is not of this class
 */
export function checkedInstance<T extends object>(
  type: FactoryClass<T>,
  value: T | undefined,
  property: string,
  where: Where,
): T {
  if (value instanceof (type as unknown as new () => T)) {
    return value;
  }
  throw invalid(
    where,
    property,
    value,
    `is not ${article(type.name)} ${type.name}`,
    `use ${methodsOf(type).join(' or ')}`,
  );
}

/** The static methods of a class, as they are called. */
function methodsOf(type: { readonly name: string }): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(type))
    .filter(([name, { value: method }]) => typeof method === 'function' && !name.startsWith('_'))
    .map(([name]) => `${type.name}.${name}()`);
}

function article(noun: string): string {
  return /^[AEIOU]/.test(noun) ? 'an' : 'a';
}
