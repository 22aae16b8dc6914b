import { groupBy } from '../private/group-by';
import { Pair } from './pairs';
import { TreeStage } from './tree';

/**
 * Finds stages that have another name: more than half of the objects of an old stage are in one new stage.
 *
 * @returns the old names by the new ones
 */
export function renamedStages(
  before: readonly TreeStage[],
  after: readonly TreeStage[],
  pairs: readonly Pair[],
): Map<string, string> {
  const [old, now] = [before, after].map((stages) => new Set(stages.map(({ name }) => name)));
  const pairsOf = groupBy(pairs, (pair) => pair.before?.stage);
  const names = new Map<string, string>();
  for (const { name, objects } of before.filter((stage) => !now.has(stage.name))) {
    const destinations = (pairsOf.get(name) ?? []).flatMap((pair) => (pair.after ? [pair.after.stage] : []));
    const found = mostFrequent(destinations);
    const count = destinations.filter((one) => one === found).length;
    if (found !== undefined && count * 2 > objects.length && !old.has(found) && !names.has(found)) {
      names.set(found, name);
    }
  }
  return names;
}

function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
