import { listUnlessEmpty } from '../../private/empty';
import { NodeTemplate, renderNodeTemplate } from '../node-template';
import { AZURE_API } from './azure-api';

/** Image that a data volume is created from (`imageRef`). */
export class AzureImage {
  /**
   * Image of a community gallery.
   *
   * @param id image ID: `/CommunityGalleries/GALLERY/Images/IMAGE/Versions/VERSION`
   */
  public static fromCommunityGallery(id: string): AzureImage {
    return new AzureImage('communityGalleryImageID', id);
  }

  /**
   * Image of a shared gallery.
   *
   * @param id image ID: `/SharedGalleries/GALLERY/Images/IMAGE/Versions/VERSION`
   */
  public static fromSharedGallery(id: string): AzureImage {
    return new AzureImage('sharedGalleryImageID', id);
  }

  /**
   * Image of a subscription.
   *
   * @param id full resource ID of the image, starting with `/subscriptions`
   */
  public static fromId(id: string): AzureImage {
    return new AzureImage('id', id);
  }

  /**
   * Image of the Azure Marketplace.
   *
   * @param urn image URN: `PUBLISHER:OFFER:SKU:VERSION`
   */
  public static fromUrn(urn: string): AzureImage {
    return new AzureImage('urn', urn);
  }

  private constructor(
    private readonly field: string,
    private readonly text: string,
  ) {}

  /** @internal */
  public _toJson(): { [field: string]: string } {
    return { [this.field]: this.text };
  }
}

/** Image of a data volume, in addition to its size and type. */
export interface AzureDataVolume {
  /** Name of the data volume in the `dataVolumes` of the worker pool. */
  readonly name: string;

  /** Image that the volume is created from. */
  readonly image: AzureImage;
}

/** OS disk caching: how the host caches the root volume. */
export enum AzureDiskCaching {
  /** No caching. */
  NONE = 'None',

  /** Reads are cached. */
  READ_ONLY = 'ReadOnly',

  /** Reads and writes are cached. */
  READ_WRITE = 'ReadWrite',
}

/** Boot diagnostics: storage of console output and screenshots of booting VMs (`diagnosticsProfile`). */
export class AzureBootDiagnostics {
  /** Managed storage account: Azure creates and maintains it. */
  public static readonly MANAGED = new AzureBootDiagnostics();

  /**
   * Existing storage account. Some versions of provider-azure reject a URI that ends after the host and `/`, which is the form that
   * Azure shows.
   *
   * @param uri blob endpoint of the storage account: `https://ACCOUNT.blob.core.windows.net/`
   */
  public static fromStorageUri(uri: string): AzureBootDiagnostics {
    return new AzureBootDiagnostics(uri);
  }

  private constructor(private readonly uri?: string) {}

  /** @internal */
  public _toJson(): { [field: string]: unknown } {
    return { enabled: true, storageURI: this.uri };
  }
}

/** Options of `Azure.workerConfig()`. */
export interface AzureWorkerConfigOptions {
  /**
   * OS disk caching: how the host caches the root volume.
   *
   * @default - provider default
   */
  readonly osDiskCaching?: AzureDiskCaching;

  /**
   * Images of data volumes.
   *
   * @default - none: data volumes are empty
   */
  readonly dataVolumes?: AzureDataVolume[];

  /**
   * Boot diagnostics: storage of console output and screenshots of booting VMs.
   *
   * @default - disabled
   */
  readonly bootDiagnostics?: AzureBootDiagnostics;

  /**
   * Resource ID of the capacity reservation group that the VMs are allocated from.
   *
   * @default - none
   */
  readonly capacityReservationGroupId?: string;

  /**
   * Node template: resources that the cluster-autoscaler expects of a new node, to scale up from zero. Allowed resources are `cpu`,
   * `gpu`, `memory`, `storage` and `ephemeral-storage`. Changing it replaces all nodes.
   *
   * @default - the resources of the machine type in the CloudProfile
   */
  readonly nodeTemplate?: NodeTemplate;
}

/** @internal */
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
