import { isSecretName } from '../../private/plaintext-secrets';
import { Problems } from '../../validation/problems';
import { CheckedApp, describe, didYouMean } from './checked-app';
import { ManifestComponent, ManifestVariable } from './model';
import { parseTemplate } from './template';

/**
 * A variable without a default must be set if a component that runs reads it; newer versions of Spin do not start without
 * any of them.
 */
export function checkRequired(
  { manifest, model, running, runtimeConfig, shim, variables }: CheckedApp,
  problems: Problems,
): void {
  if (runtimeConfig?._mayProvideVariables()) {
    return;
  }
  const set = Object.keys(variables).map(spinName);
  for (const { name } of model.variables.filter((one) => one.isRequired && !set.includes(one.name))) {
    const readers = readersOf(name, running.components);
    if (readers.length > 0 || shim._facts.needsAllVariables) {
      const verb = readers.length === 1 ? 'reads' : 'read';
      const why =
        readers.length > 0 ? `${describe(readers)} ${verb} it` : `shim ${shim.name} asks for every variable at start`;
      problems
        .at(name)
        .refuse(
          undefined,
          `is required by ${manifest._source()}, and ${why}`,
          "set it, or configure a 'VariableProvider' in a file for 'RuntimeConfig.fromSecret'",
        );
    }
  }
}

/** Warns of hosts whose variables are not declared: the component cannot call any host then. */
export function warnOfHosts({ manifest, model, running }: CheckedApp, problems: Problems): void {
  const declared = model.variables.map(({ name }) => name);
  for (const { id, outboundHosts } of running.components) {
    for (const host of outboundHosts) {
      for (const name of parseTemplate(host).variables.filter((one) => !declared.includes(one))) {
        const rule = `references '${name}', which is not a variable of ${manifest._source()}: component ${id} can call no host at all`;
        problems.refuse(host, rule, didYouMean(name, declared) ?? 'declare it there');
      }
    }
  }
}

/** The components that read a variable. */
export function readersOf(variable: string, components: readonly ManifestComponent[]): ManifestComponent[] {
  return components.filter(({ outboundHosts, variables }) =>
    [...Object.values(variables), ...outboundHosts].some((text) => parseTemplate(text).variables.includes(variable)),
  );
}

export function checkDeclared({ manifest, model, variables }: CheckedApp, problems: Problems): void {
  const declared = model.variables.map(({ name }) => name);
  for (const name of Object.keys(variables).filter((one) => !declared.includes(spinName(one)))) {
    const remedy = didYouMean(name, declared) ?? 'remove it, or declare it there';
    problems.refuse(name, `is not a variable of ${manifest._source()}`, remedy);
  }
}

/** Values of secrets are not shown. */
export function checkSecrets({ manifest, model, variables }: CheckedApp, problems: Problems): void {
  const declared = new Map(model.variables.map((variable) => [variable.name, variable]));
  for (const [name, variable] of Object.entries(variables)) {
    if (isOtherSecret(declared.get(spinName(name))) && variable._render(name).value) {
      problems
        .at(name)
        .refuse(
          '…',
          `is a secret in ${manifest._source()}, but is in plain text`,
          "use 'Variable.fromSecret' with the Secret of a SealedSecret or ExternalSecret, or set 'allowPlaintextSecrets'",
        );
    }
  }
}

/** A variable with the name of a secret is reported without a manifest too; once is enough. */
function isOtherSecret(variable?: ManifestVariable): boolean {
  return variable !== undefined && variable.isSecret && !isSecretName(variable.name);
}

/** The operator writes names in capitals, so that their case is lost. */
export function spinName(name: string): string {
  return name.toLowerCase();
}
