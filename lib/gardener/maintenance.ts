import { violation } from '../private/errors';

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

export function validateMaintenance({ window }: Maintenance): string[] {
  if (window === undefined) {
    return [];
  }
  const [begin, end] = [secondOfDay(window.begin), secondOfDay(window.end)];
  const form = 'is no time of the day with a time zone';
  const remedy = 'write 220000+0100, or the like';
  if (begin === undefined || end === undefined) {
    return [
      ...(begin === undefined ? [violation('maintenance.window.begin', window.begin, form, remedy)] : []),
      ...(end === undefined ? [violation('maintenance.window.end', window.end, form, remedy)] : []),
    ];
  }
  const minutes = (modulo(end - begin, DAY) || DAY) / 60;
  const length = `${window.begin} to ${window.end}, ${minutes} minutes`;
  return minutes >= 30 && minutes <= 360
    ? []
    : [violation('maintenance.window', length, 'must last 30 minutes to 6 hours', 'move its end')];
}

const DAY = 24 * 60 * 60;

/** The second of the day in UTC, of `220000+0100`. */
function secondOfDay(text: string): number | undefined {
  const match = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)([+-])([01]\d|2[0-3])([0-5]\d)$/.exec(text);
  if (!match) {
    return undefined;
  }
  const seconds = (hours: string, minutes: string) => Number(hours) * 3600 + Number(minutes) * 60;
  const [, hour, minute, second, sign, zoneHour, zoneMinute] = match;
  const offset = seconds(zoneHour, zoneMinute) * (sign === '+' ? 1 : -1);
  return modulo(seconds(hour, minute) + Number(second) - offset, DAY);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
