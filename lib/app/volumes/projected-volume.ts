import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { listUnlessEmpty } from '../../private/empty';
import { DownwardApiFile, downwardApiItems } from './downward-api';
import { labelSelector } from './label-selector';
import { VolumeRules } from './volume-rules';

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

type Source = l1.SpinAppSpecVolumesProjectedSources;

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
    const keys = keyItems(options);
    const { optional } = options;
    return new VolumeProjection((rules, property) => {
      return { secret: { name: secret.name, items: checkedItems(rules, property, keys), optional } };
    });
  }

  /**
   * Keys of a ConfigMap.
   *
   * @param configMap the ConfigMap, in the namespace of the pod
   * @param options which keys, and their paths
   */
  public static fromConfigMap(configMap: kplus.IConfigMap, options: KeyProjectionOptions = {}): VolumeProjection {
    const keys = keyItems(options);
    const { optional } = options;
    return new VolumeProjection((rules, property) => {
      return { configMap: { name: configMap.name, items: checkedItems(rules, property, keys), optional } };
    });
  }

  /**
   * What is known about the pod.
   *
   * @param files the files
   */
  public static fromDownwardApi(files: DownwardApiFile[]): VolumeProjection {
    const copy = [...files];
    return new VolumeProjection((rules, property) => {
      return { downwardApi: { items: downwardApiItems(rules, `${property}.files`, copy) } };
    });
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
    const { audience, expiration } = options;
    return new VolumeProjection((rules, property) => {
      rules.filePath(`${property}.path`, path);
      const expirationSeconds = tokenSeconds(rules, `${property}.expiration`, expiration);
      return { serviceAccountToken: { path, audience, expirationSeconds } };
    });
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
    const { name, signerName, optional } = options;
    const selector = options.labelSelector && copySelector(options.labelSelector);
    return new VolumeProjection((rules, property) => {
      rules.filePath(`${property}.path`, path);
      if ((name === undefined) === (signerName === undefined)) {
        const rule = 'is one of two, name and signerName, and exactly one must be set';
        throw rules.broken(`${property}.name`, name, rule, name === undefined ? 'set one' : 'remove one');
      }
      rules.optionalText(`${property}.name`, name, 'give the name of a ClusterTrustBundle');
      rules.optionalText(`${property}.signerName`, signerName, 'give the name of a signer');
      if (name !== undefined && selector !== undefined) {
        const rule = 'must not be set together with name';
        throw rules.broken(`${property}.labelSelector`, selector, rule, 'remove it, or select by signerName');
      }
      const rendered = labelSelector(rules, `${property}.labelSelector`, selector);
      return { clusterTrustBundle: { path, name, signerName, labelSelector: rendered, optional } };
    });
  }

  private constructor(private readonly render: (rules: VolumeRules, property: string) => Source) {}

  /**
   * Renders the entry of `sources`.
   *
   * @internal
   */
  public _render(rules: VolumeRules, property: string): Source {
    return this.render(rules, property);
  }
}

/** Renders the source `projected`. */
export function projected(rules: VolumeRules, options: ProjectedVolumeOptions): l1.SpinAppSpecVolumesProjected {
  if (options.sources.length === 0) {
    throw rules.broken('sources', options.sources, 'must not be empty', 'give at least one source of files');
  }
  const sources = options.sources.map((source, i) => source._render(rules, `sources[${i}]`));
  const paths = sources.flatMap(filePaths);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) {
    throw rules.broken('sources', twice, 'is the path of two files', 'give one of them another path');
  }
  return { defaultMode: rules.mode('defaultMode', options.defaultMode), sources };
}

/** The paths that the API server compares; those of a Secret or ConfigMap without items are unknown to it. */
function filePaths({ secret, configMap, downwardApi, clusterTrustBundle }: Source): string[] {
  return [
    ...(secret?.items ?? []),
    ...(configMap?.items ?? []),
    ...(downwardApi?.items ?? []),
    ...(clusterTrustBundle === undefined ? [] : [clusterTrustBundle]),
  ].map(({ path }) => path);
}

/** In the order of the keys, as cdk8s-plus renders them. */
function keyItems({ items = {} }: KeyProjectionOptions): l1.SpinAppSpecVolumesProjectedSourcesSecretItems[] {
  return Object.keys(items)
    .sort()
    .map((key) => ({ key, mode: items[key].mode, path: items[key].path }));
}

function checkedItems(
  rules: VolumeRules,
  property: string,
  items: l1.SpinAppSpecVolumesProjectedSourcesSecretItems[],
): l1.SpinAppSpecVolumesProjectedSourcesSecretItems[] | undefined {
  for (const { key, path, mode } of items) {
    rules.text(`${property}.items`, key, 'the key of each file');
    rules.filePath(`${property}.items[${key}].path`, path);
    rules.mode(`${property}.items[${key}].mode`, mode);
  }
  return listUnlessEmpty(items);
}

function copySelector({ labels, expressions }: kplus.LabelSelectorOptions): kplus.LabelSelectorOptions {
  return { labels: labels && { ...labels }, expressions: expressions && [...expressions] };
}

function tokenSeconds(rules: VolumeRules, property: string, expiration?: Duration): number | undefined {
  const seconds = expiration?.toSeconds({ integral: false });
  if (seconds === undefined) {
    return undefined;
  }
  if (!Number.isInteger(seconds) || seconds < 600 || seconds > 2 ** 32) {
    const rule = `must be whole seconds, at least 600s and at most ${2 ** 32}s`;
    throw rules.broken(property, `${seconds}s`, rule, 'Kubernetes replaces the token long before it expires');
  }
  return seconds;
}
