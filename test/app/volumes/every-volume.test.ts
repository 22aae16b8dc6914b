import * as fs from 'fs';
import * as path from 'path';
import * as kplus from 'cdk8s-plus-28';
import * as yaml from 'yaml';
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
  /** What the Kubernetes 1.28 types of cdk8s-plus do not have, and its spelling of a quantity. */
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

  test.each(samples)('the volume $name renders the same, but for what cdk8s-plus does not know', ({ name }) => {
    const chart = testChart();
    const sample = volumeSamples(chart).find(({ volume }) => volume.name === name);
    new kplus.Pod(chart, 'Pod', { containers: [{ image: 'app' }], volumes: sample && [sample.volume] });
    const { spec } = only(synth(chart), 'Pod') as unknown as { spec: { volumes: object[] } };
    const expected = sample && (differences[name] ?? ((json: object) => json))(sample.json);
    expect(spec.volumes).toEqual([expected]);
  });
});

describe('the CRD of SpinApps', () => {
  interface Schema {
    readonly properties?: { readonly [name: string]: Schema };
    readonly items?: Schema;
  }

  function volumesSchema(): Schema {
    const file = path.join(__dirname, '..', '..', '..', 'crds', 'core.spinkube.dev-v0.6.1.yaml');
    const crds = yaml.parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => document.toJS() as unknown);
    const crd = crds.find((each) => (each as { spec: { names: { kind: string } } }).spec.names.kind === 'SpinApp');
    const { spec } = crd as { spec: { versions: { schema: { openAPIV3Schema: Schema } }[] } };
    const schema = spec.versions[0].schema.openAPIV3Schema.properties?.spec.properties?.volumes.items;
    if (schema === undefined) {
      throw new Error('the CRD has no volumes');
    }
    return schema;
  }

  function knownPaths(schema: Schema, at = ''): string[] {
    const element = schema.items ?? schema;
    return Object.entries(element.properties ?? {}).flatMap(([name, child]) => [
      `${at}.${name}`,
      ...knownPaths(child, `${at}.${name}`),
    ]);
  }

  function setPaths(value: unknown, at = ''): string[] {
    if (Array.isArray(value)) {
      return value.flatMap((element) => setPaths(element, at));
    }
    if (typeof value !== 'object' || value === null) {
      return [];
    }
    return Object.entries(value).flatMap(([name, child]) => [`${at}.${name}`, ...setPaths(child, `${at}.${name}`)]);
  }

  const known = knownPaths(volumesSchema());
  const used = new Set(samples.flatMap(({ volume }) => setPaths(volumeJson(volume))));

  test('has no property of a volume that typed options do not reach', () => {
    expect(known.length).toBeGreaterThan(200);
    expect(known.filter((property) => !used.has(property))).toEqual([]);
  });

  test('knows all that is rendered, but for keys of maps and the metadata of claims, which it leaves untyped', () => {
    const claim = '.ephemeral.volumeClaimTemplate';
    const openMaps = [
      '.csi.volumeAttributes',
      '.flexVolume.options',
      '.projected.sources.clusterTrustBundle.labelSelector.matchLabels',
      `${claim}.spec.selector.matchLabels`,
      `${claim}.spec.resources.limits`,
      `${claim}.spec.resources.requests`,
      `${claim}.metadata`,
    ];
    const unknown = [...used].filter((property) => !known.includes(property));
    expect(unknown.filter((property) => !openMaps.some((map) => property.startsWith(`${map}.`)))).toEqual([]);
  });
});
