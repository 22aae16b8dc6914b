import { SpinShimFacts } from '../facts';

export const SPIN_SHIM_V0_13_1: SpinShimFacts = {
  version: 'v0.13.1',
  installerImage: 'ghcr.io/spinkube/containerd-shim-spin/node-installer:v0.13.1',
  archives: [],
  triggers: ['http', 'redis', 'sqs'],
  needsAllVariables: false,
  supportsHttpBase: true,
  ignores: {
    fields: ['spec.components', 'spec.invocationLimits', 'spec.deploymentConfig.otel'],
    until: 'v0.20.0',
  },
};
