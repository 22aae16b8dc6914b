import { Problems } from '../../validation/problems';
import { checkBase, warnOfProbes, warnOfRoutes } from './check-http';
import { checkChaining, checkComponents, checkTriggers, warnOfComponents } from './check-selection';
import { checkLlm, checkStores, warnOfLlm, warnOfStores } from './check-stores';
import { checkDeclared, checkRequired, checkSecrets, warnOfHosts } from './check-variables';
import { AppOutline, withManifest } from './checked-app';
import { warnOfDependencies } from './check-dependencies';

/**
 * Checks an app against the manifest of its application.
 *
 * @param outline its settings
 * @param allowPlaintext whether secrets are allowed in the app's own manifest
 * @returns a message for each problem; none if the app has no manifest
 */
export function checkByManifest(outline: AppOutline, allowPlaintext: boolean): string[] {
  const problems = Problems.at();
  const app = withManifest(outline);
  if (app) {
    checkComponents(app, problems.at('components'));
    checkTriggers(app, problems);
    checkChaining(app, problems.at('components'));
    checkBase(app, problems.at('manifest'));
    checkRequired(app, problems.at('variables'));
    checkDeclared(app, problems.at('variables'));
    if (!allowPlaintext) {
      checkSecrets(app, problems.at('variables'));
    }
    checkStores(app, problems.at('runtimeConfig'));
    checkLlm(app, problems.at('runtimeConfig', 'llmCompute'));
  }
  return problems.messages;
}

/** Warns of settings of an app that its application does not use, or that it likely cannot use. */
export function warnByManifest(outline: AppOutline): string[] {
  const problems = Problems.at();
  const app = withManifest(outline);
  if (app) {
    warnOfComponents(app, problems.at('components'));
    warnOfProbes(app, problems);
    warnOfRoutes(app, problems.at('service'));
    warnOfHosts(app, problems.at('manifest'));
    warnOfDependencies(app, problems.at('manifest'));
    warnOfStores(app, problems.at('runtimeConfig'));
    warnOfLlm(app, problems.at('runtimeConfig', 'llmCompute'));
  }
  return problems.messages;
}
