import * as kplus from 'cdk8s-plus-28';
import { RootConstruct } from 'constructs';
import { checkedString } from '../private/checked-values';
import { DataVolume } from './volumes/volume';

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
   * @param namespace its namespace, where one of another namespace can be referred to; `default` if not set
   * @throws if the name or the namespace is not a string
   */
  public static serviceAccount(name: string, namespace?: string): kplus.IServiceAccount {
    const text = nameOf(name, 'serviceAccount');
    return kplus.ServiceAccount.fromServiceAccountName(new RootConstruct(), 'ServiceAccount', text, {
      namespaceName: namespace === undefined ? undefined : nameOf(namespace, 'serviceAccount'),
    });
  }

  /**
   * PersistentVolume, which is cluster-scoped.
   *
   * @param name its name
   * @throws if the name is not a string
   */
  public static persistentVolume(name: string): kplus.IPersistentVolume {
    const text = nameOf(name, 'persistentVolume');
    return kplus.PersistentVolume.fromPersistentVolumeName(new RootConstruct(), 'PersistentVolume', text);
  }

  /**
   * PersistentVolumeClaim in the namespace of the app, as a volume to mount. Use `Volumes.of()` to name the volume.
   *
   * @param name name of the claim
   * @throws if the name is not a string
   */
  public static persistentVolumeClaim(name: string): kplus.Volume {
    const claimName = nameOf(name, 'persistentVolumeClaim');
    // As cdk8s-plus names it. A claim may have dots in its name, and a longer one.
    const volume = `pvc-${claimName.replaceAll('.', '-')}`.slice(0, MAX_LABEL_LENGTH).replace(/-+$/, '');
    return new DataVolume(new RootConstruct(), 'Volume', volume, { persistentVolumeClaim: { claimName } });
  }

  private constructor() {
    // Static factories only.
  }
}

/** Names of volumes are DNS labels. */
const MAX_LABEL_LENGTH = 63;

function nameOf(name: string, method: string): string {
  return checkedString(name, 'name', `Existing.${method}`, 'give the name of the object');
}
