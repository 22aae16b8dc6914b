import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedOptions } from '../../private/checked-values';
import { withoutNamespace } from '../../private/cluster-scoped';
import { labelSelectorToJson } from '../../private/kplus';
import { SpinOperatorApi } from '../../releases/spin-operator/spin-operator-api';
import { ownFindings } from '../../validation/own-findings';
import { Problems } from '../../validation/problems';
import { IPodSelection } from '../network-peer';
import { renderMutations } from './pod-mutations';
import { checkPodPolicy, MutatingAdmissionPolicyApi, PodPolicyOptions } from './pod-policy-options';

/** Properties of a `PodPolicy`. */
export interface PodPolicyProps extends kplus.ResourceProps, PodPolicyOptions {
  /**
   * Pods that the policy is for: a SpinApp, `Kube.pods()`, or a selection of any cdk8s-plus.
   *
   * @default - the pods of all SpinApps of group `core.spinkube.dev` in the namespace of the chart
   */
  readonly pods?: kplus.IPodSelector | IPodSelection;
}

/**
 * MutatingAdmissionPolicy for the pods of SpinApps, with its binding: sets fields that a SpinApp does not have, such as a
 * termination delay, placement on nodes, and a security context.
 *
 * The API server applies it to pods when they are created, and rejects pods that it cannot apply it to. In a bundle it is in
 * a stage before the SpinApps of its namespaces. It is cluster-scoped, so its name must be unique in the cluster.
 *
 * The cluster must serve the API version that `api` says: Kubernetes 1.36, or 1.34 with feature gate and API enabled.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 *
 * @example
 *
 * new PodPolicy(chart, 'pod-policy', {
 *   terminationDelay: Duration.seconds(10),
 *   nodeSelector: { pool: 'spin' },
 * });
 */
export class PodPolicy extends kplus.Resource {
  public readonly resourceType = 'mutatingadmissionpolicies';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly options: PodPolicyOptions;
  private readonly pods?: kplus.IPodSelector;

  /**
   * Creates the policy and its binding.
   *
   * @param scope scope of the policy
   * @param id its id there
   * @param props pods, and the fields to set in them
   * @throws if a property has a wrong type
   */
  public constructor(scope: Construct, id: string, props: PodPolicyProps = {}) {
    super(scope, id);
    const {
      api: apiVersion = MutatingAdmissionPolicyApi.V1,
      metadata,
      pods,
      ...options
    } = checkedOptions('PodPolicyProps', props, this);
    // Every cdk8s-plus selects pods in the same form.
    this.pods = pods as kplus.IPodSelector | undefined;
    this.options = {
      ...options,
      nodeSelector: { ...options.nodeSelector },
      podAffinity: [...(options.podAffinity ?? [])],
      podAntiAffinity: [...(options.podAntiAffinity ?? [])],
      tolerations: [...(options.tolerations ?? [])],
      topologySpread: [...(options.topologySpread ?? [])],
    };
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion,
      kind: 'MutatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
        mutations: renderMutations(this.options),
        reinvocationPolicy: 'Never',
      },
    });
    const binding = new ApiObject(this, 'Binding', {
      apiVersion,
      kind: 'MutatingAdmissionPolicyBinding',
      metadata: { ...metadata, name: this.name },
      spec: { policyName: this.name, matchResources: this.renderMatch() },
    });
    [this.apiObject, binding].forEach(withoutNamespace);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** Names of the namespaces of the pods; undefined if they are selected by labels. */
  private get namespaces(): string[] | undefined {
    const { labelSelector, names } = this.pods?.toPodSelectorConfig().namespaces ?? {};
    const own = this.apiObject.metadata.namespace;
    return names ?? (labelSelector ? undefined : own === undefined ? [] : [own]);
  }

  private renderMatch(): object {
    const config = this.pods?.toPodSelectorConfig();
    const names = this.namespaces;
    const values = { key: 'kubernetes.io/metadata.name', operator: 'In', values: names };
    return {
      namespaceSelector: names
        ? { matchExpressions: [values] }
        : config?.namespaces?.labelSelector && labelSelectorToJson(config.namespaces.labelSelector),
      objectSelector: config
        ? labelSelectorToJson(config.labelSelector)
        : { matchExpressions: [{ key: SpinOperatorApi.V0_6_1.appNameLabel, operator: 'Exists' }] },
    };
  }

  private validate(): string[] {
    const problems = Problems.at();
    if (this.namespaces?.length === 0) {
      const rule = 'is required: the policy is cluster-scoped, and would otherwise apply in all namespaces';
      problems.at('namespace').refuse(undefined, rule, 'set it in the chart');
    }
    checkPodPolicy(problems, this.options);
    return [...problems.messages, ...ownFindings(this.apiObject)];
  }
}
