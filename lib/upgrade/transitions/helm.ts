import { DeliveryObject, DeliveryStage } from '../../gitops/delivery';
import { call, resource } from '../../gitops/kubectl/shell';
import { field, groupOf } from '../../synth/manifest';
import { Transition } from '../transition';
import { objectsIn, Upgrade } from '../upgrade';

const INSTANCE = 'app.kubernetes.io/instance';

/** Objects that Helm has installed: their fields become those of the bundle, and Helm forgets its releases. */
export function helm({ after, before, fromHelm }: Upgrade): Transition | undefined {
  if (!fromHelm) {
    return undefined;
  }
  const known = new Set(objectsIn(before).map(keyOf));
  const releases = releasesOf([...objectsIn(before), ...objectsIn(after)]);
  return {
    notice: {
      title: 'The bundle takes over from Helm',
      summary:
        'Fields that Helm manages become those of kubectl, so that applying a stage removes what only Helm had: its labels and annotations, and containers such as `kube-rbac-proxy`. Values of yours that the bundle does not have fall back to their defaults.',
      unavailable:
        'Nothing. Operators with another pod template are replaced by rolling updates; SpinApps do not need them to answer requests.',
      back: 'Until the records of the releases are deleted, in the last step: `helm upgrade` with the old values. Never run `helm uninstall`.',
    },
    stages: new Map(
      after.flatMap((stage) => {
        const calls = takeOvers(stage, known);
        return calls.length === 0
          ? []
          : [[stage.name, { before: [{ text: 'Take over the fields that Helm manages.', calls }] }]];
      }),
    ),
    end: releases.map(([namespace, release]) => ({
      text: `Delete the records of the release \`${release}\` in the namespace \`${namespace}\`.`,
      calls: [call('helm_forgotten', namespace, release)],
    })),
  };
}

/** Objects of one namespace are taken over together. */
function takeOvers({ objects }: DeliveryStage, known: ReadonlySet<string>): string[] {
  const groups = new Map<string, string[]>();
  for (const object of objects.filter((one) => known.has(keyOf(one)))) {
    const namespace = object.namespace ?? '';
    groups.set(namespace, [...(groups.get(namespace) ?? []), resource(object)]);
  }
  return [...groups].map(([namespace, resources]) => call('taken_over', namespace, ...resources));
}

/** Namespace and name of the releases: each Deployment of a chart has the name of its release in a label. */
function releasesOf(objects: readonly DeliveryObject[]): [string, string][] {
  const found = objects.flatMap(({ kind, manifest, namespace = '' }) => {
    const release = field(manifest, 'metadata', 'labels', INSTANCE);
    return kind === 'Deployment' && typeof release === 'string' ? [[namespace, release] as [string, string]] : [];
  });
  return [...new Map(found.map((one) => [one.join('/'), one])).values()];
}

function keyOf(object: DeliveryObject): string {
  return [groupOf(object), object.kind, object.namespace, object.name].join('/');
}
