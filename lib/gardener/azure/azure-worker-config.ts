import { listUnlessEmpty } from '../../private/empty';
import { violation } from '../../private/errors';
import { Requirement } from '../../validation/requirement';
import { ask } from '../ask';
import { NodeTemplate, renderNodeTemplate, validateNodeTemplate } from '../node-template';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { validateDataVolumeNames } from '../worker-pool-volume';
import { AZURE_API } from './azure-api';
import { COMMUNITY_IMAGE, IMAGE_ID, RESERVATION_GROUP, SHARED_IMAGE, STORAGE_URI, URN } from './azure-names';

/** An image that a data volume is made of. */
export class AzureImage {
  /**
   * One of a community gallery.
   *
   * @param id its id: `/CommunityGalleries/GALLERY/Images/IMAGE/Versions/VERSION`
   */
  public static fromCommunityGallery(id: string): AzureImage {
    return new AzureImage('communityGalleryImageID', id, COMMUNITY_IMAGE);
  }

  /**
   * One of a shared gallery.
   *
   * @param id its id: `/SharedGalleries/GALLERY/Images/IMAGE/Versions/VERSION`
   */
  public static fromSharedGallery(id: string): AzureImage {
    return new AzureImage('sharedGalleryImageID', id, SHARED_IMAGE);
  }

  /**
   * One of a subscription.
   *
   * @param id its whole id, from `/subscriptions` on
   */
  public static fromId(id: string): AzureImage {
    return new AzureImage('id', id, IMAGE_ID);
  }

  /**
   * One of the marketplace.
   *
   * @param urn its name: `PUBLISHER:OFFER:SKU:VERSION`
   */
  public static fromUrn(urn: string): AzureImage {
    return new AzureImage('urn', urn, URN);
  }

  private constructor(
    private readonly field: string,
    private readonly text: string,
    private readonly requirement: Requirement,
  ) {}

  /** @internal */
  public _toJson(): { [field: string]: string } {
    return { [this.field]: this.text };
  }

  /** @internal */
  public _validate(property: string): string[] {
    return ask(property, this.text, this.requirement);
  }
}

/** What a data volume of a pool is, beyond its size and type. */
export interface AzureDataVolume {
  /** The name of one of the `dataVolumes` of the pool. */
  readonly name: string;

  /** The image that it is made of. */
  readonly image: AzureImage;
}

/** What a host keeps of the root volume in its memory. */
export enum AzureDiskCaching {
  /** Nothing. */
  NONE = 'None',

  /** What was read. */
  READ_ONLY = 'ReadOnly',

  /** What was read and written. */
  READ_WRITE = 'ReadWrite',
}

/** Where screens and consoles of machines are kept that start. */
export class AzureBootDiagnostics {
  /** In a storage that Azure looks after. */
  public static readonly MANAGED = new AzureBootDiagnostics();

  /**
   * In a storage account that is there. Some versions of Gardener's provider want more than a `/` after the host, and
   * refuse the address that Azure has.
   *
   * @param uri its address: `https://ACCOUNT.blob.core.windows.net/`
   */
  public static fromStorageUri(uri: string): AzureBootDiagnostics {
    return new AzureBootDiagnostics(uri);
  }

  private constructor(private readonly uri?: string) {}

  /** @internal */
  public _toJson(): { [field: string]: unknown } {
    return { enabled: true, storageURI: this.uri };
  }

  /** @internal */
  public _validate(): string[] {
    return ask('providerConfig.bootDiagnostics', this.uri, STORAGE_URI);
  }
}

/** Options of `Azure.workerConfig()`. */
export interface AzureWorkerConfigOptions {
  /**
   * What hosts keep of the root volume in their memory.
   *
   * @default - that of the provider
   */
  readonly osDiskCaching?: AzureDiskCaching;

  /**
   * What data volumes are made of.
   *
   * @default - nothing: they are empty
   */
  readonly dataVolumes?: AzureDataVolume[];

  /**
   * Where screens and consoles of machines are kept that start.
   *
   * @default - nowhere
   */
  readonly bootDiagnostics?: AzureBootDiagnostics;

  /**
   * The id of the capacity reservation group that machines are taken from.
   *
   * @default - none
   */
  readonly capacityReservationGroupId?: string;

  /**
   * What the autoscaler takes a node to have: `cpu`, `gpu`, `memory`, `storage`, `ephemeral-storage`. A change replaces all
   * machines.
   *
   * @default - what the CloudProfile says of the machine type
   */
  readonly nodeTemplate?: NodeTemplate;
}

/** What a node template may name on Azure. */
const RESOURCES = ['cpu', 'gpu', 'memory', 'storage', 'ephemeral-storage'];

/** Renders a WorkerConfig. */
export function renderAzureWorkerConfig(options: AzureWorkerConfigOptions): { [field: string]: unknown } {
  const { capacityReservationGroupId, dataVolumes = [], nodeTemplate, osDiskCaching } = options;
  return {
    apiVersion: AZURE_API,
    kind: 'WorkerConfig',
    nodeTemplate: nodeTemplate && renderNodeTemplate(nodeTemplate),
    diagnosticsProfile: options.bootDiagnostics?._toJson(),
    volume: osDiskCaching && { caching: osDiskCaching },
    dataVolumes: listUnlessEmpty(dataVolumes.map(({ image, name }) => ({ name, imageRef: image._toJson() }))),
    capacityReservation:
      capacityReservationGroupId === undefined ? undefined : { capacityReservationGroupID: capacityReservationGroupId },
  };
}

export function validateAzureWorkerConfig(options: AzureWorkerConfigOptions, pool: WorkerPoolSettings): string[] {
  const { bootDiagnostics, capacityReservationGroupId, dataVolumes = [], nodeTemplate } = options;
  return [
    ...validateDataVolumeNames(
      dataVolumes.map(({ name }) => name),
      pool,
    ),
    ...dataVolumes.flatMap(({ image }, index) => image._validate(`providerConfig.dataVolumes[${index}].image`)),
    ...(bootDiagnostics?._validate() ?? []),
    ...ask('providerConfig.capacityReservationGroupId', capacityReservationGroupId, RESERVATION_GROUP),
    ...(nodeTemplate ? validateNodeTemplate(nodeTemplate) : []),
    ...Object.keys(nodeTemplate?.capacity ?? {})
      .filter((resource) => !RESOURCES.includes(resource))
      .map((resource) =>
        violation(
          `providerConfig.nodeTemplate.capacity.${resource}`,
          nodeTemplate?.capacity?.[resource],
          'is no resource that machines on Azure are said to have',
          `choose ${RESOURCES.join(', ')}`,
        ),
      ),
  ];
}
