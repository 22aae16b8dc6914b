import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkedProps } from '../../private/checked-props';
import { checkedName } from '../../private/checked-values';
import { listUnlessEmpty } from '../../private/empty';
import { DownwardApiFile, renderDownwardApi } from './downward-api';
import { renderLabelSelector } from './label-selector';

/** Options of a projected Secret or ConfigMap. */
export interface KeyProjectionOptions {
  /**
   * Keys to project, with the path and mode of each file. Other keys are left out. To project a key to two files, project the
   * Secret or ConfigMap twice.
   *
   * @default - all keys, each to a file of the same name
   */
  readonly items?: { [key: string]: kplus.PathMapping };

  /**
   * Marks the Secret, ConfigMap or keys as optional: the pod starts without them, and their files are missing.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly optional?: boolean;
}

/** Options of a projected token of the pod's service account. */
export interface ServiceAccountTokenProjectionOptions {
  /**
   * Audience of the token: its recipient must reject tokens for another audience.
   *
   * @default - not set: Kubernetes takes the API server
   */
  readonly audience?: string;

  /**
   * Lifetime of a token in whole seconds, at least ten minutes. Kubernetes rotates it before it expires.
   *
   * @default - not set: Kubernetes takes one hour
   */
  readonly expiration?: Duration;
}

/** Options of a projected ClusterTrustBundle: exactly one of `name` and `signerName` is required. */
export interface ClusterTrustBundleProjectionOptions {
  /**
   * Name of a ClusterTrustBundle.
   *
   * @default - none: `signerName` selects the bundles
   */
  readonly name?: string;

  /**
   * Signer: selects its ClusterTrustBundles, with all certificates in one file.
   *
   * @default - none: `name` selects the bundle
   */
  readonly signerName?: string;

  /**
   * Label selector for ClusterTrustBundles of the signer. An empty selector matches all. Allowed with `signerName` only.
   *
   * @default - not set: Kubernetes matches none
   */
  readonly labelSelector?: kplus.LabelSelectorOptions;

  /**
   * Marks the bundle as optional: the pod starts without it, and the file is missing or empty.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly optional?: boolean;
}

/** Options of `Volumes.fromProjected()`. */
export interface ProjectedVolumeOptions {
  /** Sources of the files: at least one. Two files must not have the same path. */
  readonly sources: VolumeProjection[];

  /**
   * Default mode of the files, from 0 to 0o777.
   *
   * @default - not set: Kubernetes takes 0o644
   */
  readonly defaultMode?: number;
}

/**
 * Source of files in a projected volume.
 *
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/
 *
 * @example
 *
 * VolumeProjection.fromServiceAccountToken('token', { audience: 'vault' });
 */
export class VolumeProjection {
  /**
   * Keys of a Secret.
   *
   * @param secret the Secret, in the namespace of the pod
   * @param options keys and their paths
   */
  public static fromSecret(secret: kplus.ISecret, options: KeyProjectionOptions = {}): VolumeProjection {
    return new VolumeProjection({
      secret: renderKeys(secret, 'Secret', options),
    });
  }

  /**
   * Keys of a ConfigMap.
   *
   * @param configMap the ConfigMap, in the namespace of the pod
   * @param options keys and their paths
   */
  public static fromConfigMap(configMap: kplus.IConfigMap, options: KeyProjectionOptions = {}): VolumeProjection {
    return new VolumeProjection({
      configMap: renderKeys(configMap, 'ConfigMap', options),
    });
  }

  /**
   * Downward API files: fields of the pod and resources of its containers.
   *
   * @param files the files
   */
  public static fromDownwardApi(files: DownwardApiFile[]): VolumeProjection {
    return new VolumeProjection({ downwardAPI: renderDownwardApi({ files }, 'VolumeProjection.fromDownwardApi') });
  }

  /**
   * Service account token of the pod.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param options audience and expiration
   */
  public static fromServiceAccountToken(
    path: string,
    options: ServiceAccountTokenProjectionOptions = {},
  ): VolumeProjection {
    const { audience, expiration } = checkedProps(
      'ServiceAccountTokenProjectionOptions',
      options,
      'VolumeProjection.fromServiceAccountToken',
    );
    const expirationSeconds = expiration?.toSeconds({ integral: false });
    return new VolumeProjection({ serviceAccountToken: { path, audience, expirationSeconds } });
  }

  /**
   * ClusterTrustBundle: CA certificates as PEM. Requires the feature gate `ClusterTrustBundleProjection`.
   *
   * A `kplus.Pod` loses it: the Kubernetes 1.28 types of cdk8s-plus do not have it, and the source is left empty. A SpinApp
   * keeps it.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param options name or signer of the bundles
   */
  public static fromClusterTrustBundle(path: string, options: ClusterTrustBundleProjectionOptions): VolumeProjection {
    const { labelSelector, ...rest } = checkedProps(
      'ClusterTrustBundleProjectionOptions',
      options,
      'VolumeProjection.fromClusterTrustBundle',
    );
    return new VolumeProjection({
      clusterTrustBundle: { path, ...rest, labelSelector: labelSelector && renderLabelSelector(labelSelector) },
    });
  }

  private constructor(private readonly source: object) {}

  /**
   * Renders the entry of `sources`.
   *
   * @internal
   */
  public _render(): object {
    return this.source;
  }
}

/** Renders the source `projected`. */
export function renderProjected({ defaultMode, sources }: ProjectedVolumeOptions): object {
  return { defaultMode, sources: sources.map((source) => source._render()) };
}

/** Renders the keys of a Secret or ConfigMap, in the order of their names, as cdk8s-plus does. */
function renderKeys(
  resource: { readonly name: string },
  kind: 'ConfigMap' | 'Secret',
  options: KeyProjectionOptions,
): object {
  const where = `VolumeProjection.from${kind}`;
  const name = checkedName(resource, kind, where);
  const { items = {}, optional } = checkedProps('KeyProjectionOptions', options, where);
  const keys = Object.keys(items).sort();
  return {
    name,
    items: listUnlessEmpty(keys.map((key) => ({ key, mode: items[key].mode, path: items[key].path }))),
    optional,
  };
}
