import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { definitionsIn, fieldsOf, Schema } from './definitions';
import { goldenObjects, testWithGolden } from './golden';
import { Manifest } from './testing';

const ROOT = path.join(__dirname, '..');

/** The default of a field as it is to be said; others, such as an empty text, `cdk8s import` would garble. */
function sayableDefault(schema: Schema): string | undefined {
  return /^\w+$/.exec(String(schema.default ?? ''))?.[0];
}

const DESCRIBED: [file: string, kinds: string[]][] = [
  ['crds/core.spinkube.dev-v0.6.1.yaml', ['SpinApp', 'SpinAppExecutor']],
  ['crds/core.spinoperator.dev-v0.1.0.yaml', ['SpinApp', 'SpinAppExecutor']],
  ['crds/runtime.spinkube.dev-v0.2.0.yaml', ['Shim']],
  ['schemas/node.k8s.io.yaml', ['RuntimeClass']],
];

describe('our own descriptions', () => {
  test.each(DESCRIBED)('cover every field of %s', (file, kinds) => {
    const definitions = definitionsIn(file);
    expect(definitions.map(({ spec }) => spec.names.kind).sort()).toEqual([...kinds].sort());
    for (const { spec } of definitions) {
      for (const { schema } of spec.versions) {
        expect(schema.openAPIV3Schema.description).toBeTruthy();
        // Kubernetes describes the metadata itself.
        const fields = fieldsOf(schema.openAPIV3Schema).filter(({ path: field }) => field !== 'metadata');
        expect(fields.length).toBeGreaterThan(5);
        expect(fields.filter((field) => !field.schema.description).map((field) => field.path)).toEqual([]);
      }
    }
  });

  test('cover the fields of Certificate and Issuer that are set here', () => {
    const described = definitionsIn('schemas/cert-manager.io.yaml').map(({ spec }) => [
      spec.names.kind,
      fieldsOf(spec.versions[0].schema.openAPIV3Schema)
        .filter((field) => field.schema.description)
        .map((field) => field.path),
    ]);
    expect(Object.fromEntries(described)).toEqual({
      Certificate: [
        'spec',
        'spec.dnsNames',
        'spec.issuerRef',
        'spec.issuerRef.kind',
        'spec.issuerRef.name',
        'spec.secretName',
      ],
      Issuer: ['spec', 'spec.selfSigned'],
    });
  });

  test.each(DESCRIBED)('become the documentation of constructs unchanged in %s', (file) => {
    for (const { spec } of definitionsIn(file)) {
      for (const { path: field, schema } of fieldsOf(spec.versions[0].schema.openAPIV3Schema)) {
        const [words, ...rest] = (schema.description ?? '').split('\n\n');
        const byDefault = sayableDefault(schema);
        // TSDoc reads tags from the first ones; `cdk8s import` turns the last one into `@default`.
        expect([field, words]).toEqual([field, expect.not.stringMatching(/[{}<>@]|\*\/|Defaults?\W+(to|is)/)]);
        expect([field, ...rest]).toEqual(byDefault === undefined ? [field] : [field, `Defaults to ${byDefault}`]);
      }
    }
  });

  test.each(fs.readdirSync(path.join(ROOT, 'crds')).filter((file) => file.includes('cert-manager')))(
    'are omitted in %s, like those of cert-manager',
    (file) => {
      expect(fs.readFileSync(path.join(ROOT, 'crds', file), 'utf8')).not.toMatch(/^[ -]*description: /m);
    },
  );
});

/** A definition without texts, and without what the packaging of the release puts on its metadata. */
function structure({ spec }: Manifest): unknown {
  return withoutTexts(spec);
}

function withoutTexts(value: unknown, ofProperties = false): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withoutTexts(item));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const isRule = 'rule' in value && typeof value.rule === 'string';
  return Object.fromEntries(
    Object.entries(value)
      // A property may itself be called `description`.
      .filter(([key, child]) => ofProperties || !(key === 'description' && typeof child === 'string'))
      .filter(([key]) => !(isRule && key === 'message'))
      .map(([key, child]) => [key, withoutTexts(child, !ofProperties && key === 'properties')]),
  );
}

