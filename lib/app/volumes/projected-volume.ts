import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty } from '../../private/empty';
import { DownwardApiFile, renderDownwardApi } from './downward-api';
import { renderLabelSelector } from './label-selector';

/** Options of the files that a Secret or ConfigMap puts into a projected volume. */
export interface KeyProjectionOptions {
  /**
   * The keys to make files of, and the path and permissions of each file. Keys that are not named stay out. To have a
   * key in two files, project the Secret or ConfigMap twice.
   *
   * @default - a file for every key, named like it
   */
  readonly items?: { [key: string]: kplus.PathMapping };

  /**
   * Whether the pod may start when the Secret, the ConfigMap or a key is missing. Its files are missing then.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly optional?: boolean;
}

/** Options of a projected token of the pod's service account. */
export interface ServiceAccountTokenProjectionOptions {
  /**
   * Who the token is for: the receiver must find itself named in it.
   *
   * @default - not set: the API server
   */
  readonly audience?: string;

  /**
   * How long a token is valid, from ten minutes up. Kubernetes replaces it in time. Rendered as whole seconds.
   *
   * @default - not set: Kubernetes takes one hour
   */
  readonly expiration?: Duration;
}

/** Options of projected certificates; exactly one of `name` and `signerName` is to be given. */
export interface ClusterTrustBundleProjectionOptions {
  /**
   * Name of one ClusterTrustBundle object.
   *
   * @default - those of `signerName`
   */
  readonly name?: string;

  /**
   * Takes the ClusterTrustBundle objects of this signer, all certificates in one file.
   *
   * @default - the one called `name`
   */
  readonly signerName?: string;

  /**
   * Which objects of the signer to take. An empty selector takes all of them. Goes with `signerName` only.
   *
   * @default - not set: Kubernetes takes none of them
   */
  readonly labelSelector?: kplus.LabelSelectorOptions;

  /**
   * Whether the pod may start when there is no such object. The file is missing or empty then.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly optional?: boolean;
}

/** Options of a volume that collects files of several sources. */
export interface ProjectedVolumeOptions {
  /** Where the files come from: at least one source. No two files may have one path. */
  readonly sources: VolumeProjection[];

  /**
   * Permissions of files that have no mode of their own, from 0 to 0o777.
   *
   * @default - not set: Kubernetes takes 0o644
   */
  readonly defaultMode?: number;
}

/**
 * A source of files in a projected volume.
 *
 * What is wrong with a source is said when it becomes part of a volume.
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
   * @param options which keys, and their paths
   */
  public static fromSecret(secret: kplus.ISecret, options: KeyProjectionOptions = {}): VolumeProjection {
    return new VolumeProjection({ secret: renderKeys(secret.name, options) });
  }

  /**
   * Keys of a ConfigMap.
   *
   * @param configMap the ConfigMap, in the namespace of the pod
   * @param options which keys, and their paths
   */
  public static fromConfigMap(configMap: kplus.IConfigMap, options: KeyProjectionOptions = {}): VolumeProjection {
    return new VolumeProjection({ configMap: renderKeys(configMap.name, options) });
  }

  /**
   * What is known about the pod.
   *
   * @param files the files
   */
  public static fromDownwardApi(files: DownwardApiFile[]): VolumeProjection {
    return new VolumeProjection({ downwardAPI: renderDownwardApi({ files }) });
  }

  /**
   * A token that proves to others which service account the pod runs as.
   *
   * @param path where the file is, below where the volume is mounted
   * @param options who it is for, and how long
   */
  public static fromServiceAccountToken(
    path: string,
    options: ServiceAccountTokenProjectionOptions = {},
  ): VolumeProjection {
    const expirationSeconds = options.expiration?.toSeconds({ integral: false });
    return new VolumeProjection({ serviceAccountToken: { path, audience: options.audience, expirationSeconds } });
  }

  /**
   * Certificates that the cluster is to trust, as PEM. Needs the feature gate `ClusterTrustBundleProjection`.
   *
   * A `kplus.Pod` loses it: the Kubernetes 1.28 types of cdk8s-plus do not have it, and the source is left empty. In a
   * SpinApp it is complete.
   *
   * @param path where the file is, below where the volume is mounted
   * @param options which certificates
   */
  public static fromClusterTrustBundle(path: string, options: ClusterTrustBundleProjectionOptions): VolumeProjection {
    const { labelSelector, ...rest } = options;
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
function renderKeys(name: string, { items = {}, optional }: KeyProjectionOptions): object {
  const keys = Object.keys(items).sort();
  return {
    name,
    items: listUnlessEmpty(keys.map((key) => ({ key, mode: items[key].mode, path: items[key].path }))),
    optional,
  };
}
