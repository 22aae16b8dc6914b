import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Volumes } from '../../../lib';
import {
  ClusterTrustBundleProjectionOptions,
  DownwardApiField,
  DownwardApiFieldOptions,
  DownwardApiFile,
  DownwardApiResourceOptions,
  DownwardApiVolumeOptions,
  EphemeralVolumeOptions,
  FcVolumeOptions,
  HugePagesVolumeOptions,
  ImageVolumeOptions,
  InlineCsiVolumeOptions,
  IscsiVolumeOptions,
  KeyProjectionOptions,
  ProjectedVolumeOptions,
  ServiceAccountTokenProjectionOptions,
  VolumeDataSourceReference,
  VolumeProjection,
} from '../../../lib/app/volumes';
import { VolumeSample } from './volume-sample';

const FIELD: Required<DownwardApiFieldOptions> = { mode: 0o440, apiVersion: 'v1' };
const RESOURCE: Required<DownwardApiResourceOptions> = { mode: 0o400, divisor: '1Mi' };

const FILES = [
  DownwardApiFile.fromField('name', DownwardApiField.POD_NAME, FIELD),
  DownwardApiFile.fromLabel('zone', 'topology.kubernetes.io/zone', FIELD),
  DownwardApiFile.fromAnnotation('owner', 'owner', FIELD),
  DownwardApiFile.fromResource('memory', 'shop', kplus.ResourceFieldPaths.MEMORY_LIMIT, RESOURCE),
  DownwardApiFile.fromHugePages('pages', 'shop', Size.mebibytes(2), RESOURCE),
];

const ITEMS = [
  { path: 'name', mode: 288, fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } },
  {
    path: 'zone',
    mode: 288,
    fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['topology.kubernetes.io/zone']" },
  },
  { path: 'owner', mode: 288, fieldRef: { apiVersion: 'v1', fieldPath: "metadata.annotations['owner']" } },
  {
    path: 'memory',
    mode: 256,
    resourceFieldRef: { containerName: 'shop', resource: 'limits.memory', divisor: '1Mi' },
  },
  {
    path: 'pages',
    mode: 256,
    resourceFieldRef: { containerName: 'shop', resource: 'limits.hugepages-2Mi', divisor: '1Mi' },
  },
];

const SELECTOR: Required<kplus.LabelSelectorOptions> = {
  labels: { tier: 'gold', trusted: '' },
  expressions: [kplus.LabelExpression.in('zone', ['a', 'b']), kplus.LabelExpression.exists('disk')],
};

const RENDERED_SELECTOR = {
  matchLabels: { tier: 'gold', trusted: '' },
  matchExpressions: [
    { key: 'zone', operator: 'In', values: ['a', 'b'] },
    { key: 'disk', operator: 'Exists' },
  ],
};

const SNAPSHOT = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'monday' };

/** The factories of `Volumes`, with all their options. */
export function sourceSamples(scope: Construct): VolumeSample[] {
  return [...projectedSamples(scope), ...claimSamples(scope), ...otherSamples(scope)];
}

function projectedSamples(scope: Construct): VolumeSample[] {
  const secret = kplus.Secret.fromSecretName(scope, 'Keys', 'keys');
  const configMap = kplus.ConfigMap.fromConfigMapName(scope, 'Certificates', 'certificates');
  const bundles = { signerName: 'example.com/ca', labelSelector: SELECTOR, optional: true };
  return [
    {
      volume: Volumes.fromProjected(scope, 'Projected', 'projected', {
        sources: [
          VolumeProjection.fromSecret(secret, {
            items: { 'tls.key': { path: 'tls/key', mode: 0o400 } },
            optional: true,
          } satisfies Required<KeyProjectionOptions>),
          VolumeProjection.fromConfigMap(configMap, {
            items: { 'tls.crt': { path: 'tls/crt', mode: 0o444 }, 'ca.crt': { path: 'tls/ca' } },
            optional: false,
          } satisfies Required<KeyProjectionOptions>),
          VolumeProjection.fromDownwardApi(FILES),
          VolumeProjection.fromServiceAccountToken('token', {
            audience: 'vault',
            expiration: Duration.hours(2),
          } satisfies Required<ServiceAccountTokenProjectionOptions>),
          VolumeProjection.fromClusterTrustBundle(
            'signer.pem',
            bundles satisfies Required<Omit<ClusterTrustBundleProjectionOptions, 'name'>>,
          ),
          VolumeProjection.fromClusterTrustBundle('bundle.pem', { name: 'example-ca', optional: false }),
        ],
        defaultMode: 0o440,
      } satisfies Required<ProjectedVolumeOptions>),
      json: {
        name: 'projected',
        projected: {
          defaultMode: 288,
          sources: [
            { secret: { name: 'keys', items: [{ key: 'tls.key', path: 'tls/key', mode: 256 }], optional: true } },
            {
              configMap: {
                name: 'certificates',
                items: [
                  { key: 'ca.crt', path: 'tls/ca' },
                  { key: 'tls.crt', path: 'tls/crt', mode: 292 },
                ],
                optional: false,
              },
            },
            { downwardAPI: { items: ITEMS } },
            { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 7200 } },
            {
              clusterTrustBundle: {
                path: 'signer.pem',
                signerName: 'example.com/ca',
                labelSelector: RENDERED_SELECTOR,
                optional: true,
              },
            },
            { clusterTrustBundle: { path: 'bundle.pem', name: 'example-ca', optional: false } },
          ],
        },
      },
    },
    {
      volume: Volumes.fromDownwardApi(scope, 'DownwardApi', 'downward-api', {
        files: FILES,
        defaultMode: 0o444,
      } satisfies Required<DownwardApiVolumeOptions>),
      json: { name: 'downward-api', downwardAPI: { defaultMode: 292, items: ITEMS } },
    },
  ];
}

