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

test('a worker pool is told what is said, and nothing else', () => {
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

test('Azure can look after the storage of diagnostics', () => {
  expect(configOf({ bootDiagnostics: AzureBootDiagnostics.MANAGED })).toEqual({
    apiVersion: API,
    kind: 'WorkerConfig',
    diagnosticsProfile: { enabled: true },
  });
});

test('what is wrong with images, storage, reservations and templates is said', () => {
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
      "dataVolumes[1].name' (a) is there already; remove one of them",
      "dataVolumes[2].name' (x) is none of the 'dataVolumes' of the pool; name one of them",
      `dataVolumes[0].image' (${SHARED}) is no image of a community gallery; write /CommunityGalleries/GALLERY/Images/IMAGE/Versions/VERSION`,
      `dataVolumes[1].image' (${COMMUNITY}) is no image of a shared gallery; write /SharedGalleries/GALLERY/Images/IMAGE/Versions/VERSION`,
      "dataVolumes[2].image' (image) is no id of an image; write the whole id, from /subscriptions on",
      "dataVolumes[3].image' (gardenlinux) is no URN of an image; write PUBLISHER:OFFER:SKU:VERSION",
      "bootDiagnostics' (http://example.com) is no storage account; write https://ACCOUNT.blob.core.windows.net/",
      "capacityReservationGroupId' (reserved) is no capacity reservation group; write /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Compute/capacityReservationGroups/NAME",
      "nodeTemplate.capacity.cpu' (-1) must not be negative; write 4, 500m or 16Gi",
      "nodeTemplate.capacity.example.com/dongle' (1) is no resource that machines on Azure are said to have; choose cpu, gpu, memory, storage, ephemeral-storage",
    ].map((message) => `[test/shoot/spin] 'providerConfig.${message}`),
  );
});

test('a configuration of Azure is refused at another provider', () => {
  expect(validationErrors(Chart.of(shootWith({}, { providerConfig: Azure.workerConfig({}) })))).toEqual([
    "[test/shoot] 'workerPools.spin.providerConfig' (azure) is for another provider than the infrastructure, which is for aws; use the same cloud for both",
  ]);
});
