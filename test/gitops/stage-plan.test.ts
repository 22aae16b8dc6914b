import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Bundle } from '../../lib/gitops/bundle';
import { add, app, executor, levels, workload } from './objects';
import { stagesOf } from './stages';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

describe('objects of a stage', () => {
  test('are sorted in apply order', () => {
    const chart = new Chart(bundle, 'chart');
    const kinds = [
      'ValidatingWebhookConfiguration',
      'MutatingWebhookConfiguration',
      'Deployment',
      'Service',
      'ConfigMap',
      'ClusterRoleBinding',
      'RoleBinding',
      'ClusterRole',
      'ServiceAccount',
      'ResourceQuota',
      'RuntimeClass',
      'CustomResourceDefinition',
      'Namespace',
    ];
    // The order is that of the kinds; with a group of their own, they need no valid spec.
    kinds.forEach((kind) => add(chart, kind, 'a', { apiVersion: 'example.com/v1' }));
    expect(stagesOf(bundle)[0].objects.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'CustomResourceDefinition',
      'RuntimeClass',
      'ResourceQuota',
      'ServiceAccount',
      'ClusterRole',
      'ClusterRoleBinding',
      'RoleBinding',
      'ConfigMap',
      'Service',
      'Deployment',
      'ValidatingWebhookConfiguration',
      'MutatingWebhookConfiguration',
    ]);
  });

  test('come after their dependencies, regardless of kind', () => {
    const chart = new Chart(bundle, 'chart');
    const job = workload(chart, 'Job', 'first');
    add(chart, 'Namespace', 'second').addDependency(job);
    expect(stagesOf(bundle)[0].objects.map(({ kind }) => kind)).toEqual(['Job', 'Namespace']);
  });

  test('come after all objects of a construct that they depend on', () => {
    const chart = new Chart(bundle, 'chart');
    const before = new Construct(chart, 'before');
    const after = add(chart, 'ConfigMap', 'after');
    ['a', 'b'].forEach((name) => workload(before, 'Deployment', name));
    after.addDependency(before);
    expect(stagesOf(bundle)[0].objects.map(({ name }) => name)).toEqual(['a', 'b', 'after']);
  });
});

describe('names', () => {
  test('names a stage by the path of its chart', () => {
    const fleet = new Construct(bundle, 'fleet');
    add(new Chart(fleet, 'apps'), 'ConfigMap', 'a');
    expect(levels(stagesOf(bundle))).toEqual([['fleet-apps']]);
  });

  test('names a stage with characters valid for files and objects', () => {
    add(new Chart(new Construct(bundle, 'Team Shop'), 'Web.Apps'), 'ConfigMap', 'a');
    expect(levels(stagesOf(bundle))).toEqual([['teamshop-webapps']]);
  });

  test.each(['..', '-', 'apps-'])('rejects a chart without a valid stage name: %s', (id) => {
    add(new Chart(bundle, id), 'ConfigMap', 'a');
    expect(() => stagesOf(bundle)).toThrow(
      `[${id}] 'id' (${id}) is not a valid name of a stage, which begins and ends with a letter or digit; rename the chart`,
    );
  });

  test('rejects two charts with the same stage name', () => {
    add(new Chart(bundle, 'a-b'), 'ConfigMap', 'one');
    add(new Chart(new Construct(bundle, 'a'), 'b'), 'ConfigMap', 'two');
    expect(() => stagesOf(bundle)).toThrow(
      "[a-b] 'stage' (a-b) is the name of a stage of both 'a-b' and 'a/b'; rename one of the charts",
    );
  });

  test('rejects a chart with the name of a slice of another chart', () => {
    const team = new Chart(bundle, 'team');
    executor(team, 'team');
    app(team, 'team');
    add(new Chart(bundle, 'team-executors'), 'ConfigMap', 'one');
    expect(() => stagesOf(bundle)).toThrow("is the name of a stage of both 'team' and 'team-executors'");
  });

  test('rejects an object defined twice in the bundle', () => {
    add(new Chart(bundle, 'a'), 'ConfigMap', 'same', { metadata: { namespace: 'team' } });
    add(new Chart(bundle, 'b'), 'ConfigMap', 'same', { metadata: { namespace: 'team' } });
    add(new Chart(bundle, 'c'), 'ConfigMap', 'same', { metadata: { namespace: 'other' } });
    expect(() => stagesOf(bundle)).toThrow(
      "[b/ConfigMap-same] 'metadata.name' (ConfigMap/team/same) is defined twice, also at a/ConfigMap-same; remove or rename one of them",
    );
  });
});
