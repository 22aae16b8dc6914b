import { ApiObject, App, AppProps, Chart, IResolver, JsonPatch, Lazy, ResolutionContext, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { core, node } from '../../../lib';
import { TOUGH_STRINGS } from '../tough-strings';

/** A construct of a random app; numbers choose among the constructs before it. */
interface RandomConstruct {
  readonly type: 'chart' | 'overriding chart' | 'construct' | 'object' | 'config map' | 'runtime class' | 'crd';
  readonly scope: number;
  readonly id: string;
  readonly text: string;
  readonly value: unknown;
  readonly name?: string;
  readonly namespace?: string;
  readonly patch?: 'add' | 'kind' | 'impossible';
  readonly label: boolean;
  readonly hashless: boolean;
  readonly complains: boolean;
}

/** An app to build with different app classes. */
export interface RandomApp {
  readonly props: Pick<AppProps, 'outputFileExtension' | 'recordConstructMetadata' | 'yamlOutputType'>;
  readonly resolves: boolean;
  readonly constructs: readonly RandomConstruct[];
  readonly dependencies: readonly (readonly [dependent: number, dependency: number, grouped: boolean])[];

  /** Allows cycles, and dependencies on ancestors and descendants. */
  readonly wild: boolean;

  /** Adds a dependency on another app. */
  readonly foreign: boolean;
}

const string = fc.oneof(fc.constantFrom(...TOUGH_STRINGS), fc.constantFrom('plain', 'web', 'hello'));
const number = fc.constantFrom(0, -0, 1, -1, 1.5, 1e21, 1e-7, 8080, NaN, Infinity);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 5, arbitrary: string },
    { weight: 1, arbitrary: number },
    { weight: 1, arbitrary: fc.constantFrom(true, false, null, undefined) },
    { weight: 1, arbitrary: fc.constant(lazy()) },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 3, arbitrary: fc.dictionary(string, tie('value'), { maxKeys: 3, noNullPrototype: true }) },
  ),
}));

/** Created anew for each app, so that the apps are independent. */
function lazy(): unknown {
  return Lazy.any({ produce: () => ({ lazy: 'yes', empty: {}, list: [] }) });
}

const id = fc.oneof(
  fc.constantFrom('web', 'Resource', 'Default', 'Ünï', 'a/b', 'x'.repeat(70), 'v1.2', 'A.b-c'),
  fc.nat(300).map(String),
  fc.nat(300).map((index) => `n${index}`),
);

const construct: fc.Arbitrary<RandomConstruct> = fc.record({
  type: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('chart' as const, 'object' as const) },
    { weight: 3, arbitrary: fc.constantFrom('construct' as const, 'config map' as const, 'runtime class' as const) },
    { weight: 1, arbitrary: fc.constantFrom('overriding chart' as const, 'crd' as const) },
  ),
  scope: fc.nat(),
  id,
  text: string,
  value,
  name: fc.option(fc.constantFrom('same', 'x1', 'x2', 'a.b'), { nil: undefined }),
  namespace: fc.option(fc.constantFrom('default', 'shop'), { nil: undefined }),
  patch: fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom('add' as const, 'kind' as const) },
    { weight: 1, arbitrary: fc.nat(7).map((index) => (index === 0 ? ('impossible' as const) : undefined)) },
  ),
  label: fc.boolean(),
  hashless: fc.boolean(),
  complains: fc.nat(150).map((index) => index === 0),
});

export const randomApp: fc.Arbitrary<RandomApp> = fc.record({
  props: fc.record({
    outputFileExtension: fc.constantFrom(undefined, undefined, '.yaml'),
    recordConstructMetadata: fc.boolean(),
    yamlOutputType: fc.constantFrom(...Object.values(YamlOutputType).filter((type) => typeof type === 'number')),
  }),
  resolves: fc.nat(3).map((index) => index === 0),
  constructs: fc.array(construct, { minLength: 1, maxLength: 24 }),
  dependencies: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 9 }),
  wild: fc.nat(3).map((index) => index === 0),
  foreign: fc.nat(20).map((index) => index === 0),
});

/** Builds the app with a class: `cdk8s.App`, or a class that must write the same. */
export function build(random: RandomApp, make: (props: AppProps) => App, outdir: string): App {
  const app = make({ ...random.props, outdir, resolvers: random.resolves ? [new Shout()] : undefined });
  const constructs: IConstruct[] = [];
  for (const one of random.constructs) {
    const scopes = [app, ...constructs];
    constructs.push(add(one, scopes[one.scope % scopes.length]));
  }
  for (const [from, to, grouped] of random.dependencies) {
    depend(constructs[from % constructs.length], constructs[to % constructs.length], grouped, random.wild);
  }
  if (random.foreign) {
    constructs[0].node.addDependency(new Chart(new App({ outdir }), constructs[0].node.id));
  }
  return app;
}

