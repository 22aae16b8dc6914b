import { Rule } from '../admission/rule';
import { between, OBJECT_NAME, oneOfNoneEmpty, Requirement } from '../requirement';
import { CheckedField, checkUnique, ofForm, POSITIVE } from './checked-field';
import { checkDataVolumeNames, checkHasZone, checkNodeTemplate, checkVolumeTypes, Cloud } from './cloud';
import {
  checkCidr,
  mustBeWithin,
  mustNotBeWithin,
  mustNotOverlap,
  networksOf,
  nodeNetworks,
  podNetworks,
} from './networks';
import { hasIpv6, isIpv6Only } from './networking-rules';

const AWS = new Cloud('aws', 'AWS');

const MOST_DATA_VOLUMES = 11;

/** Volume type with provisioned IOPS, which are required. */
const PROVISIONED = 'io1';

/** Tag key that Gardener sets on all of its resources. */
const OWN_KEY = 'Name';

/** Tag key prefixes of Gardener and Kubernetes. */
const OWN_PREFIXES = ['kubernetes.io', 'gardener.cloud'];

const VPC_ID = ofForm(/^vpc-[a-z0-9]+$/, 255, 'is not a valid VPC ID', 'use the form vpc-064b5b7771f6331aa');

const ELASTIC_IP_ID = ofForm(
  /^eipalloc-[a-z0-9]+$/,
  255,
  'is not a valid allocation ID of an Elastic IP',
  'use the form eipalloc-0676786f3e288044c',
);

const SNAPSHOT_ID = ofForm(
  /^snap-[a-z0-9]+$/,
  255,
  'is not a valid snapshot ID',
  'use the form snap-0676786f3e288044c',
);

const INSTANCE_PROFILE_NAME = ofForm(
  /^[\w+=,.@-]+$/,
  128,
  'is not a valid instance profile name',
  'use at most 128 letters, digits and _+=,.@-',
);

const INSTANCE_PROFILE_ARN = ofForm(
  /^arn:[\w +=,.@\-/:]+$/,
  255,
  'is not a valid instance profile ARN',
  'use the form arn:aws:iam::ACCOUNT:instance-profile/NAME',
);

const ENDPOINT_SERVICE = ofForm(
  /^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*$/,
  255,
  'is not a valid service of AWS',
  'use the form s3',
);

const TAG_KEY = ofForm(
  /^[\w +\-=.:/@]+$/,
  128,
  'is not a valid tag key',
  'use at most 128 letters, digits, spaces and _+-=.:/@',
);

const HOP_LIMIT: Requirement = { ...between(1, 64), text: 'must be from 1 to 64', remedy: 'choose one of them' };

const NETWORKS_OF_ZONES = ['workers', 'public', 'internal'];

