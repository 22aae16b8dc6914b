import { Rule } from '../admission/rule';
import { isEmpty, oneOfNoneEmpty, Requirement } from '../requirement';
import { CheckedField, checkUnique, ofForm, POSITIVE } from './checked-field';
import { checkDataVolumeNames, checkHasZone, checkNodeTemplate, checkVolumeTypes, Cloud } from './cloud';
import { checkCidr, mustBeWithin, mustNotOverlap, networksOf, nodeNetworks, podNetworks } from './networks';
import { poolsOf } from './shoot-rule';

const GCP = new Cloud('gcp', 'GCP');

/** Volume type of local SSDs, which are deleted with their machine. */
const SCRATCH = 'SCRATCH';

const MOST_CHARACTERS = 250;

const RESOURCE_NAME = ofForm(
  /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  63,
  'is not a valid resource name of GCP: use lower-case letters, digits and dashes, at most 63 characters',
  'begin it with a letter',
);

const SERVICE_ACCOUNT = ofForm(
  /^[\w-]+@[a-z0-9-]+\.iam\.gserviceaccount\.com$/,
  MOST_CHARACTERS,
  'is not a valid service account',
  'use the form name@project.iam.gserviceaccount.com',
);

const SCOPE = ofForm(
  /^https:\/\/www\.googleapis\.com\/[a-z0-9\-./_]+$/,
  MOST_CHARACTERS,
  'is not a valid scope',
  'use the form https://www.googleapis.com/auth/cloud-platform',
);

const KMS_KEY = ofForm(
  /^[\w\-/]+$/,
  MOST_CHARACTERS,
  'is not a valid key of Cloud KMS',
  'use the form projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY',
);

const ACCELERATOR = ofForm(
  /^[a-z0-9-]+$/,
  MOST_CHARACTERS,
  'is not a valid accelerator type',
  'use the form nvidia-tesla-t4',
);

const CPU_PLATFORM = ofForm(
  /^[A-Za-z0-9\s]+$/,
  MOST_CHARACTERS,
  'is not a valid CPU platform',
  'use the form Intel Haswell',
);

const SOURCE_IMAGE = ofForm(
  /^[a-z0-9\-/]+$/,
  MOST_CHARACTERS,
  'is not a valid source image',
  'use the form projects/PROJECT/global/images/IMAGE',
);

const POWER_OF_TWO: Requirement = {
  accepts: (count) => typeof count === 'number' && count > 0 && Number.isInteger(Math.log2(count)),
  text: 'must be a power of two with dynamic port allocation',
  remedy: 'choose 64, 128, 256 and so on',
};

const SHARE: Requirement = {
  accepts: (share) => typeof share === 'number' && share >= 0 && share <= 1,
  text: 'must be from 0 to 1',
  remedy: 'choose a share of the traffic',
};

const TIMEOUTS = [
  'udpIdleTimeoutSec',
  'icmpIdleTimeoutSec',
  'tcpEstablishedIdleTimeoutSec',
  'tcpTransitoryIdleTimeoutSec',
  'tcpTimeWaitTimeoutSec',
];

