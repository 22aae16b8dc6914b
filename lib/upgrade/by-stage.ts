import { StageActions } from './transition';

/** Puts the actions around stages together, by stage. */
export function byStage(found: Iterable<readonly [string, StageActions]>): Map<string, StageActions> {
  const stages = new Map<string, StageActions>();
  for (const [stage, { after = [], before = [], deletes = false }] of found) {
    const known = stages.get(stage);
    stages.set(stage, {
      before: [...(known?.before ?? []), ...before],
      after: [...(known?.after ?? []), ...after],
      deletes: deletes || known?.deletes === true,
    });
  }
  return stages;
}
