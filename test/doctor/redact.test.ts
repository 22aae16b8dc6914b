import { HIDDEN, withoutSecrets } from '../../lib/doctor/redact';
import { Manifest } from '../../lib/synth/manifest';

const VALUE = 'correct-horse-battery-staple';

const secret = (fields: object): Manifest => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, ...fields });

/** Objects with a secret in every place that we know of. */
const OBJECTS: readonly Manifest[] = [
  secret({ data: { password: Buffer.from(VALUE).toString('base64') } }),
  secret({ stringData: { password: VALUE } }),
  secret({
    metadata: { name: 'a', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': VALUE, note: VALUE } },
  }),
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: { 'config.toml': VALUE },
    binaryData: { b: VALUE },
  },
  app({ variables: [{ name: 'db_password', value: VALUE }] }),
  app({ variables: [{ name: 'db', value: `postgres://user:${VALUE}@example.com/db` }] }),
  app({ runtimeConfig: { llmCompute: { type: 'remote_http', options: [{ name: 'auth_token', value: VALUE }] } } }),
  app({ runtimeConfig: { keyValueStores: [{ name: 'a', options: [{ name: 'key', value: VALUE }] }] } }),
  app({ podAnnotations: { 'example.com/api-token': VALUE } }),
  pod({ env: [{ name: 'PGPASSWORD', value: VALUE }] }),
  pod({ args: [`--token=${VALUE}`] }),
  pod({ args: ['--token', VALUE] }),
  pod({ command: ['sh', '-c', `export API_TOKEN="${VALUE}"; run`] }),
  pod({ command: ['sh', '-c', `run --password ${VALUE}`] }),
  pod({ args: [`https://example.com/a?sig=${VALUE}&v=1`] }),
  pod({ args: [`-----BEGIN PRIVATE KEY-----\n${VALUE}`] }),
  pod({ args: [`AccountEndpoint=x;AccountKey=${VALUE};`] }),
  {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'a' },
    message: `cannot fetch https://user:${VALUE}@example.com/a: timeout`,
  },
];

function app(spec: object): Manifest {
  return { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'a' }, spec };
}

function pod(container: object): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'a', ...container }] },
  };
}

test.each(OBJECTS.map((object): [string, Manifest] => [JSON.stringify(object), object]))(
  'hides the secret in %s',
  (_, object) => {
    const text = JSON.stringify(withoutSecrets(object));
    expect(text).not.toContain(VALUE);
    expect(text).not.toContain(Buffer.from(VALUE).toString('base64'));
  },
);

test('keeps the keys of a Secret, and the sizes of their values', () => {
  const data = { password: Buffer.from(VALUE).toString('base64') };
  expect(withoutSecrets(secret({ type: 'Opaque', data }))).toEqual(
    secret({ type: 'Opaque', keys: { password: VALUE.length } }),
  );
});

test('keeps what only looks like a secret', () => {
  const kept = [
    app({
      variables: [
        { name: 'max_tokens', value: '100' },
        { name: 'db_password', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
      ],
    }),
    app({ runtimeConfig: { loadFromSecret: 'runtime-config' } }),
    pod({ args: ['--token=true', '--health-probe-bind-address=:8082'], env: [{ name: 'A', value: 'b' }] }),
  ];
  expect(kept.map(withoutSecrets)).toEqual(kept);
  expect(JSON.stringify(kept.map(withoutSecrets))).not.toContain(HIDDEN);
});

test('changes nothing the second time', () => {
  const once = OBJECTS.map(withoutSecrets);
  expect(once.map(withoutSecrets)).toEqual(once);
});
