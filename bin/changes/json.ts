import { RatedChange, TreeChanges } from '../../lib/changes/compare-trees';
import { objectOf } from '../../lib/changes/object-change';
import { groupOf } from '../../lib/synth/manifest';

/** For programs: one JSON document with all clusters, stages and objects that change. */
export function asJson({ clusters }: TreeChanges): string {
  const document = {
    clusters: clusters.map(({ name, stages }) => ({
      name,
      stages: stages.map((stage) => ({ ...stage, changes: stage.changes.map(ofChange) })),
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function ofChange(change: RatedChange): object {
  const { action, before, fields, movedFrom, risks, schema } = change;
  const { apiVersion, kind, metadata } = objectOf(change);
  return {
    action,
    apiVersion,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    oldGroup: before && groupOf(before) !== groupOf(objectOf(change)) ? groupOf(before) : undefined,
    movedFrom,
    risks,
    fields,
    schema,
  };
}
