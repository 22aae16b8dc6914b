import {
  ApiObject,
  ApiObjectMetadataDefinition,
  App,
  AppProps,
  Chart,
  ChartProps,
  IResolver,
  JsonPatch,
  ResolutionContext,
} from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { core } from '../../../lib';
import { fastToJson, withFastToJson } from '../../../lib/synth/cdk8s/fast-to-json';
import { COPIED, lazy, LEFT, randomValue } from './values';

const SEED = 20261126;
const COUNT = 300;

type Make = (scope: Construct) => ApiObject;

afterEach(() => {
  delete process.env.CDK8S_DISABLE_SORT;
});

describe('fastToJson()', () => {
  test.each(COPIED)('renders %s as cdk8s does', (_, value) => {
    expectSame(objectOf(value), { isFast: true });
  });

  test.each(LEFT)('leaves %s to cdk8s', (_, value) => {
    expectSame(objectOf(value), { isFast: false });
  });

  test(`renders ${COUNT} random values as cdk8s does`, () => {
    fc.assert(
      fc.property(randomValue(), (value) => {
        expectSame(objectOf(() => value));
      }),
      { seed: SEED, numRuns: COUNT },
    );
  });

  test('keeps the order of fields when CDK8S_DISABLE_SORT is set', () => {
    process.env.CDK8S_DISABLE_SORT = '1';
    COPIED.forEach(([, value]) => {
      expectSame(objectOf(value), { isFast: true });
    });
  });
});

describe('fastToJson() of metadata', () => {
  test.each(COPIED)('renders %s in standard and in additional fields', (_, value) => {
    expectSame(
      (scope) => {
        const labels = { b: 'b', a: value() };
        return objectIn(scope, { labels, annotations: labels, zeal: value(), ahead: [value()] });
      },
      { isFast: true },
    );
  });

  test.each(LEFT)('leaves %s to cdk8s', (_, value) => {
    expectSame((scope) => objectIn(scope, { zeal: value() }), { isFast: false });
  });

  test('adds the namespace and labels of the chart', () => {
    expectSame((scope) => objectIn(scope, { labels: { own: 'yes' } }), {
      isFast: true,
      chart: { namespace: 'shop', labels: { team: 'a', z: 'z', a: 'a' } },
    });
  });

  test('includes metadata added after construction', () => {
    expectSame(
      (scope) => {
        const object = objectIn(scope, { annotations: { b: 'b' }, finalizers: ['a'] });
        object.metadata.addAnnotation('a', 'a');
        object.metadata.addLabel('a', 'a');
        object.metadata.addFinalizers('b');
        object.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' });
        object.metadata.add('generation', 1);
        object.metadata.add('name', 'nobody asks for this one');
        return object;
      },
      { isFast: true },
    );
  });

  test('renders empty metadata', () => {
    expectSame((scope) => objectIn(scope, { name: undefined }), { isFast: true });
  });

  test('leaves metadata with its own toJson() to cdk8s', () => {
    expectSame(
      (scope) => {
        const object = objectIn(scope, {});
        object.metadata.toJson = () => ({ name: 'mine' });
        return object;
      },
      { isFast: false },
    );
  });
});

describe('fastToJson() of objects', () => {
  test('renders objects of generated classes', () => {
    expectSame((scope) => new core.SpinApp(scope, 'app', SPIN_APP), { isFast: true });
  });

  test('renders objects of cdk8s-plus', () => {
    expectSame((scope) => ApiObject.of(new kplus.Deployment(scope, 'web', { containers: [{ image: 'web' }] })), {
      isFast: true,
    });
  });

  test('supports a class that overrides toJson()', () => {
    class Reversed extends core.SpinApp {
      public override toJson(): unknown {
        return Object.fromEntries(Object.entries(super.toJson() as object).reverse());
      }
    }
    expectSame((scope) => new Reversed(scope, 'app', SPIN_APP), { isFast: true });
  });

  test('applies JSON patches', () => {
    const patches = [JsonPatch.add('/zeal', 1), JsonPatch.add('/ahead', [{ b: null }]), JsonPatch.remove('/kind')];
    expectSame((scope) => patched(scope, ...patches), { isFast: true });
    expectSame((scope) => patched(scope, JsonPatch.replace('', { text: 'only', apiVersion: 'v1' })), { isFast: true });
  });

  test('leaves JSON patches that fail to cdk8s', () => {
    expectSame((scope) => patched(scope, JsonPatch.remove('/not/there')), { isFast: false });
  });

  test('leaves apps with custom resolvers to cdk8s', () => {
    class Shout implements IResolver {
      public resolve(context: ResolutionContext): void {
        if (context.value === 'text') {
          context.replaceValue(`TEXT at ${context.key.join('.')}`);
        }
      }
    }
    expectSame((scope) => objectIn(scope, { labels: { a: 'text' } }), {
      isFast: false,
      app: { resolvers: [new Shout()] },
    });
  });
});

