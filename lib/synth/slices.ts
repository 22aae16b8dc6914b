import { Chart } from 'cdk8s';
import { Graph } from './graph';
import { GATES, Implication, ImpliedDependency } from './implied-dependencies';
import { identity, RenderedObject } from './manifest';
import { Boundary, ObjectGraph } from './object-graph';

/** The slices of a chart, in the order in which they are applied. Most charts have the main one only. */
export enum Slice {
  CRDS = 'crds',
  OPERATOR = 'operator',
  EXECUTORS = 'executors',
  MAIN = '',
  AUTOSCALING = 'autoscaling',
}

const ORDER = [Slice.CRDS, Slice.OPERATOR, Slice.EXECUTORS, Slice.MAIN, Slice.AUTOSCALING];

/** Sorts slices in the order in which they are applied. */
export function bySlice(a: Slice, b: Slice): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** The slice of each object of a chart. */
export type Slices = Map<RenderedObject, Slice>;

/**
 * Cuts a chart where something in it must be waited for before the rest can be applied.
 *
 * @param chart the chart
 * @param objects its objects
 * @param gates the dependencies within the chart that need a wait in between
 * @param graph what depends on what
 */
export function slice(chart: Chart, objects: RenderedObject[], gates: ImpliedDependency[], graph: ObjectGraph): Slices {
  const slices: Slices = new Map(objects.map((object) => [object, Slice.MAIN]));
  const asked = new Set(gates.filter(({ reason }) => reason === Implication.WEBHOOK).map(({ dependent }) => dependent));
  const others = objects.filter((object) => !asked.has(object));
  for (const [object, role] of gates.flatMap((gate) => roles(gate, others))) {
    slices.set(object, role);
  }
  for (const early of [Slice.CRDS, Slice.OPERATOR, Slice.EXECUTORS]) {
    pullForward(chart, slices, early, graph);
  }
  return slices;
}

/** The gates that one chart holds both sides of. */
export function gatesWithin(implied: ImpliedDependency[]): Map<Chart, ImpliedDependency[]> {
  const gates = new Map<Chart, ImpliedDependency[]>();
  for (const gate of implied) {
    const { chart } = gate.dependent.apiObject;
    if (GATES.includes(gate.reason) && gate.dependency.apiObject.chart === chart) {
      const gatesOfChart = gates.get(chart) ?? [];
      gatesOfChart.push(gate);
      gates.set(chart, gatesOfChart);
    }
  }
  return gates;
}

/** Reports gates that the slices cannot satisfy: both sides are in one slice, or in the wrong order. */
export function shutGates(chart: Chart, gates: ImpliedDependency[], slices: Slices): string[] {
  return gates
    .filter(({ dependent, dependency }) => position(slices, dependency) >= position(slices, dependent))
    .map(({ dependent, dependency, reason }) => {
      const [first, second] = [identity(dependency.manifest), identity(dependent.manifest)];
      return `[${chart.node.path}] ${first} (${reason}) must be ready before ${second} is applied, and one chart holds both; put them into charts of their own`;
    });
}

/** Slices of the objects of a gate in their chart; `others` are the objects that no webhook of the chart is asked about. */
function roles(
  { dependency, dependent, reason }: ImpliedDependency,
  others: RenderedObject[],
): [RenderedObject, Slice][] {
  switch (reason) {
    case Implication.DEFINITION:
      return [[dependency, Slice.CRDS]];
    case Implication.WEBHOOK:
      // The operator is what stands beside its webhook configuration.
      return others
        .filter((object) => object.apiObject.node.scope === dependency.apiObject.node.scope)
        .map((object) => [object, Slice.OPERATOR]);
    case Implication.EXECUTOR:
      return [[dependency, Slice.EXECUTORS]];
    case Implication.AUTOSCALER:
      return [[dependent, Slice.AUTOSCALING]];
    default:
      return [];
  }
}

/** Moves the dependencies of early objects to a slice that is at least as early. */
function pullForward(chart: Chart, slices: Slices, early: Slice, graph: ObjectGraph): void {
  const todo: (RenderedObject | Boundary)[] = [...slices].filter(([, s]) => s === early).map(([object]) => object);
  const seen = new Set(todo);
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (!(node instanceof Boundary) && ORDER.indexOf(early) < position(slices, node)) {
      slices.set(node, early);
    }
    for (const next of dependenciesWithin(chart, node, graph)) {
      if (!seen.has(next)) {
        seen.add(next);
        todo.push(next);
      }
    }
  }
}

function position(slices: Slices, object: RenderedObject): number {
  return ORDER.indexOf(slices.get(object) ?? Slice.MAIN);
}

/** The direct dependencies that do not leave the chart. */
export function dependenciesWithin(
  chart: Chart,
  node: RenderedObject | Boundary,
  graph: Graph<RenderedObject | Boundary>,
): (RenderedObject | Boundary)[] {
  return graph
    .dependencies(node)
    .filter((next) => (next instanceof Boundary ? next.chart : next.apiObject.chart) === chart);
}
