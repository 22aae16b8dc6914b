import { violation } from '../private/errors';
import { ShootSettings } from './shoot-settings';

/**
 * Versions that Gardener raises by itself, so that those in Git become older than what runs.
 *
 * Of a version of Kubernetes without a patch it takes the newest at each apply. Of an image without a version it takes the
 * newest for a new pool, and leaves those that are there as they are.
 *
 * @see https://gardener.cloud/docs/gardener/shoot/shoot_updates/
 */
export function warnOfUpdates({ kubernetesVersion, maintenance = {}, pools }: ShootSettings): string[] {
  const { updateKubernetes = true, updateMachineImages = true } = maintenance;
  const images = pools.map(({ _settings: { image, name } }) => ({ name, version: image.version }));
  return [
    ...(updateKubernetes ? warnOfKubernetes(kubernetesVersion) : []),
    ...(updateMachineImages ? images.filter(({ version }) => version !== undefined).map(warnOfImage) : []),
  ];
}

function warnOfKubernetes(version: string): string[] {
  const minor = /^(\d+\.\d+)\.\d+$/.exec(version)?.[1];
  const rule = 'is raised by Gardener, which then refuses to go back to it';
  const remedy = `write ${minor}, or set 'maintenance.updateKubernetes: false'`;
  return minor === undefined ? [] : [violation('kubernetesVersion', version, rule, remedy)];
}

function warnOfImage({ name, version }: { readonly name: string; readonly version?: string }): string {
  const rule = 'is raised by Gardener, and whoever applies the Shoot then has all machines replaced by older ones';
  const remedy = "leave the version out, or set 'maintenance.updateMachineImages: false'";
  return violation(`workerPools.${name}.image`, version, rule, remedy);
}
