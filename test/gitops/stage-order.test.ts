import { Chart } from 'cdk8s';
import { Construct, Dependable } from 'constructs';
import { Bundle } from '../../lib/gitops/bundle';
import { add, levels } from './objects';
import { stagesOf } from './stages';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

describe('order', () => {
  test('charts without dependencies share a level, in the order of the construct tree', () => {
    ['b', 'c', 'a'].forEach((id) => add(new Chart(bundle, id), 'ConfigMap', id));
    expect(levels(stagesOf(bundle))).toEqual([['b', 'c', 'a']]);
  });

  test('a dependency of charts is a dependency of stages', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(bundle, id));
    [a, b, c].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    a.addDependency(b);
    b.addDependency(c);
    const stages = stagesOf(bundle);
    expect(levels(stages)).toEqual([['c'], ['b'], ['a']]);
    expect(stages.map(({ dependsOn }) => dependsOn)).toEqual([[], ['c'], ['b']]);
  });

  test('the level is the length of the longest way', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(bundle, id));
    [a, b, c].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    a.addDependency(b, c);
    b.addDependency(c);
    expect(stagesOf(bundle)[2]).toMatchObject({ name: 'a', level: 2, dependsOn: ['c', 'b'] });
  });

  test('a dependency between objects is one between their charts', () => {
    const one = add(new Chart(bundle, 'one'), 'ConfigMap', 'one');
    const two = add(new Chart(bundle, 'two'), 'ConfigMap', 'two');
    one.addDependency(two);
    expect(levels(stagesOf(bundle))).toEqual([['two'], ['one']]);
  });

  test('a dependency reaches through a chart that renders nothing', () => {
    const [a, empty, c] = ['a', 'empty', 'c'].map((id) => new Chart(bundle, id));
    [a, c].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    a.addDependency(empty);
    empty.addDependency(c);
    expect(levels(stagesOf(bundle))).toEqual([['c'], ['a']]);
  });

  test('charts in a chart come first and do not need each other, also when cdk8s has written down that they come first', () => {
    const outer = new Chart(bundle, 'outer');
    add(outer, 'ConfigMap', 'outer');
    const inner = ['a', 'b', 'c'].map((id) => {
      const chart = new Chart(outer, id);
      add(chart, 'ConfigMap', id);
      return chart;
    });
    const expected = [['outer-a', 'outer-b', 'outer-c'], ['outer']];
    expect(levels(stagesOf(bundle))).toEqual(expected);
    outer.toJson();
    expect(outer.node.dependencies).toEqual(inner);
    expect(levels(stagesOf(bundle))).toEqual(expected);
  });

  test('what needs a chart needs the charts in it, and what a chart in it needs is needed by the whole', () => {
    const [outer, first, last] = ['outer', 'first', 'last'].map((id) => new Chart(bundle, id));
    const inner = new Chart(outer, 'inner');
    [outer, first, last, inner].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    last.addDependency(outer);
    inner.addDependency(first);
    expect(levels(stagesOf(bundle))).toEqual([['first'], ['outer-inner'], ['outer'], ['last']]);
  });

  test('a chart in a chart cannot need the outer one', () => {
    const outer = new Chart(bundle, 'outer');
    const inner = new Chart(outer, 'inner');
    [outer, inner].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    inner.addDependency(outer);
    expect(() => stagesOf(bundle)).toThrow('in a circle: outer-inner => outer => outer-inner');
  });

  test('a chart in a chart comes first, as in cdk8s', () => {
    const outer = new Chart(bundle, 'outer');
    add(outer, 'ConfigMap', 'outer');
    add(new Chart(outer, 'inner'), 'ConfigMap', 'inner');
    expect(levels(stagesOf(bundle))).toEqual([['outer-inner'], ['outer']]);
  });

  test('a construct can stand for several charts', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(bundle, id));
    [a, b, c].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    const both = new Construct(bundle, 'both');
    Dependable.implement(both, { dependencyRoots: [b, c] });
    a.addDependency(both);
    expect(levels(stagesOf(bundle))).toEqual([['b', 'c'], ['a']]);
  });

  test('charts that depend on each other are refused with the way round', () => {
    const [a, b] = ['a', 'b'].map((id) => new Chart(bundle, id));
    [a, b].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    a.addDependency(b);
    b.addDependency(a);
    expect(() => stagesOf(bundle)).toThrow(
      'the stages depend on each other in a circle: a => b => a; remove one of these dependencies',
    );
  });

  test('objects of one chart that depend on each other are refused with the way round', () => {
    const chart = new Chart(bundle, 'chart');
    const [a, b] = ['a', 'b'].map((name) => add(chart, 'ConfigMap', name));
    a.addDependency(b);
    b.addDependency(a);
    expect(() => stagesOf(bundle)).toThrow(
      'the objects depend on each other in a circle: chart/ConfigMap-a => chart/ConfigMap-b => chart/ConfigMap-a; remove one of these dependencies',
    );
  });

  test('an object that depends on itself is refused, not dropped', () => {
    const object = add(new Chart(bundle, 'chart'), 'ConfigMap', 'a');
    object.addDependency(object);
    expect(() => stagesOf(bundle)).toThrow('in a circle: chart/ConfigMap-a => chart/ConfigMap-a');
  });
});
