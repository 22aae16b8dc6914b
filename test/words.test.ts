import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');

/** What people read: documents, code with its comments and messages, scripts, and the titles of tests. */
const FILES = fs
  .readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(md|ts|mjs|sh|ya?ml)$/.test(file))
  .filter((file) => !/(^|\/)(node_modules|build|dist|imports|crds|schemas|__snapshots__|\.git)\//.test(file))
  .filter((file) => file !== 'test/words.test.ts' && file !== 'CHANGELOG.md');

/** A pattern that readers stumble over, and what to write instead. */
type Pattern = readonly [pattern: RegExp, instead: string];

const EVERYWHERE: readonly Pattern[] = [
  [/['"`](?:is|are) no (?!longer\b|more\b)/, "'is not a valid …'"],
  [/\b(?:whose|that|which)(?: [\w-]+)? (?:is|are) no (?!longer\b|more\b)[\w-]+/, "'is not a …'"],
  [/\bmend(?:s|ed|ing)?\b/, "'fix'"],
  [/\bfor ever\b/, "'forever'"],
  [/\b(?:of|from) today\b|\btoday's\b/, "'current'"],
  [/\bas (?:it|he|they) likes?\b/, 'the values and their effect'],
  [/\bfor everybody\b|\bsomebody\b/, 'who it is: the user, the operator, another tool'],
  [/\b(?:is|are) there already\b/, "'is defined twice' or 'already exists'"],
  [/\bof one's own\b/, "'your own' or 'custom'"],
  [/\bare told\b|\bis told\b/, "'is configured' or 'gets'"],
  [/\/\*\*\s*(?:\*\s*)?So (?:much|many|long|far|often)\b/, "'number of …' or 'maximum …'"],
  [/\b(?:cannot|not to) be had\b/, "'is not available'"],
  [/\bwhatever comes of\b/, 'what happens on failure'],
  [/\b(?:is|are) gone after(?:wards)?\b/, "'temporary' or 'is removed after …'"],
  [/\bpeople get wrong\b/, "'common mistakes'"],
  [/\bnothing is wrong\b/, "'valid'"],
  [/\btwice the same\b/, "'the same twice'"],
  [/\bbut for what\b/, "'except for …' or 'with the given changes'"],
  [/, since there is\b/, "'because …'"],
  [/\bhas not looked at\b/, "'has not reconciled' or 'has not checked'"],
  [/\bWhoever is interrupted\b/, 'what an interrupted run leaves'],
];

/** The first sentence of a docstring names the term; these words do not. */
const DOCSTRING: Pattern = [
  /\/\*\*\s*(?:\*\s*)?(?:What|Whether|Who|Where|Those|That)\b/,
  'the upstream term and what it does',
];

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function violations(file: string, text: string, patterns: readonly Pattern[]): string[] {
  return patterns.flatMap(([pattern, instead]) =>
    [...text.matchAll(new RegExp(pattern, 'gm'))].map(
      ({ 0: found, index }) => `${file}:${lineOf(text, index)}: '${found.replace(/\s+/g, ' ')}': write ${instead}`,
    ),
  );
}

test.each<[string, readonly Pattern[]]>([
  ["text: 'is no name of an object'", EVERYWHERE],
  ['whose name is no text', EVERYWHERE],
  ['mend it', EVERYWHERE],
  ['waits for ever', EVERYWHERE],
  ['/** So many files are shown. */', EVERYWHERE],
  ['in the cluster of somebody else', EVERYWHERE],
  ['a folder that is gone afterwards', EVERYWHERE],
  ['nothing is wrong with it', EVERYWHERE],
  ['/** Whether it is on. */', [DOCSTRING]],
  ['/**\n * What it is.\n */', [DOCSTRING]],
])('finds the patterns that it looks for: %j', (text, patterns) => {
  expect(violations('file', text, patterns)).not.toEqual([]);
});

test('keeps unidiomatic phrases out of code and documents', () => {
  expect(FILES.length).toBeGreaterThan(300);
  expect(FILES.flatMap((file) => violations(file, fs.readFileSync(path.join(ROOT, file), 'utf8'), EVERYWHERE))).toEqual(
    [],
  );
});

test('keeps docstrings from beginning with a question word', () => {
  const code = FILES.filter((file) => /\.(ts|mjs)$/.test(file));
  expect(code.flatMap((file) => violations(file, fs.readFileSync(path.join(ROOT, file), 'utf8'), [DOCSTRING]))).toEqual(
    [],
  );
});
