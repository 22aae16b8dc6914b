import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  FlockerVolumeOptions,
  PortworxVolumeOptions,
  RbdVolumeOptions,
  ScaleIoStorageMode,
  ScaleIoVolumeOptions,
  StorageOsVolumeOptions,
} from '../../../lib/app/volumes/legacy-block-volumes';
import {
  AzureFileVolumeOptions,
  CinderVolumeOptions,
  PhotonPersistentDiskVolumeOptions,
  VsphereVolumeOptions,
} from '../../../lib/app/volumes/legacy-cloud-volumes';
import {
  CephFsVolumeOptions,
  FlexVolumeOptions,
  GitRepoVolumeOptions,
  GlusterfsVolumeOptions,
  QuobyteVolumeOptions,
} from '../../../lib/app/volumes/legacy-file-volumes';
import { LegacyVolumes } from '../../../lib/app/volumes/legacy-volumes';
import { VolumeSample } from './volume-sample';

/** The sources of `LegacyVolumes`, with all their options. */
export function legacySamples(scope: Construct): VolumeSample[] {
  const secret = kplus.Secret.fromSecretName(scope, 'Login', 'login');
  const secretRef = { name: 'login' };
  return [
    ...cloudSamples(scope, secret, secretRef),
    ...fileSamples(scope, secret, secretRef),
    ...blockSamples(scope, secret, secretRef),
  ];
}

function cloudSamples(scope: Construct, secret: kplus.ISecret, secretRef: object): VolumeSample[] {
  return [
    {
      volume: LegacyVolumes.fromAzureFile(scope, 'AzureFile', 'azure-file', {
        secret,
        shareName: 'share',
        readOnly: true,
      } satisfies Required<AzureFileVolumeOptions>),
      json: { name: 'azure-file', azureFile: { secretName: 'login', shareName: 'share', readOnly: true } },
    },
    {
      volume: LegacyVolumes.fromCinder(scope, 'Cinder', 'cinder', {
        volumeId: 'id-1',
        secret,
        fsType: 'xfs',
        readOnly: true,
      } satisfies Required<CinderVolumeOptions>),
      json: { name: 'cinder', cinder: { volumeID: 'id-1', secretRef, fsType: 'xfs', readOnly: true } },
    },
    {
      volume: LegacyVolumes.fromVsphereVolume(scope, 'Vsphere', 'vsphere', {
        volumePath: '[store] volumes/disk',
        storagePolicyName: 'gold',
        storagePolicyId: 'policy-1',
        fsType: 'xfs',
      } satisfies Required<VsphereVolumeOptions>),
      json: {
        name: 'vsphere',
        vsphereVolume: {
          volumePath: '[store] volumes/disk',
          storagePolicyName: 'gold',
          storagePolicyID: 'policy-1',
          fsType: 'xfs',
        },
      },
    },
    {
      volume: LegacyVolumes.fromPhotonPersistentDisk(scope, 'Photon', 'photon', {
        pdId: 'id-1',
        fsType: 'xfs',
      } satisfies Required<PhotonPersistentDiskVolumeOptions>),
      json: { name: 'photon', photonPersistentDisk: { pdID: 'id-1', fsType: 'xfs' } },
    },
  ];
}

