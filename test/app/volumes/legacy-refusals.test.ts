import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { LegacyVolumes } from '../../../lib/app/volumes/legacy-volumes';
import { testChart } from '../../testing';

const secretOf = (chart: Chart) => kplus.Secret.fromSecretName(chart, 'Login', 'login');

/** Options of which one at a time is emptied, and what the refusal asks for. */
function emptied<T extends object>(options: T, what: { [property: string]: string }): [string, T, string][] {
  return Object.entries(what).map(([property, remedy]) => {
    const list = Array.isArray(options[property as keyof T]);
    const message = `[test/V] '${property}' (${list ? '[]' : "''"}) must not be empty; give ${remedy}`;
    return [property, { ...options, [property]: list ? [] : '' }, message];
  });
}

function refuses(make: () => kplus.Volume, message: string): void {
  expect(make).toThrow(new Error(message));
}

describe('what a source cannot do without is asked for', () => {
  test.each(emptied({ shareName: 's' }, { shareName: 'the name of the share' }))(
    'azureFile: %s',
    (_, options, message) => {
      const chart = testChart();
      refuses(() => LegacyVolumes.fromAzureFile(chart, 'V', 'v', { ...options, secret: secretOf(chart) }), message);
    },
  );

  test.each(emptied({ monitors: ['m'] }, { monitors: 'the address of at least one monitor' }))(
    'cephfs: %s',
    (_, options, message) => {
      refuses(() => LegacyVolumes.fromCephFs(testChart(), 'V', 'v', options), message);
    },
  );

  test.each(emptied({ volumeId: 'i' }, { volumeId: 'the id of the disk' }))('cinder: %s', (_, options, message) => {
    refuses(() => LegacyVolumes.fromCinder(testChart(), 'V', 'v', options), message);
  });

  test.each(emptied({ driver: 'd' }, { driver: 'the name of the driver' }))('flexVolume: %s', (_, options, message) => {
    refuses(() => LegacyVolumes.fromFlexVolume(testChart(), 'V', 'v', options), message);
  });

  test.each(emptied({ repository: 'r' }, { repository: 'the URL of the repository' }))(
    'gitRepo: %s',
    (_, options, message) => {
      refuses(() => LegacyVolumes.fromGitRepo(testChart(), 'V', 'v', options), message);
    },
  );

  test.each(
    emptied(
      { endpoints: 'e', path: 'p' },
      { endpoints: 'the name of the Endpoints object', path: 'the name of the Gluster volume' },
    ),
  )('glusterfs: %s', (_, options, message) => {
    refuses(() => LegacyVolumes.fromGlusterfs(testChart(), 'V', 'v', options), message);
  });

  test.each(emptied({ pdId: 'i' }, { pdId: 'the id of the disk' }))(
    'photonPersistentDisk: %s',
    (_, options, message) => {
      refuses(() => LegacyVolumes.fromPhotonPersistentDisk(testChart(), 'V', 'v', options), message);
    },
  );

  test.each(emptied({ volumeId: 'i' }, { volumeId: 'the id of the volume' }))(
    'portworxVolume: %s',
    (_, options, message) => {
      refuses(() => LegacyVolumes.fromPortworx(testChart(), 'V', 'v', options), message);
    },
  );

  test.each(emptied({ registry: 'h:1', volume: 'v' }, { volume: 'the name of the Quobyte volume' }))(
    'quobyte: %s',
    (_, options, message) => {
      refuses(() => LegacyVolumes.fromQuobyte(testChart(), 'V', 'v', options), message);
    },
  );

  test.each(
    emptied(
      { monitors: ['m'], image: 'i' },
      { monitors: 'the address of at least one monitor', image: 'the name of the image' },
    ),
  )('rbd: %s', (_, options, message) => {
    refuses(() => LegacyVolumes.fromRbd(testChart(), 'V', 'v', options), message);
  });

  test.each(
    emptied(
      { gateway: 'g', system: 's', volumeName: 'n' },
      {
        gateway: 'the address of the API',
        system: 'the name of the storage system',
        volumeName: 'the name of the volume',
      },
    ),
  )('scaleIO: %s', (_, options, message) => {
    const chart = testChart();
    refuses(() => LegacyVolumes.fromScaleIo(chart, 'V', 'v', { ...options, secret: secretOf(chart) }), message);
  });

  test.each(emptied({ volumePath: 'p' }, { volumePath: 'the path of the disk' }))(
    'vsphereVolume: %s',
    (_, options, message) => {
      refuses(() => LegacyVolumes.fromVsphereVolume(testChart(), 'V', 'v', options), message);
    },
  );
});

