import { stringifyYaml } from '../../synth/yaml';
import { DeliveryContext, DeliveryFile, IDelivery } from '../delivery';
import { installScript, uninstallScript } from './scripts';

/**
 * Scripts that install and remove a bundle with kubectl, and a `kustomization.yaml` for `kubectl apply -k`.
 *
 * The scripts are POSIX sh and need kubectl 1.31 or later and nothing else. `install.sh --help` says what they can be
 * told.
 */
export class KubectlDelivery implements IDelivery {
  public readonly name = 'kubectl';

  /**
   * `kubectl/install.sh`, `kubectl/uninstall.sh` and `kustomization.yaml`.
   *
   * @param context the stages
   */
  public deliver(context: DeliveryContext): DeliveryFile[] {
    if (context.stages.length === 0 && context.clusters) {
      return [];
    }
    return [
      { path: 'kubectl/install.sh', text: installScript(context), executable: true },
      { path: 'kubectl/uninstall.sh', text: uninstallScript(context), executable: true },
      { path: 'kustomization.yaml', text: kustomization(context) },
    ];
  }
}

const COMMENT = `---
# For kubectl apply -k. It keeps the order of the stages, but nothing waits in between: kubectl looks up all kinds before
# it applies anything, so custom resources are refused until their definitions are there, and webhooks are not reachable
# at once. Repeat it until it says nothing new, or use kubectl/install.sh, which waits.
`;

function kustomization({ stages }: DeliveryContext): string {
  return (
    COMMENT +
    stringifyYaml({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      sortOptions: { order: 'fifo' },
      resources: stages.map(({ path }) => path),
    })
  );
}