/** Rules of Gardener's AWS provider for InfrastructureConfig, ControlPlaneConfig and WorkerConfig. */
export const AWS_RULES: readonly Rule[] = [
  AWS.infrastructureRule({
    name: 'shoot-aws-networks',
    description:
      'Nodes have a network where there is IPv4. The networks of VPC and zones are CIDRs without host bits. The networks of workers are within that of the nodes; those of zones and nodes are within the VPC, and do not overlap with each other or with pods and Services. The provider rejects the Shoot otherwise.',
    check: checkNetworks,
  }),
  AWS.infrastructureRule({
    name: 'shoot-aws-vpc',
    description:
      'The VPC is named by its ID, or made with a CIDR; gateway endpoints are services of AWS. The provider rejects the Shoot otherwise.',
    check: (infrastructure) => {
      const vpc = infrastructure.at('networks', 'vpc');
      const [id, cidr] = ['id', 'cidr'].map((name) => vpc.at(name));
      if (id.isGiven === cidr.isGiven) {
        vpc.refuse('must have either an id or a cidr', id.isGiven ? 'remove one of them' : 'set one of them');
      }
      id.check(VPC_ID);
      vpc.items('gatewayEndpoints').forEach((service) => service.check(ENDPOINT_SERVICE));
    },
  }),
  AWS.infrastructureRule({
    name: 'shoot-aws-zones',
    description:
      'There is at least one zone; no zone is repeated, and no Elastic IP. The provider rejects the Shoot otherwise.',
    check: (infrastructure) => {
      const zones = infrastructure.items('networks', 'zones');
      const addresses = zones.map((zone) => zone.at('elasticIPAllocationID'));
      infrastructure.at('networks', 'zones').require('is required on AWS', 'name at least one zone');
      checkUnique(zones.map((zone) => zone.at('name')));
      addresses.forEach((address) => address.check(ELASTIC_IP_ID));
      checkUnique(addresses, 'choose another one');
    },
  }),
  AWS.infrastructureRule({
    name: 'shoot-aws-ignored-tags',
    description:
      'Tags to ignore are valid tag keys, and not those of Gardener and Kubernetes. The provider rejects the Shoot otherwise.',
    check: (infrastructure) => {
      const isOwn = (key: string) => key === OWN_KEY || OWN_PREFIXES.some((prefix) => key.startsWith(prefix));
      const areOwn = (prefix: string) =>
        OWN_KEY.startsWith(prefix) || OWN_PREFIXES.some((own) => own.startsWith(prefix) || prefix.startsWith(own));
      infrastructure.items('ignoreTags', 'keys').forEach((key) => key.check(TAG_KEY, notOwn(isOwn)));
      infrastructure.items('ignoreTags', 'keyPrefixes').forEach((prefix) => prefix.check(TAG_KEY, notOwn(areOwn)));
    },
  }),
  AWS.infrastructureRule({
    name: 'shoot-aws-load-balancer-controller',
    description:
      'The IngressClass of the load balancer controller has a name that objects can have. The provider rejects the Shoot otherwise.',
    check: (_, shoot) => {
      AWS.controlPlaneOf(shoot)?.at('loadBalancerController', 'ingressClassName').check(OBJECT_NAME);
    },
  }),
  AWS.infrastructureRule({
    name: 'shoot-aws-elastic-file-system',
    level: 'warning',
    description:
      'An existing Elastic File System has an ID, and worker pools do not require IMDS tokens, which its driver does not send. Gardener accepts the Shoot, and volumes are not mounted.',
    check: (infrastructure, shoot) => {
      const fileSystem = infrastructure.at('elasticFileSystem');
      if (fileSystem.at('enabled').value !== true) {
        return;
      }
      if (fileSystem.at('id').isGiven) {
        fileSystem.at('id').require();
      }
      for (const pool of shoot.items('spec', 'provider', 'workers')) {
        const tokens = pool.at('providerConfig', 'instanceMetadataOptions', 'httpTokens');
        if (tokens.value === 'required') {
          tokens.refuse(
            'keeps the driver of elasticFileSystem from the instance profile of the machine',
            'use optional',
          );
        }
      }
    },
  }),
  AWS.poolRule({
    name: 'shoot-aws-worker-volumes',
    description: `Worker pools have a root volume; all volumes have a type, and there are at most ${MOST_DATA_VOLUMES} data volumes. Volumes of type \`${PROVISIONED}\` have their IOPS in the WorkerConfig. The provider rejects the Shoot otherwise.`,
    check: checkPoolVolumes,
  }),
  AWS.poolRule({
    name: 'shoot-aws-worker-zones',
    description:
      'Worker pools are in at least one zone, each of which has networks in the infrastructure. The provider rejects the Shoot otherwise.',
    check: (pool, infrastructure) => {
      const known = infrastructure.items('networks', 'zones').map((zone) => zone.at('name').value);
      checkHasZone(pool, AWS.name);
      for (const zone of pool.items('zones').filter(({ value }) => !known.includes(value))) {
        zone.refuse('is not a zone of the infrastructure', "add it to 'networks.zones' of infrastructureConfig");
      }
    },
  }),
  AWS.workerConfigRule({
    name: 'shoot-aws-volume-config',
    description:
      'IOPS and throughput are whole numbers above 0; data volumes are those of the worker pool, each once, and snapshots have a valid ID. The provider rejects the Shoot otherwise.',
    check: (config, pool) => {
      checkDataVolumeNames(config, pool);
      for (const volume of [config.at('volume'), ...config.items('dataVolumes')]) {
        volume.at('iops').check(POSITIVE);
        volume.at('throughput').check(POSITIVE);
        volume.at('snapshotID').check(SNAPSHOT_ID);
      }
    },
  }),
  AWS.workerConfigRule({
    name: 'shoot-aws-instance-profile',
    description: 'The instance profile has a valid name or ARN. The provider rejects the Shoot otherwise.',
    check: (config) => {
      config.at('iamInstanceProfile', 'name').check(INSTANCE_PROFILE_NAME);
      config.at('iamInstanceProfile', 'arn').check(INSTANCE_PROFILE_ARN);
    },
  }),
  AWS.workerConfigRule({
    name: 'shoot-aws-instance-metadata',
    description:
      'IMDS tokens are `required` or `optional`, and the hop limit is from 1 to 64. The provider rejects the Shoot otherwise.',
    check: (config) => {
      config.at('instanceMetadataOptions', 'httpTokens').check(oneOfNoneEmpty('required', 'optional'));
      config.at('instanceMetadataOptions', 'httpPutResponseHopLimit').check(HOP_LIMIT);
    },
  }),
  AWS.workerConfigRule({
    name: 'shoot-aws-cpu-options',
    description:
      'CPU options have both the number of cores and of threads per core, 1 or 2, or neither. The provider rejects the Shoot otherwise.',
    check: (config) => {
      const [cores, threads] = ['coreCount', 'threadsPerCore'].map((name) => config.at('cpuOptions', name));
      cores.check(POSITIVE);
      threads.check({
        accepts: (count) => count === 1 || count === 2,
        text: 'must be 1 or 2',
        remedy: 'choose one of them',
      });
      if (cores.isGiven && !threads.isGiven) {
        threads.refuse('is required with coreCount', 'set it, or remove the other');
      }
      if (threads.isGiven && !cores.isGiven) {
        cores.refuse('is required with threadsPerCore', 'set it, or remove the other');
      }
    },
  }),
  AWS.workerConfigRule({
    name: 'shoot-aws-capacity-reservation',
    level: 'warning',
    description:
      'A Capacity Reservation has an ID or an ARN that is not empty; capacity blocks and interruptible reservations name the reservation to launch into. Gardener accepts the Shoot, and AWS launches no machines.',
    check: (config) => {
      const reservation = config.at('capacityReservation');
      for (const name of ['capacityReservationId', 'capacityReservationResourceGroupArn']) {
        if (reservation.at(name).isGiven) {
          reservation.at(name).require();
        }
      }
      const market = config.at('instanceMarketOptions', 'marketType');
      const isReserved = market.text === 'capacity-block' || market.text === 'interruptible-capacity-reservation';
      if (isReserved && !reservation.at('capacityReservationId').isGiven) {
        market.refuse('launches machines into a Capacity Reservation', 'set capacityReservation.capacityReservationId');
      }
    },
  }),
  AWS.workerConfigRule({
    name: 'shoot-aws-placement',
    level: 'warning',
    description:
      'A partition is one of a placement group; a host and affinity to it belong to the tenancy `host`. AWS launches no machines otherwise.',
    check: checkPlacement,
  }),
  AWS.workerConfigRule({
    name: 'shoot-aws-node-template',
    description:
      'Resources of the node template are quantities, not negative; virtual capacity is in whole numbers. The provider rejects the Shoot otherwise.',
    check: checkNodeTemplate,
  }),
];

