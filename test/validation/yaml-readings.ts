import * as path from 'path';

/** The fixture, recorded by `npm run verdicts:yaml`: the JSON that sigs.k8s.io/yaml makes of texts. */
export const READINGS = path.join(__dirname, 'yaml-scalars.json');

/** The JSON that a text becomes, or the error. */
export interface Reading {
  readonly json?: string;
  readonly error?: string;
}

/** A scalar, and its reading as a value (`v: …`) and as a key (`…: v`). */
export interface ScalarReading {
  readonly scalar: string;
  readonly value: Reading;
  readonly key: Reading;
}

/** The fixture. */
export interface Readings {
  readonly scalars: readonly ScalarReading[];

  /** Whole texts: tags, merged maps, repeated keys. */
  readonly texts: readonly (Reading & { readonly text: string })[];
}

/** The text with a scalar as a value. */
export function asValue(scalar: string): string {
  return `v: ${scalar}\n`;
}

/** The text with a scalar as a key. */
export function asKey(scalar: string): string {
  return `${scalar}: v\n`;
}

const WORDS = [
  'y',
  'yes',
  'n',
  'no',
  'on',
  'off',
  'true',
  'false',
  'null',
  'nil',
  'none',
  'nan',
  'inf',
  'infinity',
  't',
  'f',
];
const cases = (word: string) => [
  word,
  word.toUpperCase(),
  word[0].toUpperCase() + word.slice(1),
  `${word}x`,
  `x${word}`,
];

/** Numbers without a sign, and what looks like one. */
const NUMBERS = [
  // Integers.
  ...[
    '0',
    '1',
    '7',
    '8',
    '9',
    '10',
    '42',
    '00',
    '01',
    '07',
    '08',
    '09',
    '010',
    '018',
    '0400',
    '0644',
    '0755',
    '0777',
    '0888',
  ],
  ...['0o0', '0o7', '0o17', '0o400', '0o8', '0O17', '0O8', '0o', '0O', '0o_7', '0o7_7', '00o7'],
  ...[
    '0x0',
    '0xf',
    '0x1F',
    '0X1F',
    '0XfF',
    '0xg',
    '0x',
    '0X',
    '0x_f',
    '0xf_f',
    '0xdeadbeef',
    '0x1.8p1',
    '0x1p4',
    '0x.8',
  ],
  ...['0b0', '0b1', '0b10', '0B10', '0b2', '0b', '0B', '0b_1', '0b1_0', '0b-1', '0b+1', '0B-1', '0b--1'],
  ...['1_000', '1__0', '1_', '_1', '0_', '0_7', '0_8', '1_000.5', '1_0e1_0', '1,000', '1 000', "1'000"],
  ...['2147483647', '2147483648', '9007199254740991', '9007199254740992', '999999999999999', '1000000000000000'],
  ...['9223372036854775807', '9223372036854775808', '18446744073709551615', '18446744073709551616'],
  ...['99999999999999999999999', '0777777777777777777777', '01777777777777777777777', '07777777777777777777777'],
  ...['0x7fffffffffffffff', '0x8000000000000000', '0xffffffffffffffff', '0x10000000000000000'],
  ...[
    `0b${'1'.repeat(63)}`,
    `0b${'1'.repeat(64)}`,
    `0b1${'0'.repeat(64)}`,
    `1${'0'.repeat(308)}`,
    `1${'0'.repeat(309)}`,
  ],
  // Floats.
  ...['0.0', '0.', '1.', '1.0', '1.5', '.5', '.0', '.', '..', '1..2', '1.2.3', '00.5', '01.5', '08.5', '0.1', '0.10'],
  ...[
    '1e3',
    '1E3',
    '1e+3',
    '1E+3',
    '1e-3',
    '1.5e3',
    '1.e3',
    '.5e3',
    '.5E-3',
    'e3',
    '1e',
    '1e+',
    '.e3',
    '1e3.5',
    '01e2',
  ],
  ...[
    '1e21',
    '1e22',
    '1e100',
    '1e308',
    '1.7976931348623157e308',
    '1.8e308',
    '1e309',
    '1.5e400',
    '1e-400',
    '5e-324',
    '.1e400',
  ],
  ...['.5_0', '._5', '.5_', '.5__0', '.1_0e1_0', '.5e_1', '.5e1_', '.5_e1', '0.5_0', '0._5'],
  ...['12345678.0', '123456.0', '100000.0', '1000000.0', '1234567.5', '123456.7', '0.0001', '0.00001', '0.00012345'],
  ...[
    '0.123456789',
    '3.14159265358979',
    '16777216.0',
    '16777217.0',
    '33554433.5',
    '1e38',
    '3.4028235e38',
    '3.5e38',
    '1e39',
  ],
  ...['1.5e-45', '1e-46', '0.3', '0.7', '1.1', '2.675', '1e5', '1e6', '999999.5', '9999999.0', '65504.0', '0.1e1'],
  // Special floats.
  ...['.inf', '.Inf', '.INF', '.iNf', '.infinity', '.nan', '.NaN', '.NAN', '.Nan', '.nanx', '.infx', 'Infinity', 'NaN'],
  // Times, versions, addresses and quantities.
  ...[
    '1:30',
    '12:30',
    '12:30:45',
    '190:20:30',
    '190:20:30.15',
    '1:60',
    '0:0',
    '01:02',
    '2001-12-14',
    '2001-1-1',
    '2001-13-01',
  ],
  ...[
    '2001-12-14T21:59:43Z',
    '2001-12-14t21:59:43.10-05:00',
    '2001-12-14 21:59:43',
    '2001-12-14 21:59:43.10 -5',
    '2001',
  ],
  ...[
    '1.2.3-rc.1',
    '10.0.0.1',
    '10.0.0.0/8',
    '::1',
    '1k',
    '1Ki',
    '100m',
    '1e3Mi',
    '0.5Gi',
    '12e',
    '1E',
    '1e1e1',
    '5s',
    '1h30m',
  ],
  ...[
    '1-2',
    '1+2',
    '1/2',
    '1%',
    '50%',
    '#1',
    '0-1',
    '1e-',
    '0e0',
    '0e1',
    '0E',
    '00e1',
    '1f',
    '1d',
    '1L',
    '1n',
    '0xfe',
    '123abc',
  ],
];

