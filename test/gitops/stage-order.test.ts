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
  test('puts charts without dependencies on one level, in the order of the construct tree', () => {
    ['b', 'c', 'a'].forEach((id) => add(new Chart(bundle, id), 'ConfigMap', id));
    expect(levels(stagesOf(bundle))).toEqual([['b', 'c', 'a']]);
  });

  test('turns dependencies of charts into dependencies of stages', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(bundle, id));
    [a, b, c].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    a.addDependency(b);
    b.addDependency(c);
    const stages = stagesOf(bundle);
    expect(levels(stages)).toEqual([['c'], ['b'], ['a']]);
    expect(stages.map(({ dependsOn }) => dependsOn)).toEqual([[], ['c'], ['b']]);
  });

  test('sets the level to the length of the longest path', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(bundle, id));
    [a, b, c].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    a.addDependency(b, c);
    b.addDependency(c);
    expect(stagesOf(bundle)[2]).toMatchObject({ name: 'a', level: 2, dependsOn: ['c', 'b'] });
  });

  test('turns dependencies of objects into dependencies of their charts', () => {
    const one = add(new Chart(bundle, 'one'), 'ConfigMap', 'one');
    const two = add(new Chart(bundle, 'two'), 'ConfigMap', 'two');
    one.addDependency(two);
    expect(levels(stagesOf(bundle))).toEqual([['two'], ['one']]);
  });

  test('keeps dependencies transitive through a chart without objects', () => {
    const [a, empty, c] = ['a', 'empty', 'c'].map((id) => new Chart(bundle, id));
    [a, c].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    a.addDependency(empty);
    empty.addDependency(c);
    expect(levels(stagesOf(bundle))).toEqual([['c'], ['a']]);
  });

  test('orders charts around a long chain of charts without objects', () => {
    const [last, ...chain] = Array.from({ length: 10_000 }, (_, index) => new Chart(bundle, `chart-${index}`));
    chain.reduce((dependent, dependency) => {
      dependent.addDependency(dependency);
      return dependency;
    }, last);
    [last, chain[chain.length - 1]].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    expect(levels(stagesOf(bundle))).toEqual([['chart-9999'], ['chart-0']]);
  });

  test('finds objects in scopes that are nested deeper than cdk8s can write them', () => {
    let scope: Construct = new Chart(bundle, 'chart');
    for (let depth = 0; depth < 8000; depth++) {
      scope = new Construct(scope, 'a');
    }
    add(scope, 'ConfigMap', 'deep');
    expect(stagesOf(bundle)).toMatchObject([{ name: 'chart', objects: [{ name: 'deep' }] }]);
  });

  test('puts nested charts first, independent of each other, even after cdk8s has added its dependencies', () => {
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

  test('applies dependencies on a chart to its nested charts, and dependencies of nested charts to the outer one', () => {
    const [outer, first, last] = ['outer', 'first', 'last'].map((id) => new Chart(bundle, id));
    const inner = new Chart(outer, 'inner');
    [outer, first, last, inner].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    last.addDependency(outer);
    inner.addDependency(first);
    expect(levels(stagesOf(bundle))).toEqual([['first'], ['outer-inner'], ['outer'], ['last']]);
  });

  test('rejects a nested chart that depends on the outer one', () => {
    const outer = new Chart(bundle, 'outer');
    const inner = new Chart(outer, 'inner');
    [outer, inner].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    inner.addDependency(outer);
    expect(() => stagesOf(bundle)).toThrow('in a circle: outer-inner => outer => outer-inner');
  });

  test('puts a nested chart first, as cdk8s does', () => {
    const outer = new Chart(bundle, 'outer');
    add(outer, 'ConfigMap', 'outer');
    add(new Chart(outer, 'inner'), 'ConfigMap', 'inner');
    expect(levels(stagesOf(bundle))).toEqual([['outer-inner'], ['outer']]);
  });

  test('applies a dependency on a construct to all charts in it', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(bundle, id));
    [a, b, c].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    const both = new Construct(bundle, 'both');
    Dependable.implement(both, { dependencyRoots: [b, c] });
    a.addDependency(both);
    expect(levels(stagesOf(bundle))).toEqual([['b', 'c'], ['a']]);
  });

  test('rejects a cycle of charts and names its path', () => {
    const [a, b] = ['a', 'b'].map((id) => new Chart(bundle, id));
    [a, b].forEach((chart) => add(chart, 'ConfigMap', chart.node.id));
    a.addDependency(b);
    b.addDependency(a);
    expect(() => stagesOf(bundle)).toThrow(
      'the stages depend on each other in a circle: a => b => a; remove one of these dependencies',
    );
  });

  test('rejects a cycle of objects in one chart and names its path', () => {
    const chart = new Chart(bundle, 'chart');
    const [a, b] = ['a', 'b'].map((name) => add(chart, 'ConfigMap', name));
    a.addDependency(b);
    b.addDependency(a);
    expect(() => stagesOf(bundle)).toThrow(
      'the objects depend on each other in a circle: chart/ConfigMap-a => chart/ConfigMap-b => chart/ConfigMap-a; remove one of these dependencies',
    );
  });

  test('rejects an object that depends on itself', () => {
    const object = add(new Chart(bundle, 'chart'), 'ConfigMap', 'a');
    object.addDependency(object);
    expect(() => stagesOf(bundle)).toThrow('in a circle: chart/ConfigMap-a => chart/ConfigMap-a');
  });
});
