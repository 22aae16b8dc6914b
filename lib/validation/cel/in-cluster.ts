import { TELEMETRY_RULE } from '../admission/executor-rules';
import { Rule } from '../admission/rule';
import { OPTIONS_RULE } from '../admission/runtime-config-rules';
import { PROCESS_VARIABLE_RULE } from '../admission/variable-rules';
import { StructuralSchema } from '../schema/structural-schema';
import { CelCheck } from './cel-check';
import * as platform from './platform-checks';
import * as app from './spin-app-checks';

/** A rule as far as the API server can check it by itself. */
export interface InCluster {
  /** The checks of an object with a schema; undefined if there are none. */
  readonly checks?: (root: StructuralSchema) => CelCheck[];

  /** The reason for which CEL cannot say the rule, or what is left out. */
  readonly not?: string;

  /** True if the rule may be wrong about an object, which is therefore only warned of. */
  readonly isGuess?: boolean;
}

const OTHERS = 'depends on other objects';

/** The rules that policies check, and those that they cannot, by name. */
const BY_RULE: { readonly [rule: string]: InCluster | undefined } = {
  'spin-app-executor-elsewhere': { not: OTHERS },
  'spin-app-executor-default': { not: 'the webhook of the operator has already set the executor' },
  'spin-app-name': { checks: app.nameChecks },
  'spin-app-service-account': { checks: app.serviceAccountChecks, not: 'that the account exists' },
  'spin-app-pod-labels': { checks: app.podLabelChecks },
  'spin-app-image-pull-secrets': { checks: app.pullSecretChecks },
  'spin-app-annotation-keys': { checks: app.annotationChecks },
  'spin-app-probe': { checks: app.probeChecks },
  'spin-app-variables': { checks: app.variableChecks },
  'spin-app-variable-names': { checks: app.variableNameChecks },
  [PROCESS_VARIABLE_RULE]: { checks: app.processVariableChecks, isGuess: true },
  'spin-app-variable-sources': { checks: app.variableSourceChecks },
  'spin-app-variable-references': { not: OTHERS },
  'spin-app-volumes': { checks: app.volumeChecks },
  'spin-app-volume-sources': { checks: app.volumeSourceChecks },
  'spin-app-volume-mounts': { checks: app.mountChecks, not: 'that the executor has CA certificates' },
  'spin-app-resources': { checks: app.amountChecks },
  'spin-app-extended-resources': { checks: app.extendedResourceChecks },
  'spin-app-stores': { checks: app.storeChecks },
  [OPTIONS_RULE]: { checks: app.runtimeOptionChecks, isGuess: true },
  'spin-app-runtime-text': { checks: app.runtimeTextChecks },
  'spin-app-runtime-types': { not: 'CEL cannot tell what is nearly a known type' },
  'spin-app-runtime-references': { checks: app.runtimeReferenceChecks, not: 'that the objects exist' },
  'spin-app-config-maps': { not: OTHERS },
  'spin-app-runtime-secret': { checks: app.runtimeSecretChecks, not: 'that the Secret has the key' },
  'spin-app-plaintext-secrets': { not: 'Flux and others put secrets in place of placeholders before they apply' },
  'spin-app-image': { checks: (root) => app.imageChecks(root, 'image', true) },
  'spin-app-owned-names': { not: OTHERS },
  'spin-app-autoscaler': { not: OTHERS },
  'spin-app-pod-security': { not: OTHERS },
  'executor-deployment-config': { checks: platform.deploymentConfigChecks },
  'executor-names': { checks: platform.executorNameChecks },
  'executor-runtime-class': { not: OTHERS },
  'executor-handler': { not: OTHERS },
  [TELEMETRY_RULE]: { checks: platform.telemetryChecks, isGuess: true },
  'executor-image': { checks: (root) => app.imageChecks(root, 'deploymentConfig.spinImage', false) },
  'shim-name': { checks: platform.shimNameChecks },
  'shim-similar-name': { not: OTHERS },
  'shim-kwasm-nodes': { not: OTHERS },
  'shim-node-selector': { checks: platform.nodeSelectorChecks },
  'shim-rollout-strategy': { checks: platform.rolloutStrategyChecks },
  'shim-fetch-strategy': { checks: platform.fetchStrategyChecks },
  'shim-archive': { checks: platform.archiveChecks },
  'shim-handler': { checks: platform.handlerChecks },
};

/** Kinds of objects that policies are for, and their resources. */
export const CHECKED_KINDS: { readonly [kind: string]: string } = {
  SpinApp: 'spinapps',
  SpinAppExecutor: 'spinappexecutors',
  Shim: 'shims',
};

/** A rule as far as policies check it; undefined if it is about another kind, or if the cluster rejects such objects anyway. */
export function inCluster({ kind, name }: Pick<Rule, 'kind' | 'name'>): InCluster | undefined {
  return kind in CHECKED_KINDS ? BY_RULE[name] : undefined;
}
