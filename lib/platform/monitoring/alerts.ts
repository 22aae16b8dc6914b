import { SpinOperator } from '../spin-operator/spin-operator';

/** An alert before its options are known. */
export interface AlertDefinition {
  readonly name: string;
  readonly severity: 'critical' | 'warning';

  /** Default of `for`, in minutes. */
  readonly minutes: number;

  /** Expression in PromQL. */
  readonly expression: string;

  /** One line with the names of the objects. */
  readonly summary: string;

  /** Consequences for users and teams. */
  readonly description: string;
}

/** Names of the properties of `SpinKubeAlerts` that configure an alert. */
export type AlertProperty =
  | 'appNotAvailable'
  | 'rolloutStuck'
  | 'autoscalerAtMaximum'
  | 'certificateExpiring'
  | 'shimMissingOnNodes'
  | 'webhookUnreachable'
  | 'operatorWithoutLeader';

/** Seconds after which a leader that does not renew its lease is gone: four times the duration of the lease. */
const LEASE_AGE = 60;

/** The alerts, each by the property that configures it. */
export function alertsOf(
  {
    _monitored: { lease },
    deploymentName,
    namespace,
  }: Pick<SpinOperator, '_monitored' | 'deploymentName' | 'namespace'>,
  remainingSeconds: number,
): Record<AlertProperty, AlertDefinition> {
  const failedCalls = String.raw`apiserver_admission_webhook_rejection_count{name=~"[mv]spinapp(executor)?\\.kb\\.io",error_type="calling_webhook_error"}`;
  const ofOperator = `namespace="${namespace}"`;
  return {
    appNotAvailable: {
      name: 'SpinAppNotAvailable',
      severity: 'critical',
      minutes: 10,
      // An app that the operator has no executor for never gets a status; under an executor without Deployments, none does.
      expression: lines(
        'max by (namespace, spinapp) (',
        '  kube_spinapp_status_condition{condition="Available",status="True"} == 0',
        '  or',
        '  kube_spinapp_info',
        '    unless on (namespace, spinapp) kube_spinapp_status_condition',
        '    unless on (namespace, executor) kube_spinappexecutor_spec_create_deployment == 0',
        ')',
      ),
      summary: 'SpinApp {{ $labels.namespace }}/{{ $labels.spinapp }} is not available',
      description:
        'Too few of its pods are ready, or spin-operator has not created its Deployment. Requests fail or are slow.',
    },
    rolloutStuck: {
      name: 'SpinAppRolloutStuck',
      severity: 'warning',
      minutes: 5,
      expression: lines(
        'max by (namespace, spinapp, reason) (',
        '  kube_spinapp_status_condition{condition="Progressing",status="False"} == 1',
        ')',
      ),
      summary: 'The rollout of SpinApp {{ $labels.namespace }}/{{ $labels.spinapp }} is stuck: {{ $labels.reason }}',
      description:
        'New pods have not become ready within the progress deadline of the Deployment. The old ones still run, with the previous version.',
    },
    autoscalerAtMaximum: {
      name: 'SpinAppAutoscalerAtMaximum',
      severity: 'warning',
      minutes: 15,
      expression: lines(
        'max by (namespace, horizontalpodautoscaler, spinapp) (',
        '  label_replace(kube_horizontalpodautoscaler_info, "spinapp", "$1", "scaletargetref_name", "(.+)")',
        '    and on (namespace, spinapp) kube_spinapp_info',
        '    and on (namespace, horizontalpodautoscaler)',
        '      kube_horizontalpodautoscaler_status_current_replicas >= kube_horizontalpodautoscaler_spec_max_replicas',
        '    and on (namespace, horizontalpodautoscaler)',
        '      kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas',
        ')',
      ),
      summary:
        'The autoscaler {{ $labels.horizontalpodautoscaler }} of SpinApp {{ $labels.namespace }}/{{ $labels.spinapp }} is at its maximum',
      description: 'The load may need more pods than the autoscaler may create.',
    },
    certificateExpiring: {
      name: 'SpinKubeCertificateExpiring',
      severity: 'critical',
      minutes: 15,
      // cert-manager renews certificates earlier, so a short lifetime alone is not a fault. 0 means never issued.
      // The labels exported_* are those of a scrape that does not honor the labels of cert-manager.
      expression: lines(
        'max by (namespace, exported_namespace, name) (',
        `  (certmanager_certificate_expiration_timestamp_seconds > 0) - time() < ${remainingSeconds}`,
        '    and on (namespace, exported_namespace, name) certmanager_certificate_renewal_timestamp_seconds < time()',
        ')',
      ),
      summary:
        'Certificate {{ or $labels.exported_namespace $labels.namespace }}/{{ $labels.name }} expires in {{ $value | humanizeDuration }}',
      description:
        'cert-manager should have renewed it. Once the certificate of the webhooks has expired, no SpinApp can be created or changed.',
    },
    shimMissingOnNodes: {
      name: 'SpinShimMissingOnNodes',
      severity: 'warning',
      minutes: 15,
      expression: lines(
        'max by (shim) (kube_shim_status_nodes)',
        '  - max by (shim) (kube_shim_status_nodes_ready or kube_shim_info * 0)',
        '  > 0',
      ),
      summary: 'Shim {{ $labels.shim }} is missing on {{ $value }} nodes',
      description: 'No SpinApp can run on these nodes, so there may be too few for all of them.',
    },
    webhookUnreachable: {
      name: 'SpinOperatorWebhookUnreachable',
      severity: 'critical',
      minutes: 5,
      // Calls that fail, also if the API server has counted none before; and no pod that could answer calls.
      expression: lines(
        `sum by (name) (increase(${failedCalls}[10m])) > 0`,
        'or',
        'sum by (name) (',
        `  ${failedCalls}`,
        `    unless ${failedCalls} offset 10m`,
        '    and on (job, instance) up offset 10m',
        ') > 0',
        'or',
        `max by (namespace, deployment) (kube_deployment_status_replicas_available{${ofOperator},deployment="${deploymentName}"}) == 0`,
      ),
      summary: 'The webhooks of spin-operator cannot be reached',
      description:
        'The API server rejects every new or changed SpinApp and SpinAppExecutor. Running SpinApps are not affected.',
    },
    operatorWithoutLeader: {
      name: 'SpinOperatorWithoutLeader',
      severity: 'critical',
      minutes: 5,
      expression: lines(
        `time() - max by (namespace) (kube_lease_renew_time{${ofOperator},lease="${lease}"}) > ${LEASE_AGE}`,
        'or',
        `max by (namespace) (leader_election_master_status{${ofOperator},name="${lease}"}) == 0`,
      ),
      summary: 'spin-operator in namespace {{ $labels.namespace }} has no leader',
      description:
        'Changes of SpinApps have no effect, and their status is not updated. Running SpinApps are not affected.',
    },
  };
}

function lines(...all: string[]): string {
  return all.join('\n');
}
