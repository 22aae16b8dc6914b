import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SmokeTest, SmokeTestProps, SpinApp, SpinAppExecutor, SpinAppExecutorProps, Variable } from '../../lib';
import { field, list } from '../../lib/synth/manifest';
import { inTemporaryFolder } from '../gitops/stages';
import { Manifest, only, synth, testChart, validationErrors } from '../testing';

function spinApp(namespace?: string, executor: SpinAppExecutorProps = { spinImage: 'spin:v3' }): SpinApp {
  const chart = testChart(namespace);
  return new SpinApp(chart, 'app', {
    metadata: { name: 'hello' },
    image: 'hello',
    executor: new SpinAppExecutor(chart, 'executor', executor),
  });
}

/** A smoke test of an app, in the chart of the app. */
function smokeTest(props: Partial<SmokeTestProps> = {}): SmokeTest {
  const { app = spinApp('shop') } = props;
  return new SmokeTest(Chart.of(app), 'works', { app, ...props });
}

const jobOf = ({ app }: SmokeTest) => only(synth(Chart.of(app)), 'Job');
const containerOf = (job: Manifest) => list(job, 'spec', 'template', 'spec', 'containers')[0];
const envOf = (job: Manifest) =>
  Object.fromEntries(list(containerOf(job), 'env').map((one) => [String(field(one, 'name')), field(one, 'value')]));

describe('a smoke test', () => {
  test('has the documented defaults, and what the Pod Security Standard restricted requires', () => {
    const test = smokeTest();
    const job = jobOf(test);
    const labels = { 'cdk8s-spinkube/smoke-test': 'test-works-c8c6ae51' };
    expect(job.metadata).toEqual({ name: test.name, namespace: 'shop', labels });
    expect(job.spec).toEqual({
      activeDeadlineSeconds: 240,
      backoffLimit: 2,
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { containerName: 'curl', operator: 'In', values: [1] } }],
      },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          containers: [
            {
              name: 'curl',
              image: 'docker.io/curlimages/curl:8.20.0',
              imagePullPolicy: 'IfNotPresent',
              command: ['sh', '-c', expect.stringContaining('curl --silent')],
              env: [
                { name: 'URL', value: 'http://hello.shop.svc/' },
                { name: 'EXPECTED_STATUS', value: '200' },
                { name: 'TIMEOUT', value: '120' },
              ],
              resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
            },
          ],
          enableServiceLinks: false,
          restartPolicy: 'Never',
          securityContext: {
            runAsGroup: 65532,
            runAsNonRoot: true,
            runAsUser: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      },
    });
  });

  test('applies every property', () => {
    const app = spinApp('shop');
    const props: Required<SmokeTestProps> = {
      metadata: { name: 'mine', namespace: 'tests', labels: { a: 'b' } },
      app,
      path: '/hello?name=x',
      expectStatus: 404,
      expectBody: 'not found',
      timeout: Duration.seconds(30),
      image: 'registry.example.com/curl:1',
      imagePullSecrets: [kplus.Secret.fromSecretName(app, 'pull', 'registry')],
    };
    const job = jobOf(smokeTest(props));
    expect(job.metadata).toEqual({
      name: expect.stringMatching(/^mine-[0-9a-f]{8}$/) as string,
      namespace: 'tests',
      labels: { a: 'b', 'cdk8s-spinkube/smoke-test': 'mine' },
    });
    expect(job.spec).toMatchObject({
      activeDeadlineSeconds: 150,
      template: { spec: { imagePullSecrets: [{ name: 'registry' }] } },
    });
    expect(containerOf(job)).toMatchObject({ image: 'registry.example.com/curl:1' });
    expect(envOf(job)).toEqual({
      URL: 'http://hello.shop.svc/hello?name=x',
      EXPECTED_STATUS: '404',
      EXPECTED_BODY: 'not found',
      TIMEOUT: '30',
    });
  });

  test('reaches an app without a namespace by its name', () => {
    expect(smokeTest({ app: spinApp() }).url).toBe('http://hello/');
  });

  test('may be in the scope of its app', () => {
    const app = spinApp('shop');
    const test = new SmokeTest(app, 'works', { app });
    expect(jobOf(test).metadata.name).toBe(test.name);
  });

  test('cuts a name that would be too long for the label of its pods', () => {
    const { name } = smokeTest({ metadata: { name: `${'a'.repeat(53)}-${'b'.repeat(20)}` } });
    expect(name).toMatch(/^a{53}-[0-9a-f]{8}$/);
  });
});

