import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { toJson_SpinAppSpec } from '../../../imports/core.spinkube.dev';
import { renderVolume } from '../../../lib/private/kplus-volume';
import { kplusSamples } from './kplus-samples';
import { legacySamples } from './legacy-samples';
import { sourceSamples } from './source-samples';
import { VolumeSample } from './volume-sample';

/** Every volume source with every field set; twice where fields exclude each other. Names are unique. */
export function everyVolume(chart: Chart): kplus.Volume[] {
  return volumeSamples(chart).map(({ volume }) => volume);
}

/** The same with what each is to render. */
export function volumeSamples(chart: Chart): VolumeSample[] {
  const scope = new Construct(chart, 'EveryVolume');
  return [...kplusSamples(scope), ...sourceSamples(scope), ...legacySamples(scope)];
}

/** The entry of `spec.volumes` of a SpinApp. */
export function volumeJson(volume: kplus.Volume): object {
  const spec = toJson_SpinAppSpec({ image: 'app', executor: 'shim', volumes: [renderVolume(volume)] });
  return (spec as { volumes: object[] }).volumes[0];
}
