import { loadAssemblyFromPath } from '@jsii/spec';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');

const { types } = loadAssemblyFromPath(ROOT, false);

// jsii does not export its lists.
const { JAVA_RESERVED, PYTHON_RESERVED } = jest.requireActual<{ [list: string]: Set<string> }>(
  path.join(ROOT, 'node_modules', 'jsii', 'lib', 'reserved-words.js'),
);

interface Named {
  readonly name?: string;
  readonly initializer?: Named;
  readonly members?: Named[];
  readonly methods?: Named[];
  readonly parameters?: Named[];
  readonly properties?: Named[];
}

/** The path of a type, its members and their parameters, each with the last name of it. */
function pathsOf(named: Named, path: string): [path: string, name: string][] {
  const { initializer, members = [], methods = [], parameters = [], properties = [] } = named;
  const parts = [...(initializer ? [initializer] : []), ...members, ...methods, ...parameters, ...properties];
  return [[path, named.name ?? ''], ...parts.flatMap((part) => pathsOf(part, `${path}.${part.name ?? 'constructor'}`))];
}

const NAMES = new Map(Object.entries(types ?? {}).flatMap(([fqn, type]) => pathsOf(type as Named, fqn)));

test('finds types, members and parameters', () => {
  expect([...NAMES.keys()]).toEqual(
    expect.arrayContaining([
      'cdk8s-spinkube.SpinApp.constructor.props',
      'cdk8s-spinkube.SpinAppProps.image',
      'cdk8s-spinkube.LlmApiType.OPEN_AI',
      'cdk8s-spinkube.SpinApp.mount.path',
    ]),
  );
});

// A reserved word gets another name there: `publicValue`, `except_`. The warnings of jsii itself are silenced in the script
// `build`: most are about Go, which writes the names in upper case, and C#, which the package is not built for.
test.each([
  ['Java', JAVA_RESERVED],
  ['Python', PYTHON_RESERVED],
])('has no name that is reserved in %s', (_, reserved) => {
  expect(reserved.size).toBeGreaterThan(30);
  expect([...NAMES].filter(([, name]) => reserved.has(name)).map(([path]) => path)).toEqual([]);
});
