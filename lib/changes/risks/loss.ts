import { field, identity, kindOf, list, Manifest } from '../../synth/manifest';
import { Action, ObjectChange, objectOf } from '../object-change';
import { isCustomResourceDefinition, SchemaEffect } from '../schema-changes';
import { someOf } from '../some-of';
import { Risk, RiskContext, RiskName, RiskRule } from './risk';

/** Data, objects or workloads that are lost. */
export const loss: RiskRule = (change, context) => [
  ...removal(change),
  ...move(change, context),
  ...regrouping(change),
  ...removedVersions(change),
  ...lostConversion(change),
  ...lostFields(change),
  ...narrowedFields(change),
];

function risk(text: string, remedy: string): Risk {
  return { name: RiskName.LOSS, text, remedy };
}

/** The loss that comes with removing an object of a kind. */
const LOSSES: { readonly [kind: string]: string | undefined } = {
  'CustomResourceDefinition.apiextensions.k8s.io': 'and with it all objects of its kind',
  Namespace: 'and with it everything in it',
  PersistentVolume: 'and its data may be lost, depending on the reclaim policy',
  PersistentVolumeClaim: 'and its data may be lost',
  'Shoot.core.gardener.cloud': 'and with it the whole cluster',
  'SpinApp.core.spinkube.dev': 'and the app stops',
  'SpinApp.core.spinoperator.dev': 'and the app stops',
};

function removal({ action, before }: ObjectChange): Risk[] {
  const lost = action === Action.REMOVED && before ? LOSSES[kindOf(before)] : undefined;
  return lost === undefined
    ? []
    : [
        risk(
          `it is removed: Argo CD and Flux delete it where they prune its stage, ${lost}`,
          'back it up, or keep the object',
        ),
      ];
}

function move({ movedFrom }: ObjectChange, { isPrunedByStage }: RiskContext): Risk[] {
  return movedFrom !== undefined && isPrunedByStage
    ? [
        risk(
          `it moves from the stage ${movedFrom}, which may prune it before or after its new stage applies it`,
          'turn off pruning for the old stage until the new one is applied',
        ),
      ]
    : [];
}

function regrouping({ action, after, before }: ObjectChange): Risk[] {
  return action === Action.REGROUPED && before && after
    ? [
        risk(
          `it is another object for the API server: ${identity(before)} is removed, with everything that it owns`,
          `see that ${identity(after)} works before the old one is deleted`,
        ),
      ]
    : [];
}

/** The versions of a CustomResourceDefinition that the API server serves. */
function servedVersions(definition: Manifest): string[] {
  return list(definition, 'spec', 'versions')
    .filter((version) => field(version, 'served') !== false)
    .map((version) => String(field(version, 'name')));
}

function removedVersions(change: ObjectChange): Risk[] {
  const { after, before } = change;
  if (!before || !after || !isCustomResourceDefinition(objectOf(change))) {
    return [];
  }
  const left = servedVersions(after);
  return servedVersions(before)
    .filter((version) => !left.includes(version))
    .map((version) =>
      risk(
        `its version ${version} is no longer served: manifests and clients that use it fail`,
        `use ${left.join(' or ')} everywhere before`,
      ),
    );
}

function lostConversion(change: ObjectChange): Risk[] {
  const [old, now] = [change.before, change.after].map((one) => field(one, 'spec', 'conversion', 'strategy') ?? 'None');
  return isCustomResourceDefinition(objectOf(change)) && change.after && old === 'Webhook' && now === 'None'
    ? [
        risk(
          'its objects are no longer converted: fields that are stored in another version are dropped',
          'store all objects in the current version before',
        ),
      ]
    : [];
}

function lostFields(change: ObjectChange): Risk[] {
  const paths = schemaPaths(change, SchemaEffect.REMOVED);
  return paths.length === 0
    ? []
    : [
        risk(
          `its schema loses fields (${someOf(paths)}): the API server drops them from objects that have them`,
          'move their values to other fields before',
        ),
      ];
}

function narrowedFields(change: ObjectChange): Risk[] {
  const paths = schemaPaths(change, SchemaEffect.NARROWED);
  return paths.length === 0
    ? []
    : [
        risk(
          `its schema gets stricter (${someOf(paths)}): objects that no longer meet it cannot be changed`,
          'check your objects against the new schema before',
        ),
      ];
}

function schemaPaths({ schema }: ObjectChange, effect: SchemaEffect): string[] {
  const found = schema.filter((change) => change.effect === effect);
  return [...new Set(found.map(({ keyword, path }) => [path, keyword].filter(Boolean).join(' ')))];
}
