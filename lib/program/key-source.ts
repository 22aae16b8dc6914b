import { Call, Code } from './code';
import { Context, hasOnly, isJson, isText } from './context';

/**
 * A value from a key of a Secret or ConfigMap.
 *
 * @param owner the class that it becomes a value of
 * @param source `secretKeyRef` or `configMapKeyRef`
 * @param context the program
 */
export function keySource(owner: 'OptionValue' | 'Variable', source: unknown, context: Context): Code | undefined {
  if (!isJson(source) || Object.keys(source).length !== 1) {
    return undefined;
  }
  for (const [field, kind, method] of [
    ['secretKeyRef', 'Secret', 'secret'],
    ['configMapKeyRef', 'ConfigMap', 'configMap'],
  ] as const) {
    const found = source[field];
    if (isJson(found) && hasOnly(found, 'key', 'name', 'optional') && isText(found.name) && isText(found.key)) {
      const object = new Call(`Existing.${method}`, context.name(kind, found.name));
      return new Call(`${owner}.from${kind}`, object, found.key, { optional: found.optional as Code });
    }
  }
  return undefined;
}
