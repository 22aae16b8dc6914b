import { ShimArchitecture, SpinShimFacts } from '../facts';

const ARCHIVES = 'https://github.com/spinframework/containerd-shim-spin/releases/download/v0.23.0';

export const SPIN_SHIM_V0_23_0: SpinShimFacts = {
  version: 'v0.23.0',
  installerImage: 'ghcr.io/spinframework/containerd-shim-spin/node-installer:v0.23.0',
  archives: [
    {
      architecture: ShimArchitecture.AARCH64,
      location: `${ARCHIVES}/containerd-shim-spin-v2-linux-aarch64.tar.gz`,
      sha256: 'a923f08d91c110d2cda29fbc380273e6d0a97aa0bab455c55f613c8d5a8bfbe4',
    },
    {
      architecture: ShimArchitecture.X86_64,
      location: `${ARCHIVES}/containerd-shim-spin-v2-linux-x86_64.tar.gz`,
      sha256: 'eec8df96fa3a4fe5dbc57ffb706461692c055299dd6d22dff9444863a2a12281',
    },
  ],
  triggers: ['http', 'redis', 'sqs', 'mqtt', 'command'],
  needsAllVariables: true,
  supportsHttpBase: false,
};
