import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SpinApp, SpinAppExecutor, SpinAppProps, Volumes } from '../../../lib';
import { testChart, validationErrors } from '../../testing';
import { refuses } from './refusals';

const of = (source: object) => (chart: Chart) => Volumes.of(chart, 'V', 'v', source);

/** A source without one of its required fields. */
const without = (source: string, field: string, value: '' | []): [string, (chart: Chart) => kplus.Volume, string] => [
  `of the source ${source} without ${field}`,
  of({ [source]: { ...COMPLETE[source], [field]: value } }),
  `'${source}.${field}' (${value === '' ? "''" : '[]'}) is required; set it`,
];

const COMPLETE: { readonly [source: string]: object } = {
  azureFile: { secretName: 'login', shareName: 's' },
  cephfs: { monitors: ['m'] },
  cinder: { volumeID: 'i' },
  flexVolume: { driver: 'd' },
  gitRepo: { repository: 'r' },
  glusterfs: { endpoints: 'e', path: 'p' },
  photonPersistentDisk: { pdID: 'i' },
  portworxVolume: { volumeID: 'i' },
  quobyte: { registry: 'h:1', volume: 'v' },
  rbd: { monitors: ['m'], image: 'i' },
  scaleIO: { gateway: 'g', system: 's', volumeName: 'n', secretRef: { name: 'login' } },
  storageos: { volumeName: 'n' },
  vsphereVolume: { volumePath: 'p' },
};

test.each(Object.entries(COMPLETE))('accepts the source %s with its required fields', (name, source) => {
  const chart = testChart();
  of({ [name]: source })(chart);
  expect(validationErrors(chart)).toEqual([]);
});

describe('required fields', () => {
  refuses([
    without('azureFile', 'shareName', ''),
    without('cephfs', 'monitors', []),
    without('cinder', 'volumeID', ''),
    without('flexVolume', 'driver', ''),
    without('gitRepo', 'repository', ''),
    without('glusterfs', 'endpoints', ''),
    without('glusterfs', 'path', ''),
    without('photonPersistentDisk', 'pdID', ''),
    without('portworxVolume', 'volumeID', ''),
    without('quobyte', 'registry', ''),
    without('quobyte', 'volume', ''),
    without('rbd', 'monitors', []),
    without('rbd', 'image', ''),
    without('scaleIO', 'gateway', ''),
    without('scaleIO', 'system', ''),
    without('scaleIO', 'volumeName', ''),
    without('storageos', 'volumeName', ''),
    without('vsphereVolume', 'volumePath', ''),
  ]);
});

