import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { mapUnlessEmpty } from '../../private/empty';
import { bytes, sizeQuantity } from '../../private/quantity';
import { labelSelector } from './label-selector';
import { VolumeRules } from './volume-rules';

/** What a volume is filled with when it is made: an object in the namespace of the pod. */
export interface VolumeDataSource {
  /**
   * API group of the object, such as `snapshot.storage.k8s.io`.
   *
   * @default - the core group, where only a `PersistentVolumeClaim` may be named
   */
  readonly apiGroup?: string;

  /** Kind of the object, such as `VolumeSnapshot`. */
  readonly kind: string;

  /** Name of the object. */
  readonly name: string;
}

/** What a volume is filled with when it is made: an object of a kind that a volume populator knows. */
export interface VolumeDataSourceReference extends VolumeDataSource {
  /**
   * Namespace of the object, which must have a ReferenceGrant for it. Needs the feature gate
   * `CrossNamespaceVolumeDataSource`.
   *
   * @default - that of the pod
   */
  readonly namespace?: string;
}

/** Options of a volume that is made for each pod and deleted with it. */
export interface EphemeralVolumeOptions {
  /** Who may use the volume at a time, and how: at least one mode, `READ_WRITE_ONCE_POD` by itself only. */
  readonly accessModes: kplus.PersistentVolumeAccessMode[];

  /** How large the volume must be. */
  readonly storage: Size;

  /**
   * How large the volume may be.
   *
   * @default - not limited
   */
  readonly storageLimit?: Size;

  /**
   * Name of the StorageClass, which knows how to make the volume. An empty one asks for a volume without a class.
   *
   * @default - not set: the default class of the cluster
   */
  readonly storageClassName?: string;

  /**
   * Name of the VolumeAttributesClass, with what the driver lets one change of a volume later, such as its throughput.
   *
   * @default - none
   */
  readonly volumeAttributesClassName?: string;

  /**
   * Whether the pod gets a file system or a raw device.
   *
   * @default - not set: Kubernetes takes `PersistentVolumeMode.FILE_SYSTEM`
   */
  readonly volumeMode?: kplus.PersistentVolumeMode;

  /**
   * The one volume to take, instead of a new one. Of several pods one gets it, and the others wait.
   *
   * @default - any that fits
   */
  readonly volume?: kplus.IPersistentVolume;

  /**
   * Labels of volumes that may be taken. Most drivers make no new volume for a claim that selects.
   *
   * @default - any
   */
  readonly selector?: kplus.LabelSelectorOptions;

  /**
   * A claim or snapshot to fill the volume with. Must not differ from `dataSourceRef`.
   *
   * @default - the volume is empty
   */
  readonly dataSource?: VolumeDataSource;

  /**
   * Any object to fill the volume with. With a namespace it must be the only one of the two.
   *
   * @default - the volume is empty
   */
  readonly dataSourceRef?: VolumeDataSourceReference;

  /**
   * Labels of the claim that Kubernetes makes for each pod.
   *
   * A pod of cdk8s-plus keeps them. The CRD of SpinApps leaves the metadata of the claim untyped, so an API server
   * drops what is below it.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the claim that Kubernetes makes for each pod. An API server drops them from a SpinApp, as it does
   * `labels`.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

const Limit = l1.SpinAppSpecVolumesEphemeralVolumeClaimTemplateSpecResourcesLimits;
const Request = l1.SpinAppSpecVolumesEphemeralVolumeClaimTemplateSpecResourcesRequests;
type Template = l1.SpinAppSpecVolumesEphemeralVolumeClaimTemplate;

/** Renders the source `ephemeral`. */
export function ephemeral(rules: VolumeRules, options: EphemeralVolumeOptions): l1.SpinAppSpecVolumesEphemeral {
  checkAccessModes(rules, options);
  checkDataSources(rules, options);
  if (bytes(options.storage) === 0) {
    throw rules.broken('storage', sizeQuantity(options.storage), 'must be greater than zero', 'give the size needed');
  }
  return { volumeClaimTemplate: { ...metadata(options), spec: spec(rules, options) } };
}

function spec(rules: VolumeRules, options: EphemeralVolumeOptions): Template['spec'] {
  return {
    accessModes: [...options.accessModes],
    dataSource: options.dataSource && dataSource(options.dataSource),
    dataSourceRef: options.dataSourceRef && {
      ...dataSource(options.dataSourceRef),
      namespace: options.dataSourceRef.namespace,
    },
    resources: {
      limits: options.storageLimit && { storage: Limit.fromString(sizeQuantity(options.storageLimit)) },
      requests: { storage: Request.fromString(sizeQuantity(options.storage)) },
    },
    selector: labelSelector(rules, 'selector', options.selector),
    storageClassName: options.storageClassName,
    volumeAttributesClassName: rules.optionalText(
      'volumeAttributesClassName',
      options.volumeAttributesClassName,
      'remove it to have none',
    ),
    volumeMode: options.volumeMode,
    volumeName: options.volume?.name,
  };
}

/** Nothing unless there is something in it, because the generated type does not look inside. */
function metadata({ labels = {}, annotations = {} }: EphemeralVolumeOptions): Pick<Template, 'metadata'> {
  const given = Object.entries({ annotations: mapUnlessEmpty(annotations), labels: mapUnlessEmpty(labels) });
  const kept = given.filter(([, map]) => map !== undefined);
  return kept.length === 0 ? {} : { metadata: Object.fromEntries(kept) };
}

function dataSource({ apiGroup, kind, name }: VolumeDataSource): VolumeDataSource {
  return { apiGroup, kind, name };
}

function checkAccessModes(rules: VolumeRules, { accessModes }: EphemeralVolumeOptions): void {
  rules.texts('accessModes', accessModes, 'at least one access mode');
  const single = kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE_POD;
  if (accessModes.includes(single) && accessModes.some((mode) => mode !== single)) {
    throw rules.broken('accessModes', accessModes, `must not have ${single} and others`, 'remove it or the others');
  }
}

function checkDataSources(rules: VolumeRules, options: EphemeralVolumeOptions): void {
  checkDataSource(rules, 'dataSource', options.dataSource);
  checkDataSource(rules, 'dataSourceRef', options.dataSourceRef);
  const { dataSource, dataSourceRef } = options;
  if (dataSource === undefined || dataSourceRef === undefined) {
    return;
  }
  if (dataSourceRef.namespace !== undefined && dataSourceRef.namespace !== '') {
    throw rules.broken('dataSource', dataSource, 'must not be set when dataSourceRef has a namespace', 'remove it');
  }
  if (
    dataSource.kind !== dataSourceRef.kind ||
    dataSource.name !== dataSourceRef.name ||
    (dataSource.apiGroup ?? '') !== (dataSourceRef.apiGroup ?? '')
  ) {
    throw rules.broken('dataSource', dataSource, 'must be the same as dataSourceRef', 'remove one of them');
  }
}

function checkDataSource(rules: VolumeRules, property: string, source?: VolumeDataSource): void {
  if (source === undefined) {
    return;
  }
  rules.text(`${property}.kind`, source.kind, 'the kind of the object');
  rules.text(`${property}.name`, source.name, 'the name of the object');
  if ((source.apiGroup ?? '') === '' && source.kind !== 'PersistentVolumeClaim') {
    const rule = 'must be PersistentVolumeClaim in the core API group';
    throw rules.broken(`${property}.kind`, source.kind, rule, 'give the apiGroup of the object');
  }
}
