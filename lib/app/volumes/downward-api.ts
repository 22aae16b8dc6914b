import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty } from '../../private/empty';
import { sizeQuantity } from '../../private/quantity';

/** Fields of a pod that a downward API file can have. Other fields are available as variables only. */
export enum DownwardApiField {
  /** Name of the pod. */
  POD_NAME = 'metadata.name',

  /** Namespace of the pod. */
  POD_NAMESPACE = 'metadata.namespace',

  /** UID of the pod. */
  POD_UID = 'metadata.uid',

  /** All labels of the pod, one `key="value"` on each line. */
  POD_LABELS = 'metadata.labels',

  /** All annotations of the pod, one `key="value"` on each line. */
  POD_ANNOTATIONS = 'metadata.annotations',
}

/** Options of a downward API file with a field of the pod. */
export interface DownwardApiFieldOptions {
  /**
   * File mode, from 0 to 0o777.
   *
   * @default - the default mode of the volume
   */
  readonly mode?: number;

  /**
   * API version of the field path.
   *
   * @default - not set: Kubernetes takes `v1`
   */
  readonly apiVersion?: string;
}

/** Options of a downward API file with a resource of a container. */
export interface DownwardApiResourceOptions {
  /**
   * File mode, from 0 to 0o777.
   *
   * @default - the default mode of the volume
   */
  readonly mode?: number;

  /**
   * Divisor: unit of the number in the file. `1m` or `1` for CPU; `1`, `1k` to `1E`, or `1Ki` to `1Ei` for other resources.
   *
   * @default - not set: Kubernetes takes `1`, CPUs (rounded up) or bytes
   */
  readonly divisor?: string;
}

/** Options of `Volumes.fromDownwardApi()`. */
export interface DownwardApiVolumeOptions {
  /** The files of the volume. */
  readonly files: DownwardApiFile[];

  /**
   * Default mode of the files, from 0 to 0o777.
   *
   * @default - not set: Kubernetes takes 0o644
   */
  readonly defaultMode?: number;
}

/**
 * Downward API file: a field of the pod or a resource of one of its containers.
 *
 * Kubernetes updates the file when the value changes.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 *
 * @example
 *
 * DownwardApiFile.fromField('labels', DownwardApiField.POD_LABELS);
 */
export class DownwardApiFile {
  /**
   * Field of the pod.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param field the field
   * @param options file mode
   */
  public static fromField(
    path: string,
    field: DownwardApiField,
    options: DownwardApiFieldOptions = {},
  ): DownwardApiFile {
    return DownwardApiFile.ofField(path, field, options);
  }

  /**
   * Label of the pod. The file is empty if the pod does not have it.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param key key of the label
   * @param options file mode
   */
  public static fromLabel(path: string, key: string, options: DownwardApiFieldOptions = {}): DownwardApiFile {
    return DownwardApiFile.ofField(path, DownwardApiField.POD_LABELS, options, key);
  }

  /**
   * Annotation of the pod. The file is empty if the pod does not have it.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param key key of the annotation
   * @param options file mode
   */
  public static fromAnnotation(path: string, key: string, options: DownwardApiFieldOptions = {}): DownwardApiFile {
    return DownwardApiFile.ofField(path, DownwardApiField.POD_ANNOTATIONS, options, key);
  }

  /**
   * Resource request or limit of a container. Without a limit, it is the allocatable amount of the node.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param containerName name of the container; that of a SpinApp has the name of the app
   * @param resource the request or limit
   * @param options divisor and file mode
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
   * Huge page limit of a container, which is also its request.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param containerName name of the container; that of a SpinApp has the name of the app
   * @param pageSize size of one page, such as `Size.mebibytes(2)`
   * @param options divisor and file mode
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
