import { SpinShimFacts } from '../facts';
import { releasedArchives } from './archives';

export const SPIN_SHIM_V0_24_0: SpinShimFacts = {
  version: 'v0.24.0',
  installerImage: 'ghcr.io/spinframework/containerd-shim-spin/node-installer:v0.24.0',
  archives: releasedArchives('v0.24.0'),
  triggers: ['http', 'redis', 'sqs', 'mqtt', 'command'],
  needsAllVariables: true,
  supportsHttpBase: false,
};
