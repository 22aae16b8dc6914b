import { Chart } from 'cdk8s';
import { groupBy } from '../private/group-by';
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
  const webhooks = gates.filter(({ reason }) => reason === Implication.WEBHOOK);
  const validated = new Set(webhooks.map(({ dependent }) => dependent));
  const operators = groupBy(
    objects.filter((object) => !validated.has(object)),
    ({ apiObject }) => apiObject.node.scope,
  );
  // A webhook configuration is a gate for each object that its webhooks handle; the last one decides.
  const last = new Map(webhooks.map((gate) => [gate.dependency.apiObject.node.scope, gate]));
  for (const gate of gates) {
    const { scope } = gate.dependency.apiObject.node;
    if (gate.reason !== Implication.WEBHOOK || last.get(scope) === gate) {
      for (const [object, role] of roles(gate, operators.get(scope) ?? [])) {
        slices.set(object, role);
      }
    }
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
  const within = implied.filter(
    ({ dependency, dependent, reason }) =>
      GATES.includes(reason) && dependency.apiObject.chart === dependent.apiObject.chart,
  );
  return groupBy(within, ({ dependent }) => dependent.apiObject.chart);
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

/** The slices that a gate requires for objects; `operator` are those in the scope of a webhook that no webhook handles. */
function roles(
  { dependency, dependent, reason }: ImpliedDependency,
  operator: RenderedObject[],
): [RenderedObject, Slice][] {
  switch (reason) {
    case Implication.DEFINITION:
      return [[dependency, Slice.CRDS]];
    case Implication.WEBHOOK:
      return operator.map((object) => [object, Slice.OPERATOR]);
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
