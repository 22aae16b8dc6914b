import { Size } from 'cdk8s';
import * as l1 from '../../../imports/core.spinkube.dev';
import { sizeQuantity } from '../../private/quantity';

/** Options of a volume of huge pages. */
export interface HugePagesVolumeOptions {
  /**
   * Size of one page, such as `Size.mebibytes(2)`. Needed when the pod uses pages of several sizes.
   *
   * @default - the one size that the containers of the pod request
   */
  readonly pageSize?: Size;

  /**
   * How much memory the volume may take, at most what the containers may.
   *
   * @default - the limit of the containers
   */
  readonly sizeLimit?: Size;
}

/** Renders the source `emptyDir` on a medium that the enum of cdk8s-plus does not have. */
export function hugePages({ pageSize, sizeLimit }: HugePagesVolumeOptions): l1.SpinAppSpecVolumesEmptyDir {
  return {
    medium: pageSize === undefined ? 'HugePages' : `HugePages-${sizeQuantity(pageSize)}`,
    sizeLimit: sizeLimit && l1.SpinAppSpecVolumesEmptyDirSizeLimit.fromString(sizeQuantity(sizeLimit)),
  };
}
