import { SpinAppSettings } from '../spin-app-settings';
import { checkComponents, checkTriggers } from './check-components';
import { checkLlm, warnOfLlm } from './check-llm';
import { checkStores, warnOfStores } from './check-stores';
import { checkVariables } from './check-variables';
import { selectionOf } from './selection';

/**
 * What is wrong with an app by the manifest of its application; nothing if it has none.
 *
 * @param settings what the app has been told
 * @param allowPlaintext whether secrets may stand in the app's manifest
 */
export function checkByManifest(settings: SpinAppSettings, allowPlaintext: boolean): string[] {
  const { manifest } = settings;
  if (manifest === undefined) {
    return [];
  }
  const selection = selectionOf(manifest._model(), settings);
  return [
    ...checkComponents(manifest, settings),
    ...checkTriggers(manifest, selection),
    ...checkVariables(manifest, settings, { selection, allowPlaintext }),
    ...checkStores(settings, selection),
    ...checkLlm(settings, selection),
  ];
}

/** What an app does that the manifest of its application makes look unwise. */
export function warnByManifest(settings: SpinAppSettings): string[] {
  const { manifest } = settings;
  if (manifest === undefined) {
    return [];
  }
  const selection = selectionOf(manifest._model(), settings);
  return [...warnOfStores(settings, selection), ...warnOfLlm(settings, selection)];
}
