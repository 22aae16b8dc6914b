import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  flocker,
  FlockerVolumeOptions,
  portworx,
  PortworxVolumeOptions,
  rbd,
  RbdVolumeOptions,
  scaleIo,
  ScaleIoVolumeOptions,
  storageOs,
  StorageOsVolumeOptions,
} from './legacy-block-volumes';
import {
  azureFile,
  AzureFileVolumeOptions,
  cinder,
  CinderVolumeOptions,
  photonPersistentDisk,
  PhotonPersistentDiskVolumeOptions,
  vsphere,
  VsphereVolumeOptions,
} from './legacy-cloud-volumes';
import {
  cephFs,
  CephFsVolumeOptions,
  flexVolume,
  FlexVolumeOptions,
  gitRepo,
  GitRepoVolumeOptions,
  glusterfs,
  GlusterfsVolumeOptions,
  quobyte,
  QuobyteVolumeOptions,
} from './legacy-file-volumes';
import { checkedVolume } from './volume-rules';

/**
 * Volume sources that `kplus.Volume` lacks and Kubernetes has deprecated or removed, for clusters that still have them.
 *
 * Kubernetes keeps their fields; a pod with a source that its release has removed does not start. New apps claim a
 * volume of a CSI driver: `kplus.Volume.fromPersistentVolumeClaim`.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#types-of-persistent-volumes
 *
 * @example
 *
 * LegacyVolumes.fromGlusterfs(app, 'Files', 'files', { endpoints: 'glusterfs', path: 'kube_vol' });
 */
export class LegacyVolumes {
  /**
   * A file share of Azure.
   *
   * Kubernetes hands it to the CSI driver `file.csi.azure.com`, by default since 1.24.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the share
   * @throws if a name is wrong or empty
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#azurefile
   */
  public static fromAzureFile(
    scope: Construct,
    id: string,
    name: string,
    options: AzureFileVolumeOptions,
  ): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ azureFile: azureFile(rules, options) }));
  }

  /**
   * A file system of Ceph.
   *
   * Removed in Kubernetes 1.31; the CSI driver of Ceph, `cephfs.csi.ceph.com`, replaces it.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the file system
   * @throws if a name is wrong or there is no monitor
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#cephfs
   */
  public static fromCephFs(scope: Construct, id: string, name: string, options: CephFsVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ cephfs: cephFs(rules, options) }));
  }

  /**
   * A disk of OpenStack.
   *
   * Kubernetes hands it to the CSI driver `cinder.csi.openstack.org`, by default since 1.21.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the disk
   * @throws if a name is wrong or the id empty
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#cinder
   */
  public static fromCinder(scope: Construct, id: string, name: string, options: CinderVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ cinder: cinder(rules, options) }));
  }

  /**
   * Whatever a FlexVolume driver on the nodes mounts.
   *
   * Deprecated since Kubernetes 1.23; CSI drivers replace it: `Volumes.fromCsi`.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the driver, and what it wants to know
   * @throws if a name is wrong or empty, or an option has a reserved key
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#flexvolume
   */
  public static fromFlexVolume(scope: Construct, id: string, name: string, options: FlexVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ flexVolume: flexVolume(rules, options) }));
  }

  /**
   * A dataset of Flocker. Removed in Kubernetes 1.25; Flocker itself has ended.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the dataset
   * @throws if a name is wrong, or not exactly one of name and id is given
   * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
   */
  public static fromFlocker(scope: Construct, id: string, name: string, options: FlockerVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ flocker: flocker(rules, options) }));
  }

  /**
   * A clone of a Git repository.
   *
   * Deprecated since Kubernetes 1.11 and off by default since 1.33, because a repository can run programs on the node.
   * An image with the files replaces it: `Volumes.fromImage`.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the repository
   * @throws if a name is wrong, the URL empty, or the directory absolute or above the volume
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#gitrepo
   */
  public static fromGitRepo(scope: Construct, id: string, name: string, options: GitRepoVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ gitRepo: gitRepo(rules, options) }));
  }

  /**
   * A file system of Gluster. Removed in Kubernetes 1.26, without a successor.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the file system
   * @throws if a name is wrong or empty
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#glusterfs
   */
  public static fromGlusterfs(
    scope: Construct,
    id: string,
    name: string,
    options: GlusterfsVolumeOptions,
  ): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ glusterfs: glusterfs(rules, options) }));
  }

  /**
   * A disk of VMware's Photon Controller. Removed in Kubernetes 1.15; Photon Controller itself has ended.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the disk
   * @throws if the name is wrong or the id empty
   * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
   */
  public static fromPhotonPersistentDisk(
    scope: Construct,
    id: string,
    name: string,
    options: PhotonPersistentDiskVolumeOptions,
  ): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ photonPersistentDisk: photonPersistentDisk(rules, options) }));
  }

  /**
   * A volume of Portworx.
   *
   * Deprecated since Kubernetes 1.25. Since 1.31 its CSI driver, `pxd.portworx.com`, gets it by default.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the volume
   * @throws if the name is wrong or the id empty
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#portworxvolume
   */
  public static fromPortworx(scope: Construct, id: string, name: string, options: PortworxVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ portworxVolume: portworx(rules, options) }));
  }

  /**
   * A file system of Quobyte.
   *
   * Removed in Kubernetes 1.25; the CSI driver of Quobyte, `csi.quobyte.com`, replaces it.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the file system
   * @throws if a name is wrong or empty, or the registry is no list of `host:port`
   * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
   */
  public static fromQuobyte(scope: Construct, id: string, name: string, options: QuobyteVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ quobyte: quobyte(rules, options) }));
  }

  /**
   * A block device of Ceph.
   *
   * Removed in Kubernetes 1.31; the CSI driver of Ceph, `rbd.csi.ceph.com`, replaces it.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the device
   * @throws if a name is wrong or empty, or there is no monitor
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#rbd
   */
  public static fromRbd(scope: Construct, id: string, name: string, options: RbdVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ rbd: rbd(rules, options) }));
  }

  /**
   * A volume of ScaleIO.
   *
   * Removed in Kubernetes 1.21; the CSI driver of PowerFlex, as ScaleIO is called now, replaces it.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the volume
   * @throws if a name or address is wrong or empty
   * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
   */
  public static fromScaleIo(scope: Construct, id: string, name: string, options: ScaleIoVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ scaleIo: scaleIo(rules, options) }));
  }

  /**
   * A volume of StorageOS.
   *
   * Removed in Kubernetes 1.25; the CSI driver of StorageOS, `csi.storageos.com`, replaces it.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the volume
   * @throws if a name is wrong
   * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
   */
  public static fromStorageOs(
    scope: Construct,
    id: string,
    name: string,
    options: StorageOsVolumeOptions,
  ): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ storageos: storageOs(rules, options) }));
  }

  /**
   * A disk of vSphere.
   *
   * Kubernetes hands it to the CSI driver `csi.vsphere.vmware.com`, by default since 1.25.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the disk
   * @throws if the name is wrong or the path empty
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#vspherevolume
   */
  public static fromVsphereVolume(
    scope: Construct,
    id: string,
    name: string,
    options: VsphereVolumeOptions,
  ): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ vsphereVolume: vsphere(rules, options) }));
  }

  private constructor() {
    // Static factories only.
  }
}
