import { loadAssemblyFromPath } from '@jsii/spec';
import * as path from 'path';

interface Documented {
  readonly docs?: { readonly summary?: string; readonly default?: string };
  readonly name?: string;
  readonly optional?: boolean;
}

interface Type extends Documented {
  readonly name: string;
  readonly kind: string;
  readonly symbolId: string;
  readonly datatype?: boolean;
  readonly properties?: (Documented & { readonly overrides?: string })[];
  readonly methods?: (Documented & { readonly parameters?: Documented[]; readonly overrides?: string })[];
  readonly members?: Documented[];
}

const assembly = loadAssemblyFromPath(path.join(__dirname, '..', '..'), false) as {
  readonly types: { readonly [fqn: string]: Type };
};

/** Our own types; those of `imports/` are generated. */
const types = Object.values(assembly.types).filter(({ symbolId }) => symbolId.startsWith('lib/'));

test('finds the public types', () => {
  expect(types.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Bundle', 'Shoot', 'SpinApp', 'SpinAppProps', 'SpinKube']),
  );
});

test('documents every public symbol', () => {
  const silent = types.flatMap((type) => [
    ...(type.docs?.summary ? [] : [type.name]),
    ...[...(type.properties ?? []), ...(type.methods ?? []), ...(type.members ?? [])]
      // What overrides a documented member has that one's documentation.
      .filter((member) => !member.docs?.summary && !('overrides' in member && member.overrides))
      .map((member) => `${type.name}.${String(member.name)}`),
  ]);
  expect(silent).toEqual([]);
});

test('documents every parameter', () => {
  const silent = types.flatMap((type) =>
    (type.methods ?? [])
      .filter(({ overrides }) => overrides === undefined)
      .flatMap((method) =>
        (method.parameters ?? [])
          .filter(({ docs }) => !docs?.summary)
          .map(({ name }) => `${type.name}.${String(method.name)}(${String(name)})`),
      ),
  );
  expect(silent).toEqual([]);
});

test('documents the default of every optional property', () => {
  const silent = types
    .filter(({ datatype }) => datatype)
    .flatMap(({ name, properties = [] }) =>
      properties
        .filter((property) => property.optional && !property.docs?.default)
        .map((property) => `${name}.${String(property.name)}`),
    );
  expect(silent).toEqual([]);
});
