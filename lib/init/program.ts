/** A piece of a program, and what stands there instead. */
export type Replacement = readonly [original: string, text: string];

/** Longest line of an import. */
const LONGEST = 120;

/** How a language imports names from this package, on one line and on several. */
interface Import {
  readonly pattern: RegExp;
  readonly short: (names: readonly string[]) => string;
  readonly long: (names: readonly string[]) => string;
}

const IMPORTS: readonly Import[] = [
  {
    pattern: /^import \{([^}]*)\} from 'cdk8s-spinkube';$/m,
    short: (names) => `import { ${names.join(', ')} } from 'cdk8s-spinkube';`,
    long: (names) => `import {\n${names.map((name) => `  ${name},\n`).join('')}} from 'cdk8s-spinkube';`,
  },
  {
    pattern: /^from cdk8s_spinkube import (.*)$/m,
    short: (names) => `from cdk8s_spinkube import ${names.join(', ')}`,
    long: (names) => `from cdk8s_spinkube import (\n${names.map((name) => `    ${name},\n`).join('')})`,
  },
];

/**
 * Replaces pieces of a file, wherever they stand.
 *
 * @throws if one does not stand there: the template has changed
 */
export function replaceIn(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((edited, [original, replacement]) => {
    if (!edited.includes(original)) {
      throw new Error(`the template lacks '${original}'`);
    }
    return edited.replaceAll(original, () => replacement);
  }, text);
}

/** Lets a program import from this package what it uses: of what it imports already, and of other names. */
export function withImports(program: string, others: readonly string[]): string {
  return IMPORTS.reduce((edited, { long, pattern, short }) => {
    const found = pattern.exec(edited);
    if (!found) {
      return edited;
    }
    const rest = edited.replace(pattern, '');
    const known = [...found[1].split(','), ...others].map((name) => name.trim()).filter((name) => name !== '');
    const used = [...new Set(known)].filter((name) => new RegExp(`\\b${name}\\b`).test(rest));
    const names = used.sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
    const line = short(names);
    return edited.replace(pattern, () => (line.length <= LONGEST ? line : long(names)));
  }, program);
}
