import { IBundleSource } from '../git-source';

/** The address of a source as Flux writes it: it does not know `git@host:path`. */
export function fluxUrl({ url }: IBundleSource): string {
  return url.replace(/^([\w.-]+@[\w.-]+):\/?/, 'ssh://$1/');
}
