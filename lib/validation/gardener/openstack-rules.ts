import { Rule } from '../admission/rule';
import { isEmpty, Requirement } from '../requirement';
import { CheckedField, checkUnique, ofForm } from './checked-field';
import { checkHasZone, checkNodeTemplate, Cloud } from './cloud';
import { checkCidr, mustBeWithin, mustNotOverlap, networksOf, nodeNetworks, podNetworks } from './networks';

const OPENSTACK = new Cloud('openstack', 'OpenStack');

const MOST_CHARACTERS = 255;

const NAME = ofForm(
  /^[^{}[\]\n]+$/,
  MOST_CHARACTERS,
  `is not a valid name of OpenStack: use 1 to ${MOST_CHARACTERS} characters`,
  'remove brackets, braces and line breaks',
);

const UUID: Requirement = {
  accepts: (id) => typeof id === 'string' && /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(id),
  text: 'is not a valid UUID',
  remedy: 'use the form 12345678-90ab-cdef-1234-567890abcdef',
};

/** Purposes that only one load balancer class can have. */
const PURPOSES = ['default', 'private'];

/** Rules of Gardener's OpenStack provider for InfrastructureConfig, ControlPlaneConfig and WorkerConfig. */
export const OPENSTACK_RULES: readonly Rule[] = [
  OPENSTACK.infrastructureRule({
    name: 'shoot-openstack-required-fields',
    description:
      'The Shoot names a floating pool and a load balancer provider, and has a network of the nodes; an existing network or router has an ID. The provider rejects the Shoot otherwise.',
    check: (infrastructure, shoot) => {
      const networks = infrastructure.at('networks');
      shoot.at('spec', 'networking', 'nodes').require('is required on OpenStack', 'set it to the network of the nodes');
      infrastructure.at('floatingPoolName').require();
      OPENSTACK.controlPlaneOf(shoot)?.at('loadBalancerProvider').require();
      if (networks.at('id').isGiven) {
        networks.at('id').require();
      }
      if (networks.at('router').isGiven) {
        networks.at('router', 'id').require();
      }
    },
  }),
  OPENSTACK.infrastructureRule({
    name: 'shoot-openstack-networks',
    description:
      'Machines have a network, or an existing subnet or subnet pool. The network is a CIDR without host bits within that of the nodes, and does not overlap with pods and Services. The provider rejects the Shoot otherwise.',
    check: checkNetworks,
  }),
  OPENSTACK.infrastructureRule({
    name: 'shoot-openstack-existing-networks',
    description:
      'An existing subnet, security group or share network has a UUID and comes with the network it is in; a subnet also with its router, a share network with CSI Manila. The provider rejects the Shoot otherwise.',
    check: (infrastructure, shoot) => {
      const networks = infrastructure.at('networks');
      const manila = OPENSTACK.controlPlaneOf(shoot)?.at('storage', 'csiManila', 'enabled').value === true;
      const router = networks.at('router').isGiven;
      for (const name of ['subnetId', 'securityGroupId', 'shareNetworkId']) {
        const id = networks.at(name);
        id.check(UUID);
        requireWith(id, networks.at('id').isGiven, 'id', 'set it as well');
      }
      requireWith(networks.at('subnetId'), router, 'router', 'set it as well');
      const remedy = "set 'storage.csiManila.enabled' of controlPlaneConfig to true";
      requireWith(networks.at('shareNetworkId'), manila, 'CSI Manila', remedy);
    },
  }),
  OPENSTACK.infrastructureRule({
    name: 'shoot-openstack-load-balancer-classes',
    description:
      'Classes of load balancers have valid names and UUIDs, no name twice, and one class at most for each purpose. The provider rejects the Shoot otherwise.',
    check: (_, shoot) => {
      const classes = OPENSTACK.controlPlaneOf(shoot)?.items('loadBalancerClasses') ?? [];
      for (const one of classes) {
        one.at('name').check(NAME);
        one.at('floatingNetworkID').check(UUID);
        one.at('floatingSubnetID').check(UUID);
        one.at('floatingSubnetName').check(NAME);
        one.at('floatingSubnetTags').check(NAME);
        if (one.at('subnetID').isGiven) {
          one.at('subnetID').require();
        }
      }
      checkUnique(
        classes.map((one) => one.at('name')),
        'rename one of them',
      );
      PURPOSES.forEach((purpose) => {
        checkPurpose(classes, purpose);
      });
    },
  }),
  OPENSTACK.poolRule({
    name: 'shoot-openstack-worker-zones',
    description: 'Worker pools are in at least one zone. The provider rejects the Shoot otherwise.',
    check: (pool) => {
      checkHasZone(pool, OPENSTACK.name);
    },
  }),
  OPENSTACK.workerConfigRule({
    name: 'shoot-openstack-server-group',
    description:
      'The server group policy `affinity` is for a worker pool in one zone. The provider rejects the Shoot otherwise.',
    check: (config, pool) => {
      const policy = config.at('serverGroup', 'policy');
      const zones = pool.items('zones').length;
      if (policy.text === 'affinity' && zones > 1) {
        policy.refuse(`is for a single zone, and the pool has ${zones}`, 'choose another policy, or one zone');
      }
    },
  }),
  OPENSTACK.workerConfigRule({
    name: 'shoot-openstack-machine-labels',
    description:
      'Machine labels have valid names and values; none is repeated, nor a label of the worker pool. The provider rejects the Shoot otherwise.',
    check: (config, pool) => {
      const labels = config.items('machineLabels');
      const names = labels.map((label) => label.at('name'));
      labels.flatMap((label) => [label.at('name'), label.at('value')]).forEach((text) => text.check(NAME));
      checkUnique(names);
      for (const name of names.filter(({ text = '' }) => Object.hasOwn(pool.at('labels').value ?? {}, text))) {
        name.refuse('is also a label of the worker pool', 'choose another name');
      }
    },
  }),
  OPENSTACK.workerConfigRule({
    name: 'shoot-openstack-node-template',
    description:
      'Resources of the node template are quantities, not negative; virtual capacity is in whole numbers. The provider rejects the Shoot otherwise.',
    check: checkNodeTemplate,
  }),
];

