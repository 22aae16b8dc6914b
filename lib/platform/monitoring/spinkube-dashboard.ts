import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedOptions } from '../../private/checked-values';
import { ownFindings } from '../../validation/own-findings';
import { Problems } from '../../validation/problems';
import { ofText } from '../../validation/requirement';
import { renderDashboard } from './dashboard';

/** Properties of a `SpinKubeDashboard`. */
export interface SpinKubeDashboardProps extends kplus.ResourceProps {
  /**
   * Title of the dashboard.
   *
   * @default 'SpinKube'
   */
  readonly title?: string;

  /**
   * Unique identifier of the dashboard (`uid`), which is part of its URL: at most 40 letters, digits, dashes and underscores.
   *
   * @default 'spinkube'
   */
  readonly uid?: string;
}

const UID = ofText(
  (uid) => /^[a-zA-Z0-9_-]{1,40}$/.test(uid),
  'is not a valid uid of Grafana: use at most 40 letters, digits, dashes and underscores',
  'remove it to use the default',
);

/**
 * ConfigMap with a Grafana dashboard of SpinApps and the platform: availability, rollouts, pods, restarts, shim, certificates
 * and the operator.
 *
 * The sidecar of Grafana loads ConfigMaps with the label `grafana_dashboard: "1"`, in the namespaces that it watches. The data
 * source is a variable of the dashboard. It shows the metrics of `SpinKubeStateMetrics` and `SpinOperatorMonitor`.
 *
 * @see https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/
 *
 * @example
 *
 * new SpinKubeDashboard(chart, 'dashboard', { metadata: { annotations: { grafana_folder: 'Platform' } } });
 */
export class SpinKubeDashboard extends kplus.Resource {
  public readonly resourceType = 'configmaps';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  /**
   * Creates the ConfigMap.
   *
   * @param scope scope of the dashboard
   * @param id its id there
   * @param props title, uid and metadata
   * @throws if a property has a wrong type
   */
  public constructor(scope: Construct, id: string, props: SpinKubeDashboardProps = {}) {
    super(scope, id);
    const { metadata, title = 'SpinKube', uid = 'spinkube' } = checkedOptions('SpinKubeDashboardProps', props, this);
    this.apiObject = new kplus.k8s.KubeConfigMap(this, 'Resource', {
      metadata: { ...metadata, labels: { grafana_dashboard: '1', ...metadata?.labels } },
      data: { 'spinkube.json': `${JSON.stringify(renderDashboard(uid, title), undefined, 2)}\n` },
    });
    this.node.addValidation({
      validate: () => {
        const problems = Problems.at();
        problems.at('uid').require(uid, UID);
        return [...problems.messages, ...ownFindings(this.apiObject)];
      },
    });
  }
}
