import { Call, Constant, Expression, expressionsIn, Member, Reference } from './code';
import { MODULES } from './modules';
import { Names, printCode, quoted, WIDTH } from './print-code';

/** Words that are not names of constants: reserved ones, and globals that would be hidden. */
const RESERVED = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const console continue debugger declare default ' +
    'delete do else enum eval export exports extends false finally for from function get if implements import in ' +
    'instanceof interface let module namespace never new null number object of package private process protected public ' +
    'require return set static string super switch symbol this throw true try type typeof undefined unknown var void ' +
    'while with yield __dirname __filename global globalThis Infinity NaN'
  ).split(' '),
);

/**
 * Prints a program.
 *
 * @param groups statements in the order in which they run, with a blank line between groups
 * @param end the last statement
 */
export function printProgram(groups: readonly (readonly Constant[])[], end: Expression): string {
  const { counts, expressions } = usesOf([...groups.flat().filter(({ isValue }) => !isValue), end]);
  const printed = groups.map((group) =>
    group.filter((constant) => !constant.isValue || (counts.get(constant) ?? 0) > 1),
  );
  const imports = importsOf(expressions);
  const named = printed.flat().filter((constant) => counts.has(constant));
  const names = namesOf(
    named,
    imports.flatMap(([, some]) => some),
  );
  const bodies = printed
    .filter((group) => group.length > 0)
    .map((group) => group.map((constant) => printConstant(constant, names)).join(''));
  return [imports.map(printImport).join(''), ...bodies, `${printCode(end, names, 0, 1)};\n`].join('\n');
}

/** The number of uses of each constant, and all expressions, in statements and in the values that they use. */
function usesOf(roots: readonly (Constant | Expression)[]): {
  readonly counts: ReadonlyMap<Constant, number>;
  readonly expressions: readonly Expression[];
} {
  const counts = new Map<Constant, number>();
  const expressions: Expression[] = [];
  const pending = [...roots];
  for (const root of pending) {
    const found = (root instanceof Constant ? [root.value, ...root.after] : [root]).flatMap(expressionsIn);
    for (const code of found) {
      expressions.push(code);
      if (code instanceof Reference) {
        const count = counts.get(code.constant) ?? 0;
        counts.set(code.constant, count + 1);
        if (count === 0 && code.constant.isValue) {
          pending.push(code.constant);
        }
      }
    }
  }
  return { counts, expressions };
}

function importsOf(expressions: readonly Expression[]): [module: string, names: string[]][] {
  const used = new Set(
    expressions.flatMap((code) => {
      if (code instanceof Call) {
        return [code.callee.replace(/^new /, '').split('.')[0]];
      }
      return code instanceof Member ? [code.owner] : [];
    }),
  );
  return Object.entries(MODULES)
    .map(([module, all]): [string, string[]] => [module, Object.keys(all).filter((name) => used.has(name))])
    .filter(([, names]) => names.length > 0);
}

function printImport([module, names]: readonly [string, readonly string[]]): string {
  const end = ` } from ${quoted(module)};\n`;
  const line = `import { ${names.join(', ')}${end}`;
  return line.length <= WIDTH + 1
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join('')}${end.trimStart()}`;
}

/** Gives each constant a name of its own. */
function namesOf(constants: readonly Constant[], imported: readonly string[]): Names {
  const taken = new Set([...RESERVED, ...imported]);
  const names = new Map<Constant, string | undefined>();
  for (const constant of constants) {
    const candidates = constant.names.map(identifier).filter((name) => name !== '');
    const last = candidates.at(-1) ?? 'object';
    let found = candidates.find((name) => !taken.has(name));
    for (let count = 2; found === undefined; count++) {
      found = taken.has(`${last}${count}`) ? undefined : `${last}${count}`;
    }
    names.set(constant, found);
    taken.add(found);
  }
  return (constant) => names.get(constant);
}

/** `hello-world` becomes `helloWorld`. */
function identifier(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const [first = '', ...others] = words;
  const name = [lowerFirst(first), ...others.map((word) => word[0].toUpperCase() + word.slice(1))].join('');
  return /^\d/.test(name) ? `_${name}` : name;
}

function lowerFirst(word: string): string {
  return word === '' ? '' : word[0].toLowerCase() + word.slice(1);
}

function printConstant(constant: Constant, names: Names): string {
  const { after, comment, value } = constant;
  const name = names(constant);
  const start = name === undefined ? '' : `const ${name} = `;
  // A semicolon follows.
  const statements = [
    start + printCode(value, names, 0, start.length + 1),
    ...after.map((one) => printCode(one, names, 0, 1)),
  ];
  return [comment === undefined ? '' : `// ${comment}\n`, ...statements.map((statement) => `${statement};\n`)].join('');
}
