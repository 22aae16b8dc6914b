import { Chart, Size } from 'cdk8s';
import {
  Aws,
  AwsElasticFileSystem,
  AwsHttpTokens,
  AwsInfrastructureOptions,
  AwsVpc,
  AwsZone,
  Infrastructure,
  IpFamily,
  ShootNetworking,
  WorkerPoolProps,
} from '../../lib/gardener';
import { validationErrors } from '../testing';
import { shootWith, specOf, ZONE } from './shoots';

const errorsOf = (shoot: ReturnType<typeof shootWith>) => validationErrors(Chart.of(shoot));

interface Options {
  readonly vpc?: AwsVpc;
  readonly zones?: AwsZone[];
  readonly networking?: ShootNetworking;
  readonly others?: Partial<AwsInfrastructureOptions>;
}

const VPC = AwsVpc.fromCidr('10.250.0.0/16');
const SECOND = {
  name: 'b',
  workers: '10.250.32.0/19',
  publicSubnet: '10.250.100.0/22',
  internalSubnet: '10.250.116.0/22',
};

const infrastructureErrorsOf = ({ networking, others, vpc = VPC, zones = [ZONE] }: Options) =>
  errorsOf(shootWith({ infrastructure: Aws.infrastructure({ vpc, zones, ...others }), networking }));

test.each<[string, Options]>([
  ['two zones', { zones: [ZONE, SECOND] }],
  ['an existing VPC', { vpc: AwsVpc.fromId('vpc-1'), networking: { nodes: '10.250.0.0/16' } }],
])('accepts %s on AWS', (_, options) => {
  expect(infrastructureErrorsOf(options)).toEqual([]);
});

