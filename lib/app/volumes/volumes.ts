import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { csi, InlineCsiVolumeOptions } from './csi-volume';
import { downwardApi, DownwardApiVolumeOptions } from './downward-api';
import { ephemeral, EphemeralVolumeOptions } from './ephemeral-volume';
import { hugePages, HugePagesVolumeOptions } from './huge-pages-volume';
import { image, ImageVolumeOptions } from './image-volume';
import { fc, FcVolumeOptions, iscsi, IscsiVolumeOptions } from './network-volumes';
import { projected, ProjectedVolumeOptions } from './projected-volume';
import { checkedVolume } from './volume-rules';

/**
 * The volume sources that Kubernetes has and `kplus.Volume` lacks.
 *
 * Each factory makes a `kplus.Volume`, to be mounted into a SpinApp or a container of cdk8s-plus alike. Sources that
 * Kubernetes has deprecated or removed are in `LegacyVolumes`; for all others see `kplus.Volume` itself.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/
 *
 * @example
 *
 * app.mount('/models', Volumes.fromImage(app, 'Models', 'models', { reference: 'ghcr.io/example/models:v1' }));
 */
export class Volumes {
  /**
   * Files of several Secrets, ConfigMaps, tokens and certificates in one directory.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the sources of the files
   * @throws if there is no source, two files have one path, or a name, path, mode or time is wrong
   * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/
   */
  public static fromProjected(
    scope: Construct,
    id: string,
    name: string,
    options: ProjectedVolumeOptions,
  ): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ projected: projected(rules, options) }));
  }

  /**
   * Files that tell about the pod: its name, its labels, the limits of its containers.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the files
   * @throws if a name, path, mode, key or divisor is wrong
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#downwardapi
   */
  public static fromDownwardApi(
    scope: Construct,
    id: string,
    name: string,
    options: DownwardApiVolumeOptions,
  ): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ downwardApi: downwardApi(rules, options) }));
  }

  /**
   * A volume of a StorageClass that Kubernetes claims for each pod, and gives back when the pod is deleted.
   *
   * A `kplus.Pod` loses `volumeAttributesClassName`, which the Kubernetes 1.28 types of cdk8s-plus do not have. In a
   * SpinApp all options but `labels` and `annotations` arrive.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label; the claim is called after the pod and it
   * @param options the claim
   * @throws if a name is wrong, there is no access mode or no storage, or the data sources contradict each other
   * @see https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes
   */
  public static fromEphemeral(
    scope: Construct,
    id: string,
    name: string,
    options: EphemeralVolumeOptions,
  ): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ ephemeral: ephemeral(rules, options) }));
  }

  /**
   * The content of an OCI image or artifact, read-only. On by default since Kubernetes 1.35.
   *
   * Not for a `kplus.Pod`: the Kubernetes 1.28 types of cdk8s-plus do not have it, nothing but the name is rendered,
   * and Kubernetes takes that for an empty directory. In a SpinApp it is complete, if its operator knows the field.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the image
   * @throws if a name is wrong or the reference empty
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#image
   */
  public static fromImage(scope: Construct, id: string, name: string, options: ImageVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ image: image(rules, options) }));
  }

  /**
   * A volume that a CSI driver makes for each pod; like `kplus.Volume.fromCsi`, with a Secret for the driver.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the driver, and what it wants to know
   * @throws if a name is wrong
   * @see https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-ephemeral-volumes
   */
  public static fromCsi(scope: Construct, id: string, name: string, options: InlineCsiVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ csi: csi(rules, options) }));
  }

  /**
   * A directory in huge pages of memory; like `kplus.Volume.fromEmptyDir`, on a medium that it does not offer.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options which pages, and how many
   * @throws if the name is wrong
   * @see https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/
   */
  public static fromHugePages(
    scope: Construct,
    id: string,
    name: string,
    options: HugePagesVolumeOptions = {},
  ): kplus.Volume {
    return checkedVolume(scope, id, name, () => ({ emptyDir: hugePages(options) }));
  }

  /**
   * A disk that nodes reach by iSCSI. It must exist.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the disk
   * @throws if a name or the LUN is wrong, the portal is empty, or CHAP has no Secret
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#iscsi
   */
  public static fromIscsi(scope: Construct, id: string, name: string, options: IscsiVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ iscsi: iscsi(rules, options) }));
  }

  /**
   * A disk that nodes reach by Fibre Channel. It must exist.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the disk
   * @throws if the name or the LUN is wrong, or not exactly one of `targetWwns` and `wwids` is given
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#fc
   */
  public static fromFc(scope: Construct, id: string, name: string, options: FcVolumeOptions): kplus.Volume {
    return checkedVolume(scope, id, name, (rules) => ({ fc: fc(rules, options) }));
  }

  private constructor() {
    // Static factories only.
  }
}
