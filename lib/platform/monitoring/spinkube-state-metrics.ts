import { ApiObject, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedName, checkedOptions } from '../../private/checked-values';
import { Problems } from '../../validation/problems';
import { ownFindings } from '../../validation/own-findings';
import { grantClusterRole, serviceAccount } from '../workload/rbac';
import { stateMetricsConfig, stateMetricsResources } from './state-metrics-config';

/** Properties of `SpinKubeStateMetrics`. */
export interface SpinKubeStateMetricsProps extends kplus.ResourceProps {
  /**
   * ServiceAccount of kube-state-metrics, in the namespace of the ConfigMap: it gets the permissions to read SpinApps,
   * SpinAppExecutors and Shims.
   */
  readonly serviceAccount: kplus.IServiceAccount;
}

/**
 * Configuration of kube-state-metrics for SpinApps, SpinAppExecutors and Shims (`CustomResourceStateMetrics`): a ConfigMap in
 * the namespace of kube-state-metrics, and the permissions that it needs.
 *
 * kube-state-metrics must be there already, mount the ConfigMap, and be started with
 * `--custom-resource-state-config-file`. It then exports `kube_spinapp_*`, `kube_spinappexecutor_*` and `kube_shim_*`.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/extend/customresourcestate-metrics.md
 *
 * @example
 *
 * new SpinKubeStateMetrics(chart, 'state-metrics', { serviceAccount: Existing.serviceAccount('kube-state-metrics') });
 */
export class SpinKubeStateMetrics extends kplus.Resource {
  /** Key of the configuration in the ConfigMap. */
  public static readonly KEY = 'config.yaml';

  public readonly resourceType = 'configmaps';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  /**
   * Creates the ConfigMap and the permissions.
   *
   * @param scope scope of the configuration
   * @param id its id there
   * @param props ServiceAccount of kube-state-metrics, and metadata
   * @throws if a property has a wrong type
   */
  public constructor(scope: Construct, id: string, props: SpinKubeStateMetricsProps) {
    super(scope, id);
    const { metadata, serviceAccount: account } = checkedOptions('SpinKubeStateMetricsProps', props, this);
    const accountName = checkedName(account, 'ServiceAccount', this);
    this.apiObject = new kplus.k8s.KubeConfigMap(this, 'Resource', {
      metadata,
      data: { [SpinKubeStateMetrics.KEY]: Yaml.stringify(stateMetricsConfig()) },
    });
    const { namespace } = this.metadata;
    grantClusterRole(
      this,
      'Role',
      { name: `${this.name}-reader`, labels: metadata?.labels },
      [
        ...stateMetricsResources().map(({ group, resources }) => ({
          apiGroups: [group],
          resources,
          verbs: ['list', 'watch'],
        })),
        // kube-state-metrics waits for the CustomResourceDefinitions of the kinds.
        { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['list', 'watch'] },
      ],
      serviceAccount(accountName, namespace ?? ''),
    );
    this.node.addValidation({
      validate: () => {
        const problems = Problems.at();
        if (namespace === undefined) {
          const rule = 'is required: the ServiceAccount and the ConfigMap are in the namespace of kube-state-metrics';
          problems.at('metadata', 'namespace').refuse(undefined, rule, 'set it here or in the chart');
        }
        return [...problems.messages, ...ownFindings(this.apiObject)];
      },
    });
  }
}
