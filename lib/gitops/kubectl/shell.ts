import { DeliveryObject } from '../delivery';

/** A word as the shell takes it: in quotes unless it is plain. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const WIDTH = 110;
const CONTINUATION = ' \\\n    ';

/** A call of a function or program, continued on further lines where it is long. */
export function call(name: string, ...args: string[]): string {
  const words = [name];
  let width = name.length;
  for (const word of args.map(quote)) {
    const longer = width + 1 + word.length;
    const fits = longer <= WIDTH;
    words.push(fits ? ' ' : CONTINUATION, word);
    width = fits ? longer : word.length;
  }
  return words.join('');
}

/** An object as kubectl names it: `deployment.apps/spin-operator`. */
export function resource({ apiVersion, kind, name }: DeliveryObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind.toLowerCase()}${group}/${name}`;
}
