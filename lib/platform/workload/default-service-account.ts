import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ComponentNaming, PodSettings } from './workload';

/**
 * Adds the ServiceAccount `default` of a namespace with image pull secrets: an operator that runs Jobs as `default` gives
 * them none itself, so the admission plugin of ServiceAccounts has to.
 *
 * Kubernetes creates this ServiceAccount in every namespace; applying it adds the secrets.
 */
export function addDefaultServiceAccount(
  scope: Construct,
  { imagePullSecrets, namespace }: Pick<PodSettings, 'imagePullSecrets'> & Pick<ComponentNaming, 'namespace'>,
): void {
  if (imagePullSecrets.length > 0) {
    new kplus.k8s.KubeServiceAccount(scope, 'DefaultServiceAccount', {
      metadata: { name: 'default', namespace },
      imagePullSecrets: imagePullSecrets.map(({ name }) => ({ name })),
    });
  }
}
