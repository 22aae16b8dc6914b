import { spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { inOwnCluster } from '../src/cluster';
import { nodeImages } from '../src/node-images';
import { nodeTools } from '../src/node-tools';
import { CONTROL_PLANE, programPath } from '../src/programs';
import { eventually, temporaryFolder } from '../src/suite';

/** Kernel settings that a kubelet changes. */
const SETTINGS = ['vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops'];

/** Folders of the machine to which nodes write. */
const FOLDERS = ['/etc/cni', '/etc/containerd', '/opt', '/usr/local/bin', '/var/lib', '/var/log'];

inOwnCluster('a cluster with a real node', () => {
  test('changes nothing of the machine, and leaves nothing behind when it is killed', async () => {
    const before = machine();
    const folder = path.join(temporaryFolder(), 'cluster');
    const images = path.join(temporaryFolder(), 'images.json');
    fs.writeFileSync(images, JSON.stringify(nodeImages()));
    const command = ['up', '--owned', '--dir', folder, '--kube', programPath(CONTROL_PLANE), '--images', images];
    const nodes = ['--nodes', '1', '--programs', programPath('node'), '--tools', nodeTools()];
    const child = spawn(programPath('e2e'), [...command, ...nodes], { stdio: ['pipe', 'ignore', 'inherit'] });
    await eventually('a kubeconfig', () => found(fs.existsSync(path.join(folder, 'kubeconfig'))), 150);
    const { cgroups, ...others } = machine();
    expect(others).toEqual({ ...before, cgroups: undefined });
    expect(cgroups.length).toBeGreaterThan(before.cgroups.length);
    child.kill('SIGKILL');
    await eventually('nothing is left', () => found(JSON.stringify(machine()) === JSON.stringify(before)), 30);
  });
});

function found(is: boolean): Promise<true | undefined> {
  return Promise.resolve(is || undefined);
}

/** State of this machine that a node could change. */
function machine() {
  return {
    settings: SETTINGS.map((setting) => fs.readFileSync(`/proc/sys/${setting}`, 'utf8')),
    files: FOLDERS.filter((folder) => fs.existsSync(folder)).map((folder) => fs.readdirSync(folder)),
    interfaces: Object.keys(os.networkInterfaces()),
    mounts: fs.readFileSync('/proc/mounts', 'utf8').split('\n'),
    cgroups: fs.readdirSync('/sys/fs/cgroup/memory').filter((name) => name.startsWith('cdk8s-spinkube-e2e-')),
  };
}
