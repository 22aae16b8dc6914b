import fc, { Arbitrary } from 'fast-check';
import { everyVolume, volumeJson } from '../../app/volumes/every-volume';
import { testChart } from '../../testing';
import { withoutUndefined } from '../schema-arbitrary';
import { Json } from './json';
import { EXECUTORS } from './neighbours';

/** Each volume source with every field set. */
const VOLUMES = everyVolume(testChart()).map((volume) => volumeJson(volume) as { readonly name: string });

const ANNOTATIONS = fc.constantFrom({ 'example.com/owner': 'shop' }, { note: 'a b: "c"\n' }, { 'A.b/C': '' }, {});
const LABELS = fc.constantFrom({ team: 'shop' }, { 'app.kubernetes.io/part-of': 'shop.v1_a' }, { empty: '' }, {});

/** The same amounts in several spellings, from small to large. */
const AMOUNTS: { readonly [resource: string]: readonly unknown[] } = {
  cpu: ['50m', '0.1', '100m', '.5', '1', 1, '1.5', 2, '2e0', '+3'],
  memory: ['32Mi', '64000000', '64Mi', '67108864', '128e6', '128M', '0.5Gi', '1E9', '1Gi', '1Ti'],
  'ephemeral-storage': ['1Mi', '10Mi', '1G', '2Gi'],
};

/** SpinApps that are mostly valid. */
export function spinApps(): Arbitrary<Json> {
  const metadata = fc
    .record({ labels: sometimes(LABELS, 9), annotations: sometimes(ANNOTATIONS, 9) })
    .map(withoutUndefined);
  const spec = fc
    .tuple(fields().map(withoutUndefined), scale(), executorName(), volumes())
    .map(([own, replicas, executor, mounted]) => ({
      image: 'ghcr.io/a/b:v1',
      executor,
      ...replicas,
      ...own,
      ...mounted,
    }));
  return fc.record({ metadata, spec });
}

function fields(): Arbitrary<Json> {
  return fc.record<Json>({
    image: sometimes(fc.constantFrom('hello', 'registry.example.com:5000/a/b@sha256:0123abcd'), 5),
    components: sometimes(fc.constantFrom(['cart'], ['cart', 'checkout-2']), 9),
    serviceAccountName: sometimes(fc.constantFrom('default', 'runner', 'a.b'), 9),
    imagePullSecrets: sometimes(fc.constantFrom([{ name: 'registry' }], []), 9),
    podLabels: sometimes(LABELS, 7),
    podAnnotations: sometimes(ANNOTATIONS, 7),
    deploymentAnnotations: sometimes(ANNOTATIONS, 7),
    serviceAnnotations: sometimes(ANNOTATIONS, 7),
    variables: sometimes(variables(), 4),
    checks: sometimes(checks(), 5),
    resources: sometimes(resources(), 4),
    invocationLimits: sometimes(fc.constantFrom({ memory: '16Mi' }, { memory: '1000' }, { cpu: 'any' }, {}), 7),
    runtimeConfig: sometimes(runtimeConfig(), 4),
  });
}

