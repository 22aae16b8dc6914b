import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedOptions } from '../../private/checked-values';
import { Problems } from '../../validation/problems';
import { NEEDED } from '../../validation/requirement';
import { DownwardApiVolumeOptions, renderDownwardApi } from './downward-api';
import { EphemeralVolumeOptions, renderEphemeral } from './ephemeral-volume';
import { FcVolumeOptions, IscsiVolumeOptions, renderFc, renderIscsi } from './network-volumes';
import {
  HugePagesVolumeOptions,
  ImageVolumeOptions,
  InlineCsiVolumeOptions,
  renderCsi,
  renderHugePages,
} from './pod-volumes';
import { ProjectedVolumeOptions, renderProjected } from './projected-volume';
import { DataVolume } from './volume';

/**
 * Volume sources that Kubernetes has and `kplus.Volume` lacks.
 *
 * Each factory makes a `kplus.Volume`, which a SpinApp and a container of cdk8s-plus can both mount. Values that Kubernetes
 * would reject are reported at synth, all of them at once.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/
 *
 * @example
 *
 * app.mount('/models', Volumes.fromImage(app, 'Models', 'models', { reference: 'ghcr.io/example/models:v1' }));
 */
export class Volumes {
  /**
   * Any volume source of the Kubernetes API, as plain data: also one that has no factory here or in `kplus.Volume`, such
   * as a driver that Kubernetes has removed and your cluster still has.
   *
   * A `kplus.Pod` loses fields that the Kubernetes 1.28 types of cdk8s-plus do not have; a SpinApp keeps them.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param source the source as in a manifest: `{ cephfs: { monitors: ['10.0.0.1:6789'] } }`
   * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  public static of(scope: Construct, id: string, name: string, source: { [field: string]: any }): kplus.Volume {
    return new DataVolume(scope, id, name, source);
  }

  /**
   * Projected volume: files from several Secrets, ConfigMaps, tokens and certificates in one directory.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the sources of the files
   * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/
   */
  public static fromProjected(
    scope: Construct,
    id: string,
    name: string,
    options: ProjectedVolumeOptions,
  ): kplus.Volume {
    const settled = checkedOptions('ProjectedVolumeOptions', options, 'Volumes.fromProjected', 'sources');
    const problems = Problems.at();
    problems.at('projected', 'sources').require(settled.sources, NEEDED);
    return new DataVolume(scope, id, name, { projected: renderProjected(settled) }, problems);
  }

  /**
   * Downward API volume: files with fields of the pod, such as its name and labels, and resources of its containers.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the files
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#downwardapi
   */
  public static fromDownwardApi(
    scope: Construct,
    id: string,
    name: string,
    options: DownwardApiVolumeOptions,
  ): kplus.Volume {
    return new DataVolume(scope, id, name, { downwardAPI: renderDownwardApi(options, 'Volumes.fromDownwardApi') });
  }

  /**
   * Generic ephemeral volume: Kubernetes makes a claim for each pod and deletes it with the pod.
   *
   * A `kplus.Pod` loses `volumeAttributesClassName`, which the Kubernetes 1.28 types of cdk8s-plus do not have. A SpinApp
   * keeps everything but `labels` and `annotations`.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label; the name of the claim is that of the pod, a dash and this
   * @param options the claim
   * @see https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes
   */
  public static fromEphemeral(
    scope: Construct,
    id: string,
    name: string,
    options: EphemeralVolumeOptions,
  ): kplus.Volume {
    const problems = Problems.at();
    const settled = checkedOptions('EphemeralVolumeOptions', options, 'Volumes.fromEphemeral', 'storage');
    const { volumeAttributesClassName } = settled;
    if (volumeAttributesClassName !== undefined) {
      const path = ['ephemeral', 'volumeClaimTemplate', 'spec', 'volumeAttributesClassName'];
      problems.at(...path).require(volumeAttributesClassName, NEEDED);
    }
    return new DataVolume(scope, id, name, { ephemeral: renderEphemeral(settled) }, problems);
  }

  /**
   * Image volume: the content of an OCI image or artifact, read-only. Enabled by default since Kubernetes 1.35.
   *
   * Not for a `kplus.Pod`: the Kubernetes 1.28 types of cdk8s-plus do not have it, so only the name is rendered, and
   * Kubernetes takes that for an empty directory. A SpinApp keeps it if its operator has the field.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the image
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#image
   */
  public static fromImage(scope: Construct, id: string, name: string, options: ImageVolumeOptions): kplus.Volume {
    return new DataVolume(scope, id, name, {
      image: checkedOptions('ImageVolumeOptions', options, 'Volumes.fromImage'),
    });
  }

  /**
   * CSI ephemeral volume: a CSI driver makes it for each pod. Like `kplus.Volume.fromCsi`, with a Secret for the driver.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the driver and its attributes
   * @see https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-ephemeral-volumes
   */
  public static fromCsi(scope: Construct, id: string, name: string, options: InlineCsiVolumeOptions): kplus.Volume {
    return new DataVolume(scope, id, name, {
      csi: renderCsi(checkedOptions('InlineCsiVolumeOptions', options, 'Volumes.fromCsi')),
    });
  }

  /**
   * Empty directory on huge pages. Like `kplus.Volume.fromEmptyDir`, on a medium that it does not offer.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options page size and size limit
   * @see https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/
   */
  public static fromHugePages(
    scope: Construct,
    id: string,
    name: string,
    options: HugePagesVolumeOptions = {},
  ): kplus.Volume {
    return new DataVolume(scope, id, name, {
      emptyDir: renderHugePages(checkedOptions('HugePagesVolumeOptions', options, 'Volumes.fromHugePages')),
    });
  }

  /**
   * iSCSI disk, which must exist.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the disk
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#iscsi
   */
  public static fromIscsi(scope: Construct, id: string, name: string, options: IscsiVolumeOptions): kplus.Volume {
    return new DataVolume(scope, id, name, {
      iscsi: renderIscsi(checkedOptions('IscsiVolumeOptions', options, 'Volumes.fromIscsi')),
    });
  }

  /**
   * Fibre Channel disk, which must exist.
   *
   * @param scope construct that the volume belongs to
   * @param id id of the construct in it
   * @param name name of the volume in the pod: a DNS label
   * @param options the disk
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#fc
   */
  public static fromFc(scope: Construct, id: string, name: string, options: FcVolumeOptions): kplus.Volume {
    return new DataVolume(scope, id, name, {
      fc: renderFc(checkedOptions('FcVolumeOptions', options, 'Volumes.fromFc')),
    });
  }

  private constructor() {
    // Static factories only.
  }
}
