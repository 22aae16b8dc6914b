import { field } from '../synth/manifest';

/** The string at a path of fields; '' if there is none. */
export function textAt(value: unknown, ...path: string[]): string {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : '';
}
