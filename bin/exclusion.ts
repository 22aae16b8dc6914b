import * as path from 'path';
import { Option } from 'commander';

/** The part of picomatch that is used here; it has no types of its own. */
type Picomatch = (globs: readonly string[], options: { readonly dot: boolean }) => (file: string) => boolean;

/** `--exclude`, whose globs are a list in the order of the command line. */
export function excludeOption(): Option {
  return repeatable('--exclude <glob>', 'skip matching files and directories; repeatable');
}

/** An option that may be given several times. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((value: string, others: readonly string[]) => [...others, value])
    .default([], 'none');
}

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
