import { Yaml } from 'cdk8s';
import { stringifyYaml } from '../../lib/synth/yaml';

/** Strings that YAML 1.1 takes for something else, or that need quotes, blocks or escapes. */
const TOUGH = [
  ...'yes no on off Yes NO y n Y N true True TRUE false null Null NULL nUll oN ~ 0o7 0777 08 0b101 0x1F 1e3 1E-5 1. .5'.split(
    ' ',
  ),
  ...'+1 -1 - -- --- ... %TAG 1_000 12:30 12:30:45.5 190:20:30 .inf -.inf .nan 2024-01-01 2024-01-01T00:00:00Z << = ?'.split(
    ' ',
  ),
  ...': a: a:b :a # #a a#b * &a !t | > @x `x` { } [ ] {} [] , [a] -a ?a 1.2.3 10.0.0.0/8 1Gi 80 8080/tcp 1e e3 E4 0xZZ'.split(
    ' ',
  ),
  ...'123e456 1e5a 2024-13-45 $(VAR) ${VAR} (a) /a/b // \\ constructor __proto__ toString on: :: < <<< ~a . .. .a + +a'.split(
    ' ',
  ),
  ...'=a ; ^ _ _1 1_ 1__0 0_ 0 -0 00 1:60 1:59 0:0 http://x.y/z?a=b#c "quoted" a"b 10m 128Mi ghcr.io/x/y:v1 Error e1x'.split(
    ' ',
  ),
  '',
  ' ',
  '  ',
  '\t',
  ' lead',
  'trail ',
  'a: b',
  'a #b',
  'a\t#b',
  'tab\there',
  'x\t',
  '\tx',
  "'",
  '"',
  "it's",
  "'q'",
  'say "x"',
  `both ' and "`,
  'a, b',
  '{a: b}',
  '- a',
  '--- x',
  '? x',
  ': ',
  'no ',
  'a : b',
  'a:\tb',
  'http://x #c',
  'a\nb',
  'a\nb\n',
  'a\n\nb\n',
  'a\n\n',
  '\n',
  '\n\n',
  '\na',
  ' a\nb',
  'a\n b\n',
  'a \nb',
  'a\n  ',
  'a\n\t\n',
  '\ta\nb\n',
  'a\n---\nb\n',
  'a\n%b\n',
  'a\r\nb',
  '\r',
  '\u0000',
  '\u001b[0m',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ud800',
  '😀',
  'ünïcode ☃',
  'ünï\nmulti\n',
  'x'.repeat(2000),
  'word '.repeat(500),
  'word '.repeat(500).trim(),
  'a\n' + 'y'.repeat(3000),
  '#!/bin/bash\nset -eu\nif [ "$1" = "x" ]; then\n\techo \'hi: there\' # c\nfi\n\n\n',
  '  #!/bin/sh\n  x\n',
  'k: v\n- a\n',
  'a\u007fb',
  'C:\\x',
  'a\\nb',
  '2001-12-14 21:59:43.10 -5',
  'spec.template.spec',
  'aA\u00ff',
  '{"json": [1, null]}',
];

function expectSame(document: unknown): void {
  expect(stringifyYaml(document)).toBe(Yaml.stringify(document));
}

test.each(TOUGH.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
  '%s is printed as cdk8s prints it',
  (_, text) => {
    expectSame({ a: text });
    expectSame({ a: { b: { c: text }, d: text } });
    expectSame({ a: [text, [text, [text]], { x: text, y: text }] });
    expectSame({ [text]: 1, b: 2 });
    expectSame({ a: { [text]: { [text]: [text] } } });
    expectSame([text]);
  },
);

test.each<[string, unknown]>([
  ['numbers', { a: [0, -0, 1.5, -1, 1e21, 1e-7, NaN, Infinity, -Infinity, 2 ** 53] }],
  ['null and undefined', { a: null, b: undefined, c: [null, undefined] }],
  ['booleans', { a: true, b: [false] }],
  ['empty maps and lists', { a: {}, b: [], c: [{}, [], [[]]] }],
  ['a list of lists', [[1, [2]], [[3]]]],
  ['nothing', {}],
  ['an empty list', []],
  ['a scalar', 'text'],
  ['no document', undefined],
  ['a date', { a: new Date(0) }],
  ['a map', { a: new Map([['b', 1]]) }],
  ['what renders itself', { a: { toJSON: () => 'b' } }],
  ['an object without a prototype', { a: Object.assign(Object.create(null) as object, { b: 1 }) }],
])('%s: the same', (_, document) => {
  expectSame(document);
});

test('what is in a document twice: the same', () => {
  const map = { b: 1 };
  const empty = {};
  expectSame({ a: map, c: map });
  expectSame({ a: empty, c: empty });
  expectSame({ a: [empty, [], empty] });
});

test('a key of a thousand letters and more: the same', () => {
  expectSame({ ['k'.repeat(1001)]: 1, [`${'k'.repeat(1100)} :`]: { a: 1 } });
});

/** The same numbers each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

test('thousands of random documents: the same', () => {
  const next = random(42);
  const upTo = (count: number) => Math.floor(next() * count);
  const letters = 'ab01 :#-\n\t\'"?,[]{}&*!|>%@`~.<=_xeEoTZ+/\\$('
    .split('')
    .concat('é', '😀', '\r', '\n\n', '  ', '---', '...');
  const string = () =>
    next() < 0.5
      ? TOUGH[upTo(TOUGH.length)]
      : Array.from({ length: upTo(9) }, () => letters[upTo(letters.length)]).join('');
  const value = (depth: number): unknown => {
    const kind = next();
    if (depth > 4 || kind < 0.6) {
      return string();
    }
    if (kind < 0.7) {
      return [1, 0.5, true, null, undefined][upTo(5)];
    }
    return kind < 0.85
      ? Array.from({ length: upTo(4) }, () => value(depth + 1))
      : Object.fromEntries(Array.from({ length: upTo(4) }, () => [string(), value(depth + 1)]));
  };
  for (let index = 0; index < 4000; index++) {
    const document = { kind: string(), data: value(0), [string()]: value(0) };
    const [ours, theirs] = [stringifyYaml(document), Yaml.stringify(document)];
    if (ours !== theirs) {
      expect({ document, ours }).toEqual({ document, ours: theirs });
    }
  }
});
