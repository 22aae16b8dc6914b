/** Some files were replaced already when something failed; the message says in which state that leaves the directory. */
export class HalfWritten extends Error {
  public constructor(cause: unknown, state: string) {
    super(state, { cause });
  }
}

const REASONS: { [code: string]: string } = {
  EACCES: 'no permission',
  EEXIST: 'a file stands where a folder is needed',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder is needed',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
};

/** What the file system has against it, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = (error instanceof HalfWritten ? error.cause : error) as NodeJS.ErrnoException;
  return code !== undefined && code in REASONS ? `${REASONS[code]} (${code})` : message;
}
