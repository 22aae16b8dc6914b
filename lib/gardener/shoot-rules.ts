import { ApiObject } from 'cdk8s';
import { violation } from '../private/errors';
import { Manifest } from '../synth/manifest';
import { ownFindings } from '../validation/own-findings';
import { DELETION_CONFIRMATION } from './deletion';
import { ShootSettings } from './shoot-settings';

/** What Gardener rejects of a Shoot, and what only the construct can tell. */
export function validateShoot(apiObject: ApiObject, settings: ShootSettings): string[] {
  const { infrastructure, networking } = settings;
  return [
    ...ownFindings(apiObject, projectsOf(apiObject, settings)),
    ...validateDeletion(apiObject, settings),
    ...infrastructure._validate(networking),
    ...infrastructure._validateZones([...new Set(settings.pools.flatMap((pool) => pool._settings.zones))]),
    ...validatePools(settings),
  ];
}

/** The project, as far as the rules ask for it: its namespace is that of the Shoot. */
function projectsOf({ metadata }: ApiObject, { project }: ShootSettings): Manifest[] {
  const spec = { namespace: metadata.namespace };
  return project === undefined
    ? []
    : [{ apiVersion: 'core.gardener.cloud/v1beta1', kind: 'Project', metadata: { name: project }, spec }];
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

/** A Shoot without worker pools is valid, but runs no pods. */
function validatePools({ infrastructure, pools }: ShootSettings): string[] {
  return [
    ...(pools.length === 0
      ? [violation('workerPools', [], 'must include at least one worker pool, or no pods run', 'add one')]
      : []),
    ...pools.flatMap(({ _settings: { name, providerConfig } }) =>
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
