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
const SECOND = { name: 'b', workers: '10.250.32.0/19', public: '10.250.100.0/22', internal: '10.250.116.0/22' };

test.each<[string, Options, string[]]>([
  ['nothing of two zones', { zones: [ZONE, SECOND] }, []],
  ['nothing of a VPC that is there', { vpc: AwsVpc.fromId('vpc-1'), networking: { nodes: '10.250.0.0/16' } }, []],
  [
    'no network of the nodes',
    { vpc: AwsVpc.fromId('vpc-1') },
    ["'networking.nodes' is required on AWS; name the network of the VPC"],
  ],
  [
    'what is no network',
    { zones: [{ ...ZONE, workers: '10.250.0.0', public: '10.250.97.0/22' }] },
    [
      "'infrastructure.zones[0].workers' (10.250.0.0) is no IPv4 network; write 10.250.0.0/16, or the like",
      "'infrastructure.zones[0].public' (10.250.97.0/22) is not the first address of its network; did you mean '10.250.96.0/22'?",
    ],
  ],
  [
    'a VPC that is no network',
    { vpc: AwsVpc.fromCidr('mine'), networking: { nodes: '10.250.0.0/16' } },
    ["'infrastructure.vpc' (mine) is no IPv4 network; write 10.250.0.0/16, or the like"],
  ],
  [
    'machines outside of the nodes',
    { networking: { nodes: '10.250.64.0/18' } },
    [
      "'infrastructure.zones[0].workers' (10.250.0.0/19) is not in networking.nodes, 10.250.64.0/18; choose a network in it",
    ],
  ],
  [
    'networks outside of the VPC',
    { zones: [{ ...ZONE, public: '10.251.0.0/22' }], networking: { nodes: '10.250.0.0/15' } },
    [
      "'infrastructure.zones[0].public' (10.251.0.0/22) is not in infrastructure.vpc, 10.250.0.0/16; choose a network in it",
      "'networking.nodes' (10.250.0.0/15) is not in infrastructure.vpc, 10.250.0.0/16; choose a network in it",
    ],
  ],
  [
    'pods in the VPC',
    { networking: { pods: '10.250.128.0/17' } },
    ["'networking.pods' (10.250.128.0/17) is in infrastructure.vpc, 10.250.0.0/16; choose a network outside"],
  ],
  [
    'networks that overlap',
    { zones: [ZONE, { ...SECOND, workers: '10.250.16.0/20' }] },
    [
      "'infrastructure.zones[1].workers' (10.250.16.0/20) has addresses of infrastructure.zones[0].workers, 10.250.0.0/19; choose networks that do not overlap",
    ],
  ],
  [
    'Services that overlap',
    { vpc: AwsVpc.fromId('vpc-1'), networking: { nodes: '10.250.0.0/16', services: '10.250.96.0/20' } },
    [
      "'infrastructure.zones[0].public' (10.250.96.0/22) has addresses of networking.services, 10.250.96.0/20; choose networks that do not overlap",
    ],
  ],
  [
    'a VPC by what is no id',
    { vpc: AwsVpc.fromId('mine'), networking: { nodes: '10.250.0.0/16' } },
    ["'infrastructure.vpc' (mine) is no id of a VPC; write vpc-064b5b7771f6331aa"],
  ],
  [
    'a zone twice',
    { zones: [ZONE, { ...SECOND, name: ZONE.name }] },
    ["'infrastructure.zones[1].name' (eu-central-1a) is there already; remove one of them"],
  ],
  [
    'an Elastic IP that is none',
    { zones: [{ ...ZONE, elasticIpAllocationId: '1.2.3.4' }] },
    [
      "'infrastructure.zones[0].elasticIpAllocationId' (1.2.3.4) is no allocation of an Elastic IP; write eipalloc-0676786f3e288044c",
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
    ["'infrastructure.zones[1].elasticIpAllocationId' (eipalloc-1) is that of another zone; choose another one"],
  ],
  [
    'an endpoint of no service',
    { others: { gatewayEndpoints: ['s3', 'com.amazonaws.', ''] } },
    [
      "'infrastructure.gatewayEndpoints[1]' (com.amazonaws.) is no service of AWS; write s3, or the like",
      "'infrastructure.gatewayEndpoints[2]' ('') is no service of AWS; write s3, or the like",
    ],
  ],
  [
    'a file system without an id',
    { others: { elasticFileSystem: AwsElasticFileSystem.fromId('') } },
    ["'infrastructure.elasticFileSystem' ('') is required; set it"],
  ],
  [
    'a class for a controller that is not there',
    { others: { loadBalancerIngressClassName: 'Mine' } },
    [
      "'infrastructure.loadBalancerIngressClassName' (Mine) is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
      "'infrastructure.loadBalancerIngressClassName' (Mine) needs 'loadBalancerController'; set it, or remove this",
    ],
  ],
  [
    'to ignore tags that Gardener needs',
    {
      others: {
        ignoredTags: {
          keys: ['', 'Name', 'kubernetes.io/cluster/a', 'names'],
          keyPrefixes: ['N', 'kube', 'gardener.cloud/x', 'team/'],
        },
      },
    },
    [
      "'infrastructure.ignoredTags.keys[0]' ('') is no key of a tag; use letters, digits, spaces and _+-=.:/@, at most 128 of them",
      "'infrastructure.ignoredTags.keys[1]' (Name) takes in tags of Gardener or Kubernetes; remove it, or write more of it",
      "'infrastructure.ignoredTags.keys[2]' (kubernetes.io/cluster/a) takes in tags of Gardener or Kubernetes; remove it, or write more of it",
      "'infrastructure.ignoredTags.keyPrefixes[0]' (N) takes in tags of Gardener or Kubernetes; remove it, or write more of it",
      "'infrastructure.ignoredTags.keyPrefixes[1]' (kube) takes in tags of Gardener or Kubernetes; remove it, or write more of it",
      "'infrastructure.ignoredTags.keyPrefixes[2]' (gardener.cloud/x) takes in tags of Gardener or Kubernetes; remove it, or write more of it",
    ],
  ],
])('on AWS, %s is refused', (_, { networking, others, vpc = VPC, zones = [ZONE] }, messages) => {
  const shoot = shootWith({ infrastructure: Aws.infrastructure({ vpc, zones, ...others }), networking });
  expect(errorsOf(shoot)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('on AWS, an infrastructure without zones is refused', () => {
  expect(errorsOf(shootWith({ infrastructure: Aws.infrastructure({ vpc: VPC, zones: [] }) }, { zones: [] }))).toEqual([
    "[test/shoot] 'infrastructure.zones' ([]) has no zone, and machines need one; name at least one",
    "[test/shoot/spin] 'zones' ([]) has no zone, and machines on AWS need one; name one of the infrastructure: none yet",
  ]);
});

test('without IPv4, there is no network of the nodes', () => {
  const infrastructure = Aws.infrastructure({ vpc: VPC, zones: [ZONE] });
  expect(errorsOf(shootWith({ infrastructure, networking: { ipFamilies: [IpFamily.IPV6] } }))).toEqual([]);
});

test('the driver of a file system needs the rights of the machine', () => {
  const elasticFileSystem = AwsElasticFileSystem.create();
  const infrastructure = Aws.infrastructure({ vpc: VPC, zones: [ZONE], elasticFileSystem });
  const withTokens = (httpTokens: AwsHttpTokens) =>
    errorsOf(shootWith({ infrastructure }, { providerConfig: Aws.workerConfig({ httpTokens }) }));
  expect(specOf(shootWith({ infrastructure })).provider.infrastructureConfig).toMatchObject({
    elasticFileSystem: { enabled: true },
  });
  expect(withTokens(AwsHttpTokens.OPTIONAL)).toEqual([]);
  expect(withTokens(AwsHttpTokens.REQUIRED)).toEqual([
    "[test/shoot/spin] 'providerConfig.httpTokens' (required) keeps the driver of 'elasticFileSystem' from the rights of the machine; use AwsHttpTokens.OPTIONAL",
  ]);
});

test.each<[string, Partial<WorkerPoolProps>, string[]]>([
  ['no volume', { volume: undefined }, ["'volume' is required on AWS; set its type and size"]],
  [
    'a volume without a type',
    { volume: { size: Size.gibibytes(50) } },
    ["'volume.type' is required on AWS; choose gp3, or the like"],
  ],
  [
    'a data volume without a type',
    { dataVolumes: [{ name: 'data', size: Size.gibibytes(50) }] },
    ["'dataVolumes[0].type' is required on AWS; choose gp3, or the like"],
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
      '\'dataVolumes\' (["d0","d1","d2","d3","d4","d5","d6","d7","d8","d9","d10","d11"]) are 12, and machines on AWS have at most 11; remove some',
    ],
  ],
  [
    'no zone',
    { zones: [] },
    ["'zones' ([]) has no zone, and machines on AWS need one; name one of the infrastructure: eu-central-1a"],
  ],
  [
    'a zone without networks',
    { zones: ['eu-central-1a', 'eu-central-1b'] },
    ["'zones' (eu-central-1b) has no networks; add it to the 'zones' of the infrastructure"],
  ],
  [
    'a volume io1 without a configuration',
    { volume: { type: 'io1', size: Size.gibibytes(50) } },
    [
      "'providerConfig.volumeIops' is required for a volume of type io1; give 'providerConfig' Aws.workerConfig({ volumeIops: … })",
    ],
  ],
  [
    'a volume io1 without operations',
    { volume: { type: 'io1', size: Size.gibibytes(50) }, providerConfig: Aws.workerConfig({}) },
    [
      "'providerConfig.volumeIops' is required for a volume of type io1; give 'providerConfig' Aws.workerConfig({ volumeIops: … })",
    ],
  ],
  [
    'numbers out of range',
    { providerConfig: Aws.workerConfig({ volumeIops: 0, volumeThroughput: 1.5, httpPutResponseHopLimit: 65 }) },
    [
      "'providerConfig.volumeIops' (0) must be a whole number above 0; raise it",
      "'providerConfig.volumeThroughput' (1.5) must be a whole number above 0; raise it",
      "'providerConfig.httpPutResponseHopLimit' (65) must be from 1 to 64; choose one of them",
    ],
  ],
])('on AWS, a worker pool with %s is refused', (_, pool, messages) => {
  expect(errorsOf(shootWith({}, pool))).toEqual(messages.map((message) => `[test/shoot/spin] ${message}`));
});

test('a configuration of AWS is refused at another provider', () => {
  const infrastructure = Infrastructure.of('gcp');
  expect(errorsOf(shootWith({ infrastructure }, { providerConfig: Aws.workerConfig({}) }))).toEqual([
    "[test/shoot] 'workerPools.spin.providerConfig' (aws) is for another provider than the infrastructure, which is for gcp; use the same cloud for both",
  ]);
});