function fileSamples(scope: Construct, secret: kplus.ISecret, secretRef: object): VolumeSample[] {
  const cephFs = {
    monitors: ['10.0.0.1:6789', '10.0.0.2:6789'],
    path: '/shop',
    user: 'shop',
    secretFile: '/etc/ceph/shop.secret',
    readOnly: true,
  };
  const glusterfs = { endpoints: 'gluster', path: 'shop', readOnly: true };
  const quobyte = {
    registry: 'one:7861,[2001:db8::1]:7861',
    volume: 'shop',
    tenant: 'team',
    user: 'root',
    group: 'nfsnobody',
    readOnly: true,
  };
  const flexVolume = { driver: 'example.com/lvm', options: { volumeID: 'one' }, fsType: 'xfs', readOnly: true };
  const gitRepo = { repository: 'https://git.example.com/shop.git', revision: 'abc123', directory: '.' };
  return [
    {
      volume: LegacyVolumes.fromCephFs(scope, 'CephFs', 'cephfs', {
        ...cephFs,
        secret,
      } satisfies Required<CephFsVolumeOptions>),
      json: { name: 'cephfs', cephfs: { ...cephFs, secretRef } },
    },
    {
      volume: LegacyVolumes.fromGlusterfs(
        scope,
        'Glusterfs',
        'glusterfs',
        glusterfs satisfies Required<GlusterfsVolumeOptions>,
      ),
      json: { name: 'glusterfs', glusterfs },
    },
    {
      volume: LegacyVolumes.fromQuobyte(scope, 'Quobyte', 'quobyte', quobyte satisfies Required<QuobyteVolumeOptions>),
      json: { name: 'quobyte', quobyte },
    },
    {
      volume: LegacyVolumes.fromFlexVolume(scope, 'FlexVolume', 'flex-volume', {
        ...flexVolume,
        secret,
      } satisfies Required<FlexVolumeOptions>),
      json: { name: 'flex-volume', flexVolume: { ...flexVolume, secretRef } },
    },
    {
      volume: LegacyVolumes.fromGitRepo(scope, 'GitRepo', 'git-repo', gitRepo satisfies Required<GitRepoVolumeOptions>),
      json: { name: 'git-repo', gitRepo },
    },
  ];
}

function blockSamples(scope: Construct, secret: kplus.ISecret, secretRef: object): VolumeSample[] {
  const rbd = {
    monitors: ['10.0.0.1:6789'],
    image: 'disk',
    pool: 'kube',
    user: 'shop',
    keyring: '/etc/ceph/shop.keyring',
    fsType: 'xfs',
    readOnly: true,
  };
  const scaleIo = {
    gateway: 'https://10.0.0.1:443/api',
    system: 'scaleio',
    volumeName: 'vol-0',
    sslEnabled: true,
    protectionDomain: 'pd01',
    storagePool: 'sp01',
    storageMode: ScaleIoStorageMode.THICK_PROVISIONED,
    fsType: 'xfs',
    readOnly: true,
  };
  const storageOs = { volumeName: 'vol', volumeNamespace: 'team', fsType: 'xfs', readOnly: true };
  return [
    {
      volume: LegacyVolumes.fromRbd(scope, 'Rbd', 'rbd', { ...rbd, secret } satisfies Required<RbdVolumeOptions>),
      json: { name: 'rbd', rbd: { ...rbd, secretRef } },
    },
    {
      volume: LegacyVolumes.fromPortworx(scope, 'Portworx', 'portworx', {
        volumeId: 'pxvol',
        fsType: 'xfs',
        readOnly: true,
      } satisfies Required<PortworxVolumeOptions>),
      json: { name: 'portworx', portworxVolume: { volumeID: 'pxvol', fsType: 'xfs', readOnly: true } },
    },
    {
      volume: LegacyVolumes.fromScaleIo(scope, 'ScaleIo', 'scale-io', {
        ...scaleIo,
        secret,
      } satisfies Required<ScaleIoVolumeOptions>),
      json: { name: 'scale-io', scaleIO: { ...scaleIo, storageMode: 'ThickProvisioned', secretRef } },
    },
    {
      volume: LegacyVolumes.fromStorageOs(scope, 'StorageOs', 'storage-os', {
        ...storageOs,
        secret,
      } satisfies Required<StorageOsVolumeOptions>),
      json: { name: 'storage-os', storageos: { ...storageOs, secretRef } },
    },
    {
      volume: LegacyVolumes.fromFlocker(scope, 'Flocker', 'flocker', {
        datasetName: 'shop',
      } satisfies Required<Omit<FlockerVolumeOptions, 'datasetUuid'>>),
      json: { name: 'flocker', flocker: { datasetName: 'shop' } },
    },
    {
      volume: LegacyVolumes.fromFlocker(scope, 'FlockerId', 'flocker-id', {
        datasetUuid: 'b5a6',
      } satisfies Required<Omit<FlockerVolumeOptions, 'datasetName'>>),
      json: { name: 'flocker-id', flocker: { datasetUUID: 'b5a6' } },
    },
  ];
}
