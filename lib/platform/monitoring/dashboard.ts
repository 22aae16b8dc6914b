/** A panel of the dashboard; `legend` names the series of a graph. */
interface Panel {
  readonly title: string;
  readonly type: 'stat' | 'table' | 'timeseries';
  readonly query: string;
  readonly legend?: string;
  readonly unit?: string;

  /** Column and width, of 24. */
  readonly x: number;
  readonly width: number;
  readonly row: number;
}

/** Height of a row of panels; the first one has figures only. */
const HEIGHT = 8;
const FIGURES = 4;
const IN_NAMESPACE = 'namespace=~"$namespace"';

const PANELS: readonly Panel[] = [
  {
    ...{ title: 'SpinApps', type: 'stat', row: 0, x: 0, width: 4 },
    query: `count(kube_spinapp_info{${IN_NAMESPACE}})`,
  },
  {
    ...{ title: 'Not available', type: 'stat', row: 0, x: 4, width: 4 },
    query: `count(kube_spinapp_status_condition{${IN_NAMESPACE},condition="Available",status="True"} == 0) or vector(0)`,
  },
  {
    ...{ title: 'Rollouts stuck', type: 'stat', row: 0, x: 8, width: 4 },
    query: `count(kube_spinapp_status_condition{${IN_NAMESPACE},condition="Progressing",status="False"} == 1) or vector(0)`,
  },
  {
    ...{ title: 'Nodes without their Shim', type: 'stat', row: 0, x: 12, width: 4 },
    query: 'sum(kube_shim_status_nodes) - sum(kube_shim_status_nodes_ready) or vector(0)',
  },
  {
    ...{ title: 'Leader of spin-operator', type: 'stat', row: 0, x: 16, width: 4 },
    query: 'sum(leader_election_master_status{name=~"90ba2d18.+"})',
  },
  {
    ...{ title: 'Next certificate expires in', type: 'stat', unit: 's', row: 0, x: 20, width: 4 },
    query: 'min((certmanager_certificate_expiration_timestamp_seconds > 0) - time())',
  },
  {
    ...{ title: 'Images and executors', type: 'table', row: 1, x: 0, width: 24 },
    query: `max by (namespace, spinapp, executor, image) (kube_spinapp_info{${IN_NAMESPACE}})`,
  },
  {
    ...{ title: 'Ready pods', type: 'timeseries', row: 2, x: 0, width: 12, legend: '{{namespace}}/{{spinapp}}' },
    query: `max by (namespace, spinapp) (kube_spinapp_status_replicas_ready{${IN_NAMESPACE}})`,
  },
  {
    ...{
      title: 'Restarts per hour',
      type: 'timeseries',
      row: 2,
      x: 12,
      width: 12,
      legend: '{{namespace}}/{{spinapp}}',
    },
    // The container of a SpinApp has its name.
    query: `sum by (namespace, spinapp) (label_replace(increase(kube_pod_container_status_restarts_total[1h]), "spinapp", "$1", "container", "(.+)") and on (namespace, spinapp) kube_spinapp_info{${IN_NAMESPACE}})`,
  },
  {
    ...{
      title: 'Reconciliations per second',
      type: 'timeseries',
      row: 3,
      x: 0,
      width: 12,
      legend: '{{controller}} {{result}}',
    },
    query: 'sum by (controller, result) (rate(controller_runtime_reconcile_total{controller=~"spinapp.*"}[5m]))',
  },
  {
    ...{
      title: 'Calls of the webhooks per second',
      type: 'timeseries',
      row: 3,
      x: 12,
      width: 12,
      legend: '{{webhook}} {{code}}',
    },
    query: 'sum by (webhook, code) (rate(controller_runtime_webhook_requests_total{webhook=~".*spinapp.*"}[5m]))',
  },
];

const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };

/** A dashboard of Grafana, as its JSON model has it. */
export function renderDashboard(uid: string, title: string): object {
  return {
    uid,
    title,
    tags: ['spinkube'],
    schemaVersion: 39,
    editable: true,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
        {
          name: 'namespace',
          label: 'Namespace',
          type: 'query',
          datasource: DATA_SOURCE,
          query: 'label_values(kube_spinapp_info, namespace)',
          refresh: 2,
          multi: true,
          includeAll: true,
          allValue: '.*',
        },
      ],
    },
    panels: PANELS.map((panel, index) => renderPanel(panel, index + 1)),
  };
}

function renderPanel({ legend, query, row, title, type, unit, width, x }: Panel, id: number): object {
  return {
    id,
    title,
    type,
    datasource: DATA_SOURCE,
    gridPos: { x, y: row === 0 ? 0 : FIGURES + (row - 1) * HEIGHT, w: width, h: row === 0 ? FIGURES : HEIGHT },
    fieldConfig: { defaults: { unit }, overrides: [] },
    targets: [
      {
        refId: 'A',
        datasource: DATA_SOURCE,
        expr: query,
        legendFormat: legend,
        ...(type === 'timeseries' ? {} : { instant: true }),
        ...(type === 'table' ? { format: 'table' } : {}),
      },
    ],
  };
}
