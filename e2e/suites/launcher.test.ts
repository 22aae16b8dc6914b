import { ChildProcess, execFileSync, spawn, spawnSync } from 'child_process';
import { once } from 'events';
import * as fs from 'fs';
import * as path from 'path';
import { text } from 'stream/consumers';
import { Cluster, inOwnCluster, startCluster } from '../src/cluster';
import { CONTROL_PLANE, programPath, testProgram } from '../src/programs';
import { eventually, temporaryFolder } from '../src/suite';

inOwnCluster('two clusters at the same time', () => {
  let clusters: Cluster[];

  beforeAll(async () => {
    clusters = await Promise.all([startCluster(), startCluster()]);
  });

  afterAll(async () => {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
  });

  test('share no objects', async () => {
    const [one, other] = clusters.map(({ kubectl }) => kubectl);
    await one.text('create', 'namespace', 'team');
    expect(await one.get('namespace/team')).toHaveLength(1);
    expect(await other.get('namespace/team')).toEqual([]);
  });

  test('stop independently', async () => {
    const [one, other] = clusters;
    await one.stop();
    expect((await one.kubectl.try('get', 'namespaces')).code).not.toBe(0);
    expect((await other.kubectl.try('get', 'namespaces')).code).toBe(0);
  });
});

inOwnCluster('a cluster', () => {
  const launcher = programPath('e2e');

  /** A folder for a cluster, and the command line that starts the cluster there. */
  function commandFor(...options: string[]): { folder: string; command: string[] } {
    const folder = path.join(temporaryFolder(), 'cluster');
    return { folder, command: ['up', '--owned', '--dir', folder, '--kube', programPath(CONTROL_PLANE), ...options] };
  }

  /** Waits until a cluster has started. */
  async function answers(folder: string): Promise<void> {
    await eventually('a kubeconfig', () =>
      Promise.resolve(fs.existsSync(path.join(folder, 'kubeconfig')) || undefined),
    );
    expect(processesWith(folder).length).toBeGreaterThanOrEqual(4);
  }

  /** Waits until all processes and mounts of a folder are gone. */
  async function isGone(folder: string): Promise<void> {
    await eventually('no process', () => Promise.resolve(processesWith(folder).length === 0 || undefined), 20);
    expect(fs.readFileSync('/proc/mounts', 'utf8')).not.toContain(folder);
  }

  function start(command: string[]): ChildProcess {
    return spawn(launcher, command, { stdio: ['pipe', 'ignore', 'inherit'] });
  }

  test('passes the Go tests of the launcher', () => {
    expect(testProgram('e2e')).toMatch(/^ok /m);
  });

  test('leaves nothing behind when its parent process is killed', async () => {
    const { command, folder } = commandFor();
    const script = `require('child_process').spawn(process.argv[1], process.argv.slice(2), { stdio: ['pipe', 'ignore', 'inherit'] })`;
    const owner = spawn(process.execPath, ['-e', script, launcher, ...command], { stdio: 'ignore' });
    await answers(folder);
    owner.kill('SIGKILL');
    await isGone(folder);
    expect(fs.existsSync(folder)).toBe(false);
  });

  test.each<[string, NodeJS.Signals, string[]]>([
    ['nothing behind after Ctrl-C', 'SIGINT', []],
    ['only its logs behind when it is killed', 'SIGKILL', ['apiserver.log']],
  ])('leaves %s', async (_, signal, left) => {
    const { command, folder } = commandFor();
    const child = start(command);
    await answers(folder);
    child.kill(signal);
    await isGone(folder);
    const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
    expect(files.filter((file) => file === 'apiserver.log')).toEqual(left);
    expect(files.length > 0).toBe(left.length > 0);
  });

  test('fails with its log when it is not ready in time', async () => {
    const { command, folder } = commandFor('--ready-in', '1s');
    const child = spawn(launcher, command, { stdio: ['pipe', 'ignore', 'pipe'] });
    const exit = once(child, 'exit') as Promise<[number]>;
    const [stderr, [code]] = await Promise.all([text(child.stderr), exit]);
    expect(code).toBe(1);
    expect(stderr).toContain('not ready in 1s');
    await isGone(folder);
  });

  test('names the missing privileges in one sentence', () => {
    const folder = temporaryFolder();
    execFileSync('chmod', ['777', folder]);
    const copy = path.join(folder, 'e2e');
    fs.copyFileSync(launcher, copy);
    const command = ['up', '--dir', path.join(folder, 'cluster'), '--kube', copy];
    const { status, stderr } = spawnSync(copy, command, { uid: 65534, gid: 65534, encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      1,
      'e2e needs root, or CAP_SYS_ADMIN and CAP_NET_ADMIN, to give the cluster a network and mounts of its own\n',
    ]);
  });
});

/** Processes of this machine whose command line contains a word. */
function processesWith(word: string): string[] {
  return fs
    .readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id))
    .filter((id) => {
      try {
        return fs.readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(word);
      } catch {
        return false; // The process has ended in the meantime.
      }
    });
}
