import { ApiObject, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import * as l1 from '../../../imports/keda.sh';
import { entriesByName } from '../../private/by-name';
import { checkedName, checkedString } from '../../private/checked-values';
import { checkedProps } from '../../private/checked-props';
import { invalid } from '../../private/errors';
import { listUnlessEmpty } from '../../private/empty';
import { PodIdentity } from './pod-identity';
import { ownFindings } from '../../validation/own-findings';

/** Authentication of KEDA triggers, created here or not. */
export interface ITriggerAuthentication extends IConstruct {
  /** Name of the object. */
  readonly name: string;

  /** True for a ClusterTriggerAuthentication, which triggers in all namespaces can use. */
  readonly isClusterScoped: boolean;
}

/** Properties of a `TriggerAuthentication`. */
export interface TriggerAuthenticationProps extends kplus.ResourceProps {
  /**
   * Parameters from Secrets of the namespace, by the name that the scaler gives them: `password`, `connectionString`.
   *
   * @default - none
   */
  readonly secrets?: { [parameter: string]: kplus.SecretValue };

  /**
   * Pod identity: the identity at a cloud instead of a Secret.
   *
   * @default - none
   */
  readonly podIdentity?: PodIdentity;
}

/**
 * TriggerAuthentication of KEDA: how triggers authenticate at their source, with Secrets or a cloud identity.
 *
 * @see https://keda.sh/docs/latest/concepts/authentication/
 */
export class TriggerAuthentication extends kplus.Resource implements ITriggerAuthentication {
  /**
   * Reference to an existing TriggerAuthentication in the namespace of the autoscaler.
   *
   * @param scope scope of the reference
   * @param id id of the reference
   * @param name name of the TriggerAuthentication
   */
  public static fromTriggerAuthenticationName(scope: Construct, id: string, name: string): ITriggerAuthentication {
    return new ImportedAuthentication(scope, id, name, false);
  }

  /**
   * Reference to an existing ClusterTriggerAuthentication.
   *
   * @param scope scope of the reference
   * @param id id of the reference
   * @param name name of the ClusterTriggerAuthentication
   */
  public static fromClusterTriggerAuthenticationName(
    scope: Construct,
    id: string,
    name: string,
  ): ITriggerAuthentication {
    return new ImportedAuthentication(scope, id, name, true);
  }

  public readonly isClusterScoped: boolean = false;
  public readonly resourceType: string = 'triggerauthentications';
  protected readonly apiObject: ApiObject;
  private readonly secrets: { [parameter: string]: kplus.SecretValue } = {};

  public constructor(scope: Construct, id: string, props: TriggerAuthenticationProps = {}) {
    super(scope, id);
    const { metadata, podIdentity, secrets = {} } = checkedProps('TriggerAuthenticationProps', props, this);
    this.apiObject = new ApiObject(this, 'Resource', {
      ...l1.TriggerAuthentication.GVK,
      metadata,
      spec: Lazy.any({ produce: () => l1.toJson_TriggerAuthenticationSpec(this.renderSpec(podIdentity)) }) as unknown,
    });
    for (const [parameter, { key, secret }] of Object.entries(secrets)) {
      this.addSecret(parameter, secret, key);
    }
    this.node.addValidation({ validate: () => this.validate(podIdentity) });
  }

  /**
   * Takes a parameter from a key of a Secret in the namespace of the autoscaler.
   *
   * @param parameter name of the parameter, as the documentation of the scaler has it
   * @param secret the Secret
   * @param key its key
   * @throws if the parameter is already set
   */
  public addSecret(parameter: string, secret: kplus.ISecret, key: string): void {
    checkedString(parameter, 'parameter', this, 'give one such as password');
    checkedString(key, 'key', this, 'name a key that the Secret has');
    checkedName(secret, 'Secret', this);
    if (Object.hasOwn(this.secrets, parameter)) {
      throw invalid(this, 'parameter', parameter, 'is already set', 'set each parameter once');
    }
    this.secrets[parameter] = { secret, key };
  }

  private renderSpec(podIdentity?: PodIdentity): l1.TriggerAuthenticationSpec {
    const secrets = entriesByName(this.secrets);
    return {
      podIdentity: podIdentity?._render(),
      secretTargetRef: listUnlessEmpty(
        secrets.map(([parameter, { key, secret }]) => ({ parameter, name: secret.name, key })),
      ),
    };
  }

  private validate(podIdentity?: PodIdentity): string[] {
    if (podIdentity === undefined && Object.keys(this.secrets).length === 0) {
      return ["'secrets' is not set, and there is no 'podIdentity'; set one of them"];
    }
    return ownFindings(this.apiObject);
  }
}

/** A reference to an existing object by its name. It adds nothing to the manifest. */
class ImportedAuthentication extends Construct implements ITriggerAuthentication {
  public constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
    public readonly isClusterScoped: boolean,
  ) {
    super(scope, id);
    checkedString(name, 'name', this, 'give its name');
  }
}