/** Other words, and what begins like a number or a word. */
const OTHERS = [
  ...[
    '~',
    '~~',
    '~1',
    '-',
    '+',
    '--',
    '++',
    '-+1',
    '+-1',
    '- 1',
    '_',
    '__',
    '-_',
    '+_',
    '-_1',
    '+_1',
    '=',
    '<<',
    '<',
    '<<<',
  ],
  ...[
    'a',
    'A',
    'yaml',
    'yEs',
    'yES',
    'oN',
    'oFf',
    'tRue',
    'nUll',
    'NO.',
    'yes.',
    'no1',
    'on-call',
    'nothing',
    'often',
    'team-1',
  ],
  ...[
    '$1',
    '@1',
    '(1)',
    '1)',
    '1;',
    '1\\',
    'é',
    '１',
    '٣',
    '1e١',
    '²',
    '∞',
    '0１',
    '1\u00a0',
    'x1',
    'o7',
    'b1',
    'ox17',
  ],
  ...[
    'e1',
    'E5',
    'd41d8cd98f00b204e9800998ecf8427e',
    '4e5f6a7',
    '1234567e8',
    '12e34567',
    '0e1234567',
    'deadbeef',
    '00e0',
  ],
];

/** All scalars without quotes that are recorded. */
export const SCALARS: readonly string[] = [
  ...new Set([
    ...WORDS.flatMap(cases),
    ...NUMBERS.flatMap((one) => [one, `-${one}`, `+${one}`]),
    ...OTHERS,
    ...['1', '0o7', 'yes', '~', '.inf', '0x1F', '1e3', ''].flatMap((one) => [`'${one}'`, `"${one}"`]),
  ]),
];

