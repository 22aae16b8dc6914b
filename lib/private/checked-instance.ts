import { IConstruct } from 'constructs';
import { invalid } from './errors';

/** A class whose objects come from its static methods. */
interface FactoryClass<T extends object> {
  readonly name: string;
  readonly prototype: T;
}

/**
 * The value that was given for a class with static methods, which from JavaScript may be anything.
 *
 * @param scope the construct that was given it
 * @throws if it is not of this class
 */
export function checkedInstance<T extends object>(
  type: FactoryClass<T>,
  value: T | undefined,
  property: string,
  scope: IConstruct,
): T {
  if (value instanceof (type as unknown as new () => T)) {
    return value;
  }
  const methods = Object.entries(Object.getOwnPropertyDescriptors(type))
    .filter(([name, { value: method }]) => typeof method === 'function' && !name.startsWith('_'))
    .map(([name]) => `${type.name}.${name}()`);
  throw invalid(scope, property, value, `is not a ${type.name}`, `use ${methods.join(' or ')}`);
}
