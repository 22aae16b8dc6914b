import { RuntimeClassManagerFacts } from '../facts';

export const RUNTIME_CLASS_MANAGER_V0_2_0: RuntimeClassManagerFacts = {
  version: 'v0.2.0',
  crds: ['runtime.spinkube.dev-v0.2.0.yaml'],
  image: 'ghcr.io/spinframework/runtime-class-manager:v0.2.0',
  downloaderImage: 'ghcr.io/spinframework/shim-downloader:v0.2.0',
  installerImage: 'ghcr.io/spinframework/node-installer:v0.2.0',
};
