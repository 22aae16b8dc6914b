import { Cron, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Aws,
  AwsCapacityReservation,
  AwsElasticFileSystem,
  AwsHttpTokens,
  AwsInfrastructureOptions,
  AwsInstanceProfile,
  AwsMarketType,
  AwsTenancy,
  AwsVpc,
  AwsWorkerConfigOptions,
  AwsZone,
  CloudProfile,
  DnsCredentials,
  Hibernation,
  HibernationSchedule,
  Infrastructure,
  IpFamily,
  MachineArchitecture,
  MachineImage,
  Maintenance,
  NetworkPlugin,
  Shoot,
  ShootAddons,
  ShootCredentials,
  ShootDns,
  ShootNetworking,
  ShootProps,
  ShootPurpose,
  WorkerConfig,
  WorkerPoolProps,
  WorkerPoolVolume,
} from '../../lib/gardener';
import { testChart } from '../testing';
import { manifestOf, POOL, POOL_DEFAULTS, shootWith, specOf, ZONE, ZONE_MANIFEST } from './shoots';

const AWS = 'aws.provider.extensions.gardener.cloud/v1alpha1';

test('renders every property of a Shoot', () => {
  const schedule: Required<HibernationSchedule> = {
    start: new Cron({ minute: '0', hour: '20' }),
    end: new Cron({ minute: '0', hour: '6' }),
    location: 'Europe/Berlin',
  };
  const hibernation: Required<Hibernation> = { enabled: false, schedules: [schedule] };
  const maintenance: Required<Maintenance> = {
    window: { begin: '220000+0100', end: '230000+0100' },
    updateKubernetes: false,
    updateMachineImages: true,
    confineSpecUpdateRollout: true,
  };
  const networking: Required<ShootNetworking> = {
    plugin: NetworkPlugin.CILIUM,
    providerConfig: { kind: 'NetworkConfig' },
    ipFamilies: [IpFamily.IPV4, IpFamily.IPV6],
    nodes: '10.1.0.0/16',
    pods: '10.2.0.0/16',
    services: '10.3.0.0/16',
  };
  const dns: Required<ShootDns> = {
    domain: 'spin.example.com',
    providerType: 'aws-route53',
    credentials: DnsCredentials.secret('dns'),
  };
  const addons: Required<ShootAddons> = { kubernetesDashboard: true, nginxIngress: false };
  const props: Required<ShootProps> = {
    metadata: { name: 'all', namespace: 'team', labels: { a: 'b' } },
    project: 'team',
    cloudProfile: CloudProfile.namespaced('mine'),
    credentials: ShootCredentials.secretBinding('old'),
    region: 'europe-west1',
    kubernetesVersion: '1.33',
    infrastructure: Infrastructure.of('gcp', {
      infrastructureConfig: { kind: 'InfrastructureConfig' },
      controlPlaneConfig: { kind: 'ControlPlaneConfig' },
    }),
    networking,
    dns,
    hibernation,
    maintenance,
    purpose: ShootPurpose.EVALUATION,
    addons,
    confirmDeletion: true,
    workerPools: [{ name: 'a', machineType: 'n2', minimum: 0, maximum: 1 }],
  };
  expect(manifestOf(new Shoot(testChart(), 'shoot', props))).toEqual({
    apiVersion: 'core.gardener.cloud/v1beta1',
    kind: 'Shoot',
    metadata: {
      name: 'all',
      namespace: 'team',
      labels: { a: 'b' },
      annotations: { 'confirmation.gardener.cloud/deletion': 'true' },
    },
    spec: {
      addons: { kubernetesDashboard: { enabled: true }, nginxIngress: { enabled: false } },
      cloudProfile: { kind: 'NamespacedCloudProfile', name: 'mine' },
      secretBindingName: 'old',
      dns: {
        domain: 'spin.example.com',
        providers: [
          {
            type: 'aws-route53',
            primary: true,
            credentialsRef: { apiVersion: 'v1', kind: 'Secret', name: 'dns' },
          },
        ],
      },
      hibernation: {
        enabled: false,
        schedules: [{ start: '0 20 * * *', end: '0 6 * * *', location: 'Europe/Berlin' }],
      },
      kubernetes: { version: '1.33' },
      maintenance: {
        autoUpdate: { kubernetesVersion: false, machineImageVersion: true },
        confineSpecUpdateRollout: true,
        timeWindow: { begin: '220000+0100', end: '230000+0100' },
      },
      networking: {
        ipFamilies: ['IPv4', 'IPv6'],
        type: 'cilium',
        providerConfig: { kind: 'NetworkConfig' },
        nodes: '10.1.0.0/16',
        pods: '10.2.0.0/16',
        services: '10.3.0.0/16',
      },
      provider: {
        type: 'gcp',
        infrastructureConfig: { kind: 'InfrastructureConfig' },
        controlPlaneConfig: { kind: 'ControlPlaneConfig' },
        workers: [
          {
            name: 'a',
            machine: { type: 'n2', image: { name: 'gardenlinux' }, architecture: 'amd64' },
            minimum: 0,
            maximum: 1,
            ...POOL_DEFAULTS,
            cri: { name: 'containerd' },
          },
        ],
      },
      purpose: 'evaluation',
      region: 'europe-west1',
    },
  });
});