describe('the name of the Job', () => {
  const nameWith = (change: (app: SpinApp) => void = () => undefined, props: Partial<SmokeTestProps> = {}) => {
    const app = spinApp('shop');
    const test = smokeTest({ app, ...props });
    change(app);
    return jobOf(test).metadata.name;
  };

  test('is the same at each synth', () => {
    const test = smokeTest();
    expect(jobOf(test)).toEqual(jobOf(test));
    expect(nameWith()).toBe(nameWith());
  });

  test.each<[string, ((app: SpinApp) => void) | undefined, Partial<SmokeTestProps>]>([
    [
      'a variable of the app',
      (app) => {
        app.addVariable('a', Variable.fromValue('b'));
      },
      {},
    ],
    [
      'the autoscaling of the app',
      (app) => {
        app.markHasAutoscaler();
      },
      {},
    ],
    ['the expected body', undefined, { expectBody: 'x' }],
    ['its metadata', undefined, { metadata: { annotations: { run: '2' } } }],
  ])('changes with %s', (_, change, props) => {
    expect(nameWith(change, props)).not.toBe(nameWith());
  });
});

describe('a smoke test is rejected', () => {
  test.each<[string, Partial<SmokeTestProps>, string]>([
    [
      'with a relative path',
      { path: 'hello' },
      "'path' (hello) is not a valid path of a request; begin it with a slash, and encode spaces and number signs",
    ],
    [
      'with a space in its path',
      { path: '/hello world' },
      "'path' (/hello world) is not a valid path of a request; begin it with a slash, and encode spaces and number signs",
    ],
    [
      'with an empty path',
      { path: '' },
      "'path' ('') is not a valid path of a request; begin it with a slash, and encode spaces and number signs",
    ],
    [
      'with a status that ends no request',
      { expectStatus: 100 },
      "'expectStatus' (100) must be a whole number from 200 to 599; choose one of them",
    ],
    [
      'with a part of a second',
      { timeout: Duration.millis(1500) },
      "'timeout' (1.5) must be a whole number, 1 or more; choose one of them",
    ],
    ['without an image', { image: '' }, "'image' ('') must not be empty; remove it to use the default"],
    [
      'for an app that is not deployed',
      { app: spinApp('shop', { createDeployment: false }) },
      "'app' (hello) never answers: its executor creates no Deployments; test an app of another executor",
    ],
  ])('%s', (_, props, message) => {
    expect(validationErrors(Chart.of(smokeTest(props).app))).toEqual([`[test/works] ${message}`]);
  });
});

test.each([
  [undefined, ''],
  ['hello', ' (hello)'],
  [{}, ' ({})'],
])('a smoke test rejects an app that JavaScript passes without types: %j', (app, shown) => {
  expect(() => new SmokeTest(testChart(), 'works', { app: app as unknown as SpinApp })).toThrow(
    `[test/works] 'app'${shown} is not a SpinApp; use new SpinApp()`,
  );
});

/** The value of an environment variable or argument as the kubelet passes it, by `third_party/forked/golang/expansion`. */
function expanded(text: string, env: { [name: string]: string } = {}): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (found, name?: string) =>
    name === undefined ? '$' : Object.hasOwn(env, name) ? env[name] : found,
  );
}

/** An answer: the body, then a line with the status and the error of curl. */
const answer = (body: string, status: string, error = '') => `${body}\n${status} ${error}`;

const CURL = `printf '%s\\n' "$*" >>"$FOLDER/calls"
number=$(wc -l <"$FOLDER/calls")
[ "$number" -le "$COUNT" ] || number=$COUNT
cat "$FOLDER/$((number))"`;