describe.each([
  ['core.spinkube.dev-v0.6.1.yaml', 'current/release-assets.yaml'],
  ['core.spinoperator.dev-v0.1.0.yaml', 'seed-2024/release-assets.yaml'],
  ['runtime.spinkube.dev-v0.2.0.yaml', 'current/runtime-class-manager.yaml'],
  ['cert-manager.io-v1.21.1.yaml', 'current/cert-manager.yaml'],
  ['acme.cert-manager.io-v1.21.1.yaml', 'current/cert-manager.yaml'],
  ['cert-manager.io-v1.14.4.yaml', 'seed-2024/cert-manager.yaml'],
  ['acme.cert-manager.io-v1.14.4.yaml', 'seed-2024/cert-manager.yaml'],
])('%s', (file, golden) => {
  testWithGolden('has the structure of the released definitions', () => {
    const ours = definitionsIn(`crds/${file}`);
    const [, group] = /^(.*)-v/.exec(file) ?? [];
    const released = goldenObjects(golden).filter(
      ({ kind, metadata }) => kind === 'CustomResourceDefinition' && metadata.name.endsWith(`s.${group}`),
    );
    const byName = (definitions: Manifest[]) =>
      Object.fromEntries(definitions.map((definition) => [definition.metadata.name, structure(definition)]));
    expect(released.length).toBeGreaterThan(0);
    expect(byName(ours)).toEqual(byName(released));
  });
});

/** A schema node as it is, for the rules of the API server. */
interface Node {
  readonly [key: string]: unknown;
}

/** Violations of the rules for structural schemas, which the types of CRDs do not express. */
function unstructural(node: Node, path: string, alternative = false): string[] {
  const forbidden = ['additionalProperties', 'default', 'description', 'nullable', 'title', 'type'];
  const intOrString = node['x-kubernetes-int-or-string'] === true;
  const nodes = (value: unknown) => Object.entries((value ?? {}) as { [name: string]: Node });
  const below = (key: string) => nodes(node[key]).flatMap(([name, child]) => unstructural(child, `${path}.${name}`));
  const inAlternatives = (key: string) =>
    nodes(node[key])
      .filter(([, child]) => !(intOrString && Object.keys(child).join() === 'type'))
      .flatMap(([name, child]) => unstructural(child, `${path}.${key}.${name}`, true));
  return [
    ...(alternative ? forbidden.filter((key) => key in node).map((key) => `${path}: ${key}`) : []),
    ...below('properties'),
    ...(typeof node.items === 'object' ? unstructural(node.items as Node, `${path}[]`) : []),
    ...(typeof node.additionalProperties === 'object'
      ? unstructural(node.additionalProperties as Node, `${path}[]`)
      : []),
    ...['allOf', 'anyOf', 'oneOf'].flatMap(inAlternatives),
    ...(typeof node.not === 'object' ? unstructural(node.not as Node, `${path}.not`, true) : []),
  ];
}

describe('the API server', () => {
  test.each(fs.readdirSync(path.join(ROOT, 'crds')).filter((file) => file.endsWith('.yaml')))(
    'accepts the schemas of %s',
    (file) => {
      for (const { spec } of definitionsIn(`crds/${file}`)) {
        for (const { schema } of spec.versions) {
          const root = schema.openAPIV3Schema;
          expect([spec.names.kind, unstructural(root as unknown as Node, '')]).toEqual([spec.names.kind, []]);
          expect([spec.names.kind, root.properties?.metadata]).toEqual([spec.names.kind, { type: 'object' }]);
        }
      }
    },
  );

  test('rejects a description of an alternative or of the metadata', () => {
    const anyOf = [{ type: 'integer', description: 'a number' }, { type: 'string' }];
    expect(unstructural({ properties: { a: { anyOf, 'x-kubernetes-int-or-string': true } } }, '')).toEqual([
      '.a.anyOf.0: description',
      '.a.anyOf.0: type',
    ]);
  });
});

describe('the checksums', () => {
  test.each(['crds', 'schemas'])('of %s/README.md match the files', (folder) => {
    const readme = fs.readFileSync(path.join(ROOT, folder, 'README.md'), 'utf8');
    const listed = [...readme.matchAll(/^\| `(\S+)` .* `([0-9a-f]{64})` \|$/gm)].map(([, file, sum]) => [file, sum]);
    const files = fs.readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith('.yaml'));
    const sums = files.map((file) => {
      const text = fs.readFileSync(path.join(ROOT, folder, file));
      return [file, createHash('sha256').update(text).digest('hex')];
    });
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(sums));
  });
});

test('fails without Go, with a message, and writes nothing', () => {
  const written = () => ['crds', 'schemas'].map((folder) => fs.statSync(path.join(ROOT, folder, 'README.md')).mtimeMs);
  const before = written();
  const { status, stderr } = spawnSync(process.execPath, ['tools/crds/generate.mjs'], {
    cwd: ROOT,
    env: { PATH: '' },
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/^Go is needed .*\.\n$/);
  expect(status).toBe(1);
  expect(written()).toEqual(before);
});
