import { execFileSync } from 'child_process';
import * as path from 'path';
import { nodeTools } from './node-tools';
import { programPath } from './programs';
import { IMAGE } from './sample';

/** An image for real nodes, as the launcher reads it. */
export interface NodeImage {
  /** Path of a static program on this machine. */
  readonly binary?: string;

  /** Path of the program in the image. */
  readonly path?: string;

  readonly entrypoint?: string[];

  /** User ID of the image; root by default. */
  readonly user?: number;

  /** Further files by their path in the image, with their place on this machine. */
  readonly files?: { readonly [path: string]: string };

  /** A Spin application; the other properties are not used. */
  readonly spin?: SpinImage;
}

interface SpinImage {
  /** WebAssembly files on this machine by the names of their components. */
  readonly components: { readonly [id: string]: string };

  /** Triggers of type `http` if they have a route, and of type `command` if not. */
  readonly triggers: readonly { readonly component: string; readonly route?: string | { readonly private: true } }[];

  /** Variables with their defaults; null for a required one. */
  readonly variables: { readonly [name: string]: string | null };
}

/** An image whose program is a command of the stand-in. */
export function standIn(user: number, ...command: string[]): NodeImage {
  const binary = path.join(programPath('node'), 'stand-in');
  return { binary, path: '/stand-in', entrypoint: ['/stand-in', ...command], user };
}

/** The stand-in for containerd-shim-spin. */
export function spinShim(): string {
  return path.join(programPath('node'), 'containerd-shim-spin-v2');
}

/** Names of the images of the tests. */
export const TRAFFIC = 'e2e/traffic:v1';
export const METRICS = 'e2e/metrics:v1';
export const ARCHIVES = 'e2e/archives:v1';
export const APPLICATION = 'ghcr.io/example/shop:v1';
export const COREDNS = 'registry.k8s.io/coredns/coredns:v1.14.7';

/** curl of this machine with its libraries, and a shell. */
function curl(): NodeImage {
  const program = execFileSync('which', ['curl'], { encoding: 'utf8' }).trim();
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  const busybox = path.join(nodeTools(), 'bin', 'busybox');
  const shell = ['sh', 'date', 'sleep'].map((name) => [`/bin/${name}`, busybox]);
  const files = Object.fromEntries([...libraries.map((file) => [file, file]), ...shell]) as { [path: string]: string };
  return { binary: program, path: '/usr/bin/curl', entrypoint: ['/usr/bin/curl'], user: 100, files };
}

/** Images for real nodes, in addition to those that also run without. */
export function nodeImages(): { [image: string]: NodeImage } {
  const http = path.join(nodeTools(), 'hello.wasm');
  const sample: SpinImage = {
    components: { hello: http, 'go-hello': http },
    triggers: [
      { component: 'hello', route: '/hello' },
      { component: 'go-hello', route: '/go-hello' },
    ],
    variables: { greeting: 'hello' },
  };
  const shop: SpinImage = {
    components: { front: http, cart: http, admin: http, report: programPath('command') },
    triggers: [
      { component: 'front', route: '/...' },
      { component: 'cart', route: '/cart/...' },
      { component: 'admin', route: { private: true } },
      { component: 'report' },
    ],
    variables: { currency: 'EUR', bank_url: null },
  };
  return {
    'registry.k8s.io/pause:3.10': standIn(65535, 'pause'),
    'ghcr.io/spinframework/runtime-class-manager:v0.2.0': standIn(65532, 'manager'),
    'ghcr.io/spinframework/shim-downloader:v0.2.0': standIn(0, 'download'),
    'ghcr.io/spinframework/node-installer:v0.2.0': standIn(0),
    'ghcr.io/kwasm/kwasm-operator:kwasm-operator-0.2.2': standIn(65532, 'manager'),
    'ghcr.io/spinkube/containerd-shim-spin/node-installer:v0.13.1': {
      ...standIn(0, 'provision'),
      files: { '/shims/containerd-shim-spin-v2': spinShim() },
    },
    [COREDNS]: { binary: programPath('coredns'), path: '/coredns', entrypoint: ['/coredns'], user: 65532 },
    'docker.io/curlimages/curl:8.20.0': curl(),
    [TRAFFIC]: standIn(65532, 'traffic'),
    [METRICS]: standIn(65532, 'metrics'),
    [IMAGE]: { spin: sample },
    [APPLICATION]: { spin: shop },
  };
}
