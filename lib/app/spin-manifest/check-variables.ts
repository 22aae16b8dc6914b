import { violation } from '../../private/errors';
import { nearest } from '../../private/nearest';
import { isSecretName } from '../../private/plaintext-secrets';
import { fieldPath } from '../../validation/field-path';
import { SpinAppSettings } from '../spin-app-settings';
import { ManifestComponent, ManifestVariable } from './model';
import { nameComponents, Selection } from './selection';
import { SpinManifest } from './spin-manifest';
import { mentions } from './template';

const PROPERTY = 'variables';

/** What else decides about variables. */
interface Circumstances {
  readonly selection: Selection;
  readonly allowPlaintext: boolean;
}

/** The variables of an app must be those of its application. */
export function checkVariables(manifest: SpinManifest, app: SpinAppSettings, around: Circumstances): string[] {
  return [
    ...checkRequired(manifest, app, around.selection),
    ...checkDeclared(manifest, app),
    ...(around.allowPlaintext ? [] : checkSecrets(manifest, app)),
  ];
}

/**
 * A required variable is asked for if a component that runs reads it, or none at all: newer releases of Spin do not start
 * without. What only components read that are left out is theirs.
 */
function checkRequired(manifest: SpinManifest, app: SpinAppSettings, { components }: Selection): string[] {
  if (app.runtimeConfig !== undefined && app.runtimeConfig._visible() === undefined) {
    // The file may have a provider of variables.
    return [];
  }
  const supplied = Object.keys(app.variables).map(inSpin);
  const { components: all, variables } = manifest._model();
  const missing = variables.filter(({ isRequired, name }) => isRequired && !supplied.includes(name));
  return missing.flatMap(({ name }) => {
    const readers = readersOf(name, components);
    if (readers.length === 0 && readersOf(name, all).length > 0) {
      return [];
    }
    const verb = readers.length === 1 ? 'reads' : 'read';
    const why = readers.length > 0 ? `${nameComponents(readers)} ${verb} it` : 'Spin asks for all that are';
    const remedy = "set it, or name a provider of it in a file for 'RuntimeConfig.fromSecret'";
    return [
      violation(fieldPath(PROPERTY, name), undefined, `is required by ${manifest._source()}, and ${why}`, remedy),
    ];
  });
}

function readersOf(name: string, components: readonly ManifestComponent[]): ManifestComponent[] {
  return components.filter(({ templates }) => templates.some((template) => mentions(template, name)));
}

function checkDeclared(manifest: SpinManifest, app: SpinAppSettings): string[] {
  const declared = manifest._model().variables.map(({ name }) => name);
  return Object.keys(app.variables)
    .filter((name) => !declared.includes(inSpin(name)))
    .map((name) => {
      const meant = nearest(name, declared);
      const remedy = meant === undefined ? 'remove it, or declare it there' : `did you mean '${meant}'?`;
      return violation(PROPERTY, name, `is no variable of ${manifest._source()}`, remedy);
    });
}

/** Values are not shown. */
function checkSecrets(manifest: SpinManifest, app: SpinAppSettings): string[] {
  const variables = new Map(manifest._model().variables.map((variable) => [variable.name, variable]));
  return Object.entries(app.variables)
    .filter(([name, variable]) => isUnspokenSecret(variables.get(inSpin(name))) && variable._render(name).value)
    .map(([name]) =>
      violation(
        fieldPath(PROPERTY, name),
        '…',
        `is secret by ${manifest._source()}, and for everybody to read`,
        "take it with 'Variable.fromSecret' from a Secret that a SealedSecret or ExternalSecret makes, or set 'allowPlaintextSecrets'",
      ),
    );
}

/** What is called like a secret is refused without a manifest, and need not be refused twice. */
function isUnspokenSecret(variable?: ManifestVariable): boolean {
  return variable !== undefined && variable.isSecret && !isSecretName(variable.name);
}

/** The operator writes names in capitals, so that their case is lost. */
function inSpin(name: string): string {
  return name.toLowerCase();
}
