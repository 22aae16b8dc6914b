import { Case } from './case';
import { PLATFORM, shim } from './objects';

export const SHIM_CASES: readonly Case[] = [
  [
    'warning shim-name',
    shim({}, 'spin.v2'),
    "'metadata.name' (spin.v2) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; it becomes the handler in containerd and the key of a node label",
    shim({}, 'spin-v2'),
  ],
  [
    'warning shim-node-selector',
    shim({ nodeSelector: { 'spin-v2': 'true' } }),
    "'spec.nodeSelector.spin-v2' (true) is a label that runtime-class-manager overwrites: it has the name of the Shim; use another label",
    shim({ nodeSelector: { spin: 'true' } }),
  ],
  [
    'warning shim-rollout-strategy',
    shim({ rolloutStrategy: { type: 'rolling' } }),
    "'spec.rolloutStrategy.type' (rolling) is not supported by runtime-class-manager v0.2.0; use 'recreate'",
    shim({ rolloutStrategy: { type: 'recreate' } }),
  ],
  [
    'warning shim-fetch-strategy',
    shim({ fetchStrategy: { platforms: [] } }),
    `'spec.fetchStrategy' ({"platforms":[]}) has no location to download the shim from; set 'platforms' or 'anonHttp'`,
    shim({ fetchStrategy: { platforms: [PLATFORM] } }),
  ],
  [
    'warning shim-fetch-strategy',
    shim({ fetchStrategy: { platforms: [{ ...PLATFORM, arch: 'riscv64' }] } }),
    "'spec.fetchStrategy.platforms[0].arch' (riscv64) must be one of amd64, arm64, x86_64, aarch64; choose one of them",
    shim({ fetchStrategy: { platforms: [PLATFORM] } }),
  ],
  [
    'warning shim-handler',
    shim({ runtimeClass: { name: 'spin', handler: 'spin' } }),
    "'spec.runtimeClass.handler' (spin) must be the name of the Shim, which becomes the handler in containerd; set it to 'spin-v2'",
    shim({ runtimeClass: { name: 'spin', handler: 'spin-v2' } }),
  ],
];
