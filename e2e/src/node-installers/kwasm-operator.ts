import { must } from '../kubectl';
import { Controller, jobOn, labelled } from './job';

const WANTED = 'kwasm.sh/kwasm-node';
const DONE = 'kwasm.sh/kwasm-provisioned';

/**
 * Provisions nodes like kwasm-operator: creates a Job for each annotated node, or for every node, and labels the node at
 * once, even if the Job fails later. It never cleans up.
 */
export async function lookAfterNodes({ environment, kubectl, namespace }: Controller): Promise<void> {
  const automatic = environment.AUTO_PROVISION_NODES === 'true';
  for (const node of await kubectl.get('nodes')) {
    const { annotations, labels, name } = node.metadata;
    if (labels?.[DONE] === undefined && (automatic || annotations?.[WANTED] === 'true')) {
      await must(kubectl.replace([labelled(node, DONE, name)]));
      await must(kubectl.create([jobOn(name, `${name}-provision-kwasm`, namespace, environment.INSTALLER_IMAGE)]));
    }
  }
}
