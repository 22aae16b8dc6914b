import * as fs from 'fs';
import * as path from 'path';
import { celEnv, parse, plan } from '@bufbuild/cel';
import fc from 'fast-check';
import { admission } from '../../lib/validation/admission/check-admission';
import { celBindings } from '../cel-input';
import { httpRouteSpec } from '../validation/http-route-arbitrary';

// The rules for HTTPRoutes say in words what the CRD says in CEL. Here both judge random routes, the CRD by another
// project's engine; npm run e2e -- traffic asks a real API server.

interface Schema {
  readonly default?: unknown;
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string }[];
}

const FILE = path.join(__dirname, '../../schemas/structural/gateway.networking.k8s.io/HTTPRoute.v1.json');
const SCHEMA = JSON.parse(fs.readFileSync(FILE, 'utf8')) as Schema;

type Fields = Record<string, unknown>;

/** A value with the defaults of its schema, as the API server has it before it evaluates rules. */
function withDefaults(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withDefaults(schema.items ?? {}, item));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const defaults = Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
    one.default === undefined ? [] : [[name, one.default] as const],
  );
  const fields: Fields = { ...Object.fromEntries(defaults), ...value };
  return Object.fromEntries(
    Object.entries(fields).map(([name, one]) => [name, withDefaults(schema.properties?.[name] ?? {}, one)]),
  );
}

/** The rules as programs, and their verdicts on values that have been seen: most rules are about few different values. */
const programs = new Map<string, ReturnType<typeof programOf>>();

/** CEL has its own word for a field with a reserved name. */
function programOf(rule: string) {
  const known = new Map<string, boolean>();
  const program = plan(celEnv(), parse(rule.replaceAll('__namespace__', 'namespace_')));
  return (value: unknown): boolean => {
    const key = JSON.stringify(value);
    const verdict = known.get(key) ?? program(celBindings({ self: escaped(value) })) === true;
    known.set(key, verdict);
    return verdict;
  };
}

function accepts(rule: string, value: unknown): boolean {
  const program = programs.get(rule) ?? programOf(rule);
  programs.set(rule, program);
  return program(value);
}

/** The verdict of each rule on each value that it is about. */
function* verdicts(schema: Schema, value: unknown, at: string): Generator<readonly [rule: string, isRight: boolean]> {
  for (const { rule } of schema['x-kubernetes-validations'] ?? []) {
    yield [`${at}: ${rule}`, accepts(rule, value)];
  }
  if (Array.isArray(value)) {
    for (const item of value) {
      yield* verdicts(schema.items ?? {}, item, `${at}[]`);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      yield* verdicts(schema.properties?.[name] ?? {}, one, `${at}.${name}`);
    }
  }
}

function escaped(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(escaped);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name === 'namespace' ? 'namespace_' : name, escaped(one)]),
      )
    : value;
}

function rulesOf(schema: Schema, at = ''): string[] {
  return [
    ...(schema['x-kubernetes-validations'] ?? []).map(({ rule }) => `${at}: ${rule}`),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => rulesOf(one, `${at}.${name}`)),
    ...(schema.items ? rulesOf(schema.items, `${at}[]`) : []),
  ];
}

test('agree with every CEL rule of the CRD on random routes', () => {
  const seen = new Map<string, Set<boolean>>(rulesOf(SCHEMA).map((rule) => [rule, new Set()]));
  expect(seen.size).toBeGreaterThan(50);
  const both = new Set<boolean>();
  fc.assert(
    fc.property(httpRouteSpec, (spec) => {
      const object = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a' }, spec };
      const all = [...verdicts(SCHEMA, withDefaults(SCHEMA, object), '')];
      all.forEach(([rule, isRight]) => seen.get(rule)?.add(isRight));
      const broken = all.filter(([, isRight]) => !isRight).map(([rule]) => rule);
      const errors = admission([object])(object).filter(({ level }) => level === 'error');
      both.add(broken.length === 0);
      if ((broken.length === 0) !== (errors.length === 0)) {
        expect({ broken, errors }).toBe('the same verdict');
      }
    }),
    { seed: 20261128, numRuns: 1500 },
  );
  expect([...both].sort()).toEqual([false, true]);
  // The type of a path has an enum, which the schema checks.
  const untested = [...seen].filter(
    ([rule, results]) => results.size < 2 && !rule.includes("|| self.type == 'Regular"),
  );
  expect(untested.map(([rule, results]) => [rule, ...results])).toEqual([]);
});
