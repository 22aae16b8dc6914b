/** Maintenance time window, which recurs every day. */
export interface MaintenanceWindow {
  /** Begin of the window, as `HHMMSS` and the offset from UTC: `220000+0100`. */
  readonly begin: string;

  /** End of the window, in the same form; 30 minutes to 6 hours after `begin`. */
  readonly end: string;
}

/** Maintenance of a Shoot: time window, and automatic updates. */
export interface Maintenance {
  /**
   * Maintenance time window.
   *
   * @default - an hour that Gardener chooses
   */
  readonly window?: MaintenanceWindow;

  /**
   * Automatic updates of the Kubernetes patch version (`autoUpdate.kubernetesVersion`). The version in Git falls behind.
   *
   * @default - Gardener default: true
   */
  readonly updateKubernetes?: boolean;

  /**
   * Automatic updates of machine images (`autoUpdate.machineImageVersion`). A version in Git falls behind.
   *
   * @default - Gardener default: true
   */
  readonly updateMachineImages?: boolean;

  /**
   * Confines the rollout of changes to the maintenance window (`confineSpecUpdateRollout`).
   *
   * @default - Gardener default: false
   */
  readonly confineSpecUpdateRollout?: boolean;
}

/**
 * `autoUpdate.kubernetesVersion` is required beside `machineImageVersion`, so that its default is written.
 *
 * @internal
 */
export function renderMaintenance(maintenance: Maintenance): unknown {
  const { confineSpecUpdateRollout, updateKubernetes, updateMachineImages, window } = maintenance;
  const autoUpdate = { kubernetesVersion: updateKubernetes ?? true, machineImageVersion: updateMachineImages };
  return {
    autoUpdate: updateKubernetes === undefined && updateMachineImages === undefined ? undefined : autoUpdate,
    confineSpecUpdateRollout,
    timeWindow: window && { begin: window.begin, end: window.end },
  };
}