test.each<[string, Options, string[]]>([
  [
    'a missing network of the nodes',
    { vpc: AwsVpc.fromId('vpc-1') },
    ["'spec.networking.nodes' is required on AWS; set it to the network of the VPC"],
  ],
  [
    'an invalid CIDR, and one with host bits set',
    { zones: [{ ...ZONE, workers: '10.250.0.0', publicSubnet: '10.250.97.0/22' }] },
    [
      "'spec.provider.infrastructureConfig.networks.zones[0].workers' (10.250.0.0) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
      "'spec.provider.infrastructureConfig.networks.zones[0].public' (10.250.97.0/22) has host bits set; did you mean '10.250.96.0/22'?",
    ],
  ],
  [
    'a VPC with an invalid CIDR',
    { vpc: AwsVpc.fromCidr('mine'), networking: { nodes: '10.250.0.0/16' } },
    [
      "'spec.provider.infrastructureConfig.networks.vpc.cidr' (mine) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
    ],
  ],
  [
    'workers outside of the network of the nodes',
    { networking: { nodes: '10.250.64.0/18' } },
    [
      "'spec.provider.infrastructureConfig.networks.zones[0].workers' (10.250.0.0/19) is not within spec.networking.nodes (10.250.64.0/18); choose a network within it",
    ],
  ],
  [
    'networks outside of the VPC',
    { zones: [{ ...ZONE, publicSubnet: '10.251.0.0/22' }], networking: { nodes: '10.250.0.0/15' } },
    [
      "'spec.provider.infrastructureConfig.networks.zones[0].public' (10.251.0.0/22) is not within spec.provider.infrastructureConfig.networks.vpc.cidr (10.250.0.0/16); choose a network within it",
      "'spec.networking.nodes' (10.250.0.0/15) is not within spec.provider.infrastructureConfig.networks.vpc.cidr (10.250.0.0/16); choose a network within it",
    ],
  ],
  [
    'pods within the VPC',
    { networking: { pods: '10.250.128.0/17' } },
    [
      "'spec.networking.pods' (10.250.128.0/17) is within spec.provider.infrastructureConfig.networks.vpc.cidr (10.250.0.0/16); choose a network outside of it",
    ],
  ],
  [
    'zones with overlapping networks',
    { zones: [ZONE, { ...SECOND, workers: '10.250.16.0/20' }] },
    [
      "'spec.provider.infrastructureConfig.networks.zones[1].workers' (10.250.16.0/20) overlaps with spec.provider.infrastructureConfig.networks.zones[0].workers (10.250.0.0/19); choose networks that do not overlap",
    ],
  ],
  [
    'Services that overlap with a zone',
    { vpc: AwsVpc.fromId('vpc-1'), networking: { nodes: '10.250.0.0/16', services: '10.250.96.0/20' } },
    [
      "'spec.provider.infrastructureConfig.networks.zones[0].public' (10.250.96.0/22) overlaps with spec.networking.services (10.250.96.0/20); choose networks that do not overlap",
    ],
  ],
  [
    'an invalid VPC ID',
    { vpc: AwsVpc.fromId('mine'), networking: { nodes: '10.250.0.0/16' } },
    [
      "'spec.provider.infrastructureConfig.networks.vpc.id' (mine) is not a valid VPC ID; use the form vpc-064b5b7771f6331aa",
    ],
  ],
  [
    'a duplicate zone',
    { zones: [ZONE, { ...SECOND, name: ZONE.name }] },
    [
      "'spec.provider.infrastructureConfig.networks.zones[1].name' (eu-central-1a) is defined twice, also in spec.provider.infrastructureConfig.networks.zones[0].name; remove one of them",
    ],
  ],
  [
    'an invalid allocation ID of an Elastic IP',
    { zones: [{ ...ZONE, elasticIpAllocationId: '1.2.3.4' }] },
    [
      "'spec.provider.infrastructureConfig.networks.zones[0].elasticIPAllocationID' (1.2.3.4) is not a valid allocation ID of an Elastic IP; use the form eipalloc-0676786f3e288044c",
    ],
  ],
  [
    'an Elastic IP for two zones',
    {
      zones: [
        { ...ZONE, elasticIpAllocationId: 'eipalloc-1' },
        { ...SECOND, elasticIpAllocationId: 'eipalloc-1' },
      ],
    },
    [
      "'spec.provider.infrastructureConfig.networks.zones[1].elasticIPAllocationID' (eipalloc-1) is defined twice, also in spec.provider.infrastructureConfig.networks.zones[0].elasticIPAllocationID; choose another one",
    ],
  ],
  [
    'gateway endpoints of invalid services',
    { others: { gatewayEndpoints: ['s3', 'com.amazonaws.', ''] } },
    [
      "'spec.provider.infrastructureConfig.networks.vpc.gatewayEndpoints[1]' (com.amazonaws.) is not a valid service of AWS; use the form s3",
      "'spec.provider.infrastructureConfig.networks.vpc.gatewayEndpoints[2]' ('') is not a valid service of AWS; use the form s3",
    ],
  ],
  [
    'an existing file system with an empty ID',
    { others: { elasticFileSystem: AwsElasticFileSystem.fromId('') } },
    ["'spec.provider.infrastructureConfig.elasticFileSystem.id' ('') is required; set it"],
  ],
  [
    'an IngressClass without the load balancer controller',
    { others: { loadBalancerIngressClassName: 'Mine' } },
    [
      "'infrastructure.loadBalancerIngressClassName' (Mine) requires 'loadBalancerController'; set it to true, or remove this",
    ],
  ],
  [
    'an invalid IngressClass name',
    { others: { loadBalancerController: true, loadBalancerIngressClassName: 'Mine' } },
    [
      "'spec.provider.controlPlaneConfig.loadBalancerController.ingressClassName' (Mine) is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    ],
  ],
  [
    'ignored tags that Gardener or Kubernetes sets',
    {
      others: {
        ignoredTags: {
          keys: ['', 'Name', 'kubernetes.io/cluster/a', 'names'],
          keyPrefixes: ['N', 'kube', 'gardener.cloud/x', 'team/'],
        },
      },
    },
    [
      "'spec.provider.infrastructureConfig.ignoreTags.keys[0]' ('') is not a valid tag key; use at most 128 letters, digits, spaces and _+-=.:/@",
      "'spec.provider.infrastructureConfig.ignoreTags.keys[1]' (Name) includes tags of Gardener or Kubernetes; remove it, or make it longer",
      "'spec.provider.infrastructureConfig.ignoreTags.keys[2]' (kubernetes.io/cluster/a) includes tags of Gardener or Kubernetes; remove it, or make it longer",
      "'spec.provider.infrastructureConfig.ignoreTags.keyPrefixes[0]' (N) includes tags of Gardener or Kubernetes; remove it, or make it longer",
      "'spec.provider.infrastructureConfig.ignoreTags.keyPrefixes[1]' (kube) includes tags of Gardener or Kubernetes; remove it, or make it longer",
      "'spec.provider.infrastructureConfig.ignoreTags.keyPrefixes[2]' (gardener.cloud/x) includes tags of Gardener or Kubernetes; remove it, or make it longer",
    ],
  ],
])('rejects %s on AWS', (_, options, messages) => {
  expect(infrastructureErrorsOf(options)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('rejects an infrastructure without zones on AWS', () => {
  expect(errorsOf(shootWith({ infrastructure: Aws.infrastructure({ vpc: VPC, zones: [] }) }, { zones: [] }))).toEqual([
    "[test/shoot] 'spec.provider.infrastructureConfig.networks.zones' ([]) is required on AWS; name at least one zone",
    "[test/shoot] 'spec.provider.workers[0].zones' is required on AWS; name at least one zone",
  ]);
});

test('does not require a network of the nodes for an IPv6-only Shoot', () => {
  const infrastructure = Aws.infrastructure({ vpc: VPC, zones: [ZONE] });
  expect(errorsOf(shootWith({ infrastructure, networking: { ipFamilies: [IpFamily.IPV6] } }))).toEqual([]);
});

test('rejects required IMDS tokens with an Elastic File System', () => {
  const elasticFileSystem = AwsElasticFileSystem.create();
  const infrastructure = Aws.infrastructure({ vpc: VPC, zones: [ZONE], elasticFileSystem });
  const withTokens = (httpTokens: AwsHttpTokens) =>
    errorsOf(shootWith({ infrastructure }, { providerConfig: Aws.workerConfig({ httpTokens }) }));
  expect(specOf(shootWith({ infrastructure })).provider.infrastructureConfig).toMatchObject({
    elasticFileSystem: { enabled: true },
  });
  expect(withTokens(AwsHttpTokens.OPTIONAL)).toEqual([]);
  expect(withTokens(AwsHttpTokens.REQUIRED)).toEqual([
    "[test/shoot] 'spec.provider.workers[0].providerConfig.instanceMetadataOptions.httpTokens' (required) keeps the driver of elasticFileSystem from the instance profile of the machine; use optional",
  ]);
});

test.each<[string, Partial<WorkerPoolProps>, string[]]>([
  ['no volume', { volume: undefined }, ["'spec.provider.workers[0].volume' is required on AWS; set its type and size"]],
  [
    'a volume without a type',
    { volume: { size: Size.gibibytes(50) } },
    ["'spec.provider.workers[0].volume.type' is required on AWS; choose one of the CloudProfile, such as gp3"],
  ],
  [
    'a data volume without a type',
    { dataVolumes: [{ name: 'data', size: Size.gibibytes(50) }] },
    ["'spec.provider.workers[0].dataVolumes[0].type' is required on AWS; choose one of the CloudProfile, such as gp3"],
  ],
  [
    'twelve data volumes',
    {
      dataVolumes: Array.from({ length: 12 }, (_, index) => ({
        name: `d${index}`,
        size: Size.gibibytes(50),
        type: 'gp3',
      })),
    },
    [
      '\'spec.provider.workers[0].dataVolumes\' (["d0","d1","d2","d3","d4","d5","d6","d7","d8","d9","d10","d11"]) has 12 volumes; at most 11 are allowed on AWS; remove some',
    ],
  ],
  ['no zones', { zones: [] }, ["'spec.provider.workers[0].zones' is required on AWS; name at least one zone"]],
  [
    'a zone that the infrastructure does not have',
    { zones: ['eu-central-1a', 'eu-central-1b'] },
    [
      "'spec.provider.workers[0].zones[1]' (eu-central-1b) is not a zone of the infrastructure; add it to 'networks.zones' of infrastructureConfig",
    ],
  ],
  [
    'an io1 volume and no WorkerConfig',
    { volume: { type: 'io1', size: Size.gibibytes(50) } },
    [
      "'spec.provider.workers[0].providerConfig.volume.iops' is required for a volume of type io1; set it in a WorkerConfig",
    ],
  ],
  [
    'an io1 volume without IOPS',
    { volume: { type: 'io1', size: Size.gibibytes(50) }, providerConfig: Aws.workerConfig({}) },
    [
      "'spec.provider.workers[0].providerConfig.volume.iops' is required for a volume of type io1; set it in a WorkerConfig",
    ],
  ],
  [
    'numbers out of range',
    { providerConfig: Aws.workerConfig({ volumeIops: 0, volumeThroughput: 1.5, httpPutResponseHopLimit: 65 }) },
    [
      "'spec.provider.workers[0].providerConfig.volume.iops' (0) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.volume.throughput' (1.5) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.instanceMetadataOptions.httpPutResponseHopLimit' (65) must be from 1 to 64; choose one of them",
    ],
  ],
])('rejects a worker pool with %s on AWS', (_, pool, messages) => {
  expect(errorsOf(shootWith({}, pool))).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('rejects a WorkerConfig of AWS with the infrastructure of another provider', () => {
  const infrastructure = Infrastructure.of('gcp');
  expect(errorsOf(shootWith({ infrastructure }, { providerConfig: Aws.workerConfig({}) }))).toEqual([
    "[test/shoot] 'workerPools.spin.providerConfig' (aws) is for another provider than the infrastructure, which is for gcp; use the same cloud for both",
  ]);
});
