import { Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  KeyValueStore,
  OptionValue,
  RuntimeClass,
  RuntimeConfig,
  SpinAppExecutor,
  SpinApplication,
  SpinCronJob,
  SpinJob,
  SpinJobProps,
  SpinManifest,
  Variable,
} from '../../lib';
import { only, synth, testChart, validationErrors } from '../testing';

const MANIFEST = `spin_manifest_version = 2
application.name = "shop"
[variables]
bank_url = { default = "" }
pin = { default = "", secret = true }
[[trigger.http]]
route = "/"
component = "front"
[[trigger.command]]
component = "import"
[[trigger.command]]
component = "report"
[component.front]
source = "a.wasm"
[component.import]
source = "a.wasm"
variables = { bank = "{{ bank_url }}" }
[component.report]
source = "a.wasm"
`;

/** The security context of the Pod Security Standard `restricted`. */
const RESTRICTED = {
  pod: { runAsGroup: 65532, runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: false },
};

/** A chart with an executor that has a RuntimeClass. */
function newChart() {
  const chart = testChart('team');
  const runtimeClass = RuntimeClass.fromRuntimeClassName(chart, 'class', 'wasmtime-spin-v2');
  const executor = new SpinAppExecutor(chart, 'executor', { metadata: { name: 'shim' }, runtimeClass });
  return { chart, executor, secret: kplus.Secret.fromSecretName(chart, 'secret', 'shop') };
}

function errorsOf(props: Partial<SpinJobProps>): string[] {
  const { chart, executor } = newChart();
  new SpinJob(chart, 'job', { image: 'example.com/shop:v1', executor, ...props });
  return validationErrors(chart);
}

test('by default, a Job has one restricted pod of the executor’s RuntimeClass, without a token', () => {
  const { chart, executor } = newChart();
  const job = new SpinJob(chart, 'job', { image: 'example.com/shop:v1', executor });
  const object = only(synth(chart), 'Job');
  expect(object.metadata).toEqual({ name: job.name, namespace: 'team' });
  expect(job.name).toMatch(/^test-job-[0-9a-f]+-[0-9a-f]{8}$/);
  expect(object.spec).toEqual({
    backoffLimit: 2,
    template: {
      spec: {
        automountServiceAccountToken: false,
        containers: [
          { name: 'spin', image: 'example.com/shop:v1', command: ['/'], securityContext: RESTRICTED.container },
        ],
        enableServiceLinks: false,
        restartPolicy: 'Never',
        runtimeClassName: 'wasmtime-spin-v2',
        securityContext: RESTRICTED.pod,
      },
    },
  });
});

test('a Job passes on all that is set, as the operator does for a SpinApp', () => {
  const { chart, executor, secret } = newChart();
  new SpinJob(chart, 'job', {
    metadata: { name: 'import', labels: { team: 'shop' } },
    image: 'example.com/shop:v1',
    executor,
    runtimeClass: RuntimeClass.fromRuntimeClassName(chart, 'other', 'other'),
    manifest: SpinManifest.fromString(MANIFEST),
    components: ['import', 'report'],
    variables: { bank_url: Variable.fromValue('https://bank'), pin: Variable.fromSecret(secret, 'pin') },
    runtimeConfig: RuntimeConfig.fromSecret(secret),
    resources: { cpu: { request: kplus.Cpu.millis(100) }, memory: { limit: Size.mebibytes(64) } },
    imagePullSecrets: [secret],
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'importer'),
    backoffLimit: 0,
    activeDeadline: Duration.minutes(5),
  });
  const object = only(synth(chart), 'Job');
  expect(object.metadata).toEqual({
    name: expect.stringMatching(/^import-[0-9a-f]{8}$/) as string,
    namespace: 'team',
    labels: { team: 'shop' },
  });
  expect(object.spec).toEqual({
    activeDeadlineSeconds: 300,
    backoffLimit: 0,
    template: {
      spec: {
        containers: [
          {
            name: 'spin',
            image: 'example.com/shop:v1',
            command: ['/'],
            env: [
              { name: 'SPIN_VARIABLE_BANK_URL', value: 'https://bank' },
              { name: 'SPIN_VARIABLE_PIN', valueFrom: { secretKeyRef: { name: 'shop', key: 'pin' } } },
              { name: 'SPIN_COMPONENTS_TO_RETAIN', value: 'import,report' },
            ],
            resources: { requests: { cpu: '100m' }, limits: { memory: '64Mi' } },
            securityContext: RESTRICTED.container,
            volumeMounts: [
              { name: 'spin-runtime-config', mountPath: '/runtime-config.toml', subPath: 'runtime-config.toml' },
            ],
          },
        ],
        enableServiceLinks: false,
        imagePullSecrets: [{ name: 'shop' }],
        restartPolicy: 'Never',
        runtimeClassName: 'other',
        securityContext: RESTRICTED.pod,
        serviceAccountName: 'importer',
        volumes: [{ name: 'spin-runtime-config', secret: { secretName: 'shop' } }],
      },
    },
  });
});

