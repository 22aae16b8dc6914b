/** When Gardener may maintain a Shoot, each day. */
export interface MaintenanceWindow {
  /** When it begins: hours, minutes and seconds, and how far the time zone is from UTC: `220000+0100`. */
  readonly begin: string;

  /** When it ends, in the same form; 30 minutes to 6 hours later. */
  readonly end: string;
}

/** When Gardener maintains a Shoot, and what it may change then. */
export interface Maintenance {
  /**
   * When it does, each day.
   *
   * @default - an hour that Gardener chooses
   */
  readonly window?: MaintenanceWindow;

  /**
   * Whether it may raise the patch version of Kubernetes. What is in Git is then older than what runs.
   *
   * @default - Gardener's: it may
   */
  readonly updateKubernetes?: boolean;

  /**
   * Whether it may raise the version of machine images. What is in Git is then older than what runs.
   *
   * @default - Gardener's: it may
   */
  readonly updateMachineImages?: boolean;

  /**
   * Whether changes of the Shoot wait for the window.
   *
   * @default - Gardener's: they do not
   */
  readonly confineSpecUpdateRollout?: boolean;
}

/** Renders `spec.maintenance`. The version of Kubernetes has no field of its own for "as Gardener does". */
export function renderMaintenance(maintenance: Maintenance): unknown {
  const { confineSpecUpdateRollout, updateKubernetes, updateMachineImages, window } = maintenance;
  const autoUpdate = { kubernetesVersion: updateKubernetes ?? true, machineImageVersion: updateMachineImages };
  return {
    autoUpdate: updateKubernetes === undefined && updateMachineImages === undefined ? undefined : autoUpdate,
    confineSpecUpdateRollout,
    timeWindow: window && { begin: window.begin, end: window.end },
  };
}
