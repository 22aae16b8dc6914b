import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty } from '../../private/empty';
import { sizeQuantity } from '../../private/quantity';

/** What a file can tell about the pod as a whole. Other fields of a pod exist as variables only. */
export enum DownwardApiField {
  /** Name of the pod. */
  POD_NAME = 'metadata.name',

  /** Namespace of the pod. */
  POD_NAMESPACE = 'metadata.namespace',

  /** Unique id of the pod. */
  POD_UID = 'metadata.uid',

  /** All labels of the pod, one `key="value"` on each line. */
  POD_LABELS = 'metadata.labels',

  /** All annotations of the pod, one `key="value"` on each line. */
  POD_ANNOTATIONS = 'metadata.annotations',
}

/** Options of a file with a field of the pod. */
export interface DownwardApiFieldOptions {
  /**
   * Permissions of the file, from 0 to 0o777.
   *
   * @default - the default mode of the volume
   */
  readonly mode?: number;

  /**
   * The version of the API that the field is named in.
   *
   * @default - not set: Kubernetes takes `v1`
   */
  readonly apiVersion?: string;
}

/** Options of a file with a request or limit of a container. */
export interface DownwardApiResourceOptions {
  /**
   * Permissions of the file, from 0 to 0o777.
   *
   * @default - the default mode of the volume
   */
  readonly mode?: number;

  /**
   * Unit of the number in the file: `1m` or `1` for CPU; `1` or 1 of a unit from `k` to `E` or from `Ki` to `Ei`, such
   * as `1Mi`, for everything else.
   *
   * @default - not set: Kubernetes takes `1`, whole CPUs (rounded up) or bytes
   */
  readonly divisor?: string;
}

/** Options of a volume that tells about the pod. */
export interface DownwardApiVolumeOptions {
  /** The files of the volume. */
  readonly files: DownwardApiFile[];

  /**
   * Permissions of files that have no mode of their own, from 0 to 0o777.
   *
   * @default - not set: Kubernetes takes 0o644
   */
  readonly defaultMode?: number;
}

/**
 * A file that tells something about the pod it is in.
 *
 * Kubernetes rewrites the file when what it tells changes. What is wrong with a file is said when it becomes part of a
 * volume.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 *
 * @example
 *
 * DownwardApiFile.fromField('labels', DownwardApiField.POD_LABELS);
 */
export class DownwardApiFile {
  /**
   * A field of the pod.
   *
   * @param path where the file is, below where the volume is mounted
   * @param field the field
   * @param options permissions of the file
   */
  public static fromField(
    path: string,
    field: DownwardApiField,
    options: DownwardApiFieldOptions = {},
  ): DownwardApiFile {
    return DownwardApiFile.ofField(path, field, options);
  }

  /**
   * The value of one label of the pod. The file is empty when the pod has no such label.
   *
   * @param path where the file is, below where the volume is mounted
   * @param key key of the label
   * @param options permissions of the file
   */
  public static fromLabel(path: string, key: string, options: DownwardApiFieldOptions = {}): DownwardApiFile {
    return DownwardApiFile.ofField(path, DownwardApiField.POD_LABELS, options, key);
  }

  /**
   * The value of one annotation of the pod. The file is empty when the pod has no such annotation.
   *
   * @param path where the file is, below where the volume is mounted
   * @param key key of the annotation
   * @param options permissions of the file
   */
  public static fromAnnotation(path: string, key: string, options: DownwardApiFieldOptions = {}): DownwardApiFile {
    return DownwardApiFile.ofField(path, DownwardApiField.POD_ANNOTATIONS, options, key);
  }

  /**
   * A request or limit of a container. Without a limit it is what the node can offer.
   *
   * @param path where the file is, below where the volume is mounted
   * @param containerName name of the container; that of a SpinApp has the name of the app
   * @param resource which request or limit
   * @param options unit of the number, permissions of the file
   */
  public static fromResource(
    path: string,
    containerName: string,
    resource: kplus.ResourceFieldPaths,
    options: DownwardApiResourceOptions = {},
  ): DownwardApiFile {
    return DownwardApiFile.ofResource(path, containerName, resource, options);
  }

  /**
   * How many huge pages of a size a container may use, which is what it requests as well.
   *
   * @param path where the file is, below where the volume is mounted
   * @param containerName name of the container; that of a SpinApp has the name of the app
   * @param pageSize size of one page, such as `Size.mebibytes(2)`
   * @param options unit of the number, permissions of the file
   */
  public static fromHugePages(
    path: string,
    containerName: string,
    pageSize: Size,
    options: DownwardApiResourceOptions = {},
  ): DownwardApiFile {
    return DownwardApiFile.ofResource(path, containerName, `limits.hugepages-${sizeQuantity(pageSize)}`, options);
  }

  private static ofField(
    path: string,
    field: string,
    { apiVersion, mode }: DownwardApiFieldOptions,
    key?: string,
  ): DownwardApiFile {
    const fieldPath = key === undefined ? field : `${field}['${key}']`;
    return new DownwardApiFile({ path, mode, fieldRef: { apiVersion, fieldPath } });
  }

  private static ofResource(
    path: string,
    containerName: string,
    resource: string,
    { divisor, mode }: DownwardApiResourceOptions,
  ): DownwardApiFile {
    return new DownwardApiFile({ path, mode, resourceFieldRef: { containerName, resource, divisor } });
  }

  private constructor(private readonly item: object) {}

  /**
   * Renders the entry of `items` of a volume or projection.
   *
   * @internal
   */
  public _render(): object {
    return this.item;
  }
}

/** Renders the source `downwardAPI` of a volume or projection. */
export function renderDownwardApi({ defaultMode, files }: DownwardApiVolumeOptions): object {
  return { defaultMode, items: listUnlessEmpty(files.map((file) => file._render())) };
}