/** Without these private members of cdk8s the output would be the same, but slow. */
test('finds the private members of cdk8s that it reads', () => {
  const object = objectIn(new Chart(new App(), 'chart'), { annotations: { a: 'a' } });
  expect(object).toMatchObject({ props: { kind: 'Thing' }, patches: [] });
  expect(object.metadata).toMatchObject({ _additionalAttributes: { annotations: { a: 'a' } } });
  expect(object.metadata.constructor).toBe(ApiObjectMetadataDefinition);
  expect(fastToJson(object)).toEqual({
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: { name: object.name, annotations: { a: 'a' } },
  });
});

describe('withFastToJson()', () => {
  const before = toJsonNow();

  test.each([
    ['replaces the method of cdk8s', true],
    ['leaves objects to a cdk8s that renders them differently', false],
  ])('%s', (_, isReplaced) => {
    jest.isolateModules(() => {
      const cdk8s = jest.requireActual<typeof import('cdk8s')>('cdk8s');
      const metadata = cdk8s.ApiObjectMetadataDefinition.prototype as { toJson: () => object };
      const { toJson } = metadata;
      if (!isReplaced) {
        metadata.toJson = function () {
          return { ...toJson.call(this), selfLink: '/things' };
        };
      }
      const fresh = jest.requireActual<typeof import('../../../lib/synth/cdk8s/fast-to-json')>(
        '../../../lib/synth/cdk8s/fast-to-json',
      );
      const now = () => (cdk8s.ApiObject.prototype as { toJson: unknown }).toJson;
      expect(fresh.withFastToJson(now) !== now()).toBe(isReplaced);
    });
  });

  test('restores the method of cdk8s afterwards, even on errors', () => {
    const during = withFastToJson(() => [toJsonNow(), withFastToJson(toJsonNow), toJsonNow()]);
    expect(new Set(during).size).toBe(1);
    expect(during[0]).not.toBe(before);
    expect(toJsonNow()).toBe(before);
    expect(() =>
      withFastToJson(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(toJsonNow()).toBe(before);
  });

  test('keeps a method that another library has replaced', () => {
    const mine = () => ({ mine: true });
    Reflect.set(ApiObject.prototype, 'toJson', mine);
    expect(withFastToJson(toJsonNow)).toBe(mine);
    Reflect.set(ApiObject.prototype, 'toJson', before);
  });
});

const SPIN_APP: core.SpinAppProps = {
  metadata: { name: 'app' },
  spec: {
    executor: 'shim',
    image: 'app',
    replicas: 1,
    resources: { limits: { memory: core.SpinAppSpecResourcesLimits.fromString('1Gi') } },
    variables: [{ name: 'b', value: lazy(() => 'c') as string }],
  },
};

interface Expected {
  /** True if `fastToJson()` must render the object, false if it must leave it to cdk8s; not checked by default. */
  readonly isFast?: boolean;
  readonly app?: AppProps;
  readonly chart?: ChartProps;
}

/** Builds the object anew each time, since rendering may change it. */
function expectSame(make: Make, { app, chart, isFast }: Expected = {}): void {
  const fresh = () => make(new Chart(new App(app), 'chart', chart));
  const byCdk8s = outcome(() => fresh().toJson());
  expect(withFastToJson(() => outcome(() => fresh().toJson()))).toStrictEqual(byCdk8s);
  if (isFast !== undefined) {
    expect(fastToJson(fresh()) !== undefined).toBe(isFast);
  }
}

/** The rendered object as a list of fields, so that their order counts, or the error. */
function outcome(render: () => unknown): unknown {
  try {
    return fieldsOf(render());
  } catch (error) {
    return String(error);
  }
}

function fieldsOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(fieldsOf);
  }
  return typeof value === 'object' && value !== null
    ? { fields: Object.entries(value).map(([name, field]) => [name, fieldsOf(field)]) }
    : value;
}

function objectOf(value: () => unknown): Make {
  const kind = { apiVersion: 'example.com/v1', kind: 'Thing' };
  return (scope) =>
    new ApiObject(scope, 'thing', {
      zeal: value(),
      ...kind,
      data: { b: value(), list: [value(), value()], a: value() },
    });
}

function objectIn(scope: Construct, metadata: object): ApiObject {
  return new ApiObject(scope, 'thing', { kind: 'Thing', metadata, apiVersion: 'example.com/v1' });
}

function patched(scope: Construct, ...patches: JsonPatch[]): ApiObject {
  const object = objectIn(scope, {});
  object.addJsonPatch(...patches);
  return object;
}

function toJsonNow(): unknown {
  return Reflect.get(ApiObject.prototype, 'toJson');
}
