import { DeliveryObject } from '../delivery';

/** A word as the shell takes it: in quotes unless it is plain. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const WIDTH = 110;
const CONTINUATION = ' \\\n    ';

/** A call of a function or program, continued on further lines where it is long. */
export function call(name: string, ...args: string[]): string {
  const lines = [name];
  for (const word of args.map(quote)) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (longer.length > WIDTH) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = longer;
    }
  }
  return lines.join(CONTINUATION);
}

/** An object as kubectl names it: `deployment.apps/spin-operator`. */
export function resource({ apiVersion, kind, name }: DeliveryObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind.toLowerCase()}${group}/${name}`;
}
