/** Number of stages whose dependents are looked for in one go, which limits the memory. */
const BLOCK = 4096;

/** Bits of an element of a Uint32Array. */
const WORD = 32;

/** A stage, and the names of all stages that it depends on. */
interface Stage {
  readonly name: string;
  readonly level: number;
  readonly dependencies: readonly string[];
}

/**
 * Direct dependencies of each stage, without those that follow from others: the transitive reduction.
 *
 * For a block of stages, each stage gets a bit for every one that it depends on. Its dependencies are visited last to first, so
 * that those that follow from others are known as such before their own are added. A chain of n stages takes n × n / 32 steps.
 */
export function directDependencies(stages: readonly Stage[]): Map<string, string[]> {
  const placeOf = new Map(stages.map(({ name }, place) => [name, place]));
  const dependencies = stages.map((stage) => stage.dependencies.flatMap((name) => placeOf.get(name) ?? []));
  const lastFirst = dependencies.map((places) => [...places].sort((a, b) => b - a));
  const implied = stages.map(() => new Set<number>());
  // A dependency of a stage never follows from others on its own level, as in a chain or in layers.
  const areOnOneLevel = lastFirst.every((places) => stages[places.at(-1) ?? 0].level === stages[places[0] ?? 0].level);
  for (let end = areOnOneLevel ? 0 : stages.length; end > 0; end -= BLOCK) {
    const start = Math.max(end - BLOCK, 0);
    const words = Math.ceil((end - start) / WORD);
    const reached = new Uint32Array((stages.length - start) * words);
    for (let place = start; place < stages.length; place++) {
      const row = (place - start) * words;
      for (const before of lastFirst[place]) {
        const bit = before - start;
        if (bit < 0) {
          break; // Neither it nor what it depends on is in the block.
        }
        const isInBlock = before < end;
        if (isInBlock && reached[row + (bit >>> 5)] & (1 << bit)) {
          implied[place].add(before);
        }
        if (!implied[place].has(before)) {
          for (let word = 0; word < words; word++) {
            reached[row + word] |= reached[bit * words + word];
          }
          if (isInBlock) {
            reached[row + (bit >>> 5)] |= 1 << bit;
          }
        }
      }
    }
  }
  return new Map(
    stages.map(({ name }, place) => {
      const direct = dependencies[place].filter((before) => !implied[place].has(before));
      return [name, direct.map((before) => stages[before].name)];
    }),
  );
}
