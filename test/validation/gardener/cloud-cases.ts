import { Manifest } from '../../../lib/synth/manifest';
import { Case } from '../cases/case';
import { ANYWHERE, caseOf, Changes, changed } from './shoots';

const INFRASTRUCTURE = 'spec.provider.infrastructureConfig';
const NETWORKS = `${INFRASTRUCTURE}.networks`;
const CONTROL_PLANE = 'spec.provider.controlPlaneConfig';
const POOL = 'spec.provider.workers.0';
const CONFIG = `${POOL}.providerConfig`;
const UUID = '12345678-90ab-cdef-1234-567890abcdef';

/** A Shoot on a cloud, with the kinds of the provider API. */
function at(cloud: string, changes: Changes): Manifest {
  const apiVersion = `${cloud}.provider.extensions.gardener.cloud/v1alpha1`;
  return changed(ANYWHERE, {
    'spec.provider.type': cloud,
    [INFRASTRUCTURE]: { apiVersion, kind: 'InfrastructureConfig' },
    [CONTROL_PLANE]: { apiVersion, kind: 'ControlPlaneConfig' },
    [CONFIG]: { apiVersion, kind: 'WorkerConfig' },
    ...changes,
  });
}

const AWS = at('aws', {
  [NETWORKS]: {
    vpc: { cidr: '10.250.0.0/16' },
    zones: [{ name: 'a', workers: '10.250.0.0/19', public: '10.250.96.0/22', internal: '10.250.112.0/22' }],
  },
  [`${POOL}.volume`]: { type: 'gp3', size: '50Gi' },
});

const AZURE = at('azure', {
  [`${INFRASTRUCTURE}.zoned`]: true,
  [NETWORKS]: { vnet: { cidr: '10.250.0.0/16' }, workers: '10.250.0.0/19' },
  [`${POOL}.volume`]: { type: 'Premium_LRS', size: '50Gi' },
});

const GCP = at('gcp', {
  [NETWORKS]: { workers: '10.250.0.0/16' },
  [`${CONTROL_PLANE}.zone`]: 'a',
  [`${POOL}.volume`]: { type: 'pd-balanced', size: '50Gi' },
});

const OPENSTACK = at('openstack', {
  [`${INFRASTRUCTURE}.floatingPoolName`]: 'public',
  [NETWORKS]: { workers: '10.250.0.0/19' },
  [`${CONTROL_PLANE}.loadBalancerProvider`]: 'haproxy',
});

const awsCase = caseOf(AWS);
const azureCase = caseOf(AZURE);
const gcpCase = caseOf(GCP);
const openStackCase = caseOf(OPENSTACK);

