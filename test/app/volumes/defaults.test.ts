import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Volumes } from '../../../lib';
import { DownwardApiField, DownwardApiFile, VolumeProjection } from '../../../lib/app/volumes';
import { testChart } from '../../testing';
import { volumeJson } from './every-volume';

type Make = (scope: Construct, secret: kplus.ISecret) => kplus.Volume;

const MINIMAL: [source: string, make: Make, json: object][] = [
  [
    'projected',
    (scope, secret) => Volumes.fromProjected(scope, 'V', 'v', { sources: [VolumeProjection.fromSecret(secret)] }),
    { projected: { sources: [{ secret: { name: 'login' } }] } },
  ],
  [
    'projected ConfigMap, token and certificates',
    (scope) =>
      Volumes.fromProjected(scope, 'V', 'v', {
        sources: [
          VolumeProjection.fromConfigMap(kplus.ConfigMap.fromConfigMapName(scope, 'Settings', 'settings')),
          VolumeProjection.fromServiceAccountToken('token'),
          VolumeProjection.fromClusterTrustBundle('ca', { name: 'ca' }),
          VolumeProjection.fromDownwardApi([]),
        ],
      }),
    {
      projected: {
        sources: [
          { configMap: { name: 'settings' } },
          { serviceAccountToken: { path: 'token' } },
          { clusterTrustBundle: { path: 'ca', name: 'ca' } },
          { downwardAPI: {} },
        ],
      },
    },
  ],
  [
    'projected certificates with an empty selector, which takes all',
    (scope) =>
      Volumes.fromProjected(scope, 'V', 'v', {
        sources: [VolumeProjection.fromClusterTrustBundle('ca', { signerName: 'example.com/ca', labelSelector: {} })],
      }),
    {
      projected: {
        sources: [{ clusterTrustBundle: { path: 'ca', signerName: 'example.com/ca', labelSelector: {} } }],
      },
    },
  ],
  [
    'downwardAPI',
    (scope) =>
      Volumes.fromDownwardApi(scope, 'V', 'v', {
        files: [
          DownwardApiFile.fromField('uid', DownwardApiField.POD_UID),
          DownwardApiFile.fromLabel('app', 'app'),
          DownwardApiFile.fromAnnotation('owner', 'example.com/owner'),
          DownwardApiFile.fromResource('cpu', 'shop', kplus.ResourceFieldPaths.CPU_LIMIT),
          DownwardApiFile.fromHugePages('pages', 'shop', Size.gibibytes(1)),
        ],
      }),
    {
      downwardAPI: {
        items: [
          { path: 'uid', fieldRef: { fieldPath: 'metadata.uid' } },
          { path: 'app', fieldRef: { fieldPath: "metadata.labels['app']" } },
          { path: 'owner', fieldRef: { fieldPath: "metadata.annotations['example.com/owner']" } },
          { path: 'cpu', resourceFieldRef: { containerName: 'shop', resource: 'limits.cpu' } },
          { path: 'pages', resourceFieldRef: { containerName: 'shop', resource: 'limits.hugepages-1Gi' } },
        ],
      },
    },
  ],
  [
    'downwardAPI without files',
    (scope) => Volumes.fromDownwardApi(scope, 'V', 'v', { files: [] }),
    { downwardAPI: {} },
  ],
  [
    'ephemeral',
    (scope) =>
      Volumes.fromEphemeral(scope, 'V', 'v', {
        accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE_POD],
        storage: Size.gibibytes(1),
      }),
    {
      ephemeral: {
        volumeClaimTemplate: {
          spec: { accessModes: ['ReadWriteOncePod'], resources: { requests: { storage: '1Gi' } } },
        },
      },
    },
  ],
  [
    'ephemeral without a storage class, from a claim',
    (scope) =>
      Volumes.fromEphemeral(scope, 'V', 'v', {
        accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
        storage: Size.gibibytes(1),
        storageClassName: '',
        dataSource: { kind: 'PersistentVolumeClaim', name: 'data' },
        dataSourceRef: { apiGroup: '', kind: 'PersistentVolumeClaim', name: 'data' },
        labels: {},
        annotations: { owner: '' },
      }),
    {
      ephemeral: {
        volumeClaimTemplate: {
          metadata: { annotations: { owner: '' } },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
            storageClassName: '',
            dataSource: { kind: 'PersistentVolumeClaim', name: 'data' },
            dataSourceRef: { apiGroup: '', kind: 'PersistentVolumeClaim', name: 'data' },
          },
        },
      },
    },
  ],
  ['image', (scope) => Volumes.fromImage(scope, 'V', 'v', { reference: 'i' }), { image: { reference: 'i' } }],
  ['csi', (scope) => Volumes.fromCsi(scope, 'V', 'v', { driver: 'd' }), { csi: { driver: 'd' } }],
  ['emptyDir in huge pages', (scope) => Volumes.fromHugePages(scope, 'V', 'v'), { emptyDir: { medium: 'HugePages' } }],
  [
    'iscsi',
    (scope) => Volumes.fromIscsi(scope, 'V', 'v', { targetPortal: 'p', iqn: 'eui.0123456789abcdef', lun: 0 }),
    { iscsi: { targetPortal: 'p', iqn: 'eui.0123456789abcdef', lun: 0 } },
  ],
  [
    'fc by port',
    (scope) => Volumes.fromFc(scope, 'V', 'v', { targetWwns: ['w'], lun: 0 }),
    { fc: { targetWWNs: ['w'], lun: 0 } },
  ],
  ['fc by disk', (scope) => Volumes.fromFc(scope, 'V', 'v', { wwids: ['w'] }), { fc: { wwids: ['w'] } }],
];

