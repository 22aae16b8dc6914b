import { Case } from './case';
import { PLATFORM, shim } from './objects';

export const SHIM_CASES: readonly Case[] = [
  [
    'warning shim-name',
    shim({}, 'spin.v2'),
    "'metadata.name' (spin.v2) must be a DNS label: it becomes the handler in containerd and the key of a node label; use at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit",
    shim({}, 'spin-v2'),
  ],
  [
    'warning shim-node-selector',
    shim({ nodeSelector: { 'spin-v2': 'true' } }),
    "'spec.nodeSelector.spin-v2' (true) is the label of the Shim itself, which runtime-class-manager overwrites; select by another label",
    shim({ nodeSelector: { spin: 'true' } }),
  ],
  [
    'warning shim-rollout-strategy',
    shim({ rolloutStrategy: { type: 'rolling' } }),
    "'spec.rolloutStrategy.type' (rolling) is a strategy to which runtime-class-manager v0.2.0 answers with an error; use 'recreate'",
    shim({ rolloutStrategy: { type: 'recreate' } }),
  ],
  [
    'warning shim-fetch-strategy',
    shim({ fetchStrategy: { platforms: [] } }),
    `'spec.fetchStrategy' ({"platforms":[]}) says nowhere where the shim is; give 'platforms' or 'anonHttp'`,
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
    "'spec.runtimeClass.handler' (spin) is not the handler that the shim gets, spin-v2; give the RuntimeClass the name of the Shim as its handler",
    shim({ runtimeClass: { name: 'spin', handler: 'spin-v2' } }),
  ],
];
