/** Required options, which JavaScript can leave out: then each of them is reported as missing, instead of a `TypeError`. */
export function given<T extends object>(options: T | null | undefined): Partial<T> {
  return options ?? {};
}
