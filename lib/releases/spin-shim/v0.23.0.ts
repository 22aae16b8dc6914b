import { SpinShimFacts } from '../facts';
import { releasedArchives, withChecksums } from './archives';

const CHECKSUMS = {
  aarch64: 'a923f08d91c110d2cda29fbc380273e6d0a97aa0bab455c55f613c8d5a8bfbe4',
  x86_64: 'eec8df96fa3a4fe5dbc57ffb706461692c055299dd6d22dff9444863a2a12281',
};

export const SPIN_SHIM_V0_23_0: SpinShimFacts = {
  version: 'v0.23.0',
  installerImage: 'ghcr.io/spinframework/containerd-shim-spin/node-installer:v0.23.0',
  archives: withChecksums(releasedArchives('v0.23.0'), CHECKSUMS, ['SPIN_SHIM_V0_23_0', 'archives']),
  triggers: ['http', 'redis', 'sqs', 'mqtt', 'command'],
  needsAllVariables: true,
  supportsHttpBase: false,
};
