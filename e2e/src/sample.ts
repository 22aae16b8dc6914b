import { Chart } from 'cdk8s';
import {
  Bundle,
  FetchStrategy,
  NodeInstaller,
  RuntimeClassManagerProps,
  ShimArchitecture,
  SpinApp,
  SpinAppProps,
  SpinKube,
  SpinKubeProps,
} from '../../lib';

export const IMAGE = 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0';

/** Adds the chart of apps to a bundle. */
export function appsChart(bundle: Bundle): Chart {
  return new Chart(bundle, 'apps', { namespace: 'default' });
}

/** Adds a platform with an app, by default the sample of the tutorial. */
export function addPlatform(
  bundle: Bundle,
  props: SpinKubeProps = {},
  app: Partial<SpinAppProps> = {},
  chart = appsChart(bundle),
): void {
  const { executor } = new SpinKube(bundle, 'spinkube', props);
  new SpinApp(chart, 'app', { metadata: { name: 'simple-spinapp' }, image: IMAGE, executor, ...app });
}

/** runtime-class-manager with a version of the shim: the checksum of an archive, or the location of one. */
export function installerOf(version: string, manager: RuntimeClassManagerProps = {}): NodeInstaller {
  const location = `https://example.com/${version}.tar.gz`;
  const fetchStrategy = version.startsWith('https:')
    ? FetchStrategy.anonymousHttp(version)
    : FetchStrategy.platforms([{ architecture: ShimArchitecture.X86_64, location, sha256: version }]);
  return NodeInstaller.runtimeClassManager({ fetchStrategy, manager });
}

/** Name of the executor of a platform. */
export const EXECUTOR = 'containerd-shim-spin';

/** A SpinApp as users write it by hand. */
export function spinApp(name: string, spec: object = {}, executor = EXECUTOR): object {
  return {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    kind: 'SpinApp',
    metadata: { name, namespace: 'default' },
    spec: { image: IMAGE, executor, replicas: 1, ...spec },
  };
}
