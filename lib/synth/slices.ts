import { Chart } from 'cdk8s';
import { Graph } from './graph';
import { GATES, Implication, ImpliedDependency } from './implied-dependencies';
import { identity, Manifest, RenderedObject } from './manifest';
import { ADMISSION_POLICY_KINDS } from './admission-policies';
import { Boundary, ObjectGraph } from './object-graph';
import { smokeTestOf } from './smoke-tests';

/**
 * The slices of a chart, in apply order. Most charts have only the main slice.
 *
 * Executors always have a slice of their own, so that they do not move to another stage when the chart gets its first
 * SpinApp: a tool that prunes might delete them from their old stage after the new one has been applied. So do smoke tests: a
 * failed one must not keep the stage of its app from being ready. Policies have one because API servers act on them a moment after
 * they are applied.
 */
export enum Slice {
  CRDS = 'crds',
  OPERATOR = 'operator',
  EXECUTORS = 'executors',
  POLICIES = 'policies',
  MAIN = '',
  AUTOSCALING = 'autoscaling',
  SMOKE_TESTS = 'smoke-tests',
}

const ORDER = [
  Slice.CRDS,
  Slice.OPERATOR,
  Slice.EXECUTORS,
  Slice.POLICIES,
  Slice.MAIN,
  Slice.AUTOSCALING,
  Slice.SMOKE_TESTS,
];

/** Compares slices by apply order. */
export function bySlice(a: Slice, b: Slice): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** The slice of each object of a chart. */
export type Slices = Map<RenderedObject, Slice>;

/**
 * Cuts a chart into slices: its executors, its smoke tests, and what else must be ready before the rest can be applied.
 *
 * @param chart the chart
 * @param objects its objects
 * @param gates the dependencies within the chart that require a wait
 * @param graph the dependency graph
 */
export function slice(chart: Chart, objects: RenderedObject[], gates: ImpliedDependency[], graph: ObjectGraph): Slices {
  const slices: Slices = new Map(objects.map((object) => [object, sliceByItself(object.manifest)]));
  const validated = new Set(
    gates.filter(({ reason }) => reason === Implication.WEBHOOK).map(({ dependent }) => dependent),
  );
  const others = objects.filter((object) => !validated.has(object));
  for (const [object, role] of gates.flatMap((gate) => roles(gate, others))) {
    slices.set(object, role);
  }
  for (const early of [Slice.CRDS, Slice.OPERATOR, Slice.EXECUTORS, Slice.POLICIES]) {
    pullForward(chart, slices, early, graph);
  }
  return slices;
}

/** The slice of an object, unless a gate requires another one. */
function sliceByItself(manifest: Manifest): Slice {
  if (manifest.kind === 'SpinAppExecutor') {
    return Slice.EXECUTORS;
  }
  if (ADMISSION_POLICY_KINDS.includes(manifest.kind)) {
    return Slice.POLICIES;
  }
  return smokeTestOf(manifest) === undefined ? Slice.MAIN : Slice.SMOKE_TESTS;
}

/** The gates with both sides in the same chart, by chart. */
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

/** Reports gates that the slices cannot satisfy: both sides are in the same slice, or in the wrong order. */
export function shutGates(chart: Chart, gates: ImpliedDependency[], slices: Slices): string[] {
  return gates
    .filter(({ dependent, dependency }) => position(slices, dependency) >= position(slices, dependent))
    .map(({ dependent, dependency, reason }) => {
      const [first, second] = [identity(dependency.manifest), identity(dependent.manifest)];
      return `[${chart.node.path}] ${first} (${reason}) must be ready before ${second} is applied, and one chart holds both; put them into charts of their own`;
    });
}

/** The slices that a gate requires for objects; `others` are the objects that no webhook of the chart handles. */
function roles(
  { dependency, dependent, reason }: ImpliedDependency,
  others: RenderedObject[],
): [RenderedObject, Slice][] {
  switch (reason) {
    case Implication.DEFINITION:
      return [[dependency, Slice.CRDS]];
    case Implication.WEBHOOK:
      // The objects in the scope of the webhook configuration are the operator.
      return others
        .filter((object) => object.apiObject.node.scope === dependency.apiObject.node.scope)
        .map((object) => [object, Slice.OPERATOR]);
    case Implication.AUTOSCALER:
      return [[dependent, Slice.AUTOSCALING]];
    default:
      return [];
  }
}

/** Moves the dependencies of objects in an early slice to that slice, unless they are in an earlier one. */
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

/** The direct dependencies within the chart. */
export function dependenciesWithin(
  chart: Chart,
  node: RenderedObject | Boundary,
  graph: Graph<RenderedObject | Boundary>,
): (RenderedObject | Boundary)[] {
  return graph
    .dependencies(node)
    .filter((next) => (next instanceof Boundary ? next.chart : next.apiObject.chart) === chart);
}
