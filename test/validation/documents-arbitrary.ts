import fc from 'fast-check';

const KEYS = [
  'apiVersion',
  'kind',
  'metadata',
  'spec',
  'items',
  'name',
  'variables',
  'volumes',
  '__proto__',
  'constructor',
];
const KINDS = [
  'SpinApp',
  'SpinAppExecutor',
  'Shim',
  'Secret',
  'List',
  'Issuer',
  'RuntimeClass',
  'ConfigMap',
  'Nothing',
];
const GROUPS = [
  'core.spinkube.dev/v1alpha1',
  'core.spinoperator.dev/v1alpha1',
  'runtime.spinkube.dev/v1alpha1',
  'v1',
  'a/b/c',
  '',
];

/** Any JSON, with the names that the checks look for. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      '1e99999999',
      0,
      -1,
      1.5,
      1e300,
      '',
      'a',
      '1Gi',
      'spin-ca',
      '$(A)',
      '\u0000',
      'http://a:b@c',
    ),
    fc.string({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 5 })), tie('value'), { maxKeys: 4 }),
  ),
})).value;

const object = fc.record({
  apiVersion: fc.constantFrom(...GROUPS),
  kind: fc.constantFrom(...KINDS),
  metadata: fc.oneof(json, fc.record({ name: fc.constantFrom('a', '', 'A'), namespace: fc.constantFrom('a', '') })),
  spec: json,
});

const snippets = fc.constantFrom(
  ...[
    '---\n',
    '...\n',
    '- ',
    '? ',
    ': ',
    'a: &a [*a]\n',
    '<<: *b\n',
    '!!binary x',
    '!!set {a}',
    '!foo ',
    '&x ',
    '*x',
    '%YAML 1.2\n',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '|\n  ',
    '>-\n',
    '"',
    "'",
    '#',
    '\t',
    '\r\n',
    '\uFEFF',
    '\u0000',
    '@',
    '`',
    'a: 1\na: 2\n',
    '0x1g',
    '.nan',
    '~',
  ],
);

/** Texts: objects as JSON, fragments of YAML, and arbitrary strings. */
export const documents: fc.Arbitrary<string> = fc.oneof(
  fc.array(object, { minLength: 1, maxLength: 3 }).map((all) => all.map((one) => JSON.stringify(one)).join('\n---\n')),
  fc.tuple(object, fc.nat(), snippets).map(([one, at, snippet]) => {
    const text = JSON.stringify(one, undefined, 1);
    const place = at % text.length;
    return text.slice(0, place) + snippet + text.slice(place);
  }),
  fc
    .array(fc.oneof(snippets, fc.constantFrom(...KEYS), fc.string({ maxLength: 6 })), { maxLength: 25 })
    .map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('[', '{a: ', '- '), fc.nat(400)).map(([part, count]) => part.repeat(count)),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
