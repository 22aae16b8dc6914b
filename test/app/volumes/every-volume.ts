import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { renderVolume } from '../../../lib/app/volumes/volume';
import { dataSamples } from './data-samples';
import { kplusSamples } from './kplus-samples';
import { sourceSamples } from './source-samples';
import { VolumeSample } from './volume-sample';

/** Every volume source with every field set; twice where fields exclude each other. Names are unique. */
export function everyVolume(chart: Chart): kplus.Volume[] {
  return volumeSamples(chart).map(({ volume }) => volume);
}

/** The same with what each is to render. */
export function volumeSamples(chart: Chart): VolumeSample[] {
  const scope = new Construct(chart, 'EveryVolume');
  return [...kplusSamples(scope), ...sourceSamples(scope), ...dataSamples(scope)];
}

/** The entry of `spec.volumes` of a SpinApp, without fields that are undefined. */
export function volumeJson(volume: kplus.Volume): object {
  return JSON.parse(JSON.stringify(renderVolume(volume))) as object;
}
