/** Something in the old tree cannot be taken over. */
export class SwapImpossible extends Error {}

/** What file systems say to what a swap needs and writing files does not: links, owners, moving folders. */
const CODES = ['EACCES', 'EBUSY', 'EINVAL', 'EMLINK', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EROFS', 'EXDEV'];

/** Whether an error says that a tree cannot be swapped, but perhaps be written in place. */
export function isSwapImpossible(error: unknown): boolean {
  return error instanceof SwapImpossible || CODES.includes(String((error as NodeJS.ErrnoException).code));
}
