import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { isOwn, readTypes, TypeReference } from '../../tools/property-types/assembly';

const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(__dirname, 'any-cdk8s-plus');
const TYPES = readTypes();

/** The properties and parameters that take a type of cdk8s-plus, as `Struct.property` and `Class.method(parameter)`. */
function members(): string[] {
  return [...TYPES.values()].filter(isOwn).flatMap((type) => {
    const { name, initializer, methods = [], properties = [] } = type;
    const own = type.datatype ? properties.filter(isForeign).map((property) => `${name}.${property.name}`) : [];
    const calls = [...methods, ...(initializer ? [{ ...initializer, name: 'new' }] : [])];
    return [
      ...own,
      ...calls.flatMap(({ name: method, parameters = [] }) =>
        parameters.filter(isForeign).map((parameter) => `${name}.${method}(${parameter.name})`),
      ),
    ];
  });
}

function isForeign({ type }: { readonly type: TypeReference }): boolean {
  return fqns(type).some((fqn) => fqn.startsWith('cdk8s-plus-28.'));
}

function fqns({ collection, fqn, union }: TypeReference): string[] {
  return [
    ...(fqn === undefined ? [] : [fqn]),
    ...(collection ? fqns(collection.elementtype) : []),
    ...(union?.types.flatMap(fqns) ?? []),
  ];
}

/** The properties and parameters that a program passes, in the same form: of every object, those that its type declares. */
function passed(file: string): string[] {
  const options = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (name) => fs.readFileSync(name, 'utf8')).config,
    ts.sys,
    ROOT,
  ).options;
  const program = ts.createProgram([file], { ...options, incremental: false, noEmit: true });
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const contextual = checker.getContextualType(node);
      const type = contextual && checker.getNonNullableType(contextual);
      for (const property of node.properties) {
        const name = property.name?.getText() ?? '';
        const declaration = type?.getProperty(name)?.declarations?.[0];
        found.push(`${nameOf(declaration?.parent)}.${name}`);
      }
    }
    if (ts.isCallExpression(node)) {
      const declaration = checker.getResolvedSignature(node)?.declaration as ts.MethodDeclaration | undefined;
      node.arguments.forEach((_, index) => {
        const parameter = declaration?.parameters.at(index)?.name.getText() ?? '';
        found.push(`${nameOf(declaration?.parent)}.${declaration?.name.getText() ?? ''}(${parameter})`);
      });
    }
    ts.forEachChild(node, visit);
  };
  const source = program.getSourceFile(file);
  if (source) {
    visit(source);
  }
  return found;
}

function nameOf(declaration: ts.Node | undefined): string {
  const isNamed = declaration && (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration));
  // The base class is internal.
  return isNamed ? (declaration.name?.getText() ?? '').replace('ConnectedApp', 'SpinApp') : '';
}

const PASSED = new Set(passed(path.join(FOLDER, 'main.ts')));

test('the values without cdk8s-plus import none', () => {
  const imports = ['main.ts', 'without.ts'].flatMap((file) => [
    ...fs.readFileSync(path.join(FOLDER, file), 'utf8').matchAll(/ from '([^']+)'/g),
  ]);
  expect([...new Set(imports.map(([, name]) => name))].sort()).toEqual(['./without', 'cdk8s', 'cdk8s-spinkube']);
});

test('knows the properties and parameters', () => {
  expect(members()).toEqual(
    expect.arrayContaining(['SpinAppProps.resources', 'Variable.fromSecret(secret)', 'PodOptions.tolerations']),
  );
});

// foreign-app.test.ts runs the program, with the values of every cdk8s-plus and without any.
test.each(members())('%s takes values of cdk8s-plus, and without it', (member) => {
  expect(PASSED).toContain(member);
});
