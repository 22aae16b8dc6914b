import * as fs from 'fs';
import * as YAML from 'yaml';
import { objectsOf } from '../program/round-trip';
import { command, inEmptyFolder, write } from './command';

inEmptyFolder();

const IMAGE = 'ghcr.io/example/shop:v1';

/** The objects that the command prints, as another parser reads them. */
function objects(...args: string[]): unknown[] {
  const { code, errors, out } = command('scaffold', '--from', IMAGE, ...args);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  return YAML.parseAllDocuments(out).map((document) => document.toJS() as unknown);
}

const APP = { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'shop' } };
const SPEC = { image: IMAGE, executor: 'containerd-shim-spin' };
const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' };

test('has the defaults of spin kube scaffold', () => {
  expect(objects()).toEqual([{ ...APP, spec: { ...SPEC, replicas: 2 } }]);
});

test('has a property for each flag', () => {
  write('runtime-config.toml', '[llm_compute]\ntype = "spin"\n');
  const flags =
    '-r 3 --executor shim --cpu-limit 1 --cpu-request 100m --memory-limit 1Gi --memory-request 64Mi -n prod';
  const others = '-s registry,other -s third --component a --component b,c -c runtime-config.toml --azure-identity';
  const more = '--service-account-name runner --readiness --liveness /live';
  expect(objects(...[flags, others, more].join(' ').split(' '))).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'shop-runtime-config', namespace: 'prod' },
      type: 'Opaque',
      stringData: { 'runtime-config.toml': '[llm_compute]\ntype = "spin"\n' },
    },
    {
      ...APP,
      metadata: { name: 'shop', namespace: 'prod' },
      spec: {
        ...SPEC,
        executor: 'shim',
        replicas: 3,
        podLabels: { 'azure.workload.identity/use': 'true' },
        serviceAccountName: 'runner',
        components: ['a', 'b', 'c'],
        checks: {
          readiness: { httpGet: { path: '/.well-known/spin/health', httpHeaders: [] } },
          liveness: { httpGet: { path: '/live', httpHeaders: [] } },
        },
        resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '64Mi' } },
        imagePullSecrets: [{ name: 'registry' }, { name: 'other' }, { name: 'third' }],
        runtimeConfig: { loadFromSecret: 'shop-runtime-config' },
      },
    },
  ]);
});

test('keeps requests without limits, and values of variables as strings', () => {
  const variables = ['a=true', 'b=1.5', 'c=x: y', 'd=1,e=2', 'f=', 'g=null', "h='\n"];
  expect(objects('--cpu-request', '50m', ...variables.flatMap((one) => ['-v', one]))).toEqual([
    {
      ...APP,
      spec: {
        ...SPEC,
        replicas: 2,
        resources: { requests: { cpu: '50m' } },
        variables: variables.map((one) => ({ name: one[0], value: one.slice(2) })),
      },
    },
  ]);
});

const SCALED = ['--cpu-request', '100m', '--memory-limit', '1Gi'];
const RESOURCES = { requests: { cpu: '100m' }, limits: { memory: '1Gi' } };

test('writes a HorizontalPodAutoscaler', () => {
  const metric = (name: string, averageUtilization: number) => ({
    type: 'Resource',
    resource: { name, target: { type: 'Utilization', averageUtilization } },
  });
  expect(objects('--autoscaler', 'hpa', '--autoscaler-target-cpu-utilization', '70', ...SCALED)).toEqual([
    { ...APP, spec: { ...SPEC, enableAutoscaling: true, resources: RESOURCES } },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'shop-autoscaler' },
      spec: {
        scaleTargetRef: TARGET,
        minReplicas: 2,
        maxReplicas: 3,
        metrics: [metric('cpu', 70), metric('memory', 60)],
      },
    },
  ]);
});

test('writes a ScaledObject', () => {
  const trigger = (type: string, value: string) => ({ type, metricType: 'Utilization', metadata: { value } });
  expect(objects('--autoscaler', 'keda', '--max-replicas', '9', ...SCALED)[1]).toEqual({
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'shop-autoscaler' },
    spec: {
      // A Deployment of apps/v1 is what KEDA takes.
      scaleTargetRef: { name: 'shop' },
      minReplicaCount: 2,
      maxReplicaCount: 9,
      triggers: [trigger('cpu', '60'), trigger('memory', '60')],
    },
  });
});

