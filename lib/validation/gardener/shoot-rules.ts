import { isDnsSubdomain } from '../../private/names';
import { DNS_LABEL, oneOf, Requirement } from '../requirement';
import { Rule } from '../admission/rule';
import { CheckedField } from './checked-field';
import { GARDEN, projectIn } from './project';
import { GARDENER_SOURCES, isWorkerless, minorVersion, poolsOf, shootRule } from './shoot-rule';
import { KUBERNETES_UPDATE, MACHINE_IMAGE_UPDATE } from './update-rules';

/** Longest names of project and Shoot together, as both are part of names at the cloud provider. */
const MOST_OF_NAMES = 21;

const PURPOSES = ['evaluation', 'testing', 'development', 'production'];
const INFRASTRUCTURE = 'infrastructure';
const EVALUATION = 'evaluation';

/** DNS provider type for which Gardener manages no records. */
const UNMANAGED = 'unmanaged';

const DOMAIN: Requirement = {
  accepts: (domain) => typeof domain === 'string' && isDnsSubdomain(domain),
  text: 'is not a valid domain name',
  remedy: 'use the form spin.example.com',
};

/** Rules of Gardener for a Shoot, except for its networking, schedules and worker pools. */
export const SHOOT_RULES: readonly Rule[] = [
  shootRule({
    name: 'shoot-name',
    level: 'error',
    description:
      'The name is a DNS label without two dashes in a row, which separate names at the cloud provider. Gardener rejects the Shoot otherwise.',
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      const name = shoot.at('metadata', 'name');
      name.check(DNS_LABEL);
      if (name.text?.includes('--')) {
        name.refuse('must not contain two dashes in a row, which Gardener puts between names', 'use one');
      }
    },
  }),
  shootRule({
    name: 'shoot-name-length',
    level: 'error',
    description: `The names of the Shoot and its project have at most ${MOST_OF_NAMES} characters together. Gardener rejects the Shoot otherwise. The project is the one among the objects with the namespace of the Shoot, or else that of the namespace \`garden-<project>\`.`,
    source: GARDENER_SOURCES.admission,
    check: (shoot, { projectOf }) => {
      const namespace = shoot.at('metadata', 'namespace').text;
      checkLength(shoot.at('metadata', 'name'), projectOf(namespace) ?? projectIn(namespace));
    },
  }),
  shootRule({
    name: 'shoot-required-fields',
    level: 'error',
    description:
      'The Shoot names a CloudProfile, a region and the type of its provider, which is a DNS label. Gardener rejects it otherwise.',
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      if (!shoot.at('spec', 'cloudProfileName').text) {
        shoot.at('spec', 'cloudProfile', 'name').require();
      }
      shoot.at('spec', 'region').require();
      const type = shoot.at('spec', 'provider', 'type');
      if (type.require()) {
        type.check(DNS_LABEL);
      }
    },
  }),
  shootRule({
    name: 'shoot-credentials',
    level: 'error',
    description:
      'A Shoot with worker pools names a CredentialsBinding or, before Kubernetes 1.34, a SecretBinding. Gardener rejects it otherwise.',
    source: GARDENER_SOURCES.validation,
    check: checkCredentials,
  }),
  shootRule({
    about: ['kubernetes.version'],
    name: 'shoot-kubernetes-version',
    level: 'error',
    description:
      'The Kubernetes version is written as `1.34.2`, or as `1.34` for the latest patch. Gardener rejects the Shoot otherwise.',
    source: GARDENER_SOURCES.updates,
    check: (shoot) => {
      const version = shoot.at('spec', 'kubernetes', 'version');
      if (version.text && !/^\d+(\.\d+(\.\d+([-+].+)?)?)?$/.test(version.text)) {
        version.refuse('is not a valid Kubernetes version', 'use the form 1.34.2 or 1.34');
      }
    },
  }),
  shootRule({
    about: ['purpose'],
    name: 'shoot-purpose',
    level: 'error',
    description: `The purpose is one of those that Gardener knows; \`${INFRASTRUCTURE}\` is for Shoots in the namespace \`${GARDEN}\`. Gardener rejects the Shoot otherwise.`,
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      const purpose = shoot.at('spec', 'purpose');
      const namespace = shoot.at('metadata', 'namespace').text;
      if (purpose.check(oneOf(...PURPOSES, INFRASTRUCTURE)) && purpose.text === INFRASTRUCTURE) {
        if (namespace !== undefined && namespace !== GARDEN) {
          purpose.refuse(
            `is reserved for the namespace ${GARDEN}, and this is ${namespace}`,
            'choose evaluation, testing, development or production',
          );
        }
      }
    },
  }),
  shootRule({
    about: ['addons'],
    name: 'shoot-addons',
    level: 'error',
    description:
      'Addons are enabled in Shoots with the purpose `evaluation` only, and not from Kubernetes 1.35 on. Gardener rejects the Shoot otherwise.',
    source: GARDENER_SOURCES.validation,
    check: checkAddons,
  }),
  shootRule({
    about: ['dns'],
    name: 'shoot-dns',
    level: 'error',
    description:
      'The domain is a DNS name, and is given where a provider manages its records; credentials come with the type of their provider. Gardener rejects the Shoot otherwise.',
    source: GARDENER_SOURCES.validation,
    check: checkDns,
  }),
  shootRule({
    about: ['kubernetes.version'],
    name: KUBERNETES_UPDATE,
    level: 'warning',
    description:
      'A Kubernetes version with a patch is not updated during maintenance. Gardener otherwise raises it, and rejects the older version when the Shoot is applied again.',
    source: GARDENER_SOURCES.updates,
    check: (shoot) => {
      const version = shoot.at('spec', 'kubernetes', 'version');
      const minor = /^(\d+\.\d+)\.\d+$/.exec(version.text ?? '')?.[1];
      const update = shoot.at('spec', 'maintenance', 'autoUpdate');
      if (minor !== undefined && (!update.isGiven || update.at('kubernetesVersion').value === true)) {
        version.refuse(
          'is raised by Gardener during maintenance, and going back to it is rejected',
          `use ${minor}, or set 'spec.maintenance.autoUpdate.kubernetesVersion' to false`,
        );
      }
    },
  }),
  shootRule({
    about: ['provider.workers'],
    name: MACHINE_IMAGE_UPDATE,
    level: 'warning',
    description:
      'A version of a machine image is not updated during maintenance. Gardener otherwise raises it, and replaces all machines by older ones when the Shoot is applied again.',
    source: GARDENER_SOURCES.updates,
    check: (shoot) => {
      if (shoot.at('spec', 'maintenance', 'autoUpdate', 'machineImageVersion').value === false) {
        return;
      }
      for (const version of poolsOf(shoot).map((pool) => pool.at('machine', 'image', 'version'))) {
        if (version.text) {
          version.refuse(
            'is raised by Gardener during maintenance, and applying the Shoot again replaces all machines by older ones',
            "remove it, or set 'spec.maintenance.autoUpdate.machineImageVersion' to false",
          );
        }
      }
    },
  }),
];