describe('options that are not set are left to Kubernetes', () => {
  test.each(MINIMAL)('in %s', (_, make, json) => {
    const chart = testChart();
    const volume = make(chart, kplus.Secret.fromSecretName(chart, 'Login', 'login'));
    expect(volumeJson(volume)).toStrictEqual({ name: 'v', ...json });
  });
});

describe('objects of the caller', () => {
  test('may change after they were given as data', () => {
    const cephfs = { monitors: ['10.0.0.1:6789'], path: undefined };
    const volume = Volumes.of(testChart(), 'V', 'v', { cephfs });
    cephfs.monitors.push('10.0.0.2:6789');
    expect(volumeJson(volume)).toStrictEqual({ name: 'v', cephfs: { monitors: ['10.0.0.1:6789'] } });
  });

  test('may change without changing the volume', () => {
    const portals = ['10.0.0.2'];
    const iscsi = { targetPortal: '10.0.0.1', iqn: 'eui.0123456789abcdef', lun: 0, portals };
    const volume = Volumes.fromIscsi(testChart(), 'V', 'v', iscsi);
    portals.push('10.0.0.3');
    iscsi.lun = 7;
    expect(volumeJson(volume)).toMatchObject({ iscsi: { portals: ['10.0.0.2'], lun: 0 } });
  });

  test('may change between a projection and its volume', () => {
    const chart = testChart();
    const items: { [key: string]: kplus.PathMapping } = { a: { path: 'a' } };
    const files = [DownwardApiFile.fromLabel('label', 'app')];
    const labels: { [key: string]: string } = { app: 'shop' };
    const secret = kplus.Secret.fromSecretName(chart, 'Login', 'login');
    const sources = [
      VolumeProjection.fromSecret(secret, { items }),
      VolumeProjection.fromDownwardApi(files),
      VolumeProjection.fromClusterTrustBundle('ca', { signerName: 'example.com/ca', labelSelector: { labels } }),
    ];
    items.b = { path: 'b' };
    files.pop();
    labels.more = 'labels';
    const volume = Volumes.fromProjected(chart, 'V', 'v', { sources });
    sources.pop();
    expect(volumeJson(volume)).toStrictEqual({
      name: 'v',
      projected: {
        sources: [
          { secret: { name: 'login', items: [{ key: 'a', path: 'a' }] } },
          { downwardAPI: { items: [{ path: 'label', fieldRef: { fieldPath: "metadata.labels['app']" } }] } },
          {
            clusterTrustBundle: {
              path: 'ca',
              signerName: 'example.com/ca',
              labelSelector: { matchLabels: { app: 'shop' } },
            },
          },
        ],
      },
    });
  });

  test('may be frozen', () => {
    const options = Object.freeze({ driver: 'd', attributes: Object.freeze({ a: 'b' }) });
    expect(volumeJson(Volumes.fromCsi(testChart(), 'V', 'v', options))).toStrictEqual({
      name: 'v',
      csi: { driver: 'd', volumeAttributes: { a: 'b' } },
    });
  });
});