function claimSamples(scope: Construct): VolumeSample[] {
  const claim = {
    accessModes: [
      kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE,
      kplus.PersistentVolumeAccessMode.READ_ONLY_MANY,
      kplus.PersistentVolumeAccessMode.READ_WRITE_MANY,
    ],
    storage: Size.mebibytes(1024),
    storageLimit: Size.mebibytes(1536),
    storageClassName: 'fast',
    volumeAttributesClassName: 'silver',
    volumeMode: kplus.PersistentVolumeMode.BLOCK,
    volume: kplus.PersistentVolume.fromPersistentVolumeName(scope, 'Disk', 'disk-1'),
    selector: SELECTOR,
    labels: { app: 'shop' },
    annotations: { owner: 'team-shop' },
  };
  const metadata = { labels: { app: 'shop' }, annotations: { owner: 'team-shop' } };
  const spec = {
    accessModes: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'],
    resources: { requests: { storage: '1Gi' }, limits: { storage: '1536Mi' } },
    storageClassName: 'fast',
    volumeAttributesClassName: 'silver',
    volumeMode: 'Block',
    volumeName: 'disk-1',
    selector: RENDERED_SELECTOR,
  };
  return [
    {
      volume: Volumes.fromEphemeral(scope, 'Ephemeral', 'ephemeral', {
        ...claim,
        dataSource: SNAPSHOT,
        dataSourceRef: SNAPSHOT,
      } satisfies Required<EphemeralVolumeOptions>),
      json: {
        name: 'ephemeral',
        ephemeral: {
          volumeClaimTemplate: { metadata, spec: { ...spec, dataSource: SNAPSHOT, dataSourceRef: SNAPSHOT } },
        },
      },
    },
    {
      volume: Volumes.fromEphemeral(scope, 'EphemeralCopy', 'ephemeral-copy', {
        ...claim,
        dataSourceRef: { ...SNAPSHOT, namespace: 'backups' } satisfies Required<VolumeDataSourceReference>,
      } satisfies Required<Omit<EphemeralVolumeOptions, 'dataSource'>>),
      json: {
        name: 'ephemeral-copy',
        ephemeral: {
          volumeClaimTemplate: {
            metadata,
            spec: { ...spec, dataSourceRef: { ...SNAPSHOT, namespace: 'backups' } },
          },
        },
      },
    },
  ];
}

function otherSamples(scope: Construct): VolumeSample[] {
  const secret = kplus.Secret.fromSecretName(scope, 'Chap', 'chap');
  const iscsi = {
    targetPortal: '10.0.0.1:3260',
    iqn: 'iqn.2001-04.com.example:storage.disk1',
    lun: 0,
    portals: ['10.0.0.2', '10.0.0.3:3261'],
    iscsiInterface: 'iface0',
    initiatorName: 'iqn.1994-05.com.example:node',
    chapAuthDiscovery: true,
    chapAuthSession: true,
    fsType: 'xfs',
    readOnly: true,
  };
  const driver = { driver: 'secrets-store.csi.k8s.io', fsType: 'tmpfs', readOnly: true };
  return [
    {
      volume: Volumes.fromImage(scope, 'Image', 'image', {
        reference: 'ghcr.io/example/models:v1',
        pullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
      } satisfies Required<ImageVolumeOptions>),
      json: { name: 'image', image: { reference: 'ghcr.io/example/models:v1', pullPolicy: 'IfNotPresent' } },
    },
    {
      volume: Volumes.fromCsi(scope, 'Csi', 'csi', {
        ...driver,
        nodePublishSecret: secret,
        attributes: { secretProviderClass: 'vault' },
      } satisfies Required<InlineCsiVolumeOptions>),
      json: {
        name: 'csi',
        csi: {
          ...driver,
          nodePublishSecretRef: { name: 'chap' },
          volumeAttributes: { secretProviderClass: 'vault' },
        },
      },
    },
    {
      volume: Volumes.fromHugePages(scope, 'HugePages', 'huge-pages', {
        pageSize: Size.mebibytes(2),
        sizeLimit: Size.mebibytes(2048),
      } satisfies Required<HugePagesVolumeOptions>),
      json: { name: 'huge-pages', emptyDir: { medium: 'HugePages-2Mi', sizeLimit: '2Gi' } },
    },
    {
      volume: Volumes.fromIscsi(scope, 'Iscsi', 'iscsi', { ...iscsi, secret } satisfies Required<IscsiVolumeOptions>),
      json: {
        name: 'iscsi',
        iscsi: {
          ...iscsi,
          secretRef: { name: 'chap' },
        },
      },
    },
    {
      volume: Volumes.fromFc(scope, 'Fc', 'fc', {
        targetWwns: ['50060e801049cfd1', '50060e801049cfd2'],
        lun: 255,
        fsType: 'xfs',
        readOnly: true,
      } satisfies Required<Omit<FcVolumeOptions, 'wwids'>>),
      json: {
        name: 'fc',
        fc: { targetWWNs: ['50060e801049cfd1', '50060e801049cfd2'], lun: 255, fsType: 'xfs', readOnly: true },
      },
    },
    {
      volume: Volumes.fromFc(scope, 'FcWwid', 'fc-wwid', {
        wwids: ['3600508b400105e210000900000490000'],
        fsType: 'xfs',
        readOnly: false,
      } satisfies Required<Omit<FcVolumeOptions, 'targetWwns' | 'lun'>>),
      json: {
        name: 'fc-wwid',
        fc: { wwids: ['3600508b400105e210000900000490000'], fsType: 'xfs', readOnly: false },
      },
    },
  ];
}
