import { Shoot, WorkerPoolProps } from '../../lib/gardener';
import { shootWith } from './shoots';

/** Shoot and the messages expected for it. */
export interface ShootCase {
  readonly title: string;
  readonly shoot: () => Shoot;

  /** Complete messages, with the path of the construct; none if the Shoot is valid. */
  readonly messages: string[];
}

export const shootCase = (title: string, shoot: () => Shoot, ...messages: string[]): ShootCase => ({
  title,
  shoot,
  messages,
});

export const ofPool = (title: string, pool: Partial<WorkerPoolProps>, ...messages: string[]): ShootCase =>
  shootCase(title, () => shootWith({}, pool), ...messages.map((message) => `[test/shoot] ${message}`));

export const ofShoot = (title: string, props: Parameters<typeof shootWith>[0], ...messages: string[]): ShootCase =>
  shootCase(title, () => shootWith(props), ...messages.map((message) => `[test/shoot] ${message}`));
