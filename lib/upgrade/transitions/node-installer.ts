import { isShim } from '../../gitops/kinds/shim';
import { installsShim } from '../../gitops/kinds/workloads';
import { DeliveryObject } from '../../gitops/delivery';
import { call } from '../../gitops/kubectl/shell';
import { field } from '../../synth/manifest';
import { Action } from '../plan';
import { Transition } from '../transition';
import { objectsIn, Upgrade } from '../upgrade';

/**
 * From kwasm-operator to runtime-class-manager, which does not configure containerd on a node that kwasm-operator has configured:
 * it finds its name in the path of the other binary.
 */
export function nodeInstaller({ after, before }: Upgrade): Transition | undefined {
  const shims = objectsIn(after).filter(isShim);
  if (![before, after].some(hasKwasm) || hasShim(before) || shims.length === 0) {
    return undefined;
  }
  return {
    notice: {
      title: 'runtime-class-manager replaces kwasm-operator',
      summary:
        'runtime-class-manager does not configure containerd on a node that has the shim of kwasm-operator. Add nodes that kwasm-operator does not touch, and select them with the `nodeSelector` of the node installer; SpinApps move there. kwasm-operator does not uninstall the shim: remove the old nodes when their last SpinApp has moved.',
      unavailable: 'Nothing: pods move by rolling updates, and start on nodes that have the new shim.',
      back: 'Plan the upgrade in the other direction while the old nodes are there.',
    },
    checks: shims.map((shim): Action => {
      return {
        text: `Check that no node that the Shim \`${shim.name}\` selects has the shim of kwasm-operator.`,
        calls: [call('nodes_without_kwasm', shim.name, nodeSelectorOf(shim))],
      };
    }),
  };
}

function hasKwasm(stages: Upgrade['before']): boolean {
  return objectsIn(stages).some((object) => installsShim(object, 'INSTALLER_IMAGE'));
}

function hasShim(stages: Upgrade['before']): boolean {
  return objectsIn(stages).some(isShim);
}

function nodeSelectorOf({ manifest }: DeliveryObject): string {
  return Object.entries(field(manifest, 'spec', 'nodeSelector') ?? {})
    .map(([label, value]) => `${label}=${String(value)}`)
    .join();
}
