import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { SpinApp } from '../app/spin-app';
import { violation } from '../private/errors';
import { isDnsLabel, isServiceName } from '../private/names';
import { ARGS, inSeconds } from './spin-operator-deployment';
import { SpinOperatorNames } from './spin-operator-names';
import { SpinOperatorSettings } from './spin-operator-settings';

const DNS_LABEL =
  'must be a DNS label: at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit';

/** What the API server would refuse, and what would keep the operator from starting. */
export function validateSpinOperator(names: SpinOperatorNames, settings: SpinOperatorSettings): string[] {
  return [
    ...validateReleaseName(names, settings),
    ...validateNamespace(settings),
    ...validateImage(settings),
    ...validateReplicas(settings),
    ...validateTerminationGracePeriod(settings),
    ...validatePodLabels(names, settings),
    ...validateArgs(settings),
    ...validateClusterDomain(settings),
    ...validateMetricsServiceType(settings),
  ];
}

/** One such app is enough: the operator then waits for ever, and no app of the cluster is looked after any more. */
export function validateConfigMaps(operator: IConstruct, { readConfigMaps }: SpinOperatorSettings): string[] {
  if (readConfigMaps) {
    return [];
  }
  return operator.node.root.node
    .findAll()
    .filter((construct): construct is SpinApp => construct instanceof SpinApp && construct._readsConfigMaps())
    .map(({ node: { path } }) => {
      const rule = `would stop the operator for the whole cluster: ${path} takes part of its runtime configuration from a ConfigMap`;
      return violation('readConfigMaps', readConfigMaps, rule, 'remove it, or take the value from a Secret');
    });
}

function validateReleaseName(
  { webhookService }: SpinOperatorNames,
  { helmReleaseName }: SpinOperatorSettings,
): string[] {
  if (!isDnsLabel(helmReleaseName)) {
    return [violation('helmReleaseName', helmReleaseName, DNS_LABEL, "use the name that 'helm list' shows")];
  }
  if (!isServiceName(webhookService)) {
    const rule = `makes a Service name, ${webhookService}, that does not begin with a letter or is longer than 63 characters`;
    return [violation('helmReleaseName', helmReleaseName, rule, 'choose another one')];
  }
  return [];
}

function validateNamespace({ namespace }: SpinOperatorSettings): string[] {
  return isDnsLabel(namespace) ? [] : [violation('namespace', namespace, DNS_LABEL, 'choose another one')];
}

function validateImage({ image }: SpinOperatorSettings): string[] {
  return image === '' ? [violation('image', image, 'must not be empty', 'remove it to use the default')] : [];
}

function validateReplicas({ replicas }: SpinOperatorSettings): string[] {
  return Number.isInteger(replicas) && replicas >= 0
    ? []
    : [violation('replicas', replicas, 'must be a whole number, 0 or more', 'use 1, or 2 for a standby')];
}

function validateTerminationGracePeriod({ terminationGracePeriod }: SpinOperatorSettings): string[] {
  const seconds = inSeconds(terminationGracePeriod);
  return Number.isInteger(seconds)
    ? []
    : [violation('terminationGracePeriod', `${seconds}s`, 'must be whole seconds', 'round it up')];
}

function validatePodLabels({ selectorLabels }: SpinOperatorNames, { podLabels }: SpinOperatorSettings): string[] {
  return Object.keys(podLabels)
    .filter((key) => key in selectorLabels)
    .map((key) => violation('podLabels', key, 'is a label by which the Deployment selects its pods', 'remove it'));
}

function validateArgs({ extraArgs }: SpinOperatorSettings): string[] {
  const passed = ARGS.map(flagName);
  return extraArgs.flatMap((arg) => {
    const name = flagName(arg);
    if (name === undefined) {
      const remedy = 'write a flag and its value as one, such as --zap-log-level=error';
      return [violation('extraArgs', arg, "must be a flag, beginning with '-'", remedy)];
    }
    return passed.includes(name)
      ? [violation('extraArgs', arg, 'repeats an argument that the operator gets anyway', 'remove it')]
      : [];
  });
}

/** As the flag package of Go reads it: one dash or two, and a value after an equals sign. */
function flagName(arg: string): string | undefined {
  return /^--?([^-=][^=]*)/.exec(arg)?.[1];
}

function validateClusterDomain({ kubernetesClusterDomain }: SpinOperatorSettings): string[] {
  return kubernetesClusterDomain.split('.').every(isDnsLabel)
    ? []
    : [
        violation(
          'kubernetesClusterDomain',
          kubernetesClusterDomain,
          'must be a DNS name: DNS labels with dots between them',
          'use the --cluster-domain of the kubelets',
        ),
      ];
}

function validateMetricsServiceType({ metricsServiceType }: SpinOperatorSettings): string[] {
  return metricsServiceType === kplus.ServiceType.EXTERNAL_NAME
    ? [
        violation(
          'metricsServiceType',
          metricsServiceType,
          'needs a name to lead to, and the metrics Service leads to pods',
          'use another type',
        ),
      ]
    : [];
}
