import * as fs from 'fs';
import * as path from 'path';
import { withoutSecrets } from '../../lib/doctor/redact';
import { snapshotOf } from '../doctor/recording';
import { command, inEmptyFolder, write } from './command';

const PATH = process.env.PATH;

inEmptyFolder();

beforeEach(() => {
  fs.mkdirSync('bin');
  process.env.PATH = `${process.cwd()}/bin:/usr/bin:/bin`;
});

afterEach(() => {
  process.env.PATH = PATH;
});

/** Resources that the cluster of the fake kubectl has. */
const RESOURCES = ['pods', 'secrets', 'nodes', 'deployments.apps', 'customresourcedefinitions.apiextensions.k8s.io'];

const SECRET = 'correct-horse-battery-staple';

const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'a', namespace: 'default' },
  data: { password: Buffer.from(SECRET).toString('base64') },
};

/** Puts a kubectl into PATH that answers with objects, and records how it was called. */
function fakeKubectl(
  objects: readonly object[],
  { stderr = '', served = RESOURCES }: { stderr?: string; served?: readonly string[] } = {},
): void {
  write('answers/api-resources', served.map((name) => `${name}\n`).join(''));
  write('answers/get', objects.length > 0 ? JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) : '');
  write('answers/stderr', stderr);
  const answers = path.resolve('answers');
  write(
    'bin/kubectl',
    `#!/bin/sh\necho "$@" >>${answers}/calls\ncat ${answers}/stderr >&2\ncat ${answers}/$1\ntest ! -s ${answers}/stderr\n`,
  );
  fs.chmodSync('bin/kubectl', 0o755);
}

function calls(): string[] {
  return fs.readFileSync('answers/calls', 'utf8').trimEnd().split('\n');
}

/** Writes a dump of a recording. */
function dumpOf(recording: string): void {
  const { namespaces, objects, time } = snapshotOf(recording);
  write('dump/snapshot.json', JSON.stringify({ time, unread: [], namespaces }));
  write('dump/pods.json', JSON.stringify({ items: objects }));
}

test('says that a healthy cluster has no problem', () => {
  dumpOf('healthy');
  expect(command('doctor', '--dump', 'dump')).toEqual({
    code: 0,
    out: expect.stringMatching(/^nothing found \(\d+ objects, 1 SpinApp\)\n$/) as string,
    errors: '',
  });
});

test('prints cause, evidence, consequences, remedy and page', () => {
  dumpOf('scaled-down-spin-operator-controller-manager');
  const { code, errors, out } = command('doctor', '--dump', 'dump');
  expect({ code, errors }).toEqual({ code: 1, errors: '' });
  expect(out).toMatch(/^1\. Deployment spin-operator\/spin-operator-controller-manager is scaled to 0: /);
  expect(out).toContain('\n   evidence  spec.replicas: 0\n');
  expect(out).toContain(
    'SpinAppExecutor leaving/leaving is being deleted, and waits for spin-operator to remove its finalizer\n',
  );
  expect(out).toContain(
    '\n   remedy    kubectl --namespace spin-operator scale deployment spin-operator-controller-manager --replicas=1',
  );
  expect(out).toMatch(/\n {3}see {7}https:\/\/github.com\/.*\/docs\/how-to\/high-availability.md \(scaled-down\)\n/);
  expect(out).toMatch(/\n1 finding, most likely first \(\d+ objects, 1 SpinApp\)\n$/);
});

test('prints JSON', () => {
  dumpOf('scaled-down-spin-operator-controller-manager');
  const { code, out } = command('doctor', '--dump', 'dump', '--json');
  const { findings, ...others } = JSON.parse(out) as {
    findings: { name: string; level: string; consequences: object[] }[];
  };
  expect(code).toBe(1);
  expect(others).toEqual({ time: expect.stringMatching(/^20\d\d-/) as string, unread: [] });
  expect(findings).toEqual([expect.objectContaining({ name: 'scaled-down', level: 'error' })]);
  expect(findings[0].consequences).toContainEqual(expect.objectContaining({ name: 'webhook-without-endpoints' }));
});

test('reads a live cluster with two calls of kubectl', () => {
  fakeKubectl([secret]);
  const { code, errors, out } = command('doctor', '--kubeconfig', 'my config', '--context', 'prod');
  expect({ code, errors }).toEqual({ code: 1, errors: '' });
  expect(out).toContain('SpinKube is not installed in this cluster');
  const options = '--kubeconfig=my config --context=prod --request-timeout=60s';
  expect(calls()).toEqual([
    `api-resources --verbs=list --output=name ${options}`,
    expect.stringMatching(new RegExp(`^get nodes,pods,secrets,.* --all-namespaces --output=json ${options}$`)),
  ]);
});

