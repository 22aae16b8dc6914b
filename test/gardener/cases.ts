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

/** What Gardener's own API server judges without its CloudProfiles, projects and extensions. */
export const CORE_CASES: readonly ShootCase[] = [
  ofShoot('is the smallest one', {}),
  ofShoot(
    'has two dashes in a row in its name',
    named('a--b'),
    "'metadata.name' (a--b) has two dashes in a row, which Gardener puts between names; use one",
  ),
  ofShoot(
    'has a name with a dot',
    named('a.b'),
    "'metadata.name' (a.b) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
  ),
  ofShoot('has no CloudProfile', { cloudProfile: CloudProfile.of('') }, "'cloudProfile' ('') is required; set it"),
  ofShoot('has a CloudProfile of its project', { cloudProfile: CloudProfile.namespaced('mine') }),
  ofShoot('has no region', { region: '' }, "'region' ('') is required; set it"),
  ofShoot(
    'has no credentials',
    { credentials: ShootCredentials.credentialsBinding('') },
    "'credentials' ('') is required; set it",
  ),
  ofShoot(
    'has a SecretBinding on Kubernetes 1.34',
    { credentials: ShootCredentials.secretBinding('aws') },
    "'credentials' (aws) is a SecretBinding, which Gardener refuses from Kubernetes 1.34 on, and this is 1.34.2; use ShootCredentials.credentialsBinding()",
  ),
  ofShoot('has a SecretBinding on Kubernetes 1.33', {
    credentials: ShootCredentials.secretBinding('aws'),
    kubernetesVersion: '1.33.5',
  }),
  ofShoot(
    'has a provider that is no label',
    { infrastructure: Infrastructure.of('a.b') },
    "'infrastructure.type' (a.b) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
  ),
  ofShoot(
    'has a network plugin that is no label',
    { networking: { plugin: NetworkPlugin.of('a b') } },
    "'networking.plugin' (a b) is no type of an extension; use the one that the garden knows",
  ),
  ofShoot(
    'has networks that are none',
    { ...ANYWHERE, networking: { nodes: '10.250.0.0', pods: '10.0.0.0/33', services: '10.256.0.0/16' } },
    "'networking.nodes' (10.250.0.0) is no IPv4 network; write 10.250.0.0/16, or the like",
    "'networking.pods' (10.0.0.0/33) is no IPv4 network; write 10.250.0.0/16, or the like",
    "'networking.services' (10.256.0.0/16) is no IPv4 network; write 10.250.0.0/16, or the like",
  ),
  ofShoot(
    'has a network that begins somewhere else',
    { ...ANYWHERE, networking: { pods: '100.97.3.4/11' } },
    "'networking.pods' (100.97.3.4/11) is not the first address of its network; did you mean '100.96.0.0/11'?",
  ),
  ofShoot('has IPv6 beside IPv4', {
    ...ANYWHERE,
    networking: { ipFamilies: [IpFamily.IPV4, IpFamily.IPV6], nodes: '10.250.0.0/16', pods: 'fd00::/56' },
  }),
  ofShoot('has IPv6 only', {
    ...ANYWHERE,
    networking: { ipFamilies: [IpFamily.IPV6], pods: 'fd00::/56', services: 'fd01::/112' },
  }),
  ofShoot(
    'has IPv6 only, and networks of IPv4',
    { ...ANYWHERE, networking: { ipFamilies: [IpFamily.IPV6], nodes: '10.250.0.0/16', pods: 'mine' } },
    "'networking.nodes' (10.250.0.0/16) is an IPv4 network, and there is no IPv4; name one of IPv6",
    "'networking.pods' (mine) is no network; name one of IPv6",
  ),
  ofShoot(
    'has IPv4 only, and a network of IPv6',
    { ...ANYWHERE, networking: { ipFamilies: [IpFamily.IPV4], nodes: 'fd00::/56' } },
    "'networking.nodes' (fd00::/56) is no IPv4 network; write 10.250.0.0/16, or the like",
  ),
  ofShoot(
    'has IPv4 twice',
    { ...ANYWHERE, networking: { ipFamilies: [IpFamily.IPV4, IpFamily.IPV4], nodes: 'mine' } },
    "'networking.ipFamilies' (IPv4) is there already; remove one of them",
  ),
  ofShoot('has a domain', { dns: { domain: 'spin.example.com' } }),
  ofShoot('has a domain at a provider', { dns: { domain: 'spin.example.com', providerType: 'aws-route53' } }),
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
    'has a domain that is none',
    { dns: { domain: 'Spin!' } },
    "'dns.domain' (Spin!) is no domain; write spin.example.com, or the like",
  ),
  ofShoot(
    'has a provider without a domain',
    { dns: { providerType: 'aws-route53' } },
    "'dns.domain' is required with the provider aws-route53; set it",
  ),
  ofShoot('has nobody to write its records', { dns: { providerType: 'unmanaged' } }),
  ofShoot(
    'has credentials for nobody',
    { kubernetesVersion: '1.35.0', dns: { providerType: 'unmanaged', credentials: DnsCredentials.secret('dns') } },
    "'dns.credentials' (dns) are for no provider; remove them, or 'unmanaged'",
  ),
  ofShoot(
    'has credentials without a provider',
    { kubernetesVersion: '1.35.0', dns: { domain: 'spin.example.com', credentials: DnsCredentials.secret('dns') } },
    "'dns.providerType' is required with credentials; set it, or remove them",
  ),
  ofShoot('sleeps at night', {
    hibernation: { schedules: [{ start: NIGHT, end: MORNING, location: 'Europe/Berlin' }] },
  }),
  ofShoot('sleeps now', { hibernation: { enabled: true } }),
  ofShoot(
    'has an empty schedule',
    { hibernation: { schedules: [{}] } },
    "'hibernation.schedules[0]' ({}) says neither when the Shoot sleeps nor when it wakes; set 'start', 'end' or both",
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
      `sleeps at ${start.expressionString}`,
      { hibernation: { schedules: [{ start }] } },
      `'hibernation.schedules[0].start' (${start.expressionString}) is no cron expression; write numbers in the ranges of the fields`,
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
    return ofShoot(`sleeps at ${start.expressionString}`, { hibernation: { schedules: [{ start }] } });
  }),
  ofShoot(
    'sleeps twice at the same time',
    { hibernation: { schedules: [{ start: NIGHT, location: 'Europe/Berlin' }, { end: NIGHT }] } },
    "'hibernation.schedules[1].end' (0 20 * * 1-5) is there already, and Gardener takes it once; remove one of them",
  ),
  ofShoot(
    'sleeps by the time of nowhere',
    { hibernation: { schedules: [{ start: NIGHT, location: 'Europe/Nowhere' }] } },
    "'hibernation.schedules[0].location' (Europe/Nowhere) is no time zone; write Europe/Berlin, or the like",
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
            `'maintenance.window' (${begin} to ${end}, ${minutes} minutes) must last 30 minutes to 6 hours; move its end`,
          ),
        ],
  ),
  ofShoot(
    'is maintained at times that are none',
    { maintenance: { window: { begin: '22:00', end: '240000+0100' } } },
    "'maintenance.window.begin' (22:00) is no time of the day with a time zone; write 220000+0100, or the like",
    "'maintenance.window.end' (240000+0100) is no time of the day with a time zone; write 220000+0100, or the like",
  ),
  ofShoot('keeps its versions', { maintenance: { updateKubernetes: false, updateMachineImages: false } }),
  ofShoot('is for production', { purpose: ShootPurpose.PRODUCTION }),
  ofShoot('is for the infrastructure', { purpose: ShootPurpose.INFRASTRUCTURE, ...named('spin', 'garden') }),
  ofShoot(
    'is for the infrastructure, in a project',
    { purpose: ShootPurpose.INFRASTRUCTURE },
    "'purpose' (infrastructure) is for the namespace garden, and this is garden-myproj; choose another one",
  ),
  ofShoot('has addons for evaluation', { addons: { kubernetesDashboard: true }, purpose: ShootPurpose.EVALUATION }),
  ofShoot('has all addons off', { addons: {}, purpose: ShootPurpose.PRODUCTION }),
  ofShoot(
    'has addons in production',
    { addons: { nginxIngress: true }, purpose: ShootPurpose.PRODUCTION },
    '\'addons\' ({"nginxIngress":true}) need the purpose evaluation, and this is production; remove them',
  ),
  ofShoot(
    'has addons on Kubernetes 1.35',
    { addons: { kubernetesDashboard: true }, kubernetesVersion: '1.35.1' },
    '\'addons\' ({"kubernetesDashboard":true}) are refused from Kubernetes 1.35 on, and this is 1.35.1; remove them',
  ),
  ofShoot(
    'has a pool for one zone less than it names',
    { workerPools: [{ ...POOL, maximum: 1, zones: ['eu-central-1a', 'eu-central-1a'] }] },
    "'workerPools.spin.maximum' (1) is less than its zones, 2, each of which needs a machine for system components; raise it, or name fewer zones",
  ),
  ofShoot('has two pools with the same zones, one of them large enough', {
    ...ANYWHERE,
    workerPools: [
      { ...POOL, maximum: 1, zones: ['a', 'b'] },
      { ...POOL, name: 'large', maximum: 2, zones: ['b', 'a'] },
    ],
  }),
  ofShoot(
    'has a pool without machines only',
    { workerPools: [{ ...POOL, minimum: 0, maximum: 0 }] },
    '\'workerPools\' (["spin"]) have none that takes system components, with a maximum above 0; add one',
  ),
  ofShoot(
    'has no pool that takes system components',
    { workerPools: [{ ...POOL, allowSystemComponents: false }] },
    '\'workerPools\' (["spin"]) have none that takes system components, with a maximum above 0; add one',
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
