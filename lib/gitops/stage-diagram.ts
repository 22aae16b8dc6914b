/** Stage as diagrams need it. */
interface Stage {
  readonly name: string;
  readonly level: number;
}

/** Names of the stages that each stage depends on. */
export type DirectDependencies = ReadonlyMap<string, readonly string[]>;

/** Limits of Mermaid: `maxEdges` and `maxTextSize`. */
export const MERMAID_LIMITS = { edges: 500, text: 50_000 } as const;

/** Stages of a bundle with more than these are drawn in groups. */
const MOST_SINGLE_STAGES = 40;

/** By the name of a stage, the name of the first stage of its group. */
type Groups = ReadonlyMap<string, string>;

/** A diagram of the stages in Mermaid, which Git hosts draw, or a sentence if it would be too large for them. */
export function stageDiagram(stages: readonly Stage[], dependencies: DirectDependencies): string {
  const diagram = stageGraph(stages, dependencies);
  return diagram === undefined
    ? `${stages.length} stages are too many for a diagram.`
    : `\`\`\`mermaid\n${diagram}\`\`\``;
}

/** The diagram itself; undefined if it would be too large. */
export function stageGraph(stages: readonly Stage[], dependencies: DirectDependencies): string | undefined {
  const groupings = stages.length > MOST_SINGLE_STAGES ? [byNeighbors, byLevel] : [byName];
  for (const grouping of groupings) {
    const diagram = draw(stages, dependencies, grouping(stages, dependencies));
    if (diagram !== undefined) {
      return diagram;
    }
  }
  return undefined;
}

function byName(stages: readonly Stage[]): Groups {
  return new Map(stages.map(({ name }) => [name, name]));
}

function byLevel(stages: readonly Stage[]): Groups {
  return groupBy(stages, ({ level }) => String(level));
}

/** Stages of a level are in a group if their dependencies and their dependents are in the same groups. */
function byNeighbors(stages: readonly Stage[], dependencies: DirectDependencies): Groups {
  const dependents = reversed(dependencies);
  let groups = byLevel(stages);
  for (let count = 0; count < countOf(groups);) {
    const known = groups;
    count = countOf(known);
    const around = (names: readonly string[] = []) => [...groupsOf(names, known)].sort().join();
    groups = groupBy(stages, ({ name }) =>
      [known.get(name), around(dependencies.get(name)), around(dependents.get(name))].join(' '),
    );
  }
  return groups;
}

function groupBy(stages: readonly Stage[], keyOf: (stage: Stage) => string): Groups {
  const first = new Map<string, string>();
  return new Map(
    stages.map((stage) => {
      const key = keyOf(stage);
      first.set(key, first.get(key) ?? stage.name);
      return [stage.name, first.get(key) ?? stage.name];
    }),
  );
}

function groupsOf(names: readonly string[], groups: Groups): Set<string> {
  return new Set(names.map((name) => groups.get(name) ?? name));
}

function countOf(groups: Groups): number {
  return new Set(groups.values()).size;
}

function reversed(dependencies: DirectDependencies): Map<string, string[]> {
  const dependents = new Map<string, string[]>();
  for (const [name, before] of dependencies) {
    for (const one of before) {
      push(dependents, one, name);
    }
  }
  return dependents;
}

function push(lists: Map<string, string[]>, key: string, name: string): void {
  const list = lists.get(key);
  if (list) {
    list.push(name);
  } else {
    lists.set(key, [name]);
  }
}

/** A line for each group, with the arrows to it; undefined if Mermaid would refuse the diagram. */
function draw(stages: readonly Stage[], dependencies: DirectDependencies, groups: Groups): string | undefined {
  const members = new Map<string, string[]>();
  for (const { name } of stages) {
    const group = groups.get(name) ?? name;
    push(members, group, name);
  }
  let edges = 0;
  const lines = [...members].map(([group, names]) => {
    const before = groupsOf(
      names.flatMap((name) => dependencies.get(name) ?? []),
      groups,
    );
    edges += before.size;
    const arrow = before.size > 0 ? `${[...before].map(idOf).join(' & ')} --> ` : '';
    return `  ${arrow}${idOf(group)}["${labelOf(names)}"]\n`;
  });
  const text = `graph LR\n${lines.join('')}`;
  return edges < MERMAID_LIMITS.edges && text.length < MERMAID_LIMITS.text ? text : undefined;
}

/** With a prefix, because words such as `end` mean something to Mermaid. */
export function idOf(name: string): string {
  return `s_${name.replaceAll('-', '_').replace(/\W/g, (character) => `_${character.charCodeAt(0)}_`)}`;
}

function labelOf(names: string[]): string {
  const text = names.length > 1 ? `${names[0]} … ${names[names.length - 1]} (${names.length} stages)` : names[0];
  return escapeMermaid(text);
}

/** A text in quotes, as Mermaid takes it, in one line. */
export function escapeMermaid(text: string): string {
  return text.replace(/[#"<>&`\\]|\p{Cc}/gu, (character) => `#${character.charCodeAt(0)};`);
}
