import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../../imports/monitoring.coreos.com';
import { checkedName, checkedOptions } from '../../private/checked-values';
import { checkedType } from '../../private/checked-props';
import { withoutNamespace } from '../../private/cluster-scoped';
import { ownFindings } from '../../validation/own-findings';
import { Problems } from '../../validation/problems';
import { METRICS_PORT_NAME } from '../spin-operator/metrics';
import { SpinOperator } from '../spin-operator/spin-operator';
import { grantRole, READ, serviceAccount } from '../workload/rbac';
import { inSeconds } from '../workload/workload';
import { checkPeriod } from './period';

/** Properties of a `SpinOperatorMonitor`. */
export interface SpinOperatorMonitorProps extends kplus.ResourceProps {
  /** spin-operator whose metrics are scraped. The ServiceMonitor is in its namespace. */
  readonly operator: SpinOperator;

  /**
   * ServiceAccount of Prometheus, with its namespace: `Existing.serviceAccount('prometheus', 'monitoring')`. It gets the
   * permissions to discover the pods of the operator.
   *
   * @default - none: Prometheus has these permissions already, as that of kube-prometheus-stack has in all namespaces
   */
  readonly prometheus?: kplus.IServiceAccount;

  /**
   * Scrape interval (`interval`). Whole seconds, 1 or more.
   *
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;
}

/**
 * ServiceMonitor of the metrics of spin-operator, with the permissions to read them.
 *
 * The operator serves them over HTTPS, to those who may `get` the path `/metrics`. A ServiceAccount of its own may, and nothing
 * else; Prometheus sends the token of that one. The certificate is one that the operator signs itself at each start,
 * so it is not verified: the token of Prometheus itself would be at risk.
 *
 * The cluster must have the CustomResourceDefinitions of the Prometheus Operator.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
 *
 * @example
 *
 * new SpinOperatorMonitor(chart, 'operator', {
 *   operator: spinkube.operator,
 *   metadata: { labels: { release: 'kube-prometheus-stack' } },
 * });
 */
export class SpinOperatorMonitor extends kplus.Resource {
  public readonly resourceType = 'servicemonitors';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  /**
   * Creates the ServiceMonitor, and a ServiceAccount that may read the metrics, with its token.
   *
   * @param scope scope of the monitor
   * @param id its id there
   * @param props operator, scrape interval and metadata
   * @throws if a property has a wrong type
   */
  public constructor(scope: Construct, id: string, props: SpinOperatorMonitorProps) {
    super(scope, id);
    const {
      interval = Duration.seconds(30),
      metadata,
      operator: given,
      prometheus,
    } = checkedOptions('SpinOperatorMonitorProps', props, this);
    const operator = checkedType('SpinOperator', given, 'operator', this);
    const { namespace } = operator;
    const { metricsReader, metricsService } = operator._monitored;
    const reader = `${operator.deploymentName}-metrics-reader`;
    const common = { namespace, labels: metadata?.labels };

    new kplus.k8s.KubeServiceAccount(this, 'Reader', {
      metadata: { ...common, name: reader },
      automountServiceAccountToken: false,
    });
    withoutNamespace(
      new kplus.k8s.KubeClusterRoleBinding(this, 'ReaderBinding', {
        metadata: { name: reader, labels: metadata?.labels },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metricsReader },
        subjects: [serviceAccount(reader, namespace)],
      }),
    );
    // The token controller of the cluster fills it.
    new kplus.k8s.KubeSecret(this, 'Token', {
      metadata: {
        ...common,
        name: `${reader}-token`,
        annotations: { 'kubernetes.io/service-account.name': reader },
      },
      type: 'kubernetes.io/service-account-token',
    });
    this.apiObject = new l1.ServiceMonitor(this, 'Resource', {
      metadata: { ...metadata, namespace },
      spec: {
        selector: { matchLabels: { ...metricsService } },
        endpoints: [
          {
            port: METRICS_PORT_NAME,
            scheme: l1.ServiceMonitorSpecEndpointsScheme.HTTPS,
            interval: `${inSeconds(interval)}s`,
            authorization: { credentials: { name: `${reader}-token`, key: 'token' } },
            tlsConfig: { insecureSkipVerify: true },
          },
        ],
      },
    });
    const account = prometheus && accountOf(prometheus, this);
    if (account) {
      grantRole(
        this,
        'Discovery',
        { ...common, name: `${operator.deploymentName}-discovery` },
        [
          { apiGroups: [''], resources: ['services', 'endpoints', 'pods'], verbs: READ },
          { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
        ],
        serviceAccount(account.name, account.namespace),
      );
    }
    this.node.addValidation({
      validate: () => {
        const problems = Problems.at();
        checkPeriod(problems.at('interval'), interval);
        if (metadata?.namespace !== undefined && metadata.namespace !== namespace) {
          const rule = 'is not the namespace of the operator, where the Secret with the token is';
          problems.at('metadata', 'namespace').refuse(metadata.namespace, rule, 'remove it');
        }
        if (metricsService === undefined) {
          const rule = `does not serve its metrics outside of the pod: spin-operator ${operator.version.name} needs kube-rbac-proxy for that`;
          problems.at('operator').refuse(operator.node.path, rule, "set its 'kubeRbacProxy'");
        }
        return [...problems.messages, ...ownFindings(this.apiObject)];
      },
    });
  }
}

function accountOf(account: kplus.IServiceAccount, where: Construct): { name: string; namespace: string } {
  const name = checkedName(account, 'ServiceAccount', where, 'prometheus');
  const { namespace = '' } = account.toSubjectConfiguration();
  return { name, namespace };
}