describe('flexVolume', () => {
  test.each(['kubernetes.io/a', 'K8S.io', 'sub.k8s.io/b'])('refuses the reserved option %s', (key) => {
    refuses(
      () => LegacyVolumes.fromFlexVolume(testChart(), 'V', 'v', { driver: 'd', options: { good: '', [key]: '' } }),
      `[test/V] 'options' (${key}) must not have keys of kubernetes.io and k8s.io, which are reserved; take the keys that the driver knows`,
    );
  });

  test.each(['notk8s.io/a', 'example.com/k8s.io'])('takes the option %s', (key) => {
    const options = { driver: 'd', options: { [key]: '' } };
    expect(() => LegacyVolumes.fromFlexVolume(testChart(), 'V', 'v', options)).not.toThrow();
  });
});

describe('flocker', () => {
  const one = 'is one of two, datasetName and datasetUuid, and exactly one must be set';
  test.each([
    ['without a dataset', {}, `'datasetName' ('') ${one}; set one`],
    ['with name and id', { datasetName: 'a', datasetUuid: 'b' }, `'datasetName' (a) ${one}; remove one`],
    [
      'with a slash in the name',
      { datasetName: 'a/b' },
      "'datasetName' (a/b) must not contain a slash; give the name of the dataset alone",
    ],
  ])('is refused %s', (_, options, message) => {
    refuses(() => LegacyVolumes.fromFlocker(testChart(), 'V', 'v', options), `[test/V] ${message}`);
  });
});

describe('gitRepo', () => {
  test.each([
    ['/shop', 'must be a relative path'],
    ['a/../..', "must not contain '..'"],
  ])('refuses the directory %s', (directory, rule) => {
    refuses(
      () => LegacyVolumes.fromGitRepo(testChart(), 'V', 'v', { repository: 'r', directory }),
      `[test/V] 'directory' (${directory}) ${rule}; it is below where the volume is mounted`,
    );
  });

  test('takes a directory that only begins with dots', () => {
    const options = { repository: 'r', directory: '..shop' };
    expect(() => LegacyVolumes.fromGitRepo(testChart(), 'V', 'v', options)).not.toThrow();
  });
});

describe('quobyte', () => {
  test.each(['', 'host', 'a:1,b', '2001:db8::1:7861'])("refuses the registry '%s'", (registry) => {
    refuses(
      () => LegacyVolumes.fromQuobyte(testChart(), 'V', 'v', { registry, volume: 'v' }),
      `[test/V] 'registry' (${registry || "''"}) must be host:port, or several of them separated by commas; give the addresses of the registries`,
    );
  });

  test('refuses a tenant of more than 64 characters', () => {
    const tenant = 't'.repeat(65);
    refuses(
      () => LegacyVolumes.fromQuobyte(testChart(), 'V', 'v', { registry: 'h:1', volume: 'v', tenant }),
      `[test/V] 'tenant' (${tenant}) must not be longer than 64 characters; give the id of the tenant`,
    );
  });
});

describe('storageos', () => {
  const label =
    'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit';
  test.each([
    ['without a volume', { volumeName: '' }, `'volumeName' ('') ${label}`],
    ['with capitals in its namespace', { volumeName: 'v', volumeNamespace: 'A' }, `'volumeNamespace' (A) ${label}`],
  ])('is refused %s', (_, options, message) => {
    refuses(() => LegacyVolumes.fromStorageOs(testChart(), 'V', 'v', options), `[test/V] ${message}`);
  });
});
