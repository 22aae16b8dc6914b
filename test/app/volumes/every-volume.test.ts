import * as kplus from 'cdk8s-plus-28';
import { only, synth, testChart } from '../../testing';
import { everyVolume, volumeJson, volumeSamples } from './every-volume';

const samples = volumeSamples(testChart()).map(({ volume, json }) => ({ name: volume.name, volume, json }));

describe('in a SpinApp', () => {
  test.each(samples)('the volume $name renders all its options', ({ volume, json }) => {
    expect(volumeJson(volume)).toStrictEqual(json);
  });

  test.each(samples)('the volume $name renders the same twice', ({ volume }) => {
    expect(volumeJson(volume)).toStrictEqual(volumeJson(volume));
  });

  test('the names of the volumes are unique', () => {
    expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
  });

  test('the volumes need no other manifest', () => {
    const chart = testChart();
    expect(everyVolume(chart)).toHaveLength(samples.length);
    expect(synth(chart)).toEqual([]);
  });
});

describe('in a pod of cdk8s-plus', () => {
  /** Fields that the Kubernetes 1.28 types of cdk8s-plus do not have, and its spelling of a quantity. */
  const differences: { [name: string]: (json: object) => object } = {
    'empty-dir': () => ({ name: 'empty-dir', emptyDir: { medium: 'Memory', sizeLimit: '2048Mi' } }),
    image: () => ({ name: 'image' }),
    projected: (json) => without(json, 'clusterTrustBundle'),
    ephemeral: (json) => without(json, 'volumeAttributesClassName'),
    'ephemeral-copy': (json) => without(json, 'volumeAttributesClassName'),
  };

  function without(json: object, field: string): object {
    return JSON.parse(JSON.stringify(json, (key, value: unknown) => (key === field ? undefined : value))) as object;
  }

  test.each(samples)(
    'the volume $name renders the same, except for fields that cdk8s-plus does not know',
    ({ name }) => {
      const chart = testChart();
      const sample = volumeSamples(chart).find(({ volume }) => volume.name === name);
      new kplus.Pod(chart, 'Pod', { containers: [{ image: 'app' }], volumes: sample && [sample.volume] });
      const { spec } = only(synth(chart), 'Pod') as unknown as { spec: { volumes: object[] } };
      const expected = sample && (differences[name] ?? ((json: object) => json))(sample.json);
      expect(spec.volumes).toEqual([expected]);
    },
  );
});
