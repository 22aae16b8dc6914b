import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { SmokeTest, SpinApp, SpinAppExecutor } from '../../lib';
import { Bundle } from '../../lib/gitops/bundle';
import { add, app, autoscaler, crd, executor, levels, webhook, workload } from './objects';
import { stagesOf } from './stages';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

describe('slices', () => {
  test('keep a chart in one stage when none of its objects must be waited for', () => {
    const team = new Chart(bundle, 'team');
    add(team, 'Namespace', 'team');
    add(team, 'ConfigMap', 'settings', { metadata: { namespace: 'team' } });
    expect(levels(stagesOf(bundle))).toEqual([['team']]);
  });

  test.each(['team', 'team-executors', 'executors'])(
    'leave the executor of the chart %s in its stage when a SpinApp is added to the chart',
    (name) => {
      const stageOfExecutor = (apps: number) => {
        const grown = new Bundle();
        const chart = new Chart(grown, name);
        add(chart, 'Namespace', 'team');
        executor(chart, 'team');
        Array.from({ length: apps }, (_, index) => app(chart, 'team', `app-${index}`));
        return stagesOf(grown).filter(({ objects }) => objects.some(({ kind }) => kind === 'SpinAppExecutor'));
      };
      expect(stageOfExecutor(1)).toEqual(stageOfExecutor(0));
    },
  );

  test('give the rest of a chart that is named after its executors another name', () => {
    const chart = new Chart(bundle, 'executors');
    executor(chart, 'team');
    app(chart, 'team');
    autoscaler(chart, 'team');
    expect(levels(stagesOf(bundle))).toEqual([['executors'], ['executors-main'], ['executors-autoscaling']]);
  });

  test('keep the name of a chart that is named after executors but has none', () => {
    add(new Chart(bundle, 'job-executors'), 'ConfigMap', 'settings');
    expect(levels(stagesOf(bundle))).toEqual([['job-executors']]);
  });

  test('put smoke tests into a stage after their app, wherever they are', () => {
    const chart = new Chart(bundle, 'team', { namespace: 'team' });
    add(chart, 'Namespace', 'team');
    const spinApp = new SpinApp(chart, 'app', {
      image: 'hello',
      executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim', { namespace: 'team' }),
    });
    autoscaler(chart, 'team', spinApp.name);
    new SmokeTest(chart, 'own', { app: spinApp });
    const [tests, others] = ['smoke-tests', 'others'].map((id) => new Chart(bundle, id, { namespace: 'team' }));
    new SmokeTest(tests, 'apart', { app: spinApp });
    new SmokeTest(others, 'beside', { app: spinApp });
    add(others, 'ConfigMap', 'settings');
    const later = new Chart(bundle, 'later', { namespace: 'team' });
    later.addDependency(chart);
    add(later, 'ConfigMap', 'later');
    const stages = stagesOf(bundle);
    expect(levels(stages)).toEqual([
      ['team'],
      ['team-autoscaling', 'team-smoke-tests', 'smoke-tests', 'others', 'others-smoke-tests'],
      ['later'],
    ]);
    expect(stages.find(({ name }) => name === 'later')?.dependsOn).toEqual([
      'team',
      'team-autoscaling',
      'team-smoke-tests',
    ]);
  });

  test('cut a chart where an object must be waited for', () => {
    const team = new Chart(bundle, 'team');
    autoscaler(team, 'team');
    app(team, 'team');
    executor(team, 'team');
    add(team, 'Namespace', 'team');
    add(team, 'Widget', 'w', { apiVersion: 'example.com/v1' });
    crd(team, 'Widget');
    const stages = stagesOf(bundle);
    expect(levels(stages)).toEqual([['team-crds', 'team-executors'], ['team'], ['team-autoscaling']]);
    expect(Object.fromEntries(stages.map(({ name, objects }) => [name, objects.map(({ kind }) => kind)]))).toEqual({
      'team-crds': ['CustomResourceDefinition'],
      'team-executors': ['Namespace', 'SpinAppExecutor'],
      team: ['SpinApp', 'Widget'],
      'team-autoscaling': ['HorizontalPodAutoscaler'],
    });
  });

  test('move the dependencies of an executor along with it', () => {
    const team = new Chart(bundle, 'team');
    app(team, 'team');
    const certificates = add(team, 'Secret', 'certificates', { metadata: { namespace: 'team' } });
    executor(team, 'team').addDependency(certificates);
    const stages = stagesOf(bundle);
    expect(stages[0].objects.map(({ kind }) => kind)).toEqual(['Secret', 'SpinAppExecutor']);
  });

  test('make objects wait for an operator in the same chart', () => {
    const chart = new Chart(bundle, 'all');
    executor(chart, 'team');
    const operator = new Construct(chart, 'operator');
    workload(operator, 'Deployment', 'operator');
    webhook(operator, { apiGroups: ['core.spinkube.dev'], resources: ['spinapps', 'spinappexecutors'] });
    app(chart, 'team');
    const stages = stagesOf(bundle);
    expect(levels(stages)).toEqual([['all-operator'], ['all-executors'], ['all']]);
    expect(stages[0].objects.map(({ kind }) => kind)).toEqual(['Deployment', 'ValidatingWebhookConfiguration']);
  });

  test('let the last webhook or autoscaler decide about an autoscaler beside a webhook configuration', () => {
    const chart = new Chart(bundle, 'all');
    executor(chart, 'team');
    app(chart, 'team');
    const operator = new Construct(chart, 'operator');
    webhook(operator, { apiGroups: ['core.spinkube.dev'], resources: ['spinapps'] });
    autoscaler(operator, 'team');
    expect(levels(stagesOf(bundle))).toEqual([['all-operator', 'all-executors'], ['all'], ['all-autoscaling']]);
    app(operator, 'team', 'another');
    expect(() => stagesOf(bundle)).toThrow('and one chart holds both');
  });

  test('reject two operators in one chart if one needs the other', () => {
    const chart = new Chart(bundle, 'all');
    const first = new Construct(chart, 'first');
    webhook(first, { apiGroups: ['cert-manager.io'], resources: ['*/*'] });
    const second = new Construct(chart, 'second');
    add(second, 'Certificate', 'serving', { apiVersion: 'cert-manager.io/v1' });
    add(second, 'MutatingWebhookConfiguration', 'second', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      webhooks: [{ rules: [{ apiGroups: ['core.spinkube.dev'], resources: ['spinapps'] }] }],
    }).addDependency(...second.node.children.slice(0, 1));
    app(chart, 'team');
    expect(() => stagesOf(bundle)).toThrow(
      '[all] ValidatingWebhookConfiguration.admissionregistration.k8s.io/webhook (webhook) must be ready before Certificate.cert-manager.io/serving is applied, and one chart holds both; put them into charts of their own',
    );
  });

  test('make other charts wait only for the slice that they need', () => {
    const team = new Chart(bundle, 'team');
    executor(team, 'team');
    app(team, 'team', 'first');
    app(new Chart(bundle, 'more'), 'team', 'second');
    expect(stagesOf(bundle).find(({ name }) => name === 'more')).toMatchObject({
      level: 1,
      dependsOn: ['team-executors'],
    });
  });
});
