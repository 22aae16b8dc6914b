import * as fs from 'fs';
import { packageFile } from '../../private/package-files';
import { DeliveryObject } from '../delivery';
import { isShim } from '../kinds/shim';

/** A script of this folder, with its includes unread. */
export function template(name: string): string {
  return fs.readFileSync(packageFile('lib', 'gitops', 'kubectl', name), 'utf8');
}

/** A script with what it includes, and the lines of the stages in their place; what is for Shims is left out if there are none. */
export function renderScript(text: string, objects: readonly DeliveryObject[], lines: readonly string[]): string {
  const hasShim = objects.some(isShim);
  const [before, after] = text
    .replace(/# include (\S+\.sh)\n(\n?)/g, (_, file: string, gap: string) =>
      file.startsWith('shim') && !hasShim ? '' : template(file) + gap,
    )
    .split('\n# include stages\n');
  // Once: a script of many objects is large, and what is added to it later would be copied with it.
  return [before, ...lines, after].join('\n');
}
