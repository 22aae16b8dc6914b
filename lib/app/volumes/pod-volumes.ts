import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { mapUnlessEmpty } from '../../private/empty';
import { sizeQuantity } from '../../private/quantity';

/** Options of `Volumes.fromImage()`. */
export interface ImageVolumeOptions {
  /** OCI reference of the image or artifact. Prefer a digest, so that what was tested is what is mounted. */
  readonly reference: string;

  /**
   * Image pull policy. The pull secrets are those of the pod.
   *
   * @default - not set: Kubernetes takes `ALWAYS` for the tag `latest` or no tag, otherwise `IF_NOT_PRESENT`
   */
  readonly pullPolicy?: kplus.ImagePullPolicy;
}

/** Options of `Volumes.fromCsi()`. */
export interface InlineCsiVolumeOptions {
  /** Name of the CSI driver: that of its CSIDriver object. */
  readonly driver: string;

  /**
   * Secret that the driver gets to publish the volume, in the namespace of the pod.
   *
   * @default - none
   */
  readonly nodePublishSecret?: kplus.ISecret;

  /**
   * Volume attributes of the driver. Its manual lists the keys.
   *
   * @default - none
   */
  readonly attributes?: { [key: string]: string };

  /**
   * File system to mount, such as `ext4`.
   *
   * @default - the driver decides
   */
  readonly fsType?: string;

  /**
   * Makes the volume read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of `Volumes.fromHugePages()`. */
export interface HugePagesVolumeOptions {
  /**
   * Page size, such as `Size.mebibytes(2)`. Required when the pod uses pages of several sizes.
   *
   * @default - the page size that the containers of the pod request
   */
  readonly pageSize?: Size;

  /**
   * Size limit of the volume. The memory counts toward the huge page limits of the containers.
   *
   * @default - the limit of the containers
   */
  readonly sizeLimit?: Size;
}

/** Renders the source `csi`. */
export function renderCsi({ attributes = {}, nodePublishSecret, ...options }: InlineCsiVolumeOptions): object {
  return {
    ...options,
    nodePublishSecretRef: nodePublishSecret && { name: nodePublishSecret.name },
    volumeAttributes: mapUnlessEmpty(attributes),
  };
}

/** Renders the source `emptyDir`. */
export function renderHugePages({ pageSize, sizeLimit }: HugePagesVolumeOptions): object {
  return {
    medium: pageSize === undefined ? 'HugePages' : `HugePages-${sizeQuantity(pageSize)}`,
    sizeLimit: sizeLimit && sizeQuantity(sizeLimit),
  };
}
