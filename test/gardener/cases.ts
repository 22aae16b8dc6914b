import { Cron } from 'cdk8s';
import {
  Azure,
  AzureDiskCaching,
  CloudProfile,
  DnsCredentials,
  Gcp,
  Infrastructure,
  IpFamily,
  NetworkPlugin,
  OpenStack,
  OpenStackServerGroupPolicy,
  ShootCredentials,
  ShootPurpose,
} from '../../lib/gardener';
import { ofShoot, shootCase, ShootCase } from './shoot-case';
import { POOL, shootWith } from './shoots';
import { WORKER_POOL_CASES } from './worker-pool-cases';

/** Not AWS, whose rules are others. */
const ANYWHERE = { infrastructure: Infrastructure.of('local') };

const named = (name: string, namespace = 'garden-myproj') => ({ metadata: { name, namespace } });
const cron = (options: ConstructorParameters<typeof Cron>[0]) => new Cron(options);
const NIGHT = cron({ minute: '0', hour: '20', weekDay: '1-5' });
const MORNING = cron({ minute: '0', hour: '6', weekDay: 'MON-FRI' });

/** Shoots that Gardener's API server can judge without its CloudProfiles, projects and extensions. */
export const CORE_CASES: readonly ShootCase[] = [
  ofShoot('has only the required fields', {}),
  ofShoot(
    'has two dashes in a row in its name',
    named('a--b'),
    "'metadata.name' (a--b) must not contain two dashes in a row, which Gardener puts between names; use one",
  ),
  ofShoot(
    'has a name with a dot',
    named('a.b'),
    "'metadata.name' (a.b) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
  ),
  ofShoot(
    'has no CloudProfile',
    { cloudProfile: CloudProfile.of('') },
    "'spec.cloudProfile.name' ('') is required; set it",
  ),
  ofShoot('has a CloudProfile of its project', { cloudProfile: CloudProfile.namespaced('mine') }),
  ofShoot('has no region', { region: '' }, "'spec.region' ('') is required; set it"),
  ofShoot(
    'has no credentials',
    { credentials: ShootCredentials.credentialsBinding('') },
    "'spec.credentialsBindingName' ('') is required; name a CredentialsBinding in the namespace of the Shoot",
  ),
  ofShoot(
    'has a SecretBinding on Kubernetes 1.34',
    { credentials: ShootCredentials.secretBinding('aws') },
    "'spec.secretBindingName' (aws) names a SecretBinding, which Kubernetes 1.34 and later do not support, and this is 1.34.2; name a CredentialsBinding in spec.credentialsBindingName",
  ),
  ofShoot('has a SecretBinding on Kubernetes 1.33', {
    credentials: ShootCredentials.secretBinding('aws'),
    kubernetesVersion: '1.33.5',
  }),
  ofShoot(
    'has a provider that is not a DNS label',
    { infrastructure: Infrastructure.of('a.b') },
    "'spec.provider.type' (a.b) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
  ),
  ofShoot(
    'has an invalid network plugin',
    { networking: { plugin: NetworkPlugin.of('a b') } },
    "'spec.networking.type' (a b) is not a valid network type; use one that the garden has, such as calico or cilium",
  ),
  ofShoot(
    'has invalid CIDRs',
    { ...ANYWHERE, networking: { nodes: '10.250.0.0', pods: '10.0.0.0/33', services: '10.256.0.0/16' } },
    "'spec.networking.nodes' (10.250.0.0) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
    "'spec.networking.pods' (10.0.0.0/33) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
    "'spec.networking.services' (10.256.0.0/16) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
  ),
  ofShoot(
    'has a CIDR with host bits set',
    { ...ANYWHERE, networking: { pods: '100.97.3.4/11' } },
    "'spec.networking.pods' (100.97.3.4/11) has host bits set; did you mean '100.96.0.0/11'?",
  ),
  ofShoot('has IPv4 and IPv6', {
    ...ANYWHERE,
    networking: { ipFamilies: [IpFamily.IPV4, IpFamily.IPV6], nodes: '10.250.0.0/16', pods: 'fd00::/56' },
  }),
  ofShoot('has IPv6 only', {
    ...ANYWHERE,
    networking: { ipFamilies: [IpFamily.IPV6], pods: 'fd00::/56', services: 'fd01::/112' },
  }),
  ofShoot(
    'has IPv6 only, but no valid IPv6 CIDRs',
    { ...ANYWHERE, networking: { ipFamilies: [IpFamily.IPV6], nodes: '10.250.0.0/16', pods: 'mine' } },
    "'spec.networking.nodes' (10.250.0.0/16) is an IPv4 CIDR, and the Shoot has no IPv4; use the form fd00::/56",
    "'spec.networking.pods' (mine) is not a valid IPv6 CIDR; use the form fd00::/56",
  ),
  ofShoot(
    'has IPv4 only, but an IPv6 CIDR',
    { ...ANYWHERE, networking: { ipFamilies: [IpFamily.IPV4], nodes: 'fd00::/56' } },
    "'spec.networking.nodes' (fd00::/56) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
  ),
  ofShoot(
    'has a duplicate IP family',
    { ...ANYWHERE, networking: { ipFamilies: [IpFamily.IPV4, IpFamily.IPV4], nodes: 'mine' } },
    "'spec.networking.ipFamilies[1]' (IPv4) is defined twice, also in spec.networking.ipFamilies[0]; remove one of them",
  ),
  ofShoot('has a domain', { dns: { domain: 'spin.example.com' } }),
  ofShoot('has a domain with a DNS provider', { dns: { domain: 'spin.example.com', providerType: 'aws-route53' } }),
  ofShoot('has a domain with a Secret on Kubernetes 1.35', {
    kubernetesVersion: '1.35.0',
    dns: { domain: 'spin.example.com', providerType: 'aws-route53', credentials: DnsCredentials.secret('dns') },
  }),
  ofShoot('has a domain with a WorkloadIdentity', {
    dns: {
      domain: 'spin.example.com',
      providerType: 'aws-route53',
      credentials: DnsCredentials.workloadIdentity('dns'),
    },
  }),
  ofShoot(
    'has an invalid domain',
    { dns: { domain: 'Spin!' } },
    "'spec.dns.domain' (Spin!) is not a valid domain name; use the form spin.example.com",
  ),
  ofShoot(
    'has a DNS provider without a domain',
    { dns: { providerType: 'aws-route53' } },
    "'spec.dns.domain' is required with the DNS provider aws-route53; set it",
  ),
  ofShoot('has unmanaged DNS records', { dns: { providerType: 'unmanaged' } }),
  ofShoot(
    'has credentials for unmanaged DNS records',
    { kubernetesVersion: '1.35.0', dns: { providerType: 'unmanaged', credentials: DnsCredentials.secret('dns') } },
    '\'spec.dns.providers[0].credentialsRef\' ({"apiVersion":"v1","kind":"Secret","name":"dns"}) must not be set with the type unmanaged, which writes no records; remove one of them',
  ),
  ofShoot(
    'has credentials without a DNS provider',
    { kubernetesVersion: '1.35.0', dns: { domain: 'spin.example.com', credentials: DnsCredentials.secret('dns') } },
    "'spec.dns.providers[0].type' is required with credentialsRef; set it, or remove the credentials",
  ),
  ofShoot('hibernates at night', {
    hibernation: { schedules: [{ start: NIGHT, end: MORNING, location: 'Europe/Berlin' }] },
  }),
  ofShoot('is hibernated', { hibernation: { enabled: true } }),
  ofShoot(
    'has an empty hibernation schedule',
    { hibernation: { schedules: [{}] } },
    "'spec.hibernation.schedules[0]' ({}) has neither a start nor an end; set start, end or both",
  ),
  ...[
    { minute: '60' },
    { hour: '24' },
    { day: '0' },
    { month: 'foo' },
    { weekDay: '7' },
    { minute: '5-3' },
    { minute: '*/0' },
    { minute: '1/2/3' },
    { minute: '' },
    { minute: '1-2-3' },
  ].map((options) => {
    const start = cron(options);
    return ofShoot(
      `hibernates at ${start.expressionString}`,
      { hibernation: { schedules: [{ start }] } },
      `'spec.hibernation.schedules[0].start' (${start.expressionString}) is not a valid cron expression; give five fields, each in its range, such as 0 20 * * 1-5`,
    );
  }),
  ...[
    { minute: '*/15' },
    { hour: '1-5/2' },
    { day: '?' },
    { month: 'jan-MAR' },
    { weekDay: 'sun,6' },
    { minute: '007' },
    { minute: '5/3' },
    { minute: '1,,2' },
    { minute: '0-59' },
  ].map((options) => {
    const start = cron(options);
    return ofShoot(`hibernates at ${start.expressionString}`, { hibernation: { schedules: [{ start }] } });
  }),
  ofShoot(
    'has a duplicate cron expression',
    { hibernation: { schedules: [{ start: NIGHT, location: 'Europe/Berlin' }, { end: NIGHT }] } },
    "'spec.hibernation.schedules[1].end' (0 20 * * 1-5) is defined twice, also in spec.hibernation.schedules[0].start; remove one of them",
  ),
  ofShoot(
    'has an invalid time zone',
    { hibernation: { schedules: [{ start: NIGHT, location: 'Europe/Nowhere' }] } },
    "'spec.hibernation.schedules[0].location' (Europe/Nowhere) is not a valid time zone; use the form Europe/Berlin",
  ),
  ...[
    ['220000+0100', '230000+0100'],
    ['230000+0100', '010000+0100'],
    ['220000+0530', '223000+0530'],
    ['000000-1200', '060000-1200'],
    ['233000+0000', '010000+0100'],
  ].map(([begin, end]) =>
    ofShoot(`is maintained from ${begin} to ${end}`, { maintenance: { window: { begin, end } } }),
  ),
  ...[
    ['220000+0100', '222959+0100', '29.983333333333334'],
    ['220000+0100', '040001+0100', '360.01666666666665'],
    ['220000+0100', '220000+0100', '1440'],
    ['220000+0100', '220000+0000', '60'],
  ].flatMap(([begin, end, minutes]) =>
    minutes === '60'
      ? [ofShoot(`is maintained from ${begin} to ${end}`, { maintenance: { window: { begin, end } } })]
      : [
          ofShoot(
            `is maintained from ${begin} to ${end}`,
            { maintenance: { window: { begin, end } } },
            `'spec.maintenance.timeWindow' (${begin} to ${end}, ${minutes} minutes) must last from 30 minutes to 6 hours; move its end`,
          ),
        ],
  ),
  ofShoot(
    'has an invalid maintenance window',
    { maintenance: { window: { begin: '22:00', end: '240000+0100' } } },
    "'spec.maintenance.timeWindow.begin' (22:00) is not a valid time of day with a time zone; use the form 220000+0100",
    "'spec.maintenance.timeWindow.end' (240000+0100) is not a valid time of day with a time zone; use the form 220000+0100",
  ),
  ofShoot('keeps its versions during maintenance', {
    maintenance: { updateKubernetes: false, updateMachineImages: false },
  }),
  ofShoot('has the purpose production', { purpose: ShootPurpose.PRODUCTION }),
  ofShoot('has the purpose infrastructure in the namespace garden', {
    purpose: ShootPurpose.INFRASTRUCTURE,
    ...named('spin', 'garden'),
  }),
  ofShoot(
    'has the purpose infrastructure in a project',
    { purpose: ShootPurpose.INFRASTRUCTURE },
    "'spec.purpose' (infrastructure) is reserved for the namespace garden, and this is garden-myproj; choose evaluation, testing, development or production",
  ),
  ofShoot('has addons for evaluation', { addons: { kubernetesDashboard: true }, purpose: ShootPurpose.EVALUATION }),
  ofShoot('has all addons disabled', { addons: {}, purpose: ShootPurpose.PRODUCTION }),
  ofShoot(
    'has addons in production',
    { addons: { nginxIngress: true }, purpose: ShootPurpose.PRODUCTION },
    '\'spec.addons\' ({"kubernetesDashboard":{"enabled":false},"nginxIngress":{"enabled":true}}) can only be enabled with the purpose evaluation, and this is production; remove it',
  ),
  ofShoot(
    'has addons on Kubernetes 1.35',
    { addons: { kubernetesDashboard: true }, kubernetesVersion: '1.35.1' },
    '\'spec.addons\' ({"kubernetesDashboard":{"enabled":true},"nginxIngress":{"enabled":false}}) must not be set from Kubernetes 1.35 on, and this is 1.35.1; remove it',
  ),
  ofShoot(
    'has a worker pool with fewer machines than zones',
    { workerPools: [{ ...POOL, maximum: 1, zones: ['eu-central-1a', 'eu-central-1a'] }] },
    "'spec.provider.workers[0].maximum' (1) must be at least the number of its zones, 2, each of which needs a machine for system components; raise it, or name fewer zones",
  ),
  ofShoot('has two worker pools with the same zones, one of them large enough', {
    ...ANYWHERE,
    workerPools: [
      { ...POOL, maximum: 1, zones: ['a', 'b'] },
      { ...POOL, name: 'large', maximum: 2, zones: ['b', 'a'] },
    ],
  }),
  ofShoot(
    'has only a worker pool without machines',
    { workerPools: [{ ...POOL, minimum: 0, maximum: 0 }] },
    '\'spec.provider.workers\' (["spin"]) must include a pool that allows system components and has a maximum above 0; add one',
  ),
  ofShoot(
    'has no worker pool that allows system components',
    { workerPools: [{ ...POOL, allowSystemComponents: false }] },
    '\'spec.provider.workers\' (["spin"]) must include a pool that allows system components and has a maximum above 0; add one',
  ),
  shootCase('is on Azure', () =>
    shootWith(
      { infrastructure: Azure.infrastructure({ workers: '10.250.0.0/19' }) },
      { zones: ['1'], providerConfig: Azure.workerConfig({ osDiskCaching: AzureDiskCaching.NONE }) },
    ),
  ),
  shootCase('is on Google Cloud', () =>
    shootWith(
      { infrastructure: Gcp.infrastructure({ workers: '10.250.0.0/16', zone: 'europe-west1-b' }) },
      { zones: ['europe-west1-b'], providerConfig: Gcp.workerConfig({ minCpuPlatform: 'Intel Haswell' }) },
    ),
  ),
  shootCase('is on OpenStack', () =>
    shootWith(
      {
        infrastructure: OpenStack.infrastructure({
          floatingPoolName: 'public',
          loadBalancerProvider: 'haproxy',
          workers: '10.250.0.0/19',
        }),
      },
      { providerConfig: OpenStack.workerConfig({ serverGroupPolicy: OpenStackServerGroupPolicy.ANTI_AFFINITY }) },
    ),
  ),
  ...WORKER_POOL_CASES,
];
