import { Case } from '../cases/case';
import { ANYWHERE, caseOf, changed } from './shoots';

const shootCase = caseOf(ANYWHERE);

const PROJECT = {
  apiVersion: 'core.gardener.cloud/v1beta1',
  kind: 'Project',
  metadata: { name: 'shopping' },
  spec: { namespace: 'team' },
};

const SECRET = { kind: 'Secret', name: 'dns' };

export const SHOOT_CASES: readonly Case[] = [
  shootCase(
    'error shoot-name',
    { 'metadata.name': 'a.b' },
    "'metadata.name' (a.b) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    { 'metadata.name': 'a-b' },
  ),
  shootCase(
    'error shoot-name',
    { 'metadata.name': 'a--b' },
    "'metadata.name' (a--b) must not contain two dashes in a row, which Gardener puts between names; use one",
    { 'metadata.name': 'a-b' },
  ),
  shootCase(
    'error shoot-name-length',
    { 'metadata.name': 'eighteen-letters-1' },
    "'metadata.name' (eighteen-letters-1) has 22 characters together with that of its project, shop; at most 21 are allowed; set a shorter name",
    { 'metadata.name': 'seventeen-letters' },
  ),
  shootCase(
    'error shoot-name-length',
    { 'metadata.name': 'letters-without-project', 'metadata.namespace': undefined },
    "'metadata.name' (letters-without-project) has 23 characters; at most 21 are allowed; set a shorter name",
    { 'metadata.name': 'letters-no-project', 'metadata.namespace': undefined },
  ),
  [
    'error shoot-name-length',
    changed(ANYWHERE, { 'metadata.name': 'fourteenletter', 'metadata.namespace': 'team' }),
    "'metadata.name' (fourteenletter) has 22 characters together with that of its project, shopping; at most 21 are allowed; set a shorter name",
    changed(ANYWHERE, { 'metadata.name': 'thirteenlette', 'metadata.namespace': 'team' }),
    [PROJECT],
  ],
  shootCase('error shoot-required-fields', { 'spec.region': '' }, "'spec.region' ('') is required; set it"),
  shootCase(
    'error shoot-required-fields',
    { 'spec.cloudProfile': undefined },
    "'spec.cloudProfile.name' is required; set it",
    // Gardener still takes the older field.
    { 'spec.cloudProfile': undefined, 'spec.cloudProfileName': 'local' },
  ),
  shootCase(
    'error shoot-required-fields',
    { 'spec.provider.type': '' },
    "'spec.provider.type' ('') is required; set it",
  ),
  shootCase(
    'error shoot-required-fields',
    { 'spec.provider.type': 'a.b' },
    "'spec.provider.type' (a.b) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
  ),
  shootCase(
    'error shoot-credentials',
    { 'spec.credentialsBindingName': undefined },
    "'spec.credentialsBindingName' is required; name a CredentialsBinding in the namespace of the Shoot",
    { 'spec.credentialsBindingName': undefined, 'spec.provider.workers': [] },
  ),
  shootCase(
    'error shoot-credentials',
    { 'spec.credentialsBindingName': undefined, 'spec.secretBindingName': 'old' },
    "'spec.secretBindingName' (old) names a SecretBinding, which Kubernetes 1.34 and later do not support, and this is 1.34; name a CredentialsBinding in spec.credentialsBindingName",
    {
      'spec.credentialsBindingName': undefined,
      'spec.secretBindingName': 'old',
      'spec.kubernetes.version': '1.33',
    },
  ),
  shootCase(
    'error shoot-credentials',
    { 'spec.secretBindingName': 'old', 'spec.kubernetes.version': '1.33' },
    "'spec.secretBindingName' (old) must not be set together with spec.credentialsBindingName; remove it",
    { 'spec.credentialsBindingName': undefined, 'spec.provider.workers.0.controlPlane': {} },
  ),
  shootCase(
    'error shoot-kubernetes-version',
    { 'spec.kubernetes.version': 'v1.34' },
    "'spec.kubernetes.version' (v1.34) is not a valid Kubernetes version; use the form 1.34.2 or 1.34",
    // Gardener chooses one.
    { 'spec.kubernetes': undefined },
  ),
  shootCase(
    'error shoot-purpose',
    { 'spec.purpose': 'infrastructure' },
    "'spec.purpose' (infrastructure) is reserved for the namespace garden, and this is garden-shop; choose evaluation, testing, development or production",
    { 'spec.purpose': 'infrastructure', 'metadata.namespace': 'garden' },
  ),
  shootCase(
    'error shoot-purpose',
    { 'spec.purpose': 'fun' },
    "'spec.purpose' (fun) must be one of evaluation, testing, development, production, infrastructure; choose one of them",
    { 'spec.purpose': 'production' },
  ),
  shootCase(
    'error shoot-addons',
    { 'spec.addons': { nginxIngress: { enabled: true } }, 'spec.purpose': 'production' },
    '\'spec.addons\' ({"nginxIngress":{"enabled":true}}) can only be enabled with the purpose evaluation, and this is production; remove it',
    { 'spec.addons': { nginxIngress: { enabled: true } } },
  ),
  shootCase(
    'error shoot-addons',
    { 'spec.addons': {}, 'spec.kubernetes.version': '1.35' },
    "'spec.addons' ({}) must not be set from Kubernetes 1.35 on, and this is 1.35; remove it",
    { 'spec.addons': {}, 'spec.purpose': 'production' },
  ),
  shootCase(
    'error shoot-dns',
    { 'spec.dns': { domain: 'Spin!' } },
    "'spec.dns.domain' (Spin!) is not a valid domain name; use the form spin.example.com",
    { 'spec.dns': { domain: 'spin.example.com' } },
  ),
  shootCase(
    'error shoot-dns',
    { 'spec.dns': { providers: [{ type: 'aws-route53', primary: true }] } },
    "'spec.dns.domain' is required with the DNS provider aws-route53; set it",
    { 'spec.dns': { providers: [{ type: 'unmanaged', primary: true }] } },
  ),
  shootCase(
    'error shoot-dns',
    { 'spec.dns': { providers: [{ primary: true, credentialsRef: SECRET }] } },
    "'spec.dns.providers[0].type' is required with credentialsRef; set it, or remove the credentials",
    { 'spec.dns': { providers: [{ primary: true }] } },
  ),
  shootCase(
    'error shoot-dns',
    { 'spec.dns': { providers: [{ type: 'unmanaged', credentialsRef: SECRET }] } },
    '\'spec.dns.providers[0].credentialsRef\' ({"kind":"Secret","name":"dns"}) must not be set with the type unmanaged, which writes no records; remove one of them',
  ),
  shootCase(
    'warning shoot-kubernetes-update',
    { 'spec.kubernetes.version': '1.34.2' },
    "'spec.kubernetes.version' (1.34.2) is raised by Gardener during maintenance, and going back to it is rejected; use 1.34, or set 'spec.maintenance.autoUpdate.kubernetesVersion' to false",
    {
      'spec.kubernetes.version': '1.34.2',
      'spec.maintenance': { autoUpdate: { kubernetesVersion: false, machineImageVersion: true } },
    },
  ),
  shootCase(
    'warning shoot-machine-image-update',
    { 'spec.provider.workers.0.machine.image': { name: 'gardenlinux', version: '1877.5.0' } },
    "'spec.provider.workers[0].machine.image.version' (1877.5.0) is raised by Gardener during maintenance, and applying the Shoot again replaces all machines by older ones; remove it, or set 'spec.maintenance.autoUpdate.machineImageVersion' to false",
    {
      'spec.provider.workers.0.machine.image': { name: 'gardenlinux', version: '1877.5.0' },
      'spec.maintenance': { autoUpdate: { kubernetesVersion: true, machineImageVersion: false } },
    },
  ),
  shootCase(
    'error shoot-network-type',
    { 'spec.networking.type': 'a b' },
    "'spec.networking.type' (a b) is not a valid network type; use one that the garden has, such as calico or cilium",
    { 'spec.networking.type': 'cilium' },
  ),
  shootCase(
    'error shoot-network-type',
    { 'spec.networking': undefined },
    "'spec.networking.type' is required; use calico or cilium",
    { 'spec.networking': undefined, 'spec.provider.workers': undefined },
  ),
  shootCase(
    'error shoot-ip-families',
    { 'spec.networking.ipFamilies': ['IPv4', 'IPv4'], 'spec.networking.nodes': 'mine' },
    "'spec.networking.ipFamilies[1]' (IPv4) is defined twice, also in spec.networking.ipFamilies[0]; remove one of them",
    { 'spec.networking.ipFamilies': ['IPv6', 'IPv4'], 'spec.networking.pods': 'fd00::/56' },
  ),
  shootCase(
    'error shoot-ip-families',
    { 'spec.networking.ipFamilies': ['IPv5', 'IPv4'] },
    "'spec.networking.ipFamilies[0]' (IPv5) must be one of IPv4, IPv6; choose one of them",
  ),
  shootCase(
    'error shoot-networks',
    { 'spec.networking.nodes': '10.250.0.0' },
    "'spec.networking.nodes' (10.250.0.0) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
    { 'spec.networking.nodes': undefined },
  ),
  shootCase(
    'error shoot-networks',
    { 'spec.networking.pods': '100.97.3.4/11' },
    "'spec.networking.pods' (100.97.3.4/11) has host bits set; did you mean '100.96.0.0/11'?",
    { 'spec.networking.pods': '100.96.0.0/11' },
  ),
  shootCase(
    'error shoot-networks',
    { 'spec.networking.ipFamilies': ['IPv6'] },
    "'spec.networking.nodes' (10.250.0.0/16) is an IPv4 CIDR, and the Shoot has no IPv4; use the form fd00::/56",
    { 'spec.networking.ipFamilies': ['IPv6'], 'spec.networking.nodes': 'fd00::/56' },
  ),
  shootCase(
    'error shoot-hibernation-schedules',
    { 'spec.hibernation': { schedules: [{ start: '60 * * * *' }] } },
    "'spec.hibernation.schedules[0].start' (60 * * * *) is not a valid cron expression; give five fields, each in its range, such as 0 20 * * 1-5",
    { 'spec.hibernation': { schedules: [{ start: '@daily' }, { end: 'TZ=Europe/Berlin 0 8 *  * mon-FRI' }] } },
  ),
  shootCase(
    'error shoot-hibernation-schedules',
    { 'spec.hibernation': { schedules: [{ start: '0 20 * * *', end: '0 20 * * *' }] } },
    "'spec.hibernation.schedules[0].end' (0 20 * * *) is defined twice, also in spec.hibernation.schedules[0].start; remove one of them",
    { 'spec.hibernation': { schedules: [{ start: '0 20 * * *', location: '' }] } },
  ),
  shootCase(
    'error shoot-hibernation-schedules',
    { 'spec.hibernation': { schedules: [{ location: 'UTC' }] } },
    '\'spec.hibernation.schedules[0]\' ({"location":"UTC"}) has neither a start nor an end; set start, end or both',
    { 'spec.hibernation': { enabled: true } },
  ),
  shootCase(
    'error shoot-hibernation-schedules',
    { 'spec.hibernation': { schedules: [{ end: '0 6 * * *', location: 'Europe/Nowhere' }] } },
    "'spec.hibernation.schedules[0].location' (Europe/Nowhere) is not a valid time zone; use the form Europe/Berlin",
    { 'spec.hibernation': { schedules: [{ end: '0 6 * * *', location: 'Europe/Berlin' }] } },
  ),
  shootCase(
    'error shoot-maintenance-window',
    { 'spec.maintenance': { timeWindow: { begin: '22:00', end: '230000+0100' } } },
    "'spec.maintenance.timeWindow.begin' (22:00) is not a valid time of day with a time zone; use the form 220000+0100",
    { 'spec.maintenance': { timeWindow: { begin: '220000+0100', end: '230000+0100' } } },
  ),
  shootCase(
    'error shoot-maintenance-window',
    { 'spec.maintenance': { timeWindow: { begin: '220000+0100', end: '221500+0100' } } },
    "'spec.maintenance.timeWindow' (220000+0100 to 221500+0100, 15 minutes) must last from 30 minutes to 6 hours; move its end",
    { 'spec.maintenance': { timeWindow: { begin: '233000+0000', end: '010000+0100' } } },
  ),
];