function sometimes<T>(value: Arbitrary<T>, outOf: number): Arbitrary<T | undefined> {
  return fc.oneof({ weight: outOf - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

function executorName(): Arbitrary<string> {
  const [usual, ...others] = EXECUTORS.map(({ metadata }) => String(metadata.name));
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
}

function scale(): Arbitrary<object> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(1, 2, 3).map((replicas) => ({ replicas })) },
    { weight: 1, arbitrary: fc.constant({ enableAutoscaling: true }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom({ enableAutoscaling: false, replicas: 1 }, { replicas: 1, enableAutoscaling: null }),
    },
  );
}

/** Sources of a value among the objects in the namespace. */
function keyReference(): Arbitrary<object> {
  return fc.constantFrom(
    { secretKeyRef: { name: 'keys', key: 'url' } },
    { configMapKeyRef: { name: 'settings', key: 'url' } },
    { secretKeyRef: { name: 'keys', key: 'url', optional: true } },
  );
}

function variables(): Arbitrary<object[]> {
  const value = fc.constantFrom('', 'a', '1.5', '$(HOME) "b"\n', 'ä').map((text) => ({ value: text }));
  const source = fc.oneof(
    keyReference(),
    fc.constantFrom<object>(
      { fieldRef: { fieldPath: 'metadata.name' } },
      { fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['a.b/c']" } },
      { fieldRef: { fieldPath: 'status.podIPs' } },
      { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } },
      { resourceFieldRef: { resource: 'requests.memory', containerName: 'a', divisor: 0 } },
    ),
  );
  const variable = fc.oneof(
    value,
    source.map((valueFrom) => ({ valueFrom })),
  );
  return fc.array(variable, { minLength: 1, maxLength: 2 }).map((all) => {
    const names = ['log_level', 'Db2'];
    return all.map((one, index) => ({ name: names[index], ...one }));
  });
}

function checks(): Arbitrary<object> {
  const seconds = sometimes(fc.constantFrom(0, 1, 30), 4);
  const httpHeaders = fc.constantFrom([], [{ name: 'X-Probe', value: 'yes' }], [{ name: 'Host', value: '' }]);
  const probe = fc
    .record({
      httpGet: fc.record({ path: fc.constantFrom('/healthz', '/a?b=c', ''), httpHeaders }),
      initialDelaySeconds: seconds,
      periodSeconds: seconds,
      timeoutSeconds: seconds,
      failureThreshold: seconds,
    })
    .map(withoutUndefined);
  return fc.record({ liveness: sometimes(probe, 2), readiness: sometimes(probe, 2) }).map(withoutUndefined);
}

function resources(): Arbitrary<object> {
  const pairs = Object.entries(AMOUNTS).map(([name, amounts]): [string, Arbitrary<unknown[] | undefined>] => [
    name,
    sometimes(fc.subarray([...amounts], { minLength: 2, maxLength: 2 }), 2),
  ]);
  const kinds = fc.subarray(['requests', 'limits'], { minLength: 1 });
  return fc.tuple(kinds, fc.record(Object.fromEntries(pairs))).map(([given, found]) => {
    const all = Object.entries(withoutUndefined(found)) as [string, unknown[]][];
    const of = (index: number) => Object.fromEntries(all.map(([name, amounts]) => [name, amounts[index]]));
    return Object.fromEntries(given.map((kind) => [kind, of(kind === 'requests' ? 0 : 1)]));
  });
}

function runtimeConfig(): Arbitrary<object> {
  const value = fc.oneof(
    fc.constant({ value: 'a' }),
    keyReference().map((valueFrom) => ({ valueFrom })),
  );
  const options = (...names: string[]) => value.map((one) => names.map((name) => ({ name, ...one })));
  const redis = options('url').map((given) => ({ type: 'redis', options: given }));
  const libsql = options('url', 'token').map((given) => ({ type: 'libsql', options: given }));
  const remote = options('url', 'auth_token').map((given) => ({ type: 'remote_http', options: given }));
  const named = (one: Arbitrary<object>, name: string) =>
    fc.oneof(one, fc.constant({ type: 'spin' })).map((type) => ({ name, ...type }));
  const parts = fc.record({
    keyValueStores: sometimes(fc.tuple(named(redis, 'default'), named(redis, 'other')), 2),
    sqliteDatabases: sometimes(fc.tuple(named(libsql, 'default')), 2),
    llmCompute: sometimes(fc.oneof(remote, fc.constant({ type: 'spin' })), 3),
  });
  return fc.oneof(
    { weight: 3, arbitrary: parts.map(withoutUndefined) },
    { weight: 1, arbitrary: fc.constantFrom({ loadFromSecret: 'toml' }, { loadFromSecret: '' }) },
  );
}

/** Volumes with a mount each, for some of the apps. */
function volumes(): Arbitrary<object> {
  const some = fc.subarray(VOLUMES, { minLength: 1, maxLength: 2 });
  const options = fc.constantFrom<object>({}, { readOnly: true }, { subPath: 'a/b' }, { mountPropagation: 'None' });
  const mounted = fc.tuple(some, options).map(([given, rest]) => ({
    volumes: given,
    volumeMounts: given.map(({ name }) => ({ name, mountPath: `/mnt/${name}`, ...rest })),
  }));
  return sometimes(mounted, 4).map((given) => given ?? {});
}
