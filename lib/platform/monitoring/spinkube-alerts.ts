import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../../imports/monitoring.coreos.com';
import { checkedType } from '../../private/checked-props';
import { checkedOptions } from '../../private/checked-values';
import { ownFindings } from '../../validation/own-findings';
import { Problems } from '../../validation/problems';
import { SpinOperator } from '../spin-operator/spin-operator';
import { checkWholeSeconds, inSeconds } from '../workload/workload';
import { AlertDefinition, alertsOf, AlertProperty } from './alerts';
import { checkPeriod } from './period';

/** Options of one alert. */
export interface AlertOptions {
  /**
   * Renders the alert.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Pending period (`for`): how long the condition must hold before the alert fires. Whole seconds.
   *
   * @default - see the reference of metrics and alerts
   */
  readonly pendingPeriod?: Duration;

  /**
   * Label `severity`, by which Alertmanager routes the alert, such as `critical`, `warning` or `info`.
   *
   * @default - see the reference of metrics and alerts
   */
  readonly severity?: string;

  /**
   * Additional labels of the alert.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };
}

/** Properties of `SpinKubeAlerts`. */
export interface SpinKubeAlertsProps extends kplus.ResourceProps {
  /** spin-operator of the SpinApps. The PrometheusRule is in its namespace, unless `metadata` has another. */
  readonly operator: SpinOperator;

  /**
   * Base URL of the runbooks: `runbook_url` is this, a slash, and the name of the alert with `.md`.
   *
   * @default - the runbooks of this library on GitHub
   */
  readonly runbookBaseUrl?: string;

  /**
   * Remaining lifetime from which on a certificate that cert-manager should have renewed is about to expire. Whole seconds.
   *
   * @default Duration.days(7)
   */
  readonly certificateLifetime?: Duration;

  /**
   * `SpinAppNotAvailable`: a SpinApp has too few ready pods, or no Deployment.
   *
   * @default - critical after 10 minutes
   */
  readonly appNotAvailable?: AlertOptions;

  /**
   * `SpinAppRolloutStuck`: a rollout has exceeded its progress deadline.
   *
   * @default - warning after 5 minutes
   */
  readonly rolloutStuck?: AlertOptions;

  /**
   * `SpinAppAutoscalerAtMaximum`: a HorizontalPodAutoscaler, also one of KEDA, has its maximum number of pods.
   *
   * @default - warning after 15 minutes
   */
  readonly autoscalerAtMaximum?: AlertOptions;

  /**
   * `SpinKubeCertificateExpiring`: a certificate of cert-manager is about to expire, and was not renewed.
   *
   * @default - critical after 15 minutes
   */
  readonly certificateExpiring?: AlertOptions;

  /**
   * `SpinShimMissingOnNodes`: a Shim is not on all nodes that it selects.
   *
   * @default - warning after 15 minutes
   */
  readonly shimMissingOnNodes?: AlertOptions;

  /**
   * `SpinOperatorWebhookUnreachable`: calls of the webhooks fail, or no pod of the operator is available.
   *
   * @default - critical after 5 minutes
   */
  readonly webhookUnreachable?: AlertOptions;

  /**
   * `SpinOperatorWithoutLeader`: no pod of the operator leads.
   *
   * @default - critical after 5 minutes
   */
  readonly operatorWithoutLeader?: AlertOptions;
}

const RUNBOOKS = 'https://github.com/cdk8s-spinkube/cdk8s-spinkube/blob/main/docs/runbooks';
const GROUP = 'spinkube';
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * PrometheusRule with alerts about SpinApps, the shim, and spin-operator, each with a runbook.
 *
 * The alerts need the metrics of `SpinKubeStateMetrics`, and those of kube-state-metrics itself, cert-manager, the API server
 * and spin-operator: an alert whose metrics are missing is silent. The cluster must have the CustomResourceDefinitions of the
 * Prometheus Operator.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 *
 * @example
 *
 * new SpinKubeAlerts(chart, 'alerts', {
 *   operator: spinkube.operator,
 *   metadata: { labels: { release: 'kube-prometheus-stack' } },
 *   rolloutStuck: { severity: 'info', pendingPeriod: Duration.minutes(30) },
 * });
 */
export class SpinKubeAlerts extends kplus.Resource {
  public readonly resourceType = 'prometheusrules';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  /**
   * Creates the PrometheusRule.
   *
   * @param scope scope of the alerts
   * @param id its id there
   * @param props operator, base URL of the runbooks, and options of each alert
   * @throws if a property has a wrong type
   */
  public constructor(scope: Construct, id: string, props: SpinKubeAlertsProps) {
    super(scope, id);
    const {
      certificateLifetime = Duration.days(7),
      metadata,
      operator: given,
      runbookBaseUrl = RUNBOOKS,
      ...options
    } = checkedOptions('SpinKubeAlertsProps', props, this);
    const operator = checkedType('SpinOperator', given, 'operator', this);
    const alerts = Object.entries(alertsOf(operator, inSeconds(certificateLifetime))).map(([property, definition]) => ({
      property,
      definition,
      options: options[property as AlertProperty] ?? {},
    }));
    this.apiObject = new l1.PrometheusRule(this, 'Resource', {
      metadata: { namespace: operator.namespace, ...metadata },
      spec: {
        groups: [
          {
            name: GROUP,
            rules: alerts
              .filter((alert) => alert.options.enabled ?? true)
              .map((alert) => renderAlert(alert.definition, alert.options, runbookBaseUrl)),
          },
        ],
      },
    });
    this.node.addValidation({
      validate: () => {
        const problems = Problems.at();
        checkPeriod(problems.at('certificateLifetime'), certificateLifetime);
        for (const alert of alerts) {
          checkWholeSeconds(problems.at(alert.property, 'pendingPeriod'), alert.options.pendingPeriod);
          for (const label of Object.keys(alert.options.labels ?? {}).filter((name) => !LABEL_NAME.test(name))) {
            const rule = 'is not a valid label name of Prometheus: use letters, digits and underscores';
            problems.at(alert.property, 'labels').refuse(label, rule, 'rename it');
          }
        }
        return [...problems.messages, ...ownFindings(this.apiObject)];
      },
    });
  }
}

function renderAlert(
  { description, expression, minutes, name, severity, summary }: AlertDefinition,
  { labels, pendingPeriod = Duration.minutes(minutes), severity: own }: AlertOptions,
  runbookBaseUrl: string,
): l1.PrometheusRuleSpecGroupsRules {
  return {
    alert: name,
    expr: l1.PrometheusRuleSpecGroupsRulesExpr.fromString(expression),
    for: `${inSeconds(pendingPeriod)}s`,
    labels: { severity: own ?? severity, ...labels },
    annotations: { summary, description, runbook_url: `${runbookBaseUrl.replace(/\/$/, '')}/${name}.md` },
  };
}
