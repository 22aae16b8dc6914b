import { Chart } from 'cdk8s';
import {
  Existing,
  SpinKubeAlerts,
  SpinKubeAlertsProps,
  SpinKubeDashboard,
  SpinKubeDashboardProps,
  SpinKubeStateMetrics,
  SpinOperator,
  SpinOperatorMonitor,
  SpinOperatorMonitorProps,
  SpinOperatorProps,
} from '../../../lib';
import { Manifest, only, synth, testApp } from '../../testing';

/** Properties of each construct. */
export interface MonitoringProps {
  readonly operator?: SpinOperatorProps;
  readonly monitor?: Partial<SpinOperatorMonitorProps>;
  readonly alerts?: Partial<SpinKubeAlertsProps>;
  readonly dashboard?: SpinKubeDashboardProps;
}

/** All of the monitoring in one chart, beside an operator. */
export function monitoringChart(props: MonitoringProps = {}, namespace: string | null = 'monitoring'): Chart {
  const app = testApp();
  const operator = new SpinOperator(new Chart(app, 'platform'), 'operator', props.operator);
  const chart = new Chart(app, 'test', { namespace: namespace ?? undefined });
  new SpinKubeStateMetrics(chart, 'state-metrics', {
    metadata: { name: 'spinkube-state-metrics' },
    serviceAccount: Existing.serviceAccount('kube-state-metrics'),
  });
  new SpinOperatorMonitor(chart, 'monitor', { operator, ...props.monitor });
  new SpinKubeAlerts(chart, 'alerts', { operator, ...props.alerts });
  new SpinKubeDashboard(chart, 'dashboard', props.dashboard);
  return chart;
}

export function monitoring(props?: MonitoringProps): Manifest[] {
  return synth(monitoringChart(props));
}

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly [name: string]: string };
}

export function alertsIn(manifests: Manifest[]): Alert[] {
  const { spec } = only(manifests, 'PrometheusRule') as unknown as { spec: { groups: { rules: Alert[] }[] } };
  return spec.groups.flatMap(({ rules }) => rules);
}

/** The queries of the dashboard. */
export function queriesIn(manifests: Manifest[]): { title: string; expr: string }[] {
  const dashboards = manifests.filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1');
  const { data } = only(dashboards, 'ConfigMap') as unknown as { data: { 'spinkube.json': string } };
  const { panels } = JSON.parse(data['spinkube.json']) as { panels: { title: string; targets: { expr: string }[] }[] };
  return panels.flatMap(({ targets, title }) => targets.map(({ expr }) => ({ title, expr })));
}