/**
 * Runs the script of a Job as the kubelet does, with a curl that gives one answer after another, the last one forever. A second
 * passes with each.
 */
function runScript(job: Manifest, answers: readonly string[]) {
  return inTemporaryFolder((folder) => {
    answers.forEach((text, index) => {
      fs.writeFileSync(path.join(folder, String(index + 1)), text);
    });
    const program = (name: string, text: string) => {
      fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    };
    program('curl', CURL);
    program('date', 'echo >>"$FOLDER/seconds"\nwc -l <"$FOLDER/seconds"');
    program('sleep', '');
    const env: { [name: string]: string } = {};
    for (const [name, value = ''] of Object.entries(envOf(job) as { [name: string]: string | undefined })) {
      env[name] = expanded(value, env);
    }
    const [shell, ...args] = list(containerOf(job), 'command').map((word) => expanded(String(word), env));
    const { status, stderr, stdout } = spawnSync(shell, args, {
      encoding: 'utf8',
      env: { ...env, COUNT: String(answers.length), FOLDER: folder, PATH: `${folder}:${process.env.PATH ?? ''}` },
    });
    const calls = fs.readFileSync(path.join(folder, 'calls'), 'utf8').trimEnd().split('\n');
    return { status, stdout, stderr, calls };
  });
}

describe('the script', () => {
  const jobWith = (props: Partial<SmokeTestProps>) => jobOf(smokeTest({ path: '/hello', ...props }));
  const head = (expected: string) => `GET http://hello.shop.svc/hello\nexpected: ${expected}\n`;

  test('passes when status and body are as expected', () => {
    const job = jobWith({ expectBody: 'Hello world from Spin!' });
    const { calls, ...ended } = runScript(job, [answer('Hello world from Spin!\n', '200')]);
    expect(ended).toEqual({
      status: 0,
      stderr: '',
      stdout: `${head('status 200, body: Hello world from Spin!')}received: status 200, body: Hello world from Spin!\npassed\n`,
    });
    expect(calls).toEqual([expect.stringMatching(/ http:\/\/hello\.shop\.svc\/hello$/)]);
  });

  test('accepts any body where none is given', () => {
    expect(runScript(jobWith({}), [answer('a\nb', '200')])).toMatchObject({
      status: 0,
      stdout: `${head('status 200')}received: status 200, body: a\nb\npassed\n`,
    });
  });

  test('repeats the request until the app answers, and prints each change', () => {
    const refused = answer('', '000', 'Failed to connect to hello.shop.svc port 80');
    const { calls, status, stdout } = runScript(jobWith({}), [refused, refused, answer('', '503'), answer('', '200')]);
    expect([status, calls.length]).toEqual([0, 4]);
    expect(stdout).toBe(
      `${head('status 200')}received: no answer: Failed to connect to hello.shop.svc port 80\n` +
        'received: status 503, body: \nreceived: status 200, body: \npassed\n',
    );
  });

  test.each<[string, Partial<SmokeTestProps>, string]>([
    ['another status', {}, answer('', '404')],
    ['another body', { expectBody: 'a' }, answer('b', '200')],
    ['a body where an empty one is expected', { expectBody: '' }, answer('b', '200')],
    ['a body that was cut off', {}, answer('a', '200', 'transfer closed')],
  ])('fails after the timeout with %s', (_, props, text) => {
    const { calls, status, stdout } = runScript(jobWith({ ...props, timeout: Duration.seconds(3) }), [text]);
    expect([status, calls.length]).toEqual([1, 3]);
    expect(stdout).toMatch(/\nreceived: .*\nfailed: no such answer within 3s\n$/);
  });

  test.each([
    '',
    '"quoted" `date` $(URL) $$HOME $5 $',
    "it's 100 % \\n\ttabbed",
    'two\nlines\n\n',
    '-n',
    '*',
    'ünïcode',
  ])('takes the expected body as it is: %j', (expectBody) => {
    expect(runScript(jobWith({ expectBody }), [answer(expectBody, '200')])).toMatchObject({ status: 0, stderr: '' });
  });
});