test('renders every property of a worker pool', () => {
  const volume: Required<WorkerPoolVolume> = { size: Size.tebibytes(1), type: 'gp3', encrypted: true };
  const providerConfig: Required<AwsWorkerConfigOptions> = {
    volumeIops: 4000,
    volumeThroughput: 200,
    instanceProfile: AwsInstanceProfile.fromName('nodes'),
    httpTokens: AwsHttpTokens.REQUIRED,
    httpPutResponseHopLimit: 2,
    dataVolumes: [{ name: 'data', iops: 5000, throughput: 300, snapshotId: 'snap-1' }],
    cpuOptions: { coreCount: 2, threadsPerCore: 1, amdSevSnp: true },
    capacityReservation: AwsCapacityReservation.fromId('cr-1'),
    marketType: AwsMarketType.CAPACITY_BLOCK,
    placement: { groupId: 'pg-1', partitionNumber: 2, tenancy: AwsTenancy.HOST, hostId: 'h-1', hostAffinity: true },
    nodeTemplate: { capacity: { cpu: '4' } },
  };
  const pool: Required<WorkerPoolProps> = {
    name: 'all',
    machineType: 'm6g.large',
    minimum: 1,
    maximum: 2,
    architecture: MachineArchitecture.ARM64,
    image: MachineImage.of('ubuntu', '24.4.0'),
    volume,
    dataVolumes: [{ name: 'data', ...volume }],
    kubeletDataVolumeName: 'data',
    zones: ['eu-central-1a'],
    labels: { a: 'b' },
    annotations: { c: 'd' },
    taints: [{ key: 'e', value: 'f', effect: kplus.TaintEffect.NO_EXECUTE }],
    containerRuntimes: ['gvisor'],
    maxSurge: kplus.PercentOrAbsolute.percent(10),
    maxUnavailable: kplus.PercentOrAbsolute.absolute(1),
    allowSystemComponents: false,
    providerConfig: Aws.workerConfig(providerConfig),
  };
  const shoot = shootWith({ workerPools: [pool, POOL] });
  shoot.workerPools[0].addLabel('g', 'h');
  shoot.workerPools[0].addAnnotation('i', 'j');
  shoot.workerPools[0].addTaint({ key: 'k', effect: kplus.TaintEffect.PREFER_NO_SCHEDULE });
  expect(specOf(shoot).provider.workers.slice(0, 1)).toEqual([
    {
      name: 'all',
      machine: { type: 'm6g.large', architecture: 'arm64', image: { name: 'ubuntu', version: '24.4.0' } },
      minimum: 1,
      maximum: 2,
      updateStrategy: 'AutoRollingUpdate',
      maxSurge: '10%',
      maxUnavailable: 1,
      volume: { type: 'gp3', size: '1024Gi', encrypted: true },
      dataVolumes: [{ name: 'data', type: 'gp3', size: '1024Gi', encrypted: true }],
      kubeletDataVolumeName: 'data',
      zones: ['eu-central-1a'],
      labels: { a: 'b', g: 'h' },
      annotations: { c: 'd', i: 'j' },
      taints: [
        { key: 'e', value: 'f', effect: 'NoExecute' },
        { key: 'k', effect: 'PreferNoSchedule' },
      ],
      cri: { name: 'containerd', containerRuntimes: [{ type: 'gvisor' }] },
      systemComponents: { allow: false },
      providerConfig: {
        apiVersion: AWS,
        kind: 'WorkerConfig',
        volume: { iops: 4000, throughput: 200 },
        dataVolumes: [{ name: 'data', iops: 5000, throughput: 300, snapshotID: 'snap-1' }],
        iamInstanceProfile: { name: 'nodes' },
        instanceMetadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 2 },
        cpuOptions: { coreCount: 2, threadsPerCore: 1, amdSevSnp: 'enabled' },
        capacityReservation: { capacityReservationId: 'cr-1' },
        instanceMarketOptions: { marketType: 'capacity-block' },
        placement: { groupId: 'pg-1', partitionNumber: 2, tenancy: 'host', hostId: 'h-1', affinity: 'host' },
        nodeTemplate: { capacity: { cpu: '4' } },
      },
    },
  ]);
});