export const CLOUD_CASES: readonly Case[] = [
  awsCase(
    'error shoot-aws-networks',
    { [`${NETWORKS}.zones.0.public`]: '10.250.97.0/22' },
    "'spec.provider.infrastructureConfig.networks.zones[0].public' (10.250.97.0/22) has host bits set; did you mean '10.250.96.0/22'?",
    // Existing subnets have no CIDR here.
    {
      [`${NETWORKS}.vpc`]: { id: 'vpc-1' },
      [`${NETWORKS}.zones.0`]: { name: 'a', workersSubnetID: 'subnet-1' },
    },
  ),
  awsCase(
    'error shoot-aws-networks',
    { 'spec.networking.nodes': undefined },
    "'spec.networking.nodes' is required on AWS; set it to the network of the VPC",
    { 'spec.networking.nodes': undefined, 'spec.networking.ipFamilies': ['IPv6'] },
  ),
  awsCase(
    'error shoot-aws-networks',
    { 'spec.networking.pods': '10.250.128.0/17' },
    "'spec.networking.pods' (10.250.128.0/17) is within spec.provider.infrastructureConfig.networks.vpc.cidr (10.250.0.0/16); choose a network outside of it",
    { 'spec.networking.pods': '10.251.0.0/17' },
  ),
  awsCase(
    'error shoot-aws-vpc',
    { [`${NETWORKS}.vpc.id`]: 'vpc-1' },
    '\'spec.provider.infrastructureConfig.networks.vpc\' ({"cidr":"10.250.0.0/16","id":"vpc-1"}) must have either an id or a cidr; remove one of them',
    { [`${NETWORKS}.vpc`]: { id: 'vpc-1', gatewayEndpoints: ['s3'] } },
  ),
  awsCase(
    'error shoot-aws-zones',
    { [`${NETWORKS}.zones.0.elasticIPAllocationID`]: '1.2.3.4' },
    "'spec.provider.infrastructureConfig.networks.zones[0].elasticIPAllocationID' (1.2.3.4) is not a valid allocation ID of an Elastic IP; use the form eipalloc-0676786f3e288044c",
    { [`${NETWORKS}.zones.0.elasticIPAllocationID`]: 'eipalloc-1' },
  ),
  awsCase(
    'error shoot-aws-ignored-tags',
    { [`${INFRASTRUCTURE}.ignoreTags`]: { keys: ['Name'] } },
    "'spec.provider.infrastructureConfig.ignoreTags.keys[0]' (Name) includes tags of Gardener or Kubernetes; remove it, or make it longer",
    { [`${INFRASTRUCTURE}.ignoreTags`]: { keys: ['Names'], keyPrefixes: ['team/'] } },
  ),
  awsCase(
    'error shoot-aws-load-balancer-controller',
    { [`${CONTROL_PLANE}.loadBalancerController`]: { enabled: true, ingressClassName: 'Mine' } },
    "'spec.provider.controlPlaneConfig.loadBalancerController.ingressClassName' (Mine) is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    { [`${CONTROL_PLANE}.loadBalancerController`]: { enabled: true, ingressClassName: 'mine' } },
  ),
  awsCase(
    'warning shoot-aws-elastic-file-system',
    {
      [`${INFRASTRUCTURE}.elasticFileSystem`]: { enabled: true },
      [`${CONFIG}.instanceMetadataOptions`]: { httpTokens: 'required' },
    },
    "'spec.provider.workers[0].providerConfig.instanceMetadataOptions.httpTokens' (required) keeps the driver of elasticFileSystem from the instance profile of the machine; use optional",
    {
      [`${INFRASTRUCTURE}.elasticFileSystem`]: { enabled: true },
      [`${CONFIG}.instanceMetadataOptions`]: { httpTokens: 'optional' },
    },
  ),
  awsCase(
    'error shoot-aws-worker-volumes',
    { [`${POOL}.volume`]: undefined },
    "'spec.provider.workers[0].volume' is required on AWS; set its type and size",
  ),
  awsCase(
    'error shoot-aws-worker-volumes',
    { [`${POOL}.volume.type`]: 'io1', [CONFIG]: undefined },
    "'spec.provider.workers[0].providerConfig.volume.iops' is required for a volume of type io1; set it in a WorkerConfig",
    { [`${POOL}.volume.type`]: 'io1', [`${CONFIG}.volume`]: { iops: 4000 } },
  ),
  awsCase(
    'error shoot-aws-worker-zones',
    { [`${POOL}.zones`]: ['b'] },
    "'spec.provider.workers[0].zones[0]' (b) is not a zone of the infrastructure; add it to 'networks.zones' of infrastructureConfig",
  ),
  awsCase(
    'error shoot-aws-volume-config',
    { [`${CONFIG}.volume`]: { iops: '4000' } },
    "'spec.provider.workers[0].providerConfig.volume.iops' (4000) must be a whole number above 0; raise it",
    { [`${CONFIG}.volume`]: { iops: 4000 } },
  ),
  awsCase(
    'error shoot-aws-instance-profile',
    { [`${CONFIG}.iamInstanceProfile`]: { name: 'no name' } },
    "'spec.provider.workers[0].providerConfig.iamInstanceProfile.name' (no name) is not a valid instance profile name; use at most 128 letters, digits and _+=,.@-",
    { [`${CONFIG}.iamInstanceProfile`]: { name: 'nodes' } },
  ),
  awsCase(
    'error shoot-aws-instance-metadata',
    { [`${CONFIG}.instanceMetadataOptions`]: { httpPutResponseHopLimit: 65 } },
    "'spec.provider.workers[0].providerConfig.instanceMetadataOptions.httpPutResponseHopLimit' (65) must be from 1 to 64; choose one of them",
    { [`${CONFIG}.instanceMetadataOptions`]: { httpPutResponseHopLimit: 64 } },
  ),
  awsCase(
    'error shoot-aws-cpu-options',
    { [`${CONFIG}.cpuOptions`]: { coreCount: 2 } },
    "'spec.provider.workers[0].providerConfig.cpuOptions.threadsPerCore' is required with coreCount; set it, or remove the other",
    { [`${CONFIG}.cpuOptions`]: { coreCount: 2, threadsPerCore: 1 } },
  ),
  awsCase(
    'warning shoot-aws-capacity-reservation',
    { [`${CONFIG}.instanceMarketOptions`]: { marketType: 'capacity-block' } },
    "'spec.provider.workers[0].providerConfig.instanceMarketOptions.marketType' (capacity-block) launches machines into a Capacity Reservation; set capacityReservation.capacityReservationId",
    {
      [`${CONFIG}.instanceMarketOptions`]: { marketType: 'capacity-block' },
      [`${CONFIG}.capacityReservation`]: { capacityReservationId: 'cr-1' },
    },
  ),
  awsCase(
    'warning shoot-aws-placement',
    { [`${CONFIG}.placement`]: { hostId: 'h-1' } },
    "'spec.provider.workers[0].providerConfig.placement.hostId' (h-1) is for the tenancy host only; set tenancy to host, or remove it",
    { [`${CONFIG}.placement`]: { hostId: 'h-1', tenancy: 'host' } },
  ),
  ...[awsCase, azureCase, openStackCase].map((cloudCase, index) =>
    cloudCase(
      `error shoot-${['aws', 'azure', 'openstack'][index]}-node-template`,
      { [`${CONFIG}.nodeTemplate`]: { capacity: { cpu: 'two' } } },
      "'spec.provider.workers[0].providerConfig.nodeTemplate.capacity.cpu' (two) is not a valid quantity; use the form 4, 500m or 16Gi",
      { [`${CONFIG}.nodeTemplate`]: { capacity: { cpu: '500m' }, virtualCapacity: { 'example.com/license': '2' } } },
    ),
  ),
  azureCase(
    'error shoot-azure-networks',
    { 'spec.networking.nodes': '10.250.0.0/15' },
    "'spec.networking.nodes' (10.250.0.0/15) is not within spec.provider.infrastructureConfig.networks.vnet.cidr (10.250.0.0/16); choose a network within it",
  ),
  azureCase(
    'error shoot-azure-networks',
    { 'spec.networking.services': '10.250.16.0/20' },
    "'spec.networking.services' (10.250.16.0/20) overlaps with spec.provider.infrastructureConfig.networks.vnet.cidr (10.250.0.0/16); choose networks that do not overlap",
    { 'spec.networking.services': '10.251.16.0/20' },
  ),
  azureCase(
    'error shoot-azure-subnets',
    { [`${NETWORKS}.zones`]: [{ name: 1, cidr: '10.250.32.0/19' }], [`${POOL}.zones`]: ['1'] },
    "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0/19) must not be set together with zones; set it in each zone",
    {
      [`${NETWORKS}.workers`]: undefined,
      [`${NETWORKS}.zones`]: [{ name: 1, cidr: '10.250.32.0/19' }],
      [`${POOL}.zones`]: ['1'],
    },
  ),
  azureCase(
    'error shoot-azure-names',
    { [`${NETWORKS}.serviceEndpoints`]: ['storage'] },
    "'spec.provider.infrastructureConfig.networks.serviceEndpoints[0]' (storage) is not a valid service endpoint; use the form Microsoft.Storage",
    { [`${NETWORKS}.serviceEndpoints`]: ['Microsoft.Storage'] },
  ),
  azureCase(
    'error shoot-azure-nat-gateway',
    { [`${NETWORKS}.natGateway`]: { enabled: true, idleConnectionTimeoutMinutes: 180 } },
    "'spec.provider.infrastructureConfig.networks.natGateway.idleConnectionTimeoutMinutes' (180) must be from 4 to 120 whole minutes; choose one of them",
    { [`${NETWORKS}.natGateway`]: { enabled: true, idleConnectionTimeoutMinutes: 4 } },
  ),
  azureCase(
    'error shoot-azure-nat-gateway',
    { [`${NETWORKS}.natGateway`]: { enabled: true, ipAddresses: [{ name: 'ip', resourceGroup: 'mine' }] } },
    "'spec.provider.infrastructureConfig.networks.natGateway.zone' is required with ipAddresses, which are in a zone; set that of the addresses",
    { [`${NETWORKS}.natGateway`]: { enabled: true, zone: 1, ipAddresses: [{ name: 'ip', resourceGroup: 'mine' }] } },
  ),
  azureCase(
    'warning shoot-azure-nat-gateway-zoned',
    {
      [`${INFRASTRUCTURE}.zoned`]: undefined,
      [`${NETWORKS}.natGateway`]: { enabled: true },
      [`${POOL}.zones`]: undefined,
    },
    '\'spec.provider.infrastructureConfig.networks.natGateway\' ({"enabled":true}) is for machines in zones; remove it, or set zoned to true',
    { [`${NETWORKS}.natGateway`]: { enabled: true } },
  ),
  azureCase(
    'error shoot-azure-overlay',
    { 'spec.networking.providerConfig': { overlay: { enabled: true } } },
    "'spec.networking.providerConfig.overlay.enabled' (true) is not supported by Calico on Azure; remove it, or use Cilium",
    { 'spec.networking.providerConfig': { overlay: { enabled: true } }, 'spec.networking.type': 'cilium' },
  ),
  azureCase(
    'error shoot-azure-worker-volumes',
    { [`${POOL}.volume.encrypted`]: true },
    "'spec.provider.workers[0].volume.encrypted' (true) must not be set on Azure, which encrypts all volumes; remove it",
  ),
  azureCase(
    'error shoot-azure-worker-zones',
    { [`${POOL}.zones`]: undefined },
    "'spec.provider.workers[0].zones' is required on Azure; name at least one zone",
    { [`${POOL}.zones`]: undefined, [`${INFRASTRUCTURE}.zoned`]: false },
  ),
  azureCase(
    'error shoot-azure-worker-config',
    { [`${CONFIG}.volume`]: { caching: 'Always' } },
    "'spec.provider.workers[0].providerConfig.volume.caching' (Always) must be one of None, ReadOnly, ReadWrite; choose one of them",
    { [`${CONFIG}.volume`]: { caching: 'ReadOnly' } },
  ),
  azureCase(
    'warning shoot-azure-node-template-resources',
    { [`${CONFIG}.nodeTemplate`]: { capacity: { 'example.com/dongle': '1' } } },
    "'spec.provider.workers[0].providerConfig.nodeTemplate.capacity['example.com/dongle']' (1) is not a resource of node templates on Azure; use cpu, gpu, memory, storage or ephemeral-storage",
    { [`${CONFIG}.nodeTemplate`]: { capacity: { gpu: '1' } } },
  ),
  gcpCase(
    'error shoot-gcp-networks',
    { [`${NETWORKS}.internal`]: '10.250.128.0/20' },
    "'spec.provider.infrastructureConfig.networks.internal' (10.250.128.0/20) overlaps with spec.networking.nodes (10.250.0.0/16); choose networks that do not overlap",
    { [`${NETWORKS}.internal`]: '10.251.128.0/20' },
  ),
  gcpCase(
    'error shoot-gcp-networks',
    { [NETWORKS]: {} },
    "'spec.provider.infrastructureConfig.networks.workers' is required on GCP; set it to the network of the machines",
    { [NETWORKS]: { worker: '10.250.0.0/16' } },
  ),
  gcpCase(
    'error shoot-gcp-vpc',
    { [`${NETWORKS}.vpc`]: { name: 'mine' } },
    "'spec.provider.infrastructureConfig.networks.vpc.cloudRouter.name' is required; set it",
    { [`${NETWORKS}.vpc`]: { name: 'mine', cloudRouter: { name: 'router' } } },
  ),
  gcpCase(
    'error shoot-gcp-zone',
    { [`${CONTROL_PLANE}.zone`]: 'b' },
    "'spec.provider.controlPlaneConfig.zone' (b) is not a zone of any worker pool; use one that is: a",
  ),
  gcpCase(
    'error shoot-gcp-cloud-nat',
    { [`${NETWORKS}.cloudNAT`]: { maxPortsPerVM: 128 } },
    "'spec.provider.infrastructureConfig.networks.cloudNAT.maxPortsPerVM' (128) is for dynamic port allocation only; set enableDynamicPortAllocation to true, or remove it",
    { [`${NETWORKS}.cloudNAT`]: { maxPortsPerVM: 128, enableDynamicPortAllocation: true } },
  ),
  gcpCase(
    'error shoot-gcp-flow-logs',
    { [`${NETWORKS}.flowLogs`]: {} },
    "'spec.provider.infrastructureConfig.networks.flowLogs' ({}) must have at least one setting; set aggregationInterval, flowSampling or metadata, or remove it",
    { [`${NETWORKS}.flowLogs`]: { flowSampling: 0 } },
  ),
  gcpCase(
    'error shoot-gcp-worker-pool',
    { [`${POOL}.volume.type`]: undefined },
    "'spec.provider.workers[0].volume.type' is required on GCP; choose one of the CloudProfile, such as pd-balanced",
  ),
  gcpCase(
    'error shoot-gcp-local-disks',
    { [`${POOL}.dataVolumes`]: [{ name: 'data', size: '375Gi', type: 'SCRATCH' }] },
    "'spec.provider.workers[0].providerConfig.volume.interface' is required for volumes of type SCRATCH; set NVME or SCSI in a WorkerConfig",
    {
      [`${POOL}.dataVolumes`]: [{ name: 'data', size: '375Gi', type: 'SCRATCH' }],
      [`${CONFIG}.volume`]: { interface: 'NVME' },
    },
  ),
  gcpCase(
    'error shoot-gcp-volume-config',
    { [`${CONFIG}.dataVolumes`]: [{ name: 'data' }] },
    "'spec.provider.workers[0].providerConfig.dataVolumes[0].name' (data) is not one of the dataVolumes of the pool; name one of them",
    {
      [`${POOL}.dataVolumes`]: [{ name: 'data', size: '50Gi', type: 'pd-balanced' }],
      [`${CONFIG}.dataVolumes`]: [{ name: 'data' }],
    },
  ),
  gcpCase(
    'error shoot-gcp-service-account',
    { [`${CONFIG}.serviceAccount`]: { email: 'a@b.iam.gserviceaccount.com' } },
    "'spec.provider.workers[0].providerConfig.serviceAccount.scopes' must have at least one scope; add one",
    {
      [`${CONFIG}.serviceAccount`]: {
        email: 'a@b.iam.gserviceaccount.com',
        scopes: ['https://www.googleapis.com/auth/cloud-platform'],
      },
    },
  ),
  gcpCase(
    'error shoot-gcp-processors',
    { [`${CONFIG}.minCpuPlatform`]: 'Intel®' },
    "'spec.provider.workers[0].providerConfig.minCpuPlatform' (Intel®) is not a valid CPU platform; use the form Intel Haswell",
    { [`${CONFIG}.minCpuPlatform`]: 'Intel Haswell', [`${CONFIG}.gpu`]: { acceleratorType: 'nvidia-t4', count: 1 } },
  ),
  gcpCase(
    'error shoot-gcp-node-template',
    { [`${CONFIG}.nodeTemplate`]: { capacity: { cpu: 'two' } } },
    "'spec.provider.workers[0].providerConfig.nodeTemplate.capacity.cpu' (two) is not a valid quantity; use the form 4, 500m or 16Gi",
    { [`${CONFIG}.nodeTemplate`]: { capacity: { cpu: '2' } } },
  ),
  gcpCase(
    'warning shoot-gcp-node-template-capacity',
    { [`${CONFIG}.nodeTemplate`]: {} },
    "'spec.provider.workers[0].providerConfig.nodeTemplate.capacity' is required on GCP; set at least one resource",
  ),
  openStackCase(
    'error shoot-openstack-required-fields',
    { [`${INFRASTRUCTURE}.floatingPoolName`]: '' },
    "'spec.provider.infrastructureConfig.floatingPoolName' ('') is required; set it",
  ),
  openStackCase(
    'error shoot-openstack-networks',
    { [NETWORKS]: {} },
    "'spec.provider.infrastructureConfig.networks.workers' is required without subnetId; set it to a network within that of the nodes",
    { [NETWORKS]: { subnetPool: { id: 'pool', prefixLength: 24 } } },
  ),
  openStackCase(
    'error shoot-openstack-existing-networks',
    { [`${NETWORKS}.securityGroupId`]: UUID },
    `'spec.provider.infrastructureConfig.networks.securityGroupId' (${UUID}) requires id; set it as well`,
    { [`${NETWORKS}.securityGroupId`]: UUID, [`${NETWORKS}.id`]: UUID },
  ),
  openStackCase(
    'error shoot-openstack-load-balancer-classes',
    { [`${CONTROL_PLANE}.loadBalancerClasses`]: [{ name: 'default' }, { name: 'a', purpose: 'default' }] },
    "'spec.provider.controlPlaneConfig.loadBalancerClasses[1].purpose' (default) is also the purpose of spec.provider.controlPlaneConfig.loadBalancerClasses[0]; choose one of them",
    { [`${CONTROL_PLANE}.loadBalancerClasses`]: [{ name: 'default' }, { name: 'a', purpose: 'private' }] },
  ),
  openStackCase(
    'error shoot-openstack-worker-zones',
    { [`${POOL}.zones`]: [] },
    "'spec.provider.workers[0].zones' ([]) is required on OpenStack; name at least one zone",
  ),
  openStackCase(
    'error shoot-openstack-server-group',
    { [`${CONFIG}.serverGroup`]: { policy: 'affinity' }, [`${POOL}.zones`]: ['a', 'b'] },
    "'spec.provider.workers[0].providerConfig.serverGroup.policy' (affinity) is for a single zone, and the pool has 2; choose another policy, or one zone",
    { [`${CONFIG}.serverGroup`]: { policy: 'soft-affinity' }, [`${POOL}.zones`]: ['a', 'b'] },
  ),
  openStackCase(
    'error shoot-openstack-machine-labels',
    { [`${CONFIG}.machineLabels`]: [{ name: 'a', value: 'b' }], [`${POOL}.labels`]: { a: 'b' } },
    "'spec.provider.workers[0].providerConfig.machineLabels[0].name' (a) is also a label of the worker pool; choose another name",
    { [`${CONFIG}.machineLabels`]: [{ name: 'a', value: 'b' }] },
  ),
];
