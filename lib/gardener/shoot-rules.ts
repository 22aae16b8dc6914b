import { ApiObject } from 'cdk8s';
import { violation } from '../private/errors';
import { ownFindings } from '../validation/own-findings';
import { DNS_LABEL, NEEDED } from '../validation/requirement';
import { ask } from './ask';
import { DELETION_CONFIRMATION } from './deletion';
import { validateDns } from './dns';
import { validateHibernation } from './hibernation';
import { validateMaintenance } from './maintenance';
import { validateNetworking } from './networking';
import { ShootPurpose } from './shoot-props';
import { ShootSettings } from './shoot-settings';

/** The names of project and Shoot are part of names at the cloud provider. */
const MOST_OF_NAMES = 21;

const GARDEN = 'garden';

/** What Gardener refuses of a Shoot, besides of its worker pools. */
export function validateShoot(apiObject: ApiObject, settings: ShootSettings): string[] {
  const { infrastructure, networking } = settings;
  const { name, namespace } = apiObject.metadata as { name?: string; namespace?: string };
  return [
    ...ownFindings(apiObject),
    ...validateName(name ?? '', settings.project ?? projectOf(namespace)),
    ...ask('cloudProfile', settings.cloudProfile.name, NEEDED),
    ...ask('credentials', settings.credentials.name, NEEDED),
    ...ask('region', settings.region, NEEDED),
    ...validateVersion(settings),
    ...validatePurpose(settings, namespace),
    ...validateDeletion(apiObject, settings),
    ...ask('infrastructure.type', infrastructure.type, NEEDED),
    ...ask('infrastructure.type', infrastructure.type, DNS_LABEL),
    ...validateNetworking(networking),
    ...infrastructure._validate(networking),
    ...infrastructure._validateZones([...new Set(settings.pools.flatMap((pool) => pool._settings.zones))]),
    ...(settings.dns ? validateDns(settings.dns) : []),
    ...(settings.hibernation ? validateHibernation(settings.hibernation) : []),
    ...(settings.maintenance ? validateMaintenance(settings.maintenance) : []),
    ...validatePools(settings),
  ];
}

/** The project of a namespace that Gardener itself has named. */
function projectOf(namespace?: string): string | undefined {
  return namespace === GARDEN ? GARDEN : /^garden-(.+)$/.exec(namespace ?? '')?.[1];
}

function validateName(name: string, project = ''): string[] {
  const length = name.length + project.length;
  return [
    ...(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)
      ? []
      : [violation('metadata.name', name, DNS_LABEL.text, DNS_LABEL.remedy)]),
    ...(name.includes('--')
      ? [violation('metadata.name', name, 'has two dashes in a row, which Gardener puts between names', 'use one')]
      : []),
    ...(length > MOST_OF_NAMES
      ? [
          violation(
            'metadata.name',
            name,
            `has ${length} characters with the project ${project}, and may have ${MOST_OF_NAMES}`,
            'shorten it; without a name of its own, a Shoot is called after its construct and chart',
          ),
        ]
      : []),
  ];
}

/** What a version of Kubernetes no longer takes. */
function validateVersion({ addons, credentials, kubernetesVersion: version }: ShootSettings): string[] {
  const minor = /^1\.(\d+)(?:\.\d+)?$/.exec(version)?.at(1);
  if (minor === undefined) {
    return [violation('kubernetesVersion', version, 'is no version of Kubernetes', 'write 1.34.2, or 1.34')];
  }
  return [
    ...(Number(minor) >= 34 && credentials._field === 'secretBindingName'
      ? [
          violation(
            'credentials',
            credentials.name,
            `is a SecretBinding, which Gardener refuses from Kubernetes 1.34 on, and this is ${version}`,
            'use ShootCredentials.credentialsBinding()',
          ),
        ]
      : []),
    ...(Number(minor) >= 35 && addons
      ? [violation('addons', addons, `are refused from Kubernetes 1.35 on, and this is ${version}`, 'remove them')]
      : []),
  ];
}

function validatePurpose({ addons = {}, purpose }: ShootSettings, namespace?: string): string[] {
  const { EVALUATION, INFRASTRUCTURE } = ShootPurpose;
  const hasAddons = addons.kubernetesDashboard === true || addons.nginxIngress === true;
  return [
    ...(hasAddons && purpose !== undefined && purpose !== EVALUATION
      ? [violation('addons', addons, `need the purpose ${EVALUATION}, and this is ${purpose}`, 'remove them')]
      : []),
    ...(purpose === INFRASTRUCTURE && namespace !== undefined && namespace !== GARDEN
      ? [
          violation(
            'purpose',
            purpose,
            `is for the namespace ${GARDEN}, and this is ${namespace}`,
            'choose another one',
          ),
        ]
      : []),
  ];
}

/** What can delete a whole cluster stands where everybody looks for it. */
function validateDeletion(apiObject: ApiObject, { confirmDeletion = false }: ShootSettings): string[] {
  const { annotations = {} } = apiObject.metadata.toJson() as { annotations?: { [key: string]: string } };
  const annotation = annotations[DELETION_CONFIRMATION] as string | undefined;
  return annotation !== undefined && !confirmDeletion
    ? [
        violation(
          `metadata.annotations.${DELETION_CONFIRMATION}`,
          annotation,
          'lets the whole cluster be deleted',
          "remove it, or say 'confirmDeletion: true'",
        ),
      ]
    : [];
}

/** System components run on a pool that takes them, and need a machine in each of its zones. */
function validatePools({ infrastructure, pools }: ShootSettings): string[] {
  const settings = pools.map((pool) => pool._settings);
  const active = settings.filter(({ allowSystemComponents, maximum }) => maximum > 0 && allowSystemComponents);
  if (active.length === 0) {
    const rule = 'have none that takes system components, with a maximum above 0';
    return [
      violation(
        'workerPools',
        settings.map(({ name }) => name),
        rule,
        'add one',
      ),
    ];
  }
  const zonesOf = ({ zones }: { readonly zones: string[] }) => [...new Set(zones)].sort().join();
  const isEnough = ({ maximum, zones }: { readonly maximum: number; readonly zones: string[] }) =>
    maximum >= zones.length;
  const short = active.filter((pool) => !active.some((other) => zonesOf(other) === zonesOf(pool) && isEnough(other)));
  return [
    ...short.map(({ maximum, name, zones }) =>
      violation(
        `workerPools.${name}.maximum`,
        maximum,
        `is less than its zones, ${zones.length}, each of which needs a machine for system components`,
        'raise it, or name fewer zones',
      ),
    ),
    ...settings.flatMap(({ name, providerConfig }) =>
      providerConfig?._provider === undefined || providerConfig._provider === infrastructure.type
        ? []
        : [
            violation(
              `workerPools.${name}.providerConfig`,
              providerConfig._provider,
              `is for another provider than that of the Shoot, ${infrastructure.type}`,
              'use WorkerConfig.of()',
            ),
          ],
    ),
  ];
}