test('reads some namespaces, and concludes nothing about others', () => {
  fakeKubectl([secret]);
  expect(command('doctor', '--namespace', 'a', '--namespace', 'b').code).toBe(0);
  expect(calls().slice(1)).toEqual([
    expect.stringContaining('--namespace=a'),
    expect.stringContaining('--namespace=b'),
  ]);
});

test('names kinds that it may not read, and concludes nothing from them', () => {
  const stderr =
    'Error from server (Forbidden): customresourcedefinitions.apiextensions.k8s.io is forbidden: User "a" cannot list resource "customresourcedefinitions" in API group "apiextensions.k8s.io" at the cluster scope\n';
  fakeKubectl([secret], { stderr });
  expect(command('doctor')).toEqual({
    code: 0,
    out: 'nothing found (1 object, 0 SpinApps)\n',
    errors: 'not read, because it is not allowed: CustomResourceDefinition\n',
  });
});

test('collects without secrets into a new directory, which it can look at', () => {
  fakeKubectl([secret]);
  expect(command('doctor', '--collect', 'dump')).toEqual({ code: 0, out: 'dump: 1 objects\n', errors: '' });
  expect(fs.readdirSync('dump').sort()).toEqual(['secrets.json', 'snapshot.json']);
  expect(JSON.parse(fs.readFileSync('dump/secrets.json', 'utf8'))).toEqual({
    apiVersion: 'v1',
    kind: 'List',
    items: [withoutSecrets(secret)],
  });
  expect(fs.readFileSync('dump/secrets.json', 'utf8')).not.toContain(secret.data.password);
  expect(command('doctor', '--dump', 'dump').out).toBe(command('doctor').out);
});

test('reports what is missing or different of a bundle', () => {
  fakeKubectl([
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'kept', labels: { a: '1', other: 'x' } },
      spec: { podCIDR: '10.0.0.0/24' },
    },
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'changed', labels: { a: '2' } } },
    secret,
  ]);
  const node = (name: string) => `apiVersion: v1\nkind: Node\nmetadata: {name: ${name}, labels: {a: '1'}}\n`;
  write('dist/all.yaml', `${['kept', 'changed', 'missing'].map(node).join('---\n')}---\n${JSON.stringify(secret)}\n`);
  const { code, out } = command('doctor', '--namespace', 'default', '--drift', 'dist');
  expect(code).toBe(1);
  expect(out).toContain(
    '1. Node changed differs from the bundle in metadata.labels.a\n   evidence  metadata.labels.a: "2" in the cluster, "1" in the bundle\n',
  );
  expect(out).toContain('2. Node missing is in the bundle, but not in the cluster\n');
  expect(out).toContain('2 findings');
});

describe('rejects', () => {
  test('a missing kubectl', () => {
    process.env.PATH = `${process.cwd()}/bin`;
    expect(command('doctor')).toEqual({
      code: 2,
      out: '',
      errors:
        'cdk8s-spinkube doctor: kubectl was not found; install it and add it to PATH, or use --dump with files that doctor --collect wrote elsewhere\n',
    });
  });

  test('a cluster that cannot be reached', () => {
    const stderr =
      "E1128 12:00:00.000000 1 memcache.go:265] couldn't get current server API group list\nThe connection to the server localhost:8080 was refused - did you specify the right host or port?\n";
    fakeKubectl([], { stderr, served: [] });
    expect(command('doctor')).toEqual({
      code: 2,
      out: '',
      errors:
        'cdk8s-spinkube doctor: the cluster cannot be reached: The connection to the server localhost:8080 was refused - did you specify the right host or port?; check --kubeconfig and --context, as with kubectl cluster-info\n',
    });
  });

  test('a directory that is not empty, and leaves it as it is', () => {
    fakeKubectl([secret]);
    write('dump/a', '');
    const { code, errors } = command('doctor', '--collect', 'dump');
    expect({ code, errors }).toEqual({
      code: 2,
      errors: "cdk8s-spinkube doctor: 'dump' is not empty; name a new folder\n",
    });
    expect(fs.readdirSync('.').sort()).toEqual(['answers', 'bin', 'dump']);
  });

  test.each([
    [
      ['--dump', 'missing'],
      "cdk8s-spinkube doctor: 'missing' is not a dump of a cluster (ENOENT); use a folder that doctor --collect wrote\n",
    ],
    [['--dump', 'broken'], "cdk8s-spinkube doctor: 'broken' is not a dump of a cluster ("],
    [['--dump', 'a', '--context', 'b'], "error: option '--dump <dir>' cannot be used with option '--context <name>'\n"],
    [['--collect', 'a', '--json'], 'cannot be used with option'],
    [['pods'], 'error: too many arguments'],
  ])('%j', (args, message) => {
    write('broken/snapshot.json', '{');
    const { code, errors, out } = command('doctor', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(errors).toContain(message);
  });
});
