import { execFileSync } from 'child_process';
import * as path from 'path';
import { inTemporaryFolder } from './gitops/stages';
import { Guide } from './guide';
import { manifestsIn, only } from './testing';

const GUIDE = new Guide('two-shims');

describe('the program', () => {
  const files = GUIDE.written();
  const stages = JSON.parse(files['stages.json']) as { stages: { name: string }[] };

  test('installs the second shim after runtime-class-manager, and before the app that runs on it', () => {
    const names = stages.stages.map(({ name }) => name);
    const order = ['runtime-class-manager', 'second-shim', 'apps-executors', 'apps'];
    expect(names.filter((name) => order.includes(name))).toEqual(order);
  });

  test('gives each shim a handler, a RuntimeClass and an executor', () => {
    const all = Object.keys(files)
      .filter((file) => file.startsWith('manifests/'))
      .flatMap((file) => manifestsIn(files[file]));
    const chain = (app: string) => {
      const executor = (only(all, 'SpinApp', app).spec as { executor: string }).executor;
      const { deploymentConfig } = only(all, 'SpinAppExecutor', executor).spec as {
        deploymentConfig: { runtimeClassName: string };
      };
      const { handler, scheduling } = only(all, 'RuntimeClass', deploymentConfig.runtimeClassName);
      return [
        executor,
        deploymentConfig.runtimeClassName,
        handler,
        scheduling,
        only(all, 'Shim', String(handler)).kind,
      ];
    };
    const labelled = (name: string) => ({ nodeSelector: { [name]: 'provisioned' } });
    expect(chain('shop')).toEqual(['containerd-shim-spin', 'wasmtime-spin-v2', 'spin-v2', labelled('spin-v2'), 'Shim']);
    expect(chain('cart')).toEqual([
      'containerd-shim-spin-v0-24',
      'wasmtime-spin-v0-24',
      'spin-v0-24',
      labelled('spin-v0-24'),
      'Shim',
    ]);
  });

  test('removes the second shim before runtime-class-manager', () => {
    const script = files['kubectl/uninstall.sh'];
    const [shim, manager] = ['shim.runtime.spinkube.dev/spin-v0-24', 'deployment.apps/runtime-class-manager'];
    expect(script).toContain(shim);
    expect(script.indexOf(shim)).toBeLessThan(script.indexOf(manager));
  });
});

test('packs an archive as the downloader of runtime-class-manager needs it', () => {
  const released = 'containerd-shim-spin-v2-linux-x86_64.tar.gz';
  const packed = 'containerd-shim-spin-v0-24-linux-x86_64.tar.gz';
  inTemporaryFolder((folder) => {
    const run = (command: string, env = {}) =>
      execFileSync('sh', ['-euc', command], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
    // The release, and a curl that downloads it.
    run(`mkdir web bin && echo shim > containerd-shim-spin-v2 && chmod 755 containerd-shim-spin-v2
      tar -czf web/${released} containerd-shim-spin-v2 && rm containerd-shim-spin-v2
      printf '#!/bin/sh\\ncp "web/\${2##*/}" .\\n' > bin/curl && chmod +x bin/curl`);
    const output = run(GUIDE.blockOf('sh'), { PATH: `${path.join(folder, 'bin')}:${process.env.PATH}` });
    expect(output).toMatch(new RegExp(`^[0-9a-f]{64}  ${packed}\n$`));
    expect(run(`tar -xzf ${packed} -C bin && cat bin/containerd-shim-spin-v0-24`)).toBe('shim\n');
    expect(run('test -x bin/containerd-shim-spin-v0-24 && echo executable')).toBe('executable\n');
  });
});
