import { UnusableInput } from '../validation/documents/unusable-input';

/** File of an archive. */
export interface ArchivedFile {
  /** Path with slashes, relative to the root of the archive. */
  readonly path: string;

  readonly content: Buffer;

  /** True for a script that users run. */
  readonly isExecutable: boolean;
}

const BLOCK = 512;

/** Lengths of the two fields for the path of a file in a ustar header. */
const NAME = 100;
const PREFIX = 155;

/**
 * A tar archive (ustar, of POSIX.1-1988) of files, in their order. It has no times, users or groups, so that it depends on
 * the files only.
 *
 * @throws UnusableInput if a path is too long for the format
 */
export function tarOf(files: readonly ArchivedFile[]): Buffer {
  const parts = files.flatMap((file) => [headerOf(file), file.content, padding(file.content.length, BLOCK)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function headerOf({ content, isExecutable, path }: ArchivedFile): Buffer {
  const { name, prefix } = splitPath(path);
  const header = Buffer.alloc(BLOCK);
  const write = (text: string, at: number) => header.write(text, at);
  write(name, 0);
  write(octal(isExecutable ? 0o755 : 0o644, 8), 100);
  write(octal(0, 8), 108); // user
  write(octal(0, 8), 116); // group
  write(octal(content.length, 12), 124);
  write(octal(0, 12), 136); // time of the last change
  write(' '.repeat(8), 148); // the checksum, which counts as spaces in itself
  write('0', 156); // a regular file
  write('ustar\0' + '00', 257);
  write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  write(`${octal(sum, 7)} `, 148);
  return header;
}

/** Splits a path that is too long for the field of the name at one of its slashes. */
function splitPath(path: string): { readonly name: string; readonly prefix: string } {
  const bytes = Buffer.from(path);
  const fits = (slash: number) => slash <= PREFIX && bytes.length - slash - 1 <= NAME;
  if (bytes.length <= NAME) {
    return { name: path, prefix: '' };
  }
  const slash = bytes.findIndex((byte, index) => byte === 0x2f && fits(index));
  if (slash === -1) {
    throw new UnusableInput(`'${path}' is too long a path for a tar archive; use shorter names`);
  }
  return { name: bytes.toString('utf8', slash + 1), prefix: bytes.toString('utf8', 0, slash) };
}

/** A number as a field of a header: octal digits, and a null character at the end. */
function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

function padding(length: number, unit: number): Buffer {
  return Buffer.alloc((unit - (length % unit)) % unit);
}
