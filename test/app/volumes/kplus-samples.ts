import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { VolumeSample } from './volume-sample';

/** The volumes that cdk8s-plus makes itself, with all the options it has. */
export function kplusSamples(scope: Construct): VolumeSample[] {
  const items = { 'b.txt': { path: 'two/b', mode: 0o400 }, 'a.txt': { path: 'a' } };
  const renderedItems = [
    { key: 'a.txt', path: 'a' },
    { key: 'b.txt', path: 'two/b', mode: 256 },
  ];
  return [
    {
      volume: kplus.Volume.fromAwsElasticBlockStore(scope, 'Aws', 'vol-1', {
        name: 'aws',
        fsType: 'xfs',
        partition: 1,
        readOnly: true,
      } satisfies Required<kplus.AwsElasticBlockStoreVolumeOptions>),
      json: { name: 'aws', awsElasticBlockStore: { volumeID: 'vol-1', fsType: 'xfs', partition: 1, readOnly: true } },
    },
    {
      volume: kplus.Volume.fromAzureDisk(scope, 'AzureDisk', 'disk', '/subscriptions/s/disks/disk', {
        name: 'azure-disk',
        cachingMode: kplus.AzureDiskPersistentVolumeCachingMode.READ_ONLY,
        fsType: 'xfs',
        kind: kplus.AzureDiskPersistentVolumeKind.MANAGED,
        readOnly: true,
      } satisfies Required<kplus.AzureDiskVolumeOptions>),
      json: {
        name: 'azure-disk',
        azureDisk: {
          diskName: 'disk',
          diskURI: '/subscriptions/s/disks/disk',
          cachingMode: 'ReadOnly',
          fsType: 'xfs',
          kind: 'Managed',
          readOnly: true,
        },
      },
    },
    {
      volume: kplus.Volume.fromGcePersistentDisk(scope, 'Gce', 'disk', {
        name: 'gce',
        fsType: 'xfs',
        partition: 2,
        readOnly: true,
      } satisfies Required<kplus.GCEPersistentDiskVolumeOptions>),
      json: { name: 'gce', gcePersistentDisk: { pdName: 'disk', fsType: 'xfs', partition: 2, readOnly: true } },
    },
    {
      volume: kplus.Volume.fromConfigMap(
        scope,
        'ConfigMap',
        kplus.ConfigMap.fromConfigMapName(scope, 'ConfigMapRef', 'settings'),
        {
          name: 'config-map',
          defaultMode: 0o440,
          optional: true,
          items,
        } satisfies Required<kplus.ConfigMapVolumeOptions>,
      ),
      json: {
        name: 'config-map',
        configMap: { name: 'settings', defaultMode: 288, optional: true, items: renderedItems },
      },
    },
    {
      volume: kplus.Volume.fromEmptyDir(scope, 'EmptyDir', 'empty-dir', {
        medium: kplus.EmptyDirMedium.MEMORY,
        sizeLimit: Size.gibibytes(2),
      } satisfies Required<kplus.EmptyDirVolumeOptions>),
      json: { name: 'empty-dir', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } },
    },
    {
      volume: kplus.Volume.fromSecret(scope, 'Secret', kplus.Secret.fromSecretName(scope, 'SecretRef', 'passwords'), {
        name: 'secret',
        defaultMode: 0o400,
        optional: false,
        items,
      } satisfies Required<kplus.SecretVolumeOptions>),
      json: {
        name: 'secret',
        secret: { secretName: 'passwords', defaultMode: 256, optional: false, items: renderedItems },
      },
    },
    {
      volume: kplus.Volume.fromPersistentVolumeClaim(
        scope,
        'Claim',
        kplus.PersistentVolumeClaim.fromClaimName(scope, 'ClaimRef', 'data'),
        { name: 'claim', readOnly: true } satisfies Required<kplus.PersistentVolumeClaimVolumeOptions>,
      ),
      json: { name: 'claim', persistentVolumeClaim: { claimName: 'data', readOnly: true } },
    },
    {
      volume: kplus.Volume.fromHostPath(scope, 'HostPath', 'host-path', {
        path: '/var/log',
        type: kplus.HostPathVolumeType.DIRECTORY_OR_CREATE,
      } satisfies Required<kplus.HostPathVolumeOptions>),
      json: { name: 'host-path', hostPath: { path: '/var/log', type: 'DirectoryOrCreate' } },
    },
    {
      volume: kplus.Volume.fromNfs(scope, 'Nfs', 'nfs', {
        server: 'nfs.example.com',
        path: '/export',
        readOnly: true,
      } satisfies Required<kplus.NfsVolumeOptions>),
      json: { name: 'nfs', nfs: { server: 'nfs.example.com', path: '/export', readOnly: true } },
    },
    {
      volume: kplus.Volume.fromCsi(scope, 'KplusCsi', 'driver.example.com', {
        name: 'kplus-csi',
        fsType: 'ext4',
        readOnly: true,
        attributes: { share: 'one' },
      } satisfies Required<kplus.CsiVolumeOptions>),
      json: {
        name: 'kplus-csi',
        csi: { driver: 'driver.example.com', fsType: 'ext4', readOnly: true, volumeAttributes: { share: 'one' } },
      },
    },
  ];
}
