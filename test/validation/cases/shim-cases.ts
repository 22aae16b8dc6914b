import { Case } from './case';
import { KWASM, PLATFORM, kwasm, shim } from './objects';

const RELEASED =
  'https://github.com/spinframework/containerd-shim-spin/releases/download/v0.24.0/containerd-shim-spin-v2-linux-x86_64.tar.gz';

export const SHIM_CASES: readonly Case[] = [
  [
    'warning shim-name',
    shim({}, 'spin.v2'),
    "'metadata.name' (spin.v2) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; it becomes the handler in containerd and the key of a node label",
    shim({}, 'spin-v2'),
  ],
  [
    'warning shim-similar-name',
    shim({}, 'spin-v2'),
    "'metadata.name' (spin-v2) is part of the name of the Shim 'spin-v2-next': where that is installed first, containerd is not configured for this one; give one of them a name that does not contain the other",
    shim({}, 'spin-v0-24'),
    [shim({}, 'spin-v2-next'), shim({}, 'spin-v2')],
  ],
  [
    'warning shim-similar-name',
    shim({ nodeSelector: { pool: 'new', os: 'linux' } }, 'spin-v2'),
    "'metadata.name' (spin-v2) is part of the name of the Shim 'spin-v2-next': where that is installed first, containerd is not configured for this one; give one of them a name that does not contain the other",
    shim({ nodeSelector: { pool: 'old' } }, 'spin-v2'),
    [shim({ nodeSelector: { pool: 'new' } }, 'spin-v2-next')],
  ],
  [
    'warning shim-kwasm-nodes',
    shim({}),
    "'spec.nodeSelector' selects nodes of kwasm-operator, where runtime-class-manager does not configure containerd; add a label that only other nodes have",
    shim({}, 'slight-v1'),
    [KWASM],
  ],
  [
    'warning shim-kwasm-nodes',
    shim({ nodeSelector: { 'kubernetes.io/os': 'linux' } }),
    `'spec.nodeSelector' ({"kubernetes.io/os":"linux"}) selects nodes of kwasm-operator, where runtime-class-manager does not configure containerd; add a label that only other nodes have, and set AUTO_PROVISION_NODES of kwasm-operator to 'false'`,
    shim({}, 'slight-v1'),
    [kwasm('true')],
  ],
  [
    'warning shim-kwasm-nodes',
    shim({ nodeSelector: { 'kubernetes.io/os': 'linux' } }),
    `'spec.nodeSelector' ({"kubernetes.io/os":"linux"}) selects nodes of kwasm-operator, where runtime-class-manager does not configure containerd; add a label that only other nodes have`,
    shim({ nodeSelector: { pool: 'new' } }),
    [KWASM],
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
    'warning shim-archive',
    shim({ fetchStrategy: { platforms: [{ ...PLATFORM, location: RELEASED }] } }, 'spin-v0-24'),
    `'spec.fetchStrategy.platforms[0].location' (${RELEASED}) has the file containerd-shim-spin-v2, but the Shim 'spin-v0-24' needs containerd-shim-spin-v0-24; name the Shim 'spin-v2', or pack an archive with a file of that name`,
    shim({ fetchStrategy: { platforms: [{ ...PLATFORM, location: RELEASED }] } }, 'spin-v2'),
  ],
  [
    'warning shim-archive',
    shim({ fetchStrategy: { anonHttp: { location: RELEASED } } }, 'spin-v0-24'),
    `'spec.fetchStrategy.anonHttp.location' (${RELEASED}) has the file containerd-shim-spin-v2, but the Shim 'spin-v0-24' needs containerd-shim-spin-v0-24; name the Shim 'spin-v2', or pack an archive with a file of that name`,
    shim(
      { fetchStrategy: { anonHttp: { location: 'https://example.com/containerd-shim-spin-v2-x.tar.gz' } } },
      'spin-v0-24',
    ),
  ],
  [
    'warning shim-handler',
    shim({ runtimeClass: { name: 'spin', handler: 'spin' } }),
    "'spec.runtimeClass.handler' (spin) must be the name of the Shim, which becomes the handler in containerd; set it to 'spin-v2'",
    shim({ runtimeClass: { name: 'spin', handler: 'spin-v2' } }),
  ],
];
