import { Duration } from 'cdk8s';
import { CustomResourceDefinitions } from '../custom-resource-definitions';
import { RuntimeClassManagerVersion } from '../releases';
import { WorkloadOptions } from '../workload/workload-options';

/** How the container that downloads shims goes about it. */
export interface ShimDownloaderOptions {
  /**
   * Name of the ConfigMap that tells it.
   *
   * @default 'shim-downloader-config'
   */
  readonly configMapName?: string;

  /**
   * How often a download is tried again. A whole number, 0 or more.
   *
   * @default 3
   */
  readonly retries?: number;

  /**
   * Time between two tries. Whole seconds.
   *
   * @default Duration.seconds(2)
   */
  readonly retryInterval?: Duration;
}

/**
 * Properties of `RuntimeClassManager`.
 *
 * `replicas` is 0 or 1: it has no leader election, so two would work against each other.
 */
export interface RuntimeClassManagerProps extends WorkloadOptions {
  /**
   * Version of runtime-class-manager.
   *
   * @default RuntimeClassManagerVersion.V0_2_0
   */
  readonly version?: RuntimeClassManagerVersion;

  /**
   * Namespace of runtime-class-manager and of its Jobs. It is not made here, and must take privileged pods: the Jobs
   * write to the file system of the nodes.
   *
   * A DNS label.
   *
   * @default - the namespace of the chart, or 'runtime-class-manager' if it has none
   */
  readonly namespace?: string;

  /**
   * What names, labels and selectors begin with. To take over what Helm installed, give the name of its release:
   * Kubernetes never lets a selector change.
   *
   * As with Helm, the names are `<helmReleaseName>-runtime-class-manager`, or `<helmReleaseName>` alone where that
   * contains `runtime-class-manager`. A DNS label.
   *
   * @default 'runtime-class-manager'
   */
  readonly helmReleaseName?: string;

  /**
   * Where the CustomResourceDefinition Shim comes from.
   *
   * @default CustomResourceDefinitions.bundled()
   */
  readonly customResourceDefinitions?: CustomResourceDefinitions;

  /**
   * A registry that has copies of the images under the same paths: with `registry.example.com/ghcr`, the manager is
   * `registry.example.com/ghcr/spinframework/runtime-class-manager`. Images that are given stay as they are.
   *
   * @default - the registries of the authors
   */
  readonly imageRegistry?: string;

  /**
   * Image that downloads shims, in the Jobs on the nodes.
   *
   * @default - that of the version
   */
  readonly downloaderImage?: string;

  /**
   * Image that installs shims, in the Jobs on the nodes.
   *
   * @default - that of the version
   */
  readonly installerImage?: string;

  /**
   * How shims are downloaded.
   *
   * @default - three more tries, two seconds apart, and no ConfigMap to say so
   */
  readonly downloader?: ShimDownloaderOptions;

  /**
   * How long a Job on a node stays when it is done. Whole seconds.
   *
   * @default - it stays until its Shim goes
   */
  readonly jobTimeToLive?: Duration;
}