/** Checks that workers are within the nodes and do not overlap with pods and Services. */
function checkNetworks(infrastructure: CheckedField, shoot: CheckedField): void {
  const networks = infrastructure.at('networks');
  const subnet = networks.at('subnetId');
  // The provider still accepts the older field.
  const workers = isEmpty(networks.at('worker').value) ? networks.at('workers') : networks.at('worker');
  if (subnet.isGiven && workers.isGiven) {
    subnet.refuse('must not be set together with workers', 'remove one of them');
    return;
  }
  if (!subnet.isGiven && !networks.at('subnetPool').isGiven) {
    workers.require('is required without subnetId', 'set it to a network within that of the nodes');
  }
  if (workers.value !== '') {
    checkCidr(workers);
  }
  mustBeWithin(networksOf([workers]), nodeNetworks(shoot));
  mustNotOverlap(networksOf([workers]), podNetworks(shoot));
}

function requireWith(field: CheckedField, isMet: boolean, other: string, remedy: string): void {
  if (field.isGiven && !isMet) {
    field.refuse(`requires ${other}`, remedy);
  }
}

/** Checks that only one load balancer class has a purpose, by `purpose` or by its name. */
function checkPurpose(classes: readonly CheckedField[], purpose: string): void {
  const suited = classes.filter((one) => [one.at('purpose').text, one.at('name').text].includes(purpose));
  for (const one of suited.slice(1)) {
    one.at('purpose').refuse(`is also the purpose of ${suited[0].path}`, 'choose one of them', purpose);
  }
}
