import { field, list } from '../../synth/manifest';
import { DeliveryObject, DeliveryStage } from '../delivery';
import { isShoot } from '../readiness';
import { call, resource } from './shell';

/** Kinds that are only removed when they are asked for: others may have objects in them or of them. */
const LAST = ['CustomResourceDefinition', 'Namespace'];

/**
 * How to remove a stage, as calls of the functions of `uninstall.sh`: its objects backwards, then what it leaves.
 *
 * @param stage the stage
 * @param managers namespaces in which runtime-class-manager runs its Jobs
 */
export function removalOf({ objects }: DeliveryStage, managers: string[]): string[] {
  const lines: string[] = [];
  let group: DeliveryObject[] = [];
  const flush = () => {
    if (group.length > 0) {
      lines.push(call('gone', group[0].namespace ?? '', ...group.map(resource)));
    }
    group = [];
  };
  for (const object of [...objects].reverse().filter(({ kind }) => !LAST.includes(kind))) {
    const alone = ownRemoval(object, managers);
    if (alone.length > 0 || group[0]?.namespace !== object.namespace) {
      flush();
    }
    if (alone.length > 0) {
      lines.push(...alone);
    } else {
      group.push(object);
    }
  }
  flush();
  return lines;
}

/** Objects that leave something behind, or are held by somebody. */
function ownRemoval(object: DeliveryObject, managers: string[]): string[] {
  const { kind, name, namespace = '' } = object;
  switch (kind) {
    case 'SpinApp':
      return [call('app_gone', namespace, resource(object))];
    case 'SpinAppExecutor':
      return [call('executor_gone', namespace, resource(object)), ...defaultCa(object)];
    case 'Certificate':
      // cert-manager leaves the Secret.
      return [
        call('gone', namespace, resource(object)),
        call('gone', namespace, `secret/${String(field(object.manifest, 'spec', 'secretName'))}`),
      ];
    case 'Role':
      return [call('gone', namespace, resource(object), ...leases(object))];
    case 'Shim':
      return [
        call('gone', '', resource(object)),
        ...managers.map((manager) => call('jobs_done', manager)),
        // Says how far a node is, and stays when the shim is gone.
        `${call('k', 'label', 'nodes', '--all', `${name}-`)} || true`,
      ];
    case 'Shoot':
      return isShoot(object.manifest) ? [call('shoot_gone', namespace, resource(object))] : [];
    case 'Deployment':
      return installsShim(object, 'INSTALLER_IMAGE')
        ? [
            call('gone', namespace, resource(object)),
            `${call('k', 'annotate', 'nodes', '--all', 'kwasm.sh/kwasm-node-')} || true`,
            `${call('k', 'label', 'nodes', '--all', 'kwasm.sh/kwasm-provisioned-')} || true`,
            call('say', 'kwasm-operator leaves the shim on the nodes; new nodes come without it'),
          ]
        : [];
    default:
      return [];
  }
}

/** What the pods make for their leader election: the Role names it. */
function leases({ manifest }: DeliveryObject): string[] {
  return list(manifest, 'rules')
    .filter((rule) => list(rule, 'resources').includes('leases'))
    .flatMap((rule) => list(rule, 'resourceNames').map((name) => `lease.coordination.k8s.io/${String(name)}`));
}

/** The operator makes this Secret once for each namespace, and never removes it. */
function defaultCa({ manifest, namespace = '' }: DeliveryObject): string[] {
  const config: unknown = field(manifest, 'spec', 'deploymentConfig');
  const made = field(config, 'installDefaultCACerts') === true && field(config, 'caCertSecret') === undefined;
  return made ? [call('gone', namespace, 'secret/spin-ca')] : [];
}

/** Namespaces in which runtime-class-manager runs its Jobs. */
export function shimManagers(objects: DeliveryObject[]): string[] {
  return objects
    .filter((object) => installsShim(object, 'SHIM_NODE_INSTALLER_IMAGE'))
    .map(({ namespace = '' }) => namespace);
}

/** Operators of nodes are told by a variable what to run there. */
function installsShim({ kind, manifest }: DeliveryObject, variable: string): boolean {
  return (
    kind === 'Deployment' &&
    list(manifest, 'spec', 'template', 'spec', 'containers')
      .flatMap((container) => list(container, 'env'))
      .some((env) => field(env, 'name') === variable)
  );
}
