const MOST_NAMED = 3;

/** The first few of some names, and how many more there are. */
export function someOf(names: readonly string[], separator = ', '): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `${names.slice(0, MOST_NAMED).join(separator)}${more}`;
}