function checkLength(name: CheckedField, project = ''): void {
  const length = (name.text?.length ?? 0) + project.length;
  if (length > MOST_OF_NAMES) {
    const together = project === '' ? '' : ` together with that of its project, ${project}`;
    name.refuse(`has ${length} characters${together}; at most ${MOST_OF_NAMES} are allowed`, 'set a shorter name');
  }
}

/** Checks the CredentialsBinding or SecretBinding, which workerless and self-hosted Shoots do not require. */
function checkCredentials(shoot: CheckedField): void {
  const isSelfHosted = poolsOf(shoot).some((pool) => pool.at('controlPlane').isGiven);
  if (isWorkerless(shoot) || isSelfHosted) {
    return;
  }
  const credentials = shoot.at('spec', 'credentialsBindingName');
  const secret = shoot.at('spec', 'secretBindingName');
  if (!secret.text) {
    credentials.require('is required', 'name a CredentialsBinding in the namespace of the Shoot');
    return;
  }
  if (credentials.text) {
    secret.refuse('must not be set together with spec.credentialsBindingName', 'remove it');
  }
  if ((minorVersion(shoot) ?? 0) >= 34) {
    const version = shoot.at('spec', 'kubernetes', 'version').text;
    secret.refuse(
      `names a SecretBinding, which Kubernetes 1.34 and later do not support, and this is ${version}`,
      'name a CredentialsBinding in spec.credentialsBindingName',
    );
  }
}

function checkAddons(shoot: CheckedField): void {
  const addons = shoot.at('spec', 'addons');
  if (!addons.isGiven || isWorkerless(shoot)) {
    return;
  }
  const purpose = shoot.at('spec', 'purpose').text;
  const isEnabled = ['kubernetesDashboard', 'nginxIngress'].some((name) => addons.at(name, 'enabled').value === true);
  if ((minorVersion(shoot) ?? 0) >= 35) {
    const version = shoot.at('spec', 'kubernetes', 'version').text;
    addons.refuse(`must not be set from Kubernetes 1.35 on, and this is ${version}`, 'remove it');
  } else if (isEnabled && purpose !== undefined && purpose !== EVALUATION) {
    addons.refuse(`can only be enabled with the purpose ${EVALUATION}, and this is ${purpose}`, 'remove it');
  }
}

function checkDns(shoot: CheckedField): void {
  const domain = shoot.at('spec', 'dns', 'domain');
  const providers = shoot.items('spec', 'dns', 'providers');
  domain.check(DOMAIN);
  const primary = providers.find((provider) => provider.at('primary').value === true)?.at('type').text;
  if (primary !== undefined && primary !== UNMANAGED && !domain.isGiven) {
    domain.refuse(`is required with the DNS provider ${primary}`, 'set it');
  }
  for (const provider of providers) {
    const type = provider.at('type');
    const credentials = provider.at('credentialsRef');
    if (credentials.isGiven && !type.isGiven) {
      type.refuse('is required with credentialsRef', 'set it, or remove the credentials');
    }
    if (credentials.isGiven && type.text === UNMANAGED) {
      credentials.refuse(`must not be set with the type ${UNMANAGED}, which writes no records`, 'remove one of them');
    }
  }
}