test('another image is another Job', () => {
  const nameOf = (image: string) => {
    const { chart, executor } = newChart();
    return new SpinJob(chart, 'job', { metadata: { name: 'import' }, image, executor }).name;
  };
  expect(nameOf('example.com/shop:v1')).toBe(nameOf('example.com/shop:v1'));
  expect(nameOf('example.com/shop:v1')).not.toBe(nameOf('example.com/shop:v2'));
});

test('a CronJob runs the same pods on a schedule, one Job at a time, under its own name', () => {
  const { chart, executor } = newChart();
  const props = { metadata: { name: 'report' }, image: 'example.com/shop:v1', executor };
  new SpinJob(chart, 'job', props);
  new SpinCronJob(chart, 'cron', { ...props, schedule: Cron.daily(), timeZone: 'Europe/Berlin' });
  const objects = synth(chart);
  const { metadata, spec } = only(objects, 'CronJob');
  expect(metadata).toEqual({ name: 'report', namespace: 'team' });
  expect(spec).toEqual({
    concurrencyPolicy: 'Forbid',
    jobTemplate: { spec: only(objects, 'Job').spec },
    schedule: '0 0 * * *',
    timeZone: 'Europe/Berlin',
  });
});

test.each<[title: string, props: () => Partial<SpinJobProps>, error: string]>([
  [
    'an executor without a RuntimeClass',
    () => ({ executor: SpinAppExecutor.fromSpinAppExecutorName(testChart(), 'other', 'shim') }),
    "'runtimeClass' is required, because the executor does not say which one it has; set it, or use an executor with a runtimeClass",
  ],
  [
    'a runtime configuration that is not in a Secret',
    () => ({
      runtimeConfig: RuntimeConfig.of({
        keyValueStores: { default: KeyValueStore.redis({ url: OptionValue.fromValue('redis://redis') }) },
      }),
    }),
    "'runtimeConfig' must be a file in a Secret, because no operator writes it for a Job; use RuntimeConfig.fromSecret()",
  ],
  [
    'a component whose trigger never ends',
    () => ({ manifest: SpinManifest.fromString(MANIFEST), components: ['front', 'import'] }),
    "'components' (front) is started by a trigger of type http, which never ends; list only components with a trigger of type 'command'",
  ],
  ['half a pod', () => ({ backoffLimit: 0.5 }), "'backoffLimit' (0.5) must be a whole number, 0 or more"],
  [
    'no time',
    () => ({ activeDeadline: Duration.millis(100) }),
    "'activeDeadline' (0.1) must be a whole number, 1 or more",
  ],
  [
    'a secret in plain text, by its name',
    () => ({ variables: { api_token: Variable.fromValue('abc') } }),
    "'spec.variables[0].value' (…) of 'api_token' looks like a secret but is in plain text; take it from a Secret, or set 'allowPlaintextSecrets'",
  ],
  [
    'a secret in plain text, by the manifest',
    () => ({
      manifest: SpinManifest.fromString(MANIFEST),
      components: ['import'],
      variables: { pin: Variable.fromValue('1') },
    }),
    "'variables.pin' (…) is a secret in spin.toml, but is in plain text",
  ],
  [
    'an image that is not valid',
    () => ({ image: 'https://example.com/shop' }),
    "'spec.image' (https://example.com/shop)",
  ],
])('rejects %s', (_title, props, error) => {
  const errors = errorsOf(props());
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(`[test/job] ${error}`);
});

