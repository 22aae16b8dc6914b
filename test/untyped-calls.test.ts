import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as lib from '../lib';
import { testChart } from './testing';

type Class = new (...args: unknown[]) => object;
type Call = (chart: Chart, ...args: unknown[]) => unknown;

/** Values that JavaScript and Python pass where the types ask for something else. */
const VALUES: readonly unknown[] = [undefined, null, {}, 7, 'text', [7], [null], { any: 7 }];

/** Arguments of calls: such values only, or after text. */
const ARGUMENTS = VALUES.flatMap((value) => [
  [value, value, value],
  ['text', value, value],
  ['text', 'text', value],
]);

/** The public classes by name. Functions of the submodules are not part of the API. */
const CLASSES = [lib, lib.gardener, lib.volumeSources]
  .flatMap((module) => Object.entries<unknown>({ ...module }))
  .filter((entry): entry is [string, Class] => /^class\b/.test(String(entry[1])));

const CALLS = CLASSES.flatMap(([name, type]): [string, Call][] => {
  const members = Object.getOwnPropertyNames(type).filter((member) => !/^(length|name|prototype)$/.test(member));
  const factories = members
    .filter((member) => !member.startsWith('_'))
    .flatMap((member): [string, Call][] => {
      const factory = (type as unknown as { readonly [member: string]: () => unknown })[member];
      return typeof factory === 'function' ? [[`${name}.${member}`, callOf(type, factory)]] : [];
    });
  // The constructor of any other class with static members is private.
  const isPublic = type.prototype instanceof Construct || members.length === 0;
  return [...(isPublic ? [[`new ${name}`, constructorOf(type)] satisfies [string, Call]] : []), ...factories];
});

function constructorOf(type: Class): Call {
  return type.prototype instanceof Construct
    ? (chart, ...args) => new type(chart, 'it', ...args)
    : (_chart, ...args) => new type(...args);
}

/** A static method, in a chart if it creates a construct. */
function callOf(type: Class, method: (...args: unknown[]) => unknown): Call {
  const isInScope = /^\w+\(scope, ?id\b/.test(String(method));
  return (chart, ...args) => method.apply(type, isInScope ? [chart, 'it', ...args] : args);
}

/** Calls it, and validates and renders the construct that it creates, if it does. Returns an error that explains nothing. */
function failureOf(call: Call, args: unknown[]): string[] {
  const chart = testChart();
  try {
    call(chart, ...args);
    chart.node.findAll().forEach(({ node }) => node.validate());
    chart.toJson();
  } catch (error) {
    const isInternal = error instanceof TypeError || /cannot read|is not a function|undefined/i.test(String(error));
    return isInternal ? [`${JSON.stringify(args)}: ${String((error as Error).stack)}`] : [];
  }
  return [];
}

test('finds the public calls', () => {
  expect(CALLS.map(([name]) => name)).toEqual(
    expect.arrayContaining(['new SpinApp', 'new Bundle', 'new FluxDelivery', 'Variable.fromSecret', 'Volumes.fromCsi']),
  );
  expect(CALLS.map(([name]) => name)).not.toContain('new GitSource');
});

test.each(CALLS)('%s explains arguments of a wrong type', (_name, call) => {
  expect(ARGUMENTS.flatMap((args) => failureOf(call, args))).toEqual([]);
});

test.each<[string, () => unknown, string]>([
  [
    'a missing list',
    () => lib.FetchStrategy.platforms(undefined as never),
    "FetchStrategy.platforms: 'platforms' is not a list; give a list",
  ],
  ['a missing option', () => lib.GitSource.of({} as never), "GitSource.of: 'url' is required; set it"],
  [
    'a number as text',
    () => lib.SpinManifest.fromString(7 as never),
    "SpinManifest.fromString: 'text' (7) is not a string; give the content of a spin.toml",
  ],
  [
    'the name of a Secret',
    () => lib.Variable.fromSecret('redis' as never, 'url'),
    "Variable.fromSecret: 'secret' (redis) is not a Secret; use Existing.secret() for an existing one",
  ],
  [
    'a Shim without a RuntimeClass',
    () =>
      new lib.Shim(testChart(), 'shim', {
        fetchStrategy: lib.FetchStrategy.anonymousHttp('https://example.com/shim.tar.gz'),
      } as never),
    "[test/shim] 'runtimeClass' is required; set it",
  ],
  [
    'a delivery without a source',
    () => lib.Delivery.flux({} as never),
    "'source' must be a Git repository or an OCI artifact; use GitSource.of() or OciSource.of()",
  ],
  [
    'a Shoot without an infrastructure',
    () => new lib.gardener.Shoot(testChart(), 'shoot', {} as never),
    "[test/shoot] 'infrastructure' is not an Infrastructure; use Infrastructure.of()",
  ],
])('explains %s', (_name, call, message) => {
  expect(call).toThrow(message);
});