test('renders every property of AWS', () => {
  const zone: Required<AwsZone> = { ...ZONE, elasticIpAllocationId: 'eipalloc-1' };
  const options: Required<AwsInfrastructureOptions> = {
    vpc: AwsVpc.fromId('vpc-1'),
    zones: [zone],
    gatewayEndpoints: ['s3'],
    enableEcrAccess: false,
    enableMtuCustomizer: false,
    dualStack: true,
    elasticFileSystem: AwsElasticFileSystem.fromId('fs-1'),
    ignoredTags: { keys: ['cost'], keyPrefixes: ['team/'] },
    loadBalancerController: true,
    loadBalancerIngressClassName: 'mine',
    ipamController: true,
    useCustomRouteController: true,
    cloudControllerManagerFeatureGates: { SomeFeature: true },
    managedDefaultStorageClass: false,
  };
  const infrastructure = Aws.infrastructure(options);
  expect(specOf(shootWith({ infrastructure, networking: { nodes: '10.250.0.0/16' } })).provider).toMatchObject({
    infrastructureConfig: {
      apiVersion: AWS,
      kind: 'InfrastructureConfig',
      enableECRAccess: false,
      enableMTUCustomizer: false,
      dualStack: { enabled: true },
      elasticFileSystem: { enabled: true, id: 'fs-1' },
      ignoreTags: { keys: ['cost'], keyPrefixes: ['team/'] },
      networks: {
        vpc: { id: 'vpc-1', gatewayEndpoints: ['s3'] },
        zones: [{ ...ZONE_MANIFEST, elasticIPAllocationID: 'eipalloc-1' }],
      },
    },
    controlPlaneConfig: {
      apiVersion: AWS,
      kind: 'ControlPlaneConfig',
      loadBalancerController: { enabled: true, ingressClassName: 'mine' },
      ipamController: { enabled: true },
      cloudControllerManager: { featureGates: { SomeFeature: true }, useCustomRouteController: true },
      storage: { managedDefaultClass: false },
    },
  });
});

test('passes on a worker configuration of an unknown provider', () => {
  const providerConfig = WorkerConfig.of({ kind: 'WorkerConfig', spot: true });
  expect(specOf(shootWith({}, { providerConfig })).provider.workers[0].providerConfig).toEqual({
    kind: 'WorkerConfig',
    spot: true,
  });
});

test('renders an instance profile of another account by its ARN', () => {
  const instanceProfile = AwsInstanceProfile.fromArn('arn:aws:iam::1:instance-profile/nodes');
  const { workers } = specOf(shootWith({}, { providerConfig: Aws.workerConfig({ instanceProfile }) })).provider;
  expect(workers[0].providerConfig).toMatchObject({
    iamInstanceProfile: { arn: 'arn:aws:iam::1:instance-profile/nodes' },
  });
});
