import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { VolumeRules } from './volume-rules';

/** Options of a volume with the content of an OCI image. */
export interface ImageVolumeOptions {
  /** OCI reference of the image or artifact. Prefer a digest, so that what was tested is what is mounted. */
  readonly reference: string;

  /**
   * When the node pulls the image, whose pull secrets are those of the pod.
   *
   * @default - not set: Kubernetes takes `ALWAYS` for the tag `latest` or none, otherwise `IF_NOT_PRESENT`
   */
  readonly pullPolicy?: kplus.ImagePullPolicy;
}

/** Renders the source `image`. */
export function image(rules: VolumeRules, options: ImageVolumeOptions): l1.SpinAppSpecVolumesImage {
  return {
    pullPolicy: options.pullPolicy,
    reference: rules.text('reference', options.reference, 'the OCI reference of the image'),
  };
}