test.each([
  ['ghcr.io/example/my_shop.api@sha256:' + 'a'.repeat(64), 'my-shop-api'],
  ['localhost:5000/shop', 'shop'],
  ['shop', 'shop'],
  ['ghcr.io/example/2048:v1', 'app-2048'],
  [`ghcr.io/example/${'a'.repeat(80)}:v1`, 'a'.repeat(52)],
])('names the app of %s', (image, name) => {
  const { out } = command('scaffold', '-f', image);
  expect(YAML.parse(out)).toMatchObject({ metadata: { name }, spec: { image } });
});

test('writes the same objects as JSON, and as a program', () => {
  const flags = ['--autoscaler', 'hpa', '--namespace', 'prod', '-v', 'a=b', ...SCALED];
  const expected = objects(...flags);
  expect(JSON.parse(command('scaffold', '-f', IMAGE, '--json', ...flags).out)).toEqual(expected);
  expect(command('scaffold', '-f', IMAGE, '--typescript', '--out', 'main.ts', ...flags)).toEqual({
    code: 0,
    out: '',
    errors: '',
  });
  const written = objectsOf(fs.readFileSync('main.ts', 'utf8'));
  expect(written).toHaveLength(expected.length);
  expect(written).toEqual(expect.arrayContaining(expected) as unknown);
});

test('checks the app against its Spin manifest', () => {
  write(
    'spin.toml',
    `spin_manifest_version = 2
[application]
name = "shop"
[variables]
log_level = { required = true }
[[trigger.http]]
route = "/..."
component = "shop"
[component.shop]
source = "a.wasm"
`,
  );
  const missing = command('scaffold', '-f', IMAGE, '--spin-toml', 'spin.toml');
  expect({ code: missing.code, out: missing.out }).toEqual({ code: 2, out: '' });
  expect(missing.errors).toContain('log_level');
  const { code, out } = command(
    'scaffold',
    '-f',
    IMAGE,
    '--spin-toml',
    'spin.toml',
    '-v',
    'log_level=info',
    '--typescript',
  );
  expect(code).toBe(0);
  expect(out).toContain("  manifest: SpinManifest.fromFile('spin.toml'),\n");
});

test('warns of secrets in plain text', () => {
  const { code, errors } = command('scaffold', '-f', IMAGE, '-v', 'db_password=hunter2');
  expect({ code, errors }).toEqual({
    code: 0,
    errors: 'warning: a variable looks like a secret, but is in plain text; take it from a Secret\n',
  });
});

const QUANTITY = 'is not a quantity; use one such as 500m or 128Mi';

test.each([
  [['-f', 'a b'], "'--from' (a b) is not a valid image"],
  [['--name', 'My_app'], "'--name' (My_app)"],
  [['-r', '0'], "'--replicas' (0) is not a whole number of at least 1; use one"],
  [['-r', 'two'], "'--replicas' (two) is not a whole number of at least 1; use one"],
  [['--cpu-limit', 'much'], `'--cpu-limit' (much) ${QUANTITY}`],
  [['--memory-request', '1x'], `'--memory-request' (1x) ${QUANTITY}`],
  [['--cpu-limit', '1', '--cpu-request', '2'], "'--cpu-request' (2) is more than '--cpu-limit' (1); lower it"],
  [['--autoscaler', 'hpa'], "'--cpu-request' is not set: the target of an autoscaler is a percentage of it"],
  [['--autoscaler', 'hpa', '--max-replicas', '1', ...SCALED], "'--max-replicas' (1) is less than '--replicas' (2)"],
  [['-v', 'a'], "'--variable' (a) has no name and value; use name=value"],
  [['-v', 'a=1', '-v', 'a=2'], "'--variable' sets 'a' twice; remove one"],
  [['-v', 'a-b=1'], 'a-b'],
  [['-c', 'missing.toml'], "'--runtime-config-file' (missing.toml) cannot be read (ENOENT); use another file"],
  [['--spin-toml', 'missing.toml'], "'--spin-toml' (missing.toml) cannot be read (ENOENT); use another file"],
  [['-o', 'missing/a.yaml'], "'--out' (missing/a.yaml) cannot be written (ENOENT); use another file"],
  [['--autoscaler', 'vpa'], 'Allowed choices are hpa, keda.'],
])('rejects %j', (args, message) => {
  const { code, errors, out } = command('scaffold', '-f', IMAGE, ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toContain(message);
});

test('needs an image', () => {
  expect(command('scaffold').errors).toContain("required option '-f, --from <image>' not specified");
});
