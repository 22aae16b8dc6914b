import * as fs from 'fs';
import * as path from 'path';
import { kindOf, Manifest } from '../synth/manifest';
import { UnusableInput } from '../validation/documents/unusable-input';
import { KINDS } from './kinds';
import { itemsIn } from './kubectl';
import { withoutSecrets } from './redact';
import { Snapshot } from './snapshot';

/** File with what is not an object. */
const ABOUT = 'snapshot.json';

interface About {
  readonly time: string;
  readonly unread: readonly string[];
  readonly namespaces?: readonly string[];
}

/**
 * Writes a snapshot to a folder: a list for each kind, as kubectl prints it, and `snapshot.json`.
 *
 * @throws UnusableInput if the folder has files already, or cannot be written
 */
export function writeDump(folder: string, { namespaces, objects, time, unread }: Snapshot): void {
  const about: About = { time: time.toISOString(), unread, ...(namespaces && { namespaces }) };
  const texts = [
    [ABOUT, about] as const,
    ...Object.entries(KINDS).flatMap(([resource, kind]) => {
      const items = objects.filter((object) => kindOf(object) === kind);
      return items.length > 0 ? [[`${resource}.json`, { apiVersion: 'v1', kind: 'List', items }] as const] : [];
    }),
  ];
  const target = path.resolve(folder);
  const unfinished = `${target}.${process.pid}.tmp`;
  try {
    if (fs.existsSync(target) && fs.readdirSync(target).length > 0) {
      throw new UnusableInput(`'${folder}' is not empty; name a new folder`);
    }
    fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    texts.forEach(([file, content]) => {
      fs.writeFileSync(path.join(unfinished, file), `${JSON.stringify(content, undefined, 1)}\n`);
    });
    fs.renameSync(unfinished, target);
  } catch (error) {
    throw readable(error, `'${folder}' cannot be written`, 'name a folder that can be created');
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Reads a folder that `writeDump()` wrote.
 *
 * @throws UnusableInput if it is not one, or cannot be read
 */
export function readDump(folder: string): Snapshot {
  try {
    const about = JSON.parse(fs.readFileSync(path.join(folder, ABOUT), 'utf8')) as About;
    const files = Object.keys(KINDS).map((resource) => path.join(folder, `${resource}.json`));
    const objects = files
      .filter((file) => fs.existsSync(file))
      .flatMap((file): Manifest[] => itemsIn(fs.readFileSync(file, 'utf8')));
    const { namespaces, time, unread } = about;
    return { time: new Date(time), unread, objects: objects.map(withoutSecrets), ...(namespaces && { namespaces }) };
  } catch (error) {
    throw readable(error, `'${folder}' is not a dump of a cluster`, 'use a folder that doctor --collect wrote');
  }
}

function readable(error: unknown, what: string, remedy: string): Error {
  if (error instanceof UnusableInput) {
    return error;
  }
  const { code, message } = error as NodeJS.ErrnoException;
  return new UnusableInput(`${what} (${code ?? message}); ${remedy}`);
}
