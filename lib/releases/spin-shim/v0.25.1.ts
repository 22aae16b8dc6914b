import { SpinShimFacts } from '../facts';
import { releasedArchives } from './archives';

export const SPIN_SHIM_V0_25_1: SpinShimFacts = {
  version: 'v0.25.1',
  installerImage: 'ghcr.io/spinframework/containerd-shim-spin/node-installer:v0.25.1',
  archives: releasedArchives('v0.25.1'),
  triggers: ['http', 'redis', 'sqs', 'mqtt', 'command'],
  needsAllVariables: true,
  supportsHttpBase: false,
};
