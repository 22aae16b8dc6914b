import * as path from 'path';

/** The part of picomatch that is used here; it has no types of its own. */
type Picomatch = (globs: readonly string[], options: { readonly dot: boolean }) => (file: string) => boolean;

/**
 * Tells which paths some globs exclude. A glob with a slash is compared with the path from the working directory, one
 * without with the name of the file or directory. What is in an excluded directory is excluded.
 */
export function excludedBy(globs: readonly string[]): (place: string) => boolean {
  if (globs.length === 0) {
    return () => false;
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it in every process
  const picomatch = require('picomatch') as Picomatch;
  const matches = picomatch(globs.map(anywhere), { dot: true });
  return (place) => ancestry(path.relative('', place).split(path.sep).join('/')).some((one) => matches(one));
}

/** A glob as picomatch reads it, in which names without a slash are in any directory. */
function anywhere(glob: string): string {
  const name = glob.replace(/^\.\//, '').replace(/(?<=.)\/$/, '');
  return name.includes('/') ? name : `**/${name}`;
}

/** A path and the directories that it is in. */
function ancestry(place: string): string[] {
  const names = place.split('/');
  return names
    .map((_, index) => names.slice(0, index + 1).join('/'))
    .filter((one) => one !== '' && !/(^|\/)\.\.$/.test(one));
}
