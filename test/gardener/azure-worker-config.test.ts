import { Chart, Size } from 'cdk8s';
import {
  Azure,
  AzureBootDiagnostics,
  AzureDiskCaching,
  AzureImage,
  AzureWorkerConfigOptions,
} from '../../lib/gardener';
import { validationErrors } from '../testing';
import { shootWith, specOf } from './shoots';

const shootOf = (options: AzureWorkerConfigOptions) =>
  shootWith(
    { infrastructure: Azure.infrastructure({ workers: '10.250.0.0/19' }) },
    {
      zones: ['1'],
      dataVolumes: ['a', 'b', 'c', 'd'].map((name) => ({ name, size: Size.gibibytes(1), type: 'Premium_LRS' })),
      providerConfig: Azure.workerConfig(options),
    },
  );

const errorsOf = (options: AzureWorkerConfigOptions) => validationErrors(Chart.of(shootOf(options)));

const configOf = (options: AzureWorkerConfigOptions) => specOf(shootOf(options)).provider.workers[0].providerConfig;

const API = 'azure.provider.extensions.gardener.cloud/v1alpha1';
const COMMUNITY = '/CommunityGalleries/gallery/Images/image/Versions/1.2.3';
const SHARED = '/SharedGalleries/gallery/Images/image/Versions/1.2.3';
const GROUP = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/capacityReservationGroups/reserved';

test('renders the options of a WorkerConfig that are set, and no others', () => {
  const options: Required<AzureWorkerConfigOptions> = {
    osDiskCaching: AzureDiskCaching.READ_ONLY,
    dataVolumes: [
      { name: 'a', image: AzureImage.fromCommunityGallery(COMMUNITY) },
      { name: 'b', image: AzureImage.fromSharedGallery(SHARED) },
      { name: 'c', image: AzureImage.fromId('/subscriptions/s') },
      { name: 'd', image: AzureImage.fromUrn('sap:gardenlinux:greatest:1443.10.0') },
    ],
    bootDiagnostics: AzureBootDiagnostics.fromStorageUri('https://mine.blob.core.windows.net/'),
    capacityReservationGroupId: GROUP,
    nodeTemplate: { capacity: { cpu: '4', 'ephemeral-storage': '10Gi' } },
  };
  expect(errorsOf(options)).toEqual([]);
  expect(configOf(options)).toEqual({
    apiVersion: API,
    kind: 'WorkerConfig',
    volume: { caching: 'ReadOnly' },
    dataVolumes: [
      { name: 'a', imageRef: { communityGalleryImageID: COMMUNITY } },
      { name: 'b', imageRef: { sharedGalleryImageID: SHARED } },
      { name: 'c', imageRef: { id: '/subscriptions/s' } },
      { name: 'd', imageRef: { urn: 'sap:gardenlinux:greatest:1443.10.0' } },
    ],
    diagnosticsProfile: { enabled: true, storageURI: 'https://mine.blob.core.windows.net/' },
    capacityReservation: { capacityReservationGroupID: GROUP },
    nodeTemplate: { capacity: { cpu: '4', 'ephemeral-storage': '10Gi' } },
  });
  expect(configOf({})).toEqual({ apiVersion: API, kind: 'WorkerConfig' });
});

test('renders boot diagnostics with managed storage', () => {
  expect(configOf({ bootDiagnostics: AzureBootDiagnostics.MANAGED })).toEqual({
    apiVersion: API,
    kind: 'WorkerConfig',
    diagnosticsProfile: { enabled: true },
  });
});

test('rejects invalid images, storage URIs, capacity reservations and node templates', () => {
  expect(
    errorsOf({
      dataVolumes: [
        { name: 'a', image: AzureImage.fromCommunityGallery(SHARED) },
        { name: 'a', image: AzureImage.fromSharedGallery(COMMUNITY) },
        { name: 'x', image: AzureImage.fromId('image') },
        { name: 'd', image: AzureImage.fromUrn('gardenlinux') },
      ],
      bootDiagnostics: AzureBootDiagnostics.fromStorageUri('http://example.com'),
      capacityReservationGroupId: 'reserved',
      nodeTemplate: { capacity: { cpu: '-1', 'example.com/dongle': '1' } },
    }),
  ).toEqual(
    [
      "dataVolumes[2].name' (x) is not one of the dataVolumes of the pool; name one of them",
      "dataVolumes[1].name' (a) is defined twice, also in spec.provider.workers[0].providerConfig.dataVolumes[0].name; remove one of them",
      `dataVolumes[0].imageRef.communityGalleryImageID' (${SHARED}) is not a valid ID of an image in a community gallery; use the form /CommunityGalleries/GALLERY/Images/IMAGE/Versions/VERSION`,
      `dataVolumes[1].imageRef.sharedGalleryImageID' (${COMMUNITY}) is not a valid ID of an image in a shared gallery; use the form /SharedGalleries/GALLERY/Images/IMAGE/Versions/VERSION`,
      "dataVolumes[2].imageRef.id' (image) is not a valid image ID; give the whole ID, from /subscriptions on",
      "dataVolumes[3].imageRef.urn' (gardenlinux) is not a valid image URN; use the form PUBLISHER:OFFER:SKU:VERSION",
      "diagnosticsProfile.storageURI' (http://example.com) is not a valid storage URI; use the form https://ACCOUNT.blob.core.windows.net/",
      "capacityReservation.capacityReservationGroupID' (reserved) is not a valid ID of a capacity reservation group; use the form /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Compute/capacityReservationGroups/NAME",
      "nodeTemplate.capacity.cpu' (-1) must not be negative; use the form 4, 500m or 16Gi",
      "nodeTemplate.capacity['example.com/dongle']' (1) is not a resource of node templates on Azure; use cpu, gpu, memory, storage or ephemeral-storage",
    ].map((message) => `[test/shoot] 'spec.provider.workers[0].providerConfig.${message}`),
  );
});

test('rejects a WorkerConfig of Azure with the infrastructure of another provider', () => {
  expect(validationErrors(Chart.of(shootWith({}, { providerConfig: Azure.workerConfig({}) })))).toEqual([
    "[test/shoot] 'workerPools.spin.providerConfig' (azure) is for another provider than the infrastructure, which is for aws; use the same cloud for both",
  ]);
});
