import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as ts from 'typescript';
import { convertText } from '../../lib/convert/convert-text';
import { changeTo } from '../../lib/convert/group-change';
import { Program, writeProgram } from '../../lib/program/program-writer';
import { stringifyYaml } from '../../lib/synth/yaml';
import { readObjects } from '../../lib/validation/documents/read-objects';
import { SourceText } from '../../lib/validation/documents/source-text';
import { isQuantity, parseQuantity } from '../../lib/validation/parse-quantity';
import { runProgram } from '../compiled';
import { inTemporaryFolder } from '../gitops/stages';
import { Manifest, manifestsIn } from '../testing';

const ROOT = path.join(__dirname, '..', '..');

/** The program for manifests of either API group. */
export function programFor(text: string): Program {
  const converted = convertText(new SourceText(text), changeTo('core.spinkube.dev'));
  return writeProgram(readObjects('a.yaml', converted.text), 'test');
}

/** The objects that a program writes, file by file. */
export function objectsOf(program: string): Manifest[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'program-'));
  try {
    const { status, stderr } = runProgram(program, folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const files = fs.readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    return files.sort().flatMap((file) => manifestsIn(fs.readFileSync(path.join(folder, file), 'utf8')));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Errors of the compiler for a program, as in a strict project. */
function compilerErrors(programs: readonly string[]): string[] {
  const folder = fs.mkdtempSync(path.join(ROOT, 'node_modules', '.cache', 'programs-'));
  try {
    const files = programs.map((program, index) => {
      const file = path.join(folder, `program-${index}.ts`);
      fs.writeFileSync(file, program);
      return file;
    });
    const compiled = ts.createProgram(files, {
      strict: true,
      noEmit: true,
      noUnusedLocals: true,
      noImplicitReturns: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      types: ['node'],
      paths: { 'cdk8s-spinkube': [path.join(ROOT, 'lib', 'index.ts')] },
    });
    return files.flatMap((file) => {
      const source = compiled.getSourceFile(file);
      return [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)].map(
        ({ messageText }) => `${path.basename(file)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

interface Fields {
  readonly [field: string]: unknown;
}

/** Maps and lists that mean the same when they are empty: they are left out by `omitempty`. */
const EMPTY =
  /^(annotations|labels|finalizers|\w+Annotations|podLabels|externalIPs|resources|requests|limits|checks|invocationLimits|httpHeaders|imagePullSecrets|variables|volumes|volumeMounts|components)$/;

const PROBE = {
  failureThreshold: 3,
  initialDelaySeconds: 10,
  periodSeconds: 10,
  successThreshold: 1,
  timeoutSeconds: 1,
};

/**
 * Values that KEDA and the API server take where there are none.
 *
 * @see https://keda.sh/docs/2.18/reference/scaledobject-spec/#scaletargetref
 */
const DEFAULTS: { readonly [kind: string]: { readonly [field: string]: Fields } | undefined } = {
  HorizontalPodAutoscaler: { spec: { minReplicas: 1 } },
  Service: { spec: { type: 'ClusterIP' }, 'ports[]': { protocol: 'TCP' } },
  HTTPRoute: {
    'parentRefs[]': { group: 'gateway.networking.k8s.io', kind: 'Gateway' },
    'rules[]': { matches: [{ path: { type: 'PathPrefix', value: '/' } }] },
    'backendRefs[]': { group: '', kind: 'Service', weight: 1 },
    backendRef: { group: '', kind: 'Service' },
    path: { type: 'PathPrefix', value: '/' },
    'headers[]': { type: 'Exact' },
    'queryParams[]': { type: 'Exact' },
    requestRedirect: { statusCode: 302 },
    fraction: { denominator: 100 },
  },
  ScaledObject: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment' },
    authenticationRef: { kind: 'TriggerAuthentication' },
  },
};

/** Lists without an order, and the field that names their items. */
const NAMED_LISTS: { readonly [list: string]: string | undefined } = {
  ...Object.fromEntries(
    [
      'variables',
      'volumes',
      'keyValueStores',
      'sqliteDatabases',
      'options',
      'headers',
      'queryParams',
      'set',
      'add',
    ].map((list) => [list, 'name']),
  ),
  secretTargetRef: 'parameter',
  paths: 'path',
};

/**
 * An object of SpinKube as the cluster has it: without null and what is empty, with the defaults of the CRD, quantities as
 * numbers, and named items by name. Written apart from the library, from the CRD and the Go types of spin-operator.
 */
function asStored(value: unknown, name = '', kind = (value as Partial<Manifest>).kind ?? ''): unknown {
  if (Array.isArray(value)) {
    // Defaults of items are by the name of their list.
    const items = value.map((item) => asStored(item, `${name}[]`, kind));
    const key = NAMED_LISTS[name];
    return key !== undefined && !JSON.stringify(items).includes('$(')
      ? [...items].sort((one, other) => compareBy(key, one, other))
      : items;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const fields: Fields = {
    ...(name === 'readiness' || name === 'liveness' ? PROBE : {}),
    ...DEFAULTS[kind]?.[name],
    ...(value as Fields),
  };
  const entries = Object.entries(fields)
    .filter(([, one]) => one !== null && one !== undefined)
    .map(([key, one]): [string, unknown] => [key, asStored(isAmount(name, key, one) ? amount(one) : one, key, kind)])
    .filter(([key, one]) => !(EMPTY.test(key) && Object.keys(one as object).length === 0))
    .filter(([key, one]) => !(['enableAutoscaling', 'installDefaultCACerts'].includes(key) && one === false));
  return Object.fromEntries(entries);
}

function isAmount(outer: string, key: string, value: unknown): boolean {
  return (
    (['requests', 'limits', 'invocationLimits', 'podFixed'].includes(outer) ||
      ['divisor', 'averageValue'].includes(key) ||
      (outer === 'target' && key === 'value')) &&
    isQuantity(value)
  );
}

function amount(value: unknown): string {
  return `${String(parseQuantity(value))}n`;
}

function compareBy(key: string, one: unknown, other: unknown): number {
  const [a, b] = [one, other].map((item) => String((item as Fields)[key]));
  return a < b ? -1 : 1;
}

/** Expects programs to compile in a strict project, and to be formatted like those of Prettier. */
export function expectCleanCode(programs: readonly string[]): void {
  expect(programs.length).toBeGreaterThan(0);
  expect(compilerErrors([...programs, 'const wrong: string = 1;\nexport { wrong };\n'])).toEqual([
    `program-${programs.length}.ts: Type 'number' is not assignable to type 'string'.`,
  ]);
  inTemporaryFolder((folder) => {
    programs.forEach((program, index) => {
      fs.writeFileSync(path.join(folder, `program-${index}.ts`), program);
    });
    const prettier = path.join(ROOT, 'node_modules', '.bin', 'prettier');
    const config = path.join(ROOT, '.prettierrc.yaml');
    const { status, stderr } = spawnSync(prettier, ['--config', config, '--check', folder], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
}

/** Objects as one text in YAML. */
export function yamlOf(objects: readonly object[]): string {
  return objects.map((one) => `---\n${stringifyYaml(one)}`).join('');
}

const identityOf = ({ apiVersion, kind, metadata: { name, namespace } }: Manifest) =>
  [apiVersion, kind, namespace, name].join(' ');

/** Objects as the cluster has them, in one order: constructs are written after those that they depend on. */
export const stored = (manifests: readonly Manifest[]) =>
  [...manifests]
    .sort((one, other) => (identityOf(one) < identityOf(other) ? -1 : 1))
    .map((manifest) => asStored(manifest));

/** Kinds of the objects that a program writes as plain data. */
export function plainKinds(text: string): string[] {
  return [...text.matchAll(/^new ApiObject\(.*\n {2}apiVersion: '.*',\n {2}kind: '(.*)',$/gm)].map(([, kind]) => kind);
}

/** A SpinApp of the namespace `shop`. */
export const app = (spec: object, metadata: object = {}) => ({
  apiVersion: 'core.spinkube.dev/v1alpha1',
  kind: 'SpinApp',
  metadata: { name: 'hello', namespace: 'shop', ...metadata },
  spec: { image: 'hello', executor: 'shim', replicas: 1, ...spec },
});

/** Programs of a test file, to be compiled and formatted at once. */
export class Programs {
  public readonly all: string[] = [];

  /** The statements of a program about objects in the namespace `shop`. */
  public statements(...objects: readonly object[]): string {
    const { text } = programFor(yamlOf(objects.map((one) => ({ apiVersion: 'v1', ...one }))));
    this.all.push(text);
    return text.slice(text.indexOf('\n\n', text.indexOf('new Chart(')) + 2, text.indexOf('\napp.synth();'));
  }
}