function checkNetworks(infrastructure: CheckedField, shoot: CheckedField): void {
  const zones = infrastructure.items('networks', 'zones');
  const ofZones = zones.flatMap((zone) => NETWORKS_OF_ZONES.map((name) => zone.at(name)));
  const vpc = infrastructure.at('networks', 'vpc', 'cidr');
  if (!isIpv6Only(shoot)) {
    shoot.at('spec', 'networking', 'nodes').require('is required on AWS', 'set it to the network of the VPC');
  }
  [vpc, ...ofZones].forEach(checkCidr);
  mustBeWithin(networksOf(zones.map((zone) => zone.at('workers'))), nodeNetworks(shoot));
  // A VPC with IPv6 gets its networks from AWS.
  if (!hasIpv6(shoot)) {
    mustBeWithin([...networksOf(ofZones), ...nodeNetworks(shoot)], networksOf([vpc]));
    mustNotBeWithin(podNetworks(shoot), networksOf([vpc]));
  }
  mustNotOverlap(networksOf(ofZones), podNetworks(shoot));
}

function notOwn(isOwn: (key: string) => boolean): Requirement {
  return {
    accepts: (key) => typeof key !== 'string' || !isOwn(key),
    text: 'includes tags of Gardener or Kubernetes',
    remedy: 'remove it, or make it longer',
  };
}

function checkPoolVolumes(pool: CheckedField): void {
  const dataVolumes = pool.items('dataVolumes');
  const config = pool.at('providerConfig');
  const configs = config.items('dataVolumes');
  const isProvisioned = (volume: CheckedField) => volume.at('type').text === PROVISIONED;
  checkVolumeTypes(pool, AWS.name, 'gp3');
  if (dataVolumes.length > MOST_DATA_VOLUMES) {
    pool.at('dataVolumes').refuse(
      `has ${dataVolumes.length} volumes; at most ${MOST_DATA_VOLUMES} are allowed on AWS`,
      'remove some',
      dataVolumes.map((volume) => volume.at('name').value),
    );
  }
  if (isProvisioned(pool.at('volume')) && !config.at('volume', 'iops').isGiven) {
    config.at('volume', 'iops').refuse(`is required for a volume of type ${PROVISIONED}`, 'set it in a WorkerConfig');
  }
  for (const volume of dataVolumes.filter(isProvisioned)) {
    const name = volume.at('name').value;
    if (!configs.some((one) => one.at('name').value === name && one.at('iops').isGiven)) {
      config.at('dataVolumes').refuse(
        `must have the iops of ${String(name)}, a volume of type ${PROVISIONED}`,
        'add it in a WorkerConfig',
        configs.map((one) => one.at('name').value),
      );
    }
  }
}

function checkPlacement(config: CheckedField): void {
  const placement = config.at('placement');
  const [group, partition, host, affinity] = ['groupId', 'partitionNumber', 'hostId', 'affinity'].map((name) =>
    placement.at(name),
  );
  const isHost = placement.at('tenancy').text === 'host';
  [group, host].filter(({ isGiven }) => isGiven).forEach((id) => id.require());
  partition.check(POSITIVE);
  if (partition.isGiven && !group.isGiven) {
    partition.refuse('is a partition of no placement group', 'set groupId as well');
  }
  if (isHost && !host.isGiven) {
    host.refuse('is required with the tenancy host', 'set it');
  }
  for (const one of [host, affinity].filter(({ isGiven, text }) => !isHost && isGiven && text !== 'default')) {
    one.refuse('is for the tenancy host only', 'set tenancy to host, or remove it');
  }
}
