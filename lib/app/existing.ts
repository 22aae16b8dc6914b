import * as kplus from 'cdk8s-plus-28';
import { RootConstruct } from 'constructs';
import { checkedString } from '../private/checked-values';

/**
 * References to objects that exist in the cluster, by name, wherever cdk8s-plus has an interface for them. They add nothing
 * to the manifest.
 *
 * @example
 *
 * app.addVariable('db_password', Variable.fromSecret(Existing.secret('shop'), 'password'));
 */
export class Existing {
  /**
   * Secret in the namespace of what refers to it.
   *
   * @param name its name
   * @throws if the name is not a string
   */
  public static secret(name: string): kplus.ISecret {
    return kplus.Secret.fromSecretName(new RootConstruct(), 'Secret', nameOf(name, 'secret'));
  }

  /**
   * ConfigMap in the namespace of what refers to it.
   *
   * @param name its name
   * @throws if the name is not a string
   */
  public static configMap(name: string): kplus.IConfigMap {
    return kplus.ConfigMap.fromConfigMapName(new RootConstruct(), 'ConfigMap', nameOf(name, 'configMap'));
  }

  /**
   * ServiceAccount in the namespace of what refers to it.
   *
   * @param name its name
   * @throws if the name is not a string
   */
  public static serviceAccount(name: string): kplus.IServiceAccount {
    const text = nameOf(name, 'serviceAccount');
    return kplus.ServiceAccount.fromServiceAccountName(new RootConstruct(), 'ServiceAccount', text);
  }

  private constructor() {
    // Static factories only.
  }
}

function nameOf(name: string, method: string): string {
  return checkedString(name, 'name', `Existing.${method}`, 'give the name of the object');
}