/** A custom resolver that replaces a value. */
class Shout implements IResolver {
  public resolve(context: ResolutionContext): void {
    if (context.value === 'plain') {
      context.replaceValue(`PLAIN at ${context.key.join('.')}`);
    }
  }
}

class OverridingChart extends Chart {
  public override toJson(): unknown[] {
    const objects = super.toJson() as object[];
    return objects.reverse().map((object) => ({ ...object, extra: 'yes' }));
  }
}

function add(random: RandomConstruct, scope: Construct): Construct {
  const made = make(random, inChart(scope) || random.type === 'construct' ? scope : aChart(scope));
  if (random.complains) {
    made.node.addValidation({ validate: () => [`does not like '${random.text}'`] });
  }
  return made;
}

function inChart(scope: Construct): boolean {
  return scope.node.scopes.some((one) => Chart.isChart(one));
}

/** Objects must be in a chart; charts go anywhere. */
function aChart(scope: Construct): Construct {
  return new Chart(scope, freeId(scope, 'chart'));
}

function freeId(scope: Construct, wanted: string): string {
  let free = wanted;
  for (let index = 0; scope.node.tryFindChild(free); index++) {
    free = `${wanted}${index}`;
  }
  return free;
}

function make(random: RandomConstruct, scope: Construct): Construct {
  const { hashless, label, name, namespace, text, type } = random;
  const free = freeId(scope, random.id);
  // cdk8s omits a name that is undefined.
  const metadata = { ...(name && { name }), namespace, ...(label && { annotations: { note: text } }) };
  switch (type) {
    case 'construct':
      return new Construct(scope, free);
    case 'chart':
    case 'overriding chart': {
      const labels = label ? { team: 'yes' } : undefined;
      return new (type === 'chart' ? Chart : OverridingChart)(scope, free, {
        namespace,
        labels,
        disableResourceNameHashes: hashless,
      });
    }
    case 'config map':
      return new kplus.ConfigMap(scope, free, { metadata, data: { text, [`${text}.key`]: text } });
    case 'runtime class':
      return new node.RuntimeClass(scope, free, { metadata: { name: name ?? 'spin' }, handler: 'spin-v2' });
    case 'crd':
      return new core.SpinAppExecutor(scope, free, {
        metadata: { name: name ?? 'shim', namespace: 'default' },
        spec: { createDeployment: false },
      });
    case 'object':
      return patched(random, new ApiObject(scope, free, apiObject(random, metadata)));
  }
}

/** An object of a kind that nobody knows, because `cdk8s.App` checks none. */
function apiObject({ text, value: data, hashless }: RandomConstruct, metadata: object) {
  const kind = hashless ? 'ConfigMap' : 'CronJob';
  return { apiVersion: hashless ? 'v0' : 'example.com/v1', kind, metadata, zeal: text, data };
}

function patched({ patch, text }: RandomConstruct, object: ApiObject): ApiObject {
  if (patch === 'add') {
    object.addJsonPatch(JsonPatch.add('/patched', { list: [1, { text }] }));
  } else if (patch === 'kind') {
    object.addJsonPatch(JsonPatch.replace('/kind', 'Odd Kind'));
  } else if (patch === 'impossible') {
    object.addJsonPatch(JsonPatch.remove('/not/there'));
  }
  return object;
}

/** Excludes dependencies on oneself: cdk8s omits the object or hangs, and a Bundle reports an error. */
function depend(dependent: IConstruct, dependency: IConstruct, grouped: boolean, wild: boolean): void {
  const [first, second] = wild || isAfter(dependent, dependency) ? [dependent, dependency] : [dependency, dependent];
  const related = first.node.scopes.includes(second) || second.node.scopes.includes(first);
  if (first !== second && (wild || !related)) {
    first.node.addDependency(grouped ? new DependencyGroup(second, second) : second);
  }
}

/** An order without cycles: by child of the app, then by path. */
function isAfter(a: IConstruct, b: IConstruct): boolean {
  const [top, other] = [a, b].map(({ node: { scopes } }) => scopes[0].node.children.indexOf(scopes[1]));
  return top === other ? a.node.path > b.node.path : top > other;
}
