import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { SpinApp } from '../../app/spin-app';
import { SpinAppExecutor } from '../../app/spin-app-executor';
import { SpinOperatorApi } from '../../app/spin-operator-api';
import { violation } from '../../private/errors';
import { isDnsLabel, isServiceName } from '../../private/names';
import { validateNames } from '../component-rules';
import { SpinOperatorVersion } from '../releases';
import { validateWorkload } from '../workload/workload-rules';
import { CLUSTER_DOMAIN } from './deployment';
import { SpinOperatorNames } from './names';
import { SpinOperatorSettings } from './settings';

/** What the API server would refuse, and what would keep the operator from starting. */
export function validateSpinOperator(
  names: SpinOperatorNames,
  settings: SpinOperatorSettings,
  args: string[],
): string[] {
  return [
    ...validateNames(settings),
    ...validateServiceName(names, settings),
    ...validateWorkload(settings, { selectorLabels: names.selectorLabels, args, env: [CLUSTER_DOMAIN] }),
    ...validateClusterDomain(settings),
    ...validateMetricsServiceType(settings),
    ...validateProxy(settings),
  ];
}

/** Their CustomResourceDefinitions are not those of this operator, which would never look at them. */
export function validateExecutors(operator: IConstruct, api: SpinOperatorApi): string[] {
  return operator.node.root.node
    .findAll()
    .filter((construct) => construct instanceof SpinAppExecutor)
    .filter((executor) => executor.api.group !== api.group)
    .map((executor) => {
      const rule = `is of the group ${api.group}, and ${executor.node.path} is of ${executor.api.group}: this operator would never look at it`;
      return violation('version', api.operatorVersion, rule, "give the executor the 'api' of the operator");
    });
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

function validateServiceName(
  { webhookService }: SpinOperatorNames,
  { helmReleaseName }: SpinOperatorSettings,
): string[] {
  if (!isDnsLabel(helmReleaseName) || isServiceName(webhookService)) {
    return [];
  }
  const rule = `makes a Service name, ${webhookService}, that does not begin with a letter or is longer than 63 characters`;
  return [violation('helmReleaseName', helmReleaseName, rule, 'choose another one')];
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

function validateProxy({ kubeRbacProxy, version }: SpinOperatorSettings): string[] {
  if (kubeRbacProxy === undefined) {
    return [];
  }
  if (version !== SpinOperatorVersion.V0_1_0) {
    const rule = `is not needed: spin-operator ${version} looks after its metrics itself`;
    return [violation('kubeRbacProxy', kubeRbacProxy.image, rule, 'remove it')];
  }
  return kubeRbacProxy.image === ''
    ? [violation('kubeRbacProxy.image', kubeRbacProxy.image, 'must not be empty', 'name an image')]
    : [];
}
