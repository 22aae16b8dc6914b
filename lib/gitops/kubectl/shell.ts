import { DeliveryObject } from '../delivery';

/** A word as the shell takes it: in quotes unless it is plain. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A call of a function or program. */
export function call(name: string, ...args: string[]): string {
  return [name, ...args.map(quote)].join(' ');
}

/** An object as kubectl names it: `deployment.apps/spin-operator`. */
export function resource({ apiVersion, kind, name }: DeliveryObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind.toLowerCase()}${group}/${name}`;
}
