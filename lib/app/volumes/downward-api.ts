import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkedProps, checkedType } from '../../private/checked-props';
import { checkedOptions } from '../../private/checked-values';
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
    return new DownwardApiFile(fieldFile(path, field, options));
  }

  /**
   * Label of the pod. The file is empty if the pod does not have it.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param key key of the label
   * @param options file mode
   */
  public static fromLabel(path: string, key: string, options: DownwardApiFieldOptions = {}): DownwardApiFile {
    return new DownwardApiFile(fieldFile(path, DownwardApiField.POD_LABELS, options, key));
  }

  /**
   * Annotation of the pod. The file is empty if the pod does not have it.
   *
   * @param path path of the file, relative to the mount path of the volume
   * @param key key of the annotation
   * @param options file mode
   */
  public static fromAnnotation(path: string, key: string, options: DownwardApiFieldOptions = {}): DownwardApiFile {
    return new DownwardApiFile(fieldFile(path, DownwardApiField.POD_ANNOTATIONS, options, key));
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
    return new DownwardApiFile(resourceFile(path, containerName, resource, options));
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
    const size = checkedType('Size', pageSize, 'pageSize', 'DownwardApiFile.fromHugePages');
    return new DownwardApiFile(resourceFile(path, containerName, `limits.hugepages-${sizeQuantity(size)}`, options));
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

/** Renders the source `downwardAPI` of a volume or projection, which `where` was given. */
export function renderDownwardApi(options: DownwardApiVolumeOptions, where: string): object {
  const { defaultMode, files } = checkedOptions('DownwardApiVolumeOptions', options, where, 'files');
  return { defaultMode, items: listUnlessEmpty(files.map((file) => file._render())) };
}

function fieldFile(path: string, field: string, options: DownwardApiFieldOptions, key?: string): object {
  const { apiVersion, mode } = checkedProps('DownwardApiFieldOptions', options, 'DownwardApiFile');
  const fieldPath = key === undefined ? field : `${field}['${key}']`;
  return { path, mode, fieldRef: { apiVersion, fieldPath } };
}

function resourceFile(
  path: string,
  containerName: string,
  resource: string,
  options: DownwardApiResourceOptions,
): object {
  const { divisor, mode } = checkedProps('DownwardApiResourceOptions', options, 'DownwardApiFile');
  return { path, mode, resourceFieldRef: { containerName, resource, divisor } };
}
