import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { mapUnlessEmpty } from '../../private/empty';
import { VolumeRules } from './volume-rules';

/** Options of a volume that a CSI driver makes for each pod. */
export interface InlineCsiVolumeOptions {
  /** Name of the driver, as its CSIDriver object has it. */
  readonly driver: string;

  /**
   * Secret that the driver gets to publish the volume, in the namespace of the pod.
   *
   * @default - none
   */
  readonly nodePublishSecret?: kplus.ISecret;

  /**
   * What the driver wants to know. Its manual says which keys there are.
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
   * Whether the volume is read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Renders the source `csi`. */
export function csi(rules: VolumeRules, options: InlineCsiVolumeOptions): l1.SpinAppSpecVolumesCsi {
  return {
    driver: driverName(rules, options.driver),
    fsType: options.fsType,
    nodePublishSecretRef: options.nodePublishSecret && { name: options.nodePublishSecret.name },
    readOnly: options.readOnly,
    volumeAttributes: mapUnlessEmpty(options.attributes ?? {}),
  };
}

function driverName(rules: VolumeRules, driver: string): string {
  rules.text('driver', driver, 'the name of the CSI driver');
  const labels = driver.toLowerCase().split('.');
  if (driver.length > 63 || !labels.every((label) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(label))) {
    const rule = 'must be a DNS name of at most 63 characters';
    throw rules.broken('driver', driver, rule, 'take the name of the CSIDriver object');
  }
  return driver;
}
