import { Construct } from 'constructs';
import { Volumes } from '../../../lib';
import { VolumeSample } from './volume-sample';

const secretRef = { name: 'login' };

/** Sources without a factory, with all their fields: those of drivers that Kubernetes has deprecated or removed. */
const SOURCES: { readonly [name: string]: object } = {
  'azure-file': { azureFile: { secretName: 'login', shareName: 'share', readOnly: true } },
  cinder: { cinder: { volumeID: 'id-1', secretRef, fsType: 'xfs', readOnly: true } },
  vsphere: {
    vsphereVolume: {
      volumePath: '[store] volumes/disk',
      storagePolicyName: 'gold',
      storagePolicyID: 'policy-1',
      fsType: 'xfs',
    },
  },
  photon: { photonPersistentDisk: { pdID: 'id-1', fsType: 'xfs' } },
  cephfs: {
    cephfs: {
      monitors: ['10.0.0.1:6789', '10.0.0.2:6789'],
      path: '/shop',
      user: 'shop',
      secretFile: '/etc/ceph/shop.secret',
      readOnly: true,
      secretRef,
    },
  },
  glusterfs: { glusterfs: { endpoints: 'gluster', path: 'shop', readOnly: true } },
  quobyte: {
    quobyte: {
      registry: 'one:7861,[2001:db8::1]:7861',
      volume: 'shop',
      tenant: 'team',
      user: 'root',
      group: 'nfsnobody',
      readOnly: true,
    },
  },
  'flex-volume': {
    flexVolume: {
      driver: 'example.com/lvm',
      options: { volumeID: 'one' },
      fsType: 'xfs',
      readOnly: true,
      secretRef,
    },
  },
  'git-repo': { gitRepo: { repository: 'https://git.example.com/shop.git', revision: 'abc123', directory: '.' } },
  rbd: {
    rbd: {
      monitors: ['10.0.0.1:6789'],
      image: 'disk',
      pool: 'kube',
      user: 'shop',
      keyring: '/etc/ceph/shop.keyring',
      fsType: 'xfs',
      readOnly: true,
      secretRef,
    },
  },
  portworx: { portworxVolume: { volumeID: 'pxvol', fsType: 'xfs', readOnly: true } },
  'scale-io': {
    scaleIO: {
      gateway: 'https://10.0.0.1:443/api',
      system: 'scaleio',
      volumeName: 'vol-0',
      sslEnabled: true,
      protectionDomain: 'pd01',
      storagePool: 'sp01',
      storageMode: 'ThickProvisioned',
      fsType: 'xfs',
      readOnly: true,
      secretRef,
    },
  },
  'storage-os': {
    storageos: { volumeName: 'vol', volumeNamespace: 'team', fsType: 'xfs', readOnly: true, secretRef },
  },
  flocker: { flocker: { datasetName: 'shop' } },
  'flocker-id': { flocker: { datasetUUID: 'b5a6' } },
};

/** The same sources as volumes. */
export function dataSamples(scope: Construct): VolumeSample[] {
  return Object.entries(SOURCES).map(([name, source]) => ({
    volume: Volumes.of(scope, name, name, source),
    json: { name, ...source },
  }));
}
