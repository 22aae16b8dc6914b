import { ImmutableChange, immutableChanges } from '../../changes/immutable-fields';
import { DeliveryObject } from '../../gitops/delivery';
import { call, resource } from '../../gitops/kubectl/shell';
import { byName } from '../../private/by-name';
import { field, identity, Manifest } from '../../synth/manifest';
import { byStage } from '../by-stage';
import { StageActions, Transition } from '../transition';
import { ChangedObject, Upgrade } from '../upgrade';

/** Objects with a change that the API server refuses: those that can be deleted without harm are created again. */
export function replacedObjects({ changed }: Upgrade): Transition | undefined {
  const found = changed.flatMap((change) => {
    const changes = immutableChanges(manifestOf(change.before), manifestOf(change.after));
    return changes.length > 0 ? [{ change, replacement: replacementOf(change, changes) }] : [];
  });
  const manual = found.filter(({ replacement }) => replacement === undefined).map(({ change }) => nameOf(change.after));
  if (found.length === 0) {
    return undefined;
  }
  return {
    notice: {
      title: 'Objects are created again',
      summary: `These objects have changes that the API server refuses: ${found.map(({ change }) => nameOf(change.after)).join(', ')}.`,
      unavailable:
        'The object itself, for less than a second. While a RuntimeClass is missing, pods that need it are refused and tried again; pods that are running are not affected.',
      back: 'Plan the upgrade in the other direction.',
    },
    checks:
      manual.length === 0
        ? []
        : [
            {
              text: `Delete these objects yourself, or give the new ones another name, because their deletion may lose data: ${manual.join(', ')}.`,
              calls: [call('say', `Prerequisite: replace ${manual.join(', ').replaceAll('`', '')} yourself`)],
            },
          ],
    last: found
      .filter(({ change }) => change.after.kind === 'RuntimeClass')
      .map(({ change: { after } }) => ({
        text: `Restart the SpinApps whose pods were started with the old ${nameOf(after)}, one after another.`,
        calls: [call('apps_restarted', after.name)],
      })),
    stages: byStage(found.flatMap(({ change: { stage }, replacement }) => (replacement ? [[stage, replacement]] : []))),
  };
}

/** The actions that replace an object; undefined if people must decide. */
function replacementOf(
  { after, before }: ChangedObject,
  changes: readonly ImmutableChange[],
): StageActions | undefined {
  const namespace = after.namespace ?? '';
  const replaced = (jsonpath: string, value: string): StageActions => ({
    deletes: true,
    before: [
      {
        text: `Delete ${nameOf(after)} if it is not the new one yet.`,
        calls: [call('replaced', namespace, resource(after), jsonpath, value)],
      },
    ],
  });
  switch (after.kind) {
    case 'RuntimeClass':
      return replaced('{.handler}', String(field(after.manifest, 'handler')));
    case 'Job':
      return {
        deletes: true,
        before: [{ text: `Delete ${nameOf(after)}.`, calls: [call('gone', namespace, resource(before))] }],
      };
    case 'ClusterRoleBinding':
    case 'RoleBinding': {
      const [kind, name] = ['kind', 'name'].map((part) => String(field(after.manifest, 'roleRef', part)));
      return replaced('{.roleRef.kind}/{.roleRef.name}', `${kind}/${name}`);
    }
    case 'DaemonSet':
    case 'Deployment':
      return changes.every((change) => change.field === 'spec.selector') ? detachment(after, before) : undefined;
    default:
      return undefined;
  }
}

/** A workload with another selector: the old pods run until the new ones are ready. */
function detachment(after: DeliveryObject, before: DeliveryObject): StageActions {
  const namespace = after.namespace ?? '';
  // In the order in which kubectl prints them.
  const [old, now] = [before, after].map(({ manifest }) =>
    byName(field(manifest, 'spec', 'selector', 'matchLabels') ?? {}),
  );
  const selector = Object.entries(old).map(([label, value]) => `${label}=${String(value)}`);
  return {
    deletes: true,
    before: [
      {
        text: `Delete ${nameOf(after)} but not its pods, if it has the old selector.`,
        calls: [call('detached', namespace, resource(after), '{.spec.selector.matchLabels}', JSON.stringify(now))],
      },
    ],
    after: [
      {
        text: `Delete the old pods of ${nameOf(after)}.`,
        calls: [call('orphans_gone', namespace, selector.join())],
      },
    ],
  };
}

function manifestOf({ manifest }: DeliveryObject): Manifest {
  return manifest as Manifest;
}

function nameOf(object: DeliveryObject): string {
  return `\`${identity(manifestOf(object))}\``;
}