/** Rules of Gardener's GCP provider for InfrastructureConfig, ControlPlaneConfig and WorkerConfig. */
export const GCP_RULES: readonly Rule[] = [
  GCP.infrastructureRule({
    name: 'shoot-gcp-networks',
    description:
      'Networks are CIDRs without host bits. That of the workers is given, and within that of the nodes; that of internal load balancers overlaps with no other. The provider rejects the Shoot otherwise.',
    check: checkNetworks,
  }),
  GCP.infrastructureRule({
    name: 'shoot-gcp-vpc',
    description:
      'An existing VPC is named together with its Cloud Router, both by valid names. The provider rejects the Shoot otherwise.',
    check: (infrastructure) => {
      const vpc = infrastructure.at('networks', 'vpc');
      const names = vpc.isGiven ? [vpc.at('name'), vpc.at('cloudRouter', 'name')] : [];
      for (const name of names.filter((one) => one.value === '' || one.isGiven || one.require())) {
        name.check(RESOURCE_NAME);
      }
    },
  }),
  GCP.infrastructureRule({
    name: 'shoot-gcp-zone',
    description:
      'The zone of the ControlPlaneConfig is one of the zones of worker pools. The provider rejects the Shoot otherwise.',
    check: (_, shoot) => {
      const zone = GCP.controlPlaneOf(shoot)?.at('zone');
      const zones = poolsOf(shoot).flatMap((pool) => pool.items('zones').map(({ value }) => value));
      if (zone?.require() && !zones.includes(zone.value)) {
        const known = [...new Set(zones)].join(', ');
        zone.refuse('is not a zone of any worker pool', `use one that is: ${known || 'none yet'}`);
      }
    },
  }),
  GCP.infrastructureRule({
    name: 'shoot-gcp-cloud-nat',
    description:
      'Cloud NAT has valid names of addresses, timeouts above 0, and port counts that fit together: powers of two with dynamic port allocation, which excludes endpoint-independent mapping. The provider rejects the Shoot otherwise.',
    check: checkCloudNat,
  }),
  GCP.infrastructureRule({
    name: 'shoot-gcp-flow-logs',
    description:
      'Flow logs have at least one setting, and sample a share from 0 to 1. The provider rejects the Shoot otherwise.',
    check: (infrastructure) => {
      const logs = infrastructure.at('networks', 'flowLogs');
      const settings = ['aggregationInterval', 'flowSampling', 'metadata'].map((name) => logs.at(name));
      if (logs.isGiven && !settings.some(({ isGiven }) => isGiven)) {
        logs.refuse(
          'must have at least one setting',
          'set aggregationInterval, flowSampling or metadata, or remove it',
        );
      }
      logs.at('flowSampling').check(SHARE);
    },
  }),
  GCP.poolRule({
    name: 'shoot-gcp-worker-pool',
    description:
      'Worker pools have a root volume and at least one zone; all volumes have a type. The provider rejects the Shoot otherwise.',
    check: (pool) => {
      checkVolumeTypes(pool, GCP.name, 'pd-balanced');
      checkHasZone(pool, GCP.name);
    },
  }),
  GCP.poolRule({
    name: 'shoot-gcp-local-disks',
    description: `Data volumes of type \`${SCRATCH}\` have an interface and no encryption; others have no interface. The provider rejects the Shoot otherwise.`,
    check: (pool) => {
      const types = pool.items('dataVolumes').map((volume) => volume.at('type').value);
      const [local, encryption] = ['interface', 'encryption'].map((name) => pool.at('providerConfig', 'volume', name));
      if (types.includes(SCRATCH) && !local.isGiven) {
        local.refuse(`is required for volumes of type ${SCRATCH}`, 'set NVME or SCSI in a WorkerConfig');
      }
      if (types.some((type) => type !== SCRATCH) && local.isGiven) {
        local.refuse(
          `is for volumes of type ${SCRATCH}, and the pool has others`,
          'remove it, or the other data volumes',
        );
      }
      if (types.includes(SCRATCH) && encryption.isGiven) {
        encryption.refuse(`must not be set with volumes of type ${SCRATCH}`, 'remove one of them');
      }
    },
  }),
  GCP.workerConfigRule({
    name: 'shoot-gcp-volume-config',
    description:
      'Data volumes are those of the worker pool, each once, with a valid image and IOPS and throughput above 0; encryption has a valid key and service account. The provider rejects the Shoot otherwise.',
    check: (config, pool) => {
      const [local, encryption] = ['interface', 'encryption'].map((name) => config.at('volume', name));
      local.check(oneOfNoneEmpty('NVME', 'SCSI'));
      if (encryption.isGiven && (encryption.at('kmsKeyName').isGiven || encryption.at('kmsKeyName').require())) {
        encryption.at('kmsKeyName').check(KMS_KEY);
      }
      encryption.at('kmsKeyServiceAccount').check(SERVICE_ACCOUNT);
      checkDataVolumeNames(config, pool);
      for (const volume of config.items('dataVolumes')) {
        volume.at('sourceImage').check(SOURCE_IMAGE);
        volume.at('provisionedIops').check(POSITIVE);
        volume.at('provisionedThroughput').check(POSITIVE);
      }
    },
  }),
  GCP.workerConfigRule({
    name: 'shoot-gcp-service-account',
    description:
      'A service account has a valid email address and at least one valid scope, each once. The provider rejects the Shoot otherwise.',
    check: (config) => {
      const account = config.at('serviceAccount');
      const scopes = account.items('scopes');
      account.at('email').check(SERVICE_ACCOUNT);
      if (account.isGiven) {
        account.at('scopes').require('must have at least one scope', 'add one');
      }
      scopes.forEach((scope) => scope.check(SCOPE));
      checkUnique(scopes);
    },
  }),
  GCP.workerConfigRule({
    name: 'shoot-gcp-processors',
    description:
      'GPUs have a valid type and a count above 0; the minimum CPU platform is a valid name. The provider rejects the Shoot otherwise.',
    check: (config) => {
      const gpu = config.at('gpu');
      gpu.at('acceleratorType').check(ACCELERATOR);
      if (gpu.isGiven && (gpu.at('count').isGiven || gpu.at('count').require())) {
        gpu.at('count').check(POSITIVE);
      }
      config.at('minCpuPlatform').check(CPU_PLATFORM);
    },
  }),
  GCP.workerConfigRule({
    name: 'shoot-gcp-node-template',
    description:
      'Resources of the node template are quantities, not negative; virtual capacity is in whole numbers. The provider rejects the Shoot otherwise.',
    check: checkNodeTemplate,
  }),
  GCP.workerConfigRule({
    name: 'shoot-gcp-node-template-capacity',
    level: 'warning',
    description: 'A node template has a capacity. Some versions of the provider reject the Shoot otherwise.',
    check: (config) => {
      const template = config.at('nodeTemplate');
      const capacity = template.at('capacity');
      if (template.isGiven && template.entries('capacity').length === 0) {
        capacity.refuse('is required on GCP', 'set at least one resource');
      }
    },
  }),
];