test('accepts secrets in plain text if they are allowed', () => {
  expect(errorsOf({ variables: { api_token: Variable.fromValue('abc') }, allowPlaintextSecrets: true })).toEqual([]);
});

describe('a SpinApplication with commands', () => {
  function newApplication(manifest: string, schedules?: { [component: string]: Cron }) {
    const { chart, executor } = newChart();
    const application = new SpinApplication(chart, 'shop', {
      metadata: { name: 'shop' },
      image: 'example.com/shop:v1',
      executor,
      manifest: SpinManifest.fromString(manifest),
      variables: { bank_url: Variable.fromValue('https://bank') },
      schedules,
    });
    return { application, chart };
  }

  test('has Jobs for them, CronJobs for those with a schedule, and a SpinApp for the rest', () => {
    const { application, chart } = newApplication(MANIFEST, { report: Cron.hourly() });
    const objects = synth(chart);
    expect(application.jobs.map(({ kind }) => kind)).toEqual(['Job', 'CronJob']);
    expect(only(objects, 'SpinApp').metadata.name).toBe('shop');
    expect(only(objects, 'SpinApp').spec).toMatchObject({ components: ['front'] });
    expect(only(objects, 'SpinApp').spec).not.toHaveProperty('variables');
    expect(only(objects, 'Job').metadata.name).toMatch(/^shop-import-/);
    expect(only(objects, 'Job').spec).toMatchObject({
      template: {
        spec: {
          containers: [
            {
              env: [
                { name: 'SPIN_VARIABLE_BANK_URL', value: 'https://bank' },
                { name: 'SPIN_COMPONENTS_TO_RETAIN', value: 'import' },
              ],
            },
          ],
        },
      },
    });
    expect(only(objects, 'CronJob').metadata.name).toBe('shop-report');
    expect(only(objects, 'CronJob').spec).toMatchObject({ schedule: '0 * * * *' });
  });

  test('has no SpinApp if there is nothing else', () => {
    const commands = MANIFEST.replace(/\[\[trigger.http\]\][^[]*/, '').replace(/\[component.front\][^[]*/, '');
    const { application, chart } = newApplication(commands);
    expect(application.apps).toEqual([]);
    expect(synth(chart).map(({ kind }) => kind)).toEqual(['SpinAppExecutor', 'Job', 'Job']);
    expect(() => application.exposeViaIngress()).toThrow("'manifest' (shop) has no public HTTP route to expose");
  });

  test('rejects a command that has other triggers, and a schedule of another component', () => {
    const both = `${MANIFEST}[[trigger.redis]]\nchannel = "orders"\ncomponent = "report"\n`.replace(
      /(\[component.front\][^]*)(\[\[trigger.redis\]\][^]*)/,
      '$2$1',
    );
    expect(validationErrors(newApplication(both).chart)).toContain(
      "[test/shop] 'manifest' (report) is started by triggers of type command and redis in spin.toml, so that its Job never ends; give the command a component of its own",
    );
    expect(validationErrors(newApplication(MANIFEST, { reports: Cron.hourly() }).chart)).toEqual([
      "[test/shop] 'schedules' (reports) is not a component of spin.toml with a trigger of type command; did you mean 'report'?",
    ]);
  });
});
