import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { INamespaceSelection } from '../../app/network-peer';
import { withoutNamespace } from '../../private/cluster-scoped';
import { checkedOptions } from '../../private/checked-values';
import { labelSelectorToJson } from '../../private/kplus';
import { SpinKubeRelease } from '../../releases/registry';
import { VALIDATING_ADMISSION_POLICY, VALIDATING_ADMISSION_POLICY_BINDING } from '../../synth/admission-policies';
import { Problems } from '../../validation/problems';
import { DNS_LABEL, nonEmpty } from '../../validation/requirement';
import { checkRuleNames, PolicyRules, policyRules } from './policy-rules';

/** Action of the API server for an object that breaks a rule. */
export enum AdmissionAction {
  /** Rejects the object with the message of the rule. */
  DENY = 'Deny',

  /** Accepts the object, and answers with the message as a warning, which kubectl prints. */
  WARN = 'Warn',

  /** Accepts the object, and adds the message to the audit event, if the cluster writes an audit log. */
  AUDIT = 'Audit',
}

/** True for what is created, or changed: the controller of what is in the cluster must be able to remove its finalizer. */
const HAS_NEW_SPEC =
  "has(object.spec) && (request.operation == 'CREATE' || !has(oldObject.spec) || object.spec != oldObject.spec)";

/** Properties of `AdmissionPolicies`. */
export interface AdmissionPoliciesProps {
  /**
   * Name of the policies: the first part of the name of each. The policies are cluster-scoped, so it must be unique in the
   * cluster. A DNS label.
   *
   * @default 'spinkube'
   */
  readonly name?: string;

  /**
   * Namespaces of the SpinApps and executors: those that a selector of cdk8s-plus or `Kube.namespaces()` selects. Shims are
   * cluster-scoped, and always checked.
   *
   * @default - all namespaces
   */
  readonly namespaces?: kplus.INamespaceSelector | INamespaceSelection;

  /**
   * Actions for objects that break a rule, at least one of them. `DENY` and `WARN` exclude each other. Rules that may be
   * wrong about an application never reject it: they warn instead.
   *
   * @default [AdmissionAction.DENY]
   */
  readonly actions?: AdmissionAction[];

  /**
   * Release of the platform, on which the rules and the API group of SpinApps depend.
   *
   * @default SpinKubeRelease.CURRENT
   */
  readonly release?: SpinKubeRelease;

  /**
   * Excluded rules: names of rules that the policies do not check, such as `spin-app-volume-sources`.
   *
   * @default - none
   */
  readonly excludedRules?: string[];
}

/**
 * ValidatingAdmissionPolicies with their bindings, in which the API server checks the rules of this library: SpinApps,
 * executors and Shims that the cluster would accept, but that fail later, are rejected whoever applies them.
 *
 * An object is checked when it is created and when its `spec` changes. In a bundle the policies are in a stage before the
 * SpinApps. The cluster needs Kubernetes 1.30.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 *
 * @example
 *
 * new AdmissionPolicies(chart, 'policies', {
 *   namespaces: Kube.namespaces({ team: 'shop' }),
 *   actions: [AdmissionAction.DENY, AdmissionAction.AUDIT],
 * });
 */
export class AdmissionPolicies extends Construct {
  private readonly name: string;
  private readonly actions: readonly AdmissionAction[];
  private readonly excludedRules: readonly string[];
  private readonly namespaces?: kplus.INamespaceSelector;

  /**
   * Creates the policies and their bindings.
   *
   * @param scope scope of the policies
   * @param id its id there
   * @param props namespaces, actions and rules
   * @throws if a property has a wrong type
   */
  public constructor(scope: Construct, id: string, props: AdmissionPoliciesProps = {}) {
    super(scope, id);
    const {
      actions = [AdmissionAction.DENY],
      excludedRules = [],
      name = 'spinkube',
      namespaces,
      release = SpinKubeRelease.CURRENT,
    } = checkedOptions('AdmissionPoliciesProps', props, this);
    this.name = name;
    this.actions = [...actions];
    this.excludedRules = [...excludedRules];
    // Every cdk8s-plus selects namespaces in the same form.
    this.namespaces = namespaces as kplus.INamespaceSelector | undefined;
    policyRules(release, this.excludedRules).forEach((rules) => {
      this.addPolicy(rules);
    });
    this.node.addValidation({ validate: () => this.validate() });
  }

  private addPolicy({ areGuesses, group, resource, validations, variables }: PolicyRules): void {
    const part = areGuesses ? `${resource}-hints` : resource;
    const metadata = { name: `${this.name}-${part}` };
    const apiVersion = 'admissionregistration.k8s.io/v1';
    const policy = new ApiObject(this, part, {
      apiVersion,
      kind: VALIDATING_ADMISSION_POLICY,
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            { apiGroups: [group], apiVersions: ['v1alpha1'], operations: ['CREATE', 'UPDATE'], resources: [resource] },
          ],
        },
        matchConditions: [{ name: 'new-spec', expression: HAS_NEW_SPEC }],
        variables: variables.length > 0 ? variables : undefined,
        validations,
      },
    });
    const binding = new ApiObject(this, `${part}-binding`, {
      apiVersion,
      kind: VALIDATING_ADMISSION_POLICY_BINDING,
      metadata,
      spec: {
        policyName: metadata.name,
        validationActions: areGuesses ? this.lenientActions : this.actions,
        matchResources: this.renderMatch(),
      },
    });
    [policy, binding].forEach(withoutNamespace);
  }

  /** The actions for what may be wrong: a warning instead of a rejection. */
  private get lenientActions(): AdmissionAction[] {
    const actions = this.actions.map((action) => (action === AdmissionAction.DENY ? AdmissionAction.WARN : action));
    return [...new Set(actions)];
  }

  private renderMatch(): object | undefined {
    const { labelSelector, names } = this.namespaces?.toNamespaceSelectorConfig() ?? {};
    if (names) {
      const values = { key: 'kubernetes.io/metadata.name', operator: 'In', values: names };
      return { namespaceSelector: { matchExpressions: [values] } };
    }
    return labelSelector && { namespaceSelector: labelSelectorToJson(labelSelector) };
  }

  private validate(): string[] {
    const problems = Problems.at();
    problems.at('name').require(this.name, nonEmpty(DNS_LABEL));
    const at = problems.at('actions');
    if (this.actions.length === 0) {
      at.refuse(this.actions, 'must have at least one action', 'add one, or remove the policies');
    }
    if (this.actions.includes(AdmissionAction.DENY) && this.actions.includes(AdmissionAction.WARN)) {
      at.refuse(this.actions, 'must not have both Deny and Warn: a rejection has the message already', 'remove one');
    }
    if (new Set(this.actions).size < this.actions.length) {
      at.refuse(this.actions, 'must have each action only once', 'remove the repeated one');
    }
    checkRuleNames(problems.at('excludedRules'), this.excludedRules);
    return problems.messages;
  }
}