/** Checks that workers are within the nodes, and that internal load balancers overlap with no other network. */
function checkNetworks(infrastructure: CheckedField, shoot: CheckedField): void {
  const networks = infrastructure.at('networks');
  const internal = networks.at('internal');
  // The provider still accepts the older field.
  const workers = isEmpty(networks.at('worker').value) ? networks.at('workers') : networks.at('worker');
  workers.require('is required on GCP', 'set it to the network of the machines');
  if (workers.value !== '') {
    checkCidr(workers);
  }
  checkCidr(internal);
  const isWithin = mustBeWithin(networksOf([workers]), nodeNetworks(shoot));
  const others = [...(isWithin ? [] : networksOf([workers])), ...nodeNetworks(shoot), ...podNetworks(shoot)];
  mustNotOverlap(networksOf([internal]), others);
}

function checkCloudNat(infrastructure: CheckedField): void {
  const nat = infrastructure.at('networks', 'cloudNAT');
  const [least, most] = ['minPortsPerVM', 'maxPortsPerVM'].map((name) => nat.at(name));
  const dynamic = nat.at('enableDynamicPortAllocation');
  const isDynamic = dynamic.value === true;
  TIMEOUTS.forEach((name) => nat.at(name).check(POSITIVE));
  nat.items('natIPNames').forEach((address) => address.at('name').check(RESOURCE_NAME));
  [least, most].forEach((count) => count.check(isDynamic ? POWER_OF_TWO : POSITIVE));
  if (most.isGiven && !isDynamic) {
    most.refuse('is for dynamic port allocation only', 'set enableDynamicPortAllocation to true, or remove it');
  }
  if (isDynamic && (least.number ?? 0) > (most.number ?? Infinity)) {
    least.refuse(`must not be more than maxPortsPerVM, ${most.number}`, 'lower it');
  }
  if (isDynamic && nat.at('endpointIndependentMapping', 'enabled').value === true) {
    dynamic.refuse('must not be set together with endpointIndependentMapping', 'disable one of them');
  }
}
