import { Cron, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CloudProfile,
  DnsCredentials,
  Infrastructure,
  MachineImage,
  NetworkPlugin,
  Shoot,
  ShootCredentials,
  ShootPurpose,
  WorkerPoolProps,
} from '../../lib';
import { POOL, shootWith } from './shoots';

/** A Shoot, and what is said of it. */
export interface ShootCase {
  readonly title: string;
  readonly shoot: () => Shoot;

  /** In full, with the path of the construct; none where it is right. */
  readonly messages: string[];
}

const shootCase = (title: string, shoot: () => Shoot, ...messages: string[]): ShootCase => ({ title, shoot, messages });

const ofPool = (title: string, pool: Partial<WorkerPoolProps>, ...messages: string[]): ShootCase =>
  shootCase(title, () => shootWith({}, pool), ...messages.map((message) => `[test/shoot/spin] ${message}`));

/** Not AWS, whose rules are others. */
const ANYWHERE = { infrastructure: Infrastructure.of('local') };

const ofShoot = (title: string, props: Parameters<typeof shootWith>[0], ...messages: string[]): ShootCase =>
  shootCase(title, () => shootWith(props), ...messages.map((message) => `[test/shoot] ${message}`));

const named = (name: string, namespace = 'garden-myproj') => ({ metadata: { name, namespace } });
/** What Kubernetes asks of keys and values of labels, which the requirements of all objects say. */
const QUALIFIED =
  'must be a qualified name: at most 63 letters, digits, dashes, underscores and dots; a DNS name and a slash may stand before it';
const LABEL =
  'must be at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation';

const absolute = (count: number) => kplus.PercentOrAbsolute.absolute(count);
const percent = (share: number) => kplus.PercentOrAbsolute.percent(share);
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
    "'metadata.name' (a.b) must be a DNS label: lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
  ),
  ofShoot('has no CloudProfile', { cloudProfile: CloudProfile.of('') }, "'cloudProfile' ('') is needed; set it"),
  ofShoot('has a CloudProfile of its project', { cloudProfile: CloudProfile.namespaced('mine') }),
  ofShoot('has no region', { region: '' }, "'region' ('') is needed; set it"),
  ofShoot(
    'has no credentials',
    { credentials: ShootCredentials.credentialsBinding('') },
    "'credentials' ('') is needed; set it",
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
    "'infrastructure.type' (a.b) must be a DNS label: lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
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
    "'dns.domain' (not set) is needed with the provider aws-route53; set it",
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
    "'dns.providerType' (not set) is needed with credentials; set it, or remove them",
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
  ofPool('has a pool with all that is right', {
    maxSurge: percent(200),
    maxUnavailable: absolute(1),
    taints: [
      { key: 'a', effect: kplus.TaintEffect.NO_SCHEDULE },
      { key: 'a', value: 'b', effect: kplus.TaintEffect.NO_EXECUTE },
    ],
    labels: { 'example.com/a': '' },
    annotations: { 'example.com/A': 'any text' },
    containerRuntimes: ['gvisor'],
  }),
  shootCase(
    'has a pool with a long name',
    () => shootWith({}, { name: 'sixteen-letters-' + 'x' }),
    "[test/shoot/sixteen-letters-x] 'name' (sixteen-letters-x) has 17 characters, and may have 15; shorten it",
  ),
  shootCase(
    'has a pool with a name that is no label',
    () => shootWith({}, { name: 'Spin' }),
    "[test/shoot/Spin] 'name' (Spin) must be a DNS label: lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
  ),
  shootCase(
    'has a pool without a name',
    () => shootWith({}, { name: '' }),
    "[test/shoot/unnamed] 'name' ('') is needed; set it",
  ),
  ofPool('has machines of no type', { machineType: '' }, "'machineType' ('') is needed; set it"),
  ofPool('has machines of no image', { image: MachineImage.of('', '1.2.3') }, "'image' ('') is needed; set it"),
  shootCase(
    'has less machines than none',
    () => shootWith({ workerPools: [POOL, { ...POOL, name: 'less', minimum: -2, maximum: -1 }] }),
    "[test/shoot/less] 'minimum' (-2) must be a whole number, 0 or more; choose one",
    "[test/shoot/less] 'maximum' (-1) must be a whole number, 0 or more; choose one",
  ),
  ofPool('has more machines than it may have', { minimum: 4 }, "'maximum' (3) is less than 'minimum', 4; raise it"),
  ofPool(
    'cannot replace a machine',
    { maxSurge: absolute(0) },
    "'maxUnavailable' (0) must be above 0 while 'maxSurge' is 0; raise one of them",
  ),
  ofPool(
    'cannot replace a machine, in per cent',
    { maxSurge: percent(0), maxUnavailable: percent(0) },
    "'maxUnavailable' (0%) must be above 0 while 'maxSurge' is 0; raise one of them",
  ),
  ofPool('replaces machines in place', { maxSurge: absolute(0), maxUnavailable: absolute(1) }),
  ofPool(
    'replaces all machines twice',
    { maxUnavailable: percent(101) },
    "'maxUnavailable' (101%) must be a whole number, 0 or more, or 0% to 100%; choose one",
  ),
  ofPool(
    'replaces less than none',
    { maxSurge: absolute(-1) },
    "'maxSurge' (-1) must be a whole number, 0 or more, or a percentage; choose one",
  ),
  ofPool(
    'has volumes of half a GiB',
    { volume: { type: 'gp3', size: Size.mebibytes(512) } },
    "'volume.size' (512Mi) must be whole GiB; round it up",
  ),
  ofPool('has volumes of a TiB', { volume: { type: 'gp3', size: Size.tebibytes(1) } }),
  ofPool(
    'has labels that are none',
    { labels: { 'a b': 'x', ok: 'no value' }, annotations: { 'a b': 'x' } },
    `'labels.a b' (a b) ${QUALIFIED}`,
    `'labels.ok' (no value) ${LABEL}`,
    `'annotations.a b' (a b) ${QUALIFIED}`,
  ),
  ofPool(
    'has a taint that Gardener sets',
    { taints: [{ key: 'node.gardener.cloud/critical-components-not-ready', effect: kplus.TaintEffect.NO_SCHEDULE }] },
    "'taints[0].key' (node.gardener.cloud/critical-components-not-ready) is a taint that Gardener itself sets; choose another key",
  ),
  ofPool(
    'has a taint twice',
    {
      taints: [
        { key: 'a', value: '1', effect: kplus.TaintEffect.NO_SCHEDULE },
        { key: 'a', value: '2', effect: kplus.TaintEffect.NO_SCHEDULE },
      ],
    },
    "'taints[1]' (a:NoSchedule) is there already; remove one of them, or change its effect",
  ),
  ofPool(
    'has a taint that is none',
    { taints: [{ key: 'a b', value: 'c d', effect: kplus.TaintEffect.NO_SCHEDULE }] },
    `'taints[0].key' (a b) ${QUALIFIED}`,
    `'taints[0].value' (c d) ${LABEL}`,
  ),
  ofPool(
    'has a runtime twice',
    { containerRuntimes: ['gvisor', 'gvisor'] },
    "'containerRuntimes' (gvisor) is there already; remove one of them",
  ),
];
