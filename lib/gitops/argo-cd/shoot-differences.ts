import { field, list } from '../../synth/manifest';

/** Where Gardener changes a Shoot by itself. */
export interface ShootDifferences {
  readonly jsonPointers?: string[];
  readonly jqPathExpressions?: string[];
}

/**
 * What of a Shoot is no difference: versions that Gardener fills in or raises, and whether it sleeps, where schedules say so.
 *
 * @see https://gardener.cloud/docs/gardener/shoot/shoot_maintenance/
 */
export function shootDifferences(manifest: unknown): ShootDifferences | undefined {
  const spec = (...path: string[]) => field(manifest, 'spec', ...path);
  const isRaised = (version: string) => spec('maintenance', 'autoUpdate', version) !== false;
  const isPatch = /^\d+\.\d+\.\d+$/.test(String(spec('kubernetes', 'version')));
  const images = list(manifest, 'spec', 'provider', 'workers').map((pool) =>
    field(pool, 'machine', 'image', 'version'),
  );
  const jsonPointers = [
    ...(isRaised('kubernetesVersion') || !isPatch ? ['/spec/kubernetes/version'] : []),
    ...(list(manifest, 'spec', 'hibernation', 'schedules').length > 0 ? ['/spec/hibernation/enabled'] : []),
  ];
  const isImageTheirs = isRaised('machineImageVersion') || images.includes(undefined);
  const jqPathExpressions = isImageTheirs ? ['.spec.provider.workers[]?.machine.image.version'] : [];
  return jsonPointers.length + jqPathExpressions.length > 0
    ? {
        ...(jsonPointers.length > 0 && { jsonPointers }),
        ...(jqPathExpressions.length > 0 && { jqPathExpressions }),
      }
    : undefined;
}
