import { violation } from '../../private/errors';
import { Labels } from '../../private/helm-names';
import { validateNames, validateWholeSeconds } from '../component-rules';
import { validateWorkload } from '../workload/workload-rules';
import { RuntimeClassManagerSettings } from './runtime-class-manager';

/** What the API server would refuse, and what would keep it from working. */
export function validateRuntimeClassManager(
  settings: RuntimeClassManagerSettings,
  selectorLabels: Labels,
  env: string[],
): string[] {
  const single = 'must be 0 or 1: runtime-class-manager has no leader election, and two would work against each other';
  return [
    ...validateNames(settings),
    ...validateWorkload(settings, { selectorLabels, env, single }),
    ...validateDownloader(settings),
    ...validateWholeSeconds('jobTimeToLive', settings.jobTimeToLive),
  ];
}

function validateDownloader({ downloader }: RuntimeClassManagerSettings): string[] {
  if (downloader === undefined) {
    return [];
  }
  const { retries, retryInterval } = downloader;
  return [
    ...(Number.isInteger(retries) && retries >= 0
      ? []
      : [violation('downloader.retries', retries, 'must be a whole number, 0 or more', 'use 3')]),
    ...validateWholeSeconds('downloader.retryInterval', retryInterval),
  ];
}
