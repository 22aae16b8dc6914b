import * as kplus from 'cdk8s-plus-28';

/** A volume with all its options, and the manifest they make. */
export interface VolumeSample {
  readonly volume: kplus.Volume;
  readonly json: object;
}