const TAGS = ['str', 'int', 'float', 'bool', 'null', 'timestamp', 'foo'];
const TAGGED = [
  '1',
  '1.5',
  '"1"',
  "'yes'",
  'yes',
  'no',
  '~',
  '""',
  'a',
  '0o17',
  '2001-12-14',
  'aGVsbG8=',
  'aGVsbG8',
  '18446744073709551615',
  '.inf',
];

/** Whole texts that are recorded. */
export const TEXTS: readonly string[] = [
  ...TAGS.flatMap((tag) => TAGGED.map((one) => `v: !!${tag} ${one}\n`)),
  ...['aGVsbG8=', '"aGVs\\nbG8="', 'aGVsbG8', 'hello', '""', 'aGVs', '1.5'].map((one) => `v: !!binary ${one}\n`),
  ...['!foo 1', '!foo {a: 1}', '!foo [1]', '!!set {a, b}', '!!map {a: 1}', '!!seq [1]', '! 1', '! yes'].map(
    (one) => `v: ${one}\n`,
  ),
  ...['!!int 1', '!!str 1', '!!float 1', '!!float 1000000', '!!bool yes', '!!null ~', '!foo 1'].map(
    (one) => `${one}: v\n`,
  ),
  'v: !<tag:yaml.org,2002:int> "7"\n',
  'v: |\n  yes\n',
  'v: >-\n  1\n',
  'v: |-\n  1\n',
  'v:\n',
  'v: [1, , 2]\n',
  'v: [yes, 0o7, .5, ~, ""]\n',
  'v: [a, , ]\n',
  'v: {yes: 1, 0o7: 2, 1.50: 3}\n',
  '- 0o7\n- yes\n',
  '0o7\n',
  // Repeated keys: the last value counts.
  'a: 1\na: 2\n',
  'a: {b: 1, b: {c: 2}}\n',
  'a: 1\n"a": 2\n',
  'a: 1\na:\n',
  // Merged maps.
  'x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n',
  'x: &x {a: 1, b: 2}\ny: {b: 3, <<: *x}\n',
  'x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {<<: [*x, *y]}\n',
  'x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {a: 0, <<: [*y, *x], b: 3}\n',
  'x: &x {a: 1}\ny: &y {a: 2}\nz: {<<: *x, <<: *y}\n',
  'y: {<<: {a: 1}, b: 2}\n',
  'y: {"<<": {a: 1}}\n',
  'y: {<<: 1}\n',
  'y: {<<: ~}\n',
  'y: {<<: [1]}\n',
  'x: &x [1]\ny: {<<: *x}\n',
  'x: &x [{a: 1}]\ny: {<<: *x}\n',
  'y: {<<: []}\n',
  // Aliases.
  'a: &a 1\nb: *a\n',
  'a: &a yes\n*a : 1\n',
  '&a k: *a\n',
  'a: &a {b: 1}\nc: *a\nd: [*a, *a]\n',
  'a: &a [*a]\n',
  'a: &a {b: *a}\n',
  'a: *b\n',
  'a: &a 1\nb: &a 2\nc: *a\n',
  'a: &a\nb: *a\n',
  // Lines within brackets and quotes that are not indented.
  'a: {\n  b: 1\n}\nc: [\n1,\n2\n]\n',
  '- {\n"a": [\n1\n]\n}\n- 2\n',
  'a:\n  b: {\n c: 1\n  }\n  d: 2\n',
  'a: "b\nc\n  d"\ne: \'f\n\ng\'\n',
  'a: [1\nb: 2\n',
  'a: {b: 1\nc: 2\n',
  'a: "b\n',
  '!!str <<: {a: 1}\n',
  // Keys that JSON does not have.
  '? [1]\n: v\n',
  '? {a: 1}\n: v\n',
  '{a: 1}: v\n',
  ': v\n',
  '? \n: v\n',
  '? a\n',
];