describe('values', () => {
  refuses([
    [
      'without a source',
      of({}),
      `'source' ({"name":"v"}) has no source, so it becomes an empty directory; write 'emptyDir: {}' if that is intended`,
    ],
    [
      'with two sources',
      of({ cephfs: { monitors: ['m'] }, glusterfs: { endpoints: 'e', path: 'p' } }),
      `'source' ({"name":"v","cephfs":{"monitors":["m"]},"glusterfs":{"endpoints":"e","path":"p"}}) must have exactly one source, but has cephfs, glusterfs; keep one`,
    ],
    [
      'with a value of another type',
      of({ cephfs: { monitors: 'm' } }),
      "'cephfs.monitors' (m) must be a list, not a string; give a list",
    ],
    [
      'with a misspelled source',
      of({ emptyDir: {}, cefs: {} }),
      "'cefs' ({}) is not a field of a volume; did you mean 'cephfs'?",
    ],
    [
      'with a misspelled field',
      of({ cephfs: { monitors: ['m'], readonly: true } }),
      "'cephfs.readonly' (true) is not a field of a volume; did you mean 'readOnly'?",
    ],
    [
      'with a misspelled field of a list',
      of({ secret: { secretName: 's', items: [{ key: 'a', path: 'a', mod: 4 }] } }),
      "'secret.items[0].mod' (4) is not a field of a volume; did you mean 'mode'?",
    ],
    ...['kubernetes.io/a', 'K8S.io', 'sub.k8s.io/b'].map((key): [string, (chart: Chart) => kplus.Volume, string] => [
      `with the reserved driver option ${key}`,
      of({ flexVolume: { driver: 'd', options: { good: '', [key]: '' } } }),
      `'flexVolume.options' ({"good":"","${key}":""}) must not have keys in kubernetes.io or k8s.io, which are reserved; use the keys of the driver`,
    ]),
    [
      'of Flocker without a dataset',
      of({ flocker: {} }),
      "'flocker' ({}) must have either datasetName or datasetUUID; set one of them",
    ],
    [
      'of Flocker with name and UUID',
      of({ flocker: { datasetName: 'a', datasetUUID: 'b' } }),
      `'flocker' ({"datasetName":"a","datasetUUID":"b"}) must have either datasetName or datasetUUID; set one of them`,
    ],
    [
      'of Flocker with a slash in the name',
      of({ flocker: { datasetName: 'a/b' } }),
      "'flocker.datasetName' (a/b) must not contain '/'; give the name alone",
    ],
    [
      'of an absolute directory',
      of({ gitRepo: { repository: 'r', directory: '/shop' } }),
      "'gitRepo.directory' (/shop) must be a relative path without '..'; it is below where the volume is mounted",
    ],
    [
      'of a directory outside of the volume',
      of({ gitRepo: { repository: 'r', directory: 'a/../..' } }),
      "'gitRepo.directory' (a/../..) must be a relative path without '..'; it is below where the volume is mounted",
    ],
    [
      'of Quobyte without a port',
      of({ quobyte: { registry: 'host', volume: 'v' } }),
      "'quobyte.registry' (host) must be a host and a port, or a comma-separated list of them; use one such as registry.example.com:7861",
    ],
    [
      'of Quobyte with one port for two hosts',
      of({ quobyte: { registry: 'a:1,b', volume: 'v' } }),
      "'quobyte.registry' (a:1,b) must be a host and a port, or a comma-separated list of them; use one such as registry.example.com:7861",
    ],
    [
      'of Quobyte with an IPv6 address without brackets',
      of({ quobyte: { registry: '2001:db8::1:7861', volume: 'v' } }),
      "'quobyte.registry' (2001:db8::1:7861) must be a host and a port, or a comma-separated list of them; use one such as registry.example.com:7861",
    ],
    [
      'of Quobyte with a tenant of 65 characters',
      of({ quobyte: { registry: 'h:1', volume: 'v', tenant: 't'.repeat(65) } }),
      `'quobyte.tenant' (${'t'.repeat(65)}) must have at most 64 characters; shorten it`,
    ],
    [
      'of StorageOS with capitals in its namespace',
      of({ storageos: { volumeName: 'v', volumeNamespace: 'A' } }),
      "'storageos.volumeNamespace' (A) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    ],
    [
      'with a source named like a property of every object',
      of({ constructor: { name: 'x' }, emptyDir: {} }),
      `'constructor' ({"name":"x"}) is not a field of a volume; remove it`,
    ],
  ]);

  test.each([
    [
      'driver options in other domains',
      { flexVolume: { driver: 'd', options: { 'notk8s.io/a': '', 'example.com/k8s.io': '' } } },
    ],
    ['a directory that only begins with dots', { gitRepo: { repository: 'r', directory: '..shop' } }],
  ])('accepts %s', (_, source) => {
    const chart = testChart();
    of(source)(chart);
    expect(validationErrors(chart)).toEqual([]);
  });
});

describe('a volume of a SpinApp', () => {
  const app = (chart: Chart, props: Partial<SpinAppProps>) =>
    new SpinApp(chart, 'app', {
      metadata: { name: 'app' },
      image: 'example.com/app:v1',
      executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim'),
      ...props,
    });
  const broken = (chart: Chart, id = 'V') => Volumes.of(chart, id, 'Data', { cephfs: { monitors: [] } });

  test.each<[string, (chart: Chart) => void]>([
    ['listed', (chart) => app(chart, { volumes: [broken(chart)] })],
    ['mounted', (chart) => app(chart, { volumeMounts: [{ path: '/data', volume: broken(chart) }] })],
    [
      'added later',
      (chart) => {
        app(chart, {}).addVolume(broken(chart));
      },
    ],
    [
      'mounted later',
      (chart) => {
        app(chart, {}).mount('/data', broken(chart));
      },
    ],
  ])('is reported once, by the app, when it is %s', (_, make) => {
    const chart = testChart('team');
    make(chart);
    expect(validationErrors(chart)).toEqual([
      "[test/app] 'spec.volumes[0].name' (Data) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
      "[test/app] 'spec.volumes[0].cephfs.monitors' ([]) is required; set it",
    ]);
  });

  test('reports its unknown fields, which the app leaves to the bundle', () => {
    const chart = testChart('team');
    app(chart, { volumes: [Volumes.of(chart, 'V', 'v', { emptyDir: { mediun: 'Memory' } })] });
    expect(validationErrors(chart)).toEqual([
      "[test/V] 'emptyDir.mediun' (Memory) is not a field of a volume; did you mean 'medium'?",
    ]);
  });

  test('is reported with everything else, all volumes and the app at once', () => {
    const chart = testChart('team');
    app(chart, { replicas: 0, volumes: [broken(chart)] });
    broken(chart, 'Other');
    expect(validationErrors(chart)).toHaveLength(5);
  });
});
