/** A part of a text that only TOML 1.1 allows. */
export interface NewerSyntax {
  /** Index in the text. */
  readonly at: number;

  /** Description for the message. */
  readonly what: string;
  readonly remedy: string;
}

/** The tokens of a valid text: strings, comments, words such as numbers and times, and single characters. */
const TOKENS =
  /"""(?:[^"\\]|\\[^]|"(?!""))*"{3,5}|'''(?:[^']|'(?!''))*'{3,5}|"(?:[^"\\]|\\.)*"|'[^']*'|#[^\n]*|[^\s,=#"'[\]{}]+|[[\]{},\n]/g;

/** The escapes `\e` and `\xHH`. */
const NEWER_ESCAPE = /^"(?:[^\\]|\\[^ex])*\\[ex]/;

const TIME_WITHOUT_SECONDS = /(?:^|[Tt])\d\d:\d\d(?!:)/;

const TRAILING_COMMA = { what: 'an inline table ends with a comma', remedy: 'remove the comma' };
const SEVERAL_LINES = {
  what: 'an inline table has several lines',
  remedy: 'write it on one line, or as a table with a header',
};
const ESCAPE = { what: 'a string has the escape \\e or \\x', remedy: 'write \\u and four digits' };
const TIME = { what: 'a time has no seconds', remedy: 'add the seconds' };

/**
 * The parts of a text that TOML 1.0 does not allow. The parser reads TOML 1.1, and Spin reads TOML 1.0.
 *
 * @param text a text that the parser has accepted
 */
export function newerSyntax(text: string): NewerSyntax[] {
  const found: NewerSyntax[] = [];
  const open: { readonly bracket: string; isReported: boolean }[] = [];
  let last = '';
  for (const { 0: token, index: at } of text.matchAll(TOKENS)) {
    const inner = open.at(-1);
    if (token === '[' || token === '{') {
      open.push({ bracket: token, isReported: false });
    } else if (token === ']' || token === '}') {
      open.pop();
      if (token === '}' && last === ',') {
        found.push({ at, ...TRAILING_COMMA });
      }
    } else if (token === '\n' && inner?.bracket === '{' && !inner.isReported) {
      inner.isReported = true;
      found.push({ at, ...SEVERAL_LINES });
    } else if (NEWER_ESCAPE.test(token)) {
      found.push({ at, ...ESCAPE });
    } else if (TIME_WITHOUT_SECONDS.test(token)) {
      found.push({ at, ...TIME });
    }
    if (token !== '\n' && !token.startsWith('#')) {
      last = token;
    }
  }
  return found;
}
