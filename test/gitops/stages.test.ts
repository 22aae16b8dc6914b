import { ApiObject, ApiObjectProps, Chart } from 'cdk8s';
import { Construct, Dependable } from 'constructs';
import { Bundle } from '../../lib/gitops/bundle';
import { Stages, stagesOf } from './stages';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

function add(scope: Construct, kind: string, name: string, props: Partial<ApiObjectProps> = {}): ApiObject {
  return new ApiObject(scope, `${kind}-${name}`, {
    apiVersion: 'v1',
    kind,
    ...props,
    metadata: { name, ...props.metadata },
  });
}

function crd(scope: Construct, kind: string, group = 'example.com'): ApiObject {
  return add(scope, 'CustomResourceDefinition', `${kind.toLowerCase()}s.${group}`, {
    apiVersion: 'apiextensions.k8s.io/v1',
    spec: { group, names: { kind } },
  });
}

function executor(scope: Construct, namespace: string, runtimeClassName = 'wasmtime-spin-v2'): ApiObject {
  return add(scope, 'SpinAppExecutor', 'shim', {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    metadata: { namespace },
    spec: { createDeployment: true, deploymentConfig: { runtimeClassName } },
  });
}

function app(scope: Construct, namespace: string, name = 'hello'): ApiObject {
  return add(scope, 'SpinApp', name, {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    metadata: { namespace },
    spec: { executor: 'shim' },
  });
}

function autoscaler(scope: Construct, namespace: string, target = 'hello'): ApiObject {
  return add(scope, 'HorizontalPodAutoscaler', 'scaler', {
    apiVersion: 'autoscaling/v2',
    metadata: { namespace },
    spec: { scaleTargetRef: { kind: 'Deployment', name: target } },
  });
}

function webhook(
  scope: Construct,
  rule: { apiGroups: string[]; resources: string[] },
  failurePolicy = 'Fail',
): ApiObject {
  return add(scope, 'ValidatingWebhookConfiguration', 'webhook', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    webhooks: [{ failurePolicy, rules: [rule] }],
  });
}

/** The names of the stages by level. */
function levels(stages: Stages): string[][] {
  return stages.reduce<string[][]>((all, { level, name }) => {
    all[level] = [...(all[level] ?? []), name];
    return all;
  }, []);
}

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

describe('implied order', () => {
  const chart = (id: string) => new Chart(bundle, id);

  test.each<[string, () => void]>([
    [
      'a CustomResourceDefinition comes before its objects',
      () => {
        add(chart('later'), 'Widget', 'w', { apiVersion: 'example.com/v1' });
        crd(chart('earlier'), 'Widget');
      },
    ],
    [
      'a Namespace comes before what is in it',
      () => {
        add(chart('later'), 'ConfigMap', 'c', { metadata: { namespace: 'team' } });
        add(chart('earlier'), 'Namespace', 'team');
      },
    ],
    [
      'a RuntimeClass comes before the executor that names it',
      () => {
        executor(chart('later'), 'team');
        add(chart('earlier'), 'RuntimeClass', 'wasmtime-spin-v2', { apiVersion: 'node.k8s.io/v1' });
      },
    ],
    [
      'a Shim comes before the executor that names its RuntimeClass',
      () => {
        executor(chart('later'), 'team');
        add(chart('earlier'), 'Shim', 'spin-v2', {
          apiVersion: 'runtime.spinkube.dev/v1alpha1',
          spec: { runtimeClass: { name: 'wasmtime-spin-v2' } },
        });
      },
    ],
    [
      'a RuntimeClass comes before the Shim that would make another one',
      () => {
        add(chart('later'), 'Shim', 'spin-v2', {
          apiVersion: 'runtime.spinkube.dev/v1alpha1',
          spec: { runtimeClass: { name: 'wasmtime-spin-v2' } },
        });
        add(chart('earlier'), 'RuntimeClass', 'wasmtime-spin-v2', { apiVersion: 'node.k8s.io/v1' });
      },
    ],
    [
      'an operator comes before the objects that its webhook is asked about',
      () => {
        executor(chart('later'), 'team');
        webhook(chart('earlier'), { apiGroups: ['core.spinkube.dev'], resources: ['spinappexecutors'] });
      },
    ],
    [
      'a webhook for all resources of a group counts for each of them',
      () => {
        add(chart('later'), 'Policy', 'p', { apiVersion: 'example.com/v1' });
        webhook(chart('earlier'), { apiGroups: ['example.com'], resources: ['*/*'] });
      },
    ],
    [
      'plurals are those of English',
      () => {
        add(chart('later'), 'Policy', 'p', { apiVersion: 'example.com/v1' });
        webhook(chart('earlier'), { apiGroups: ['example.com'], resources: ['policies'] });
      },
    ],
    [
      'an executor comes before the SpinApps of its namespace',
      () => {
        app(chart('later'), 'team');
        executor(chart('earlier'), 'team');
      },
    ],
    [
      'a SpinApp comes before its autoscaler',
      () => {
        autoscaler(chart('later'), 'team');
        app(chart('earlier'), 'team');
      },
    ],
  ])('%s', (_, arrange) => {
    arrange();
    expect(levels(stagesOf(bundle))).toEqual([['earlier'], ['later']]);
  });

  test.each<[string, () => void]>([
    [
      'an executor of another namespace',
      () => {
        app(chart('one'), 'team');
        executor(chart('two'), 'other');
      },
    ],
    [
      'a CustomResourceDefinition of another group',
      () => {
        add(chart('one'), 'Widget', 'w', { apiVersion: 'example.org/v1' });
        crd(chart('two'), 'Widget');
      },
    ],
    [
      'a webhook that may be ignored',
      () => {
        executor(chart('one'), 'team');
        webhook(chart('two'), { apiGroups: ['core.spinkube.dev'], resources: ['*'] }, 'Ignore');
      },
    ],
    [
      'a policy engine that is asked about everything',
      () => {
        executor(chart('one'), 'team');
        webhook(chart('two'), { apiGroups: ['*'], resources: ['*'] });
      },
    ],
    [
      'an autoscaler of another Deployment',
      () => {
        autoscaler(chart('one'), 'team', 'other');
        app(chart('two'), 'team');
      },
    ],
  ])('%s is not waited for', (_, arrange) => {
    arrange();
    expect(levels(stagesOf(bundle))).toEqual([['one', 'two']]);
  });
});

describe('slices', () => {
  test('a chart is one stage when nothing in it must be waited for', () => {
    const team = new Chart(bundle, 'team');
    add(team, 'Namespace', 'team');
    executor(team, 'team');
    expect(levels(stagesOf(bundle))).toEqual([['team']]);
  });

  test('a chart with everything is cut where something must be waited for', () => {
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

  test('what an executor depends on comes along with it', () => {
    const team = new Chart(bundle, 'team');
    app(team, 'team');
    const certificates = add(team, 'Secret', 'certificates', { metadata: { namespace: 'team' } });
    executor(team, 'team').addDependency(certificates);
    const stages = stagesOf(bundle);
    expect(stages[0].objects.map(({ kind }) => kind)).toEqual(['Secret', 'SpinAppExecutor']);
  });

  test('an operator is waited for before its objects in the same chart', () => {
    const chart = new Chart(bundle, 'all');
    executor(chart, 'team');
    const operator = new Construct(chart, 'operator');
    add(operator, 'Deployment', 'operator', { apiVersion: 'apps/v1' });
    webhook(operator, { apiGroups: ['core.spinkube.dev'], resources: ['spinapps', 'spinappexecutors'] });
    app(chart, 'team');
    const stages = stagesOf(bundle);
    expect(levels(stages)).toEqual([['all-operator'], ['all-executors'], ['all']]);
    expect(stages[0].objects.map(({ kind }) => kind)).toEqual(['Deployment', 'ValidatingWebhookConfiguration']);
  });

  test('two operators of which one needs the other cannot share a chart', () => {
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

  test('other charts wait for the slice that they need, and for no other', () => {
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

describe('objects of a stage', () => {
  test('come in the order in which Kubernetes needs them', () => {
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
    kinds.forEach((kind) => add(chart, kind, 'a'));
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

  test('come after what they depend on, whatever their kind', () => {
    const chart = new Chart(bundle, 'chart');
    const job = add(chart, 'Job', 'first', { apiVersion: 'batch/v1' });
    add(chart, 'Namespace', 'second').addDependency(job);
    expect(stagesOf(bundle)[0].objects.map(({ kind }) => kind)).toEqual(['Job', 'Namespace']);
  });

  test('come after everything in a construct that they depend on', () => {
    const chart = new Chart(bundle, 'chart');
    const before = new Construct(chart, 'before');
    const after = add(chart, 'ConfigMap', 'after');
    ['a', 'b'].forEach((name) => add(before, 'Deployment', name, { apiVersion: 'apps/v1' }));
    after.addDependency(before);
    expect(stagesOf(bundle)[0].objects.map(({ name }) => name)).toEqual(['a', 'b', 'after']);
  });
});

describe('names', () => {
  test('a stage is called by the path of its chart', () => {
    const fleet = new Construct(bundle, 'fleet');
    add(new Chart(fleet, 'apps'), 'ConfigMap', 'a');
    expect(levels(stagesOf(bundle))).toEqual([['fleet-apps']]);
  });

  test('two charts whose stages would have one name are refused', () => {
    add(new Chart(bundle, 'a-b'), 'ConfigMap', 'one');
    add(new Chart(new Construct(bundle, 'a'), 'b'), 'ConfigMap', 'two');
    expect(() => stagesOf(bundle)).toThrow(
      "[a-b] 'stage' (a-b) is the name of a stage of both 'a-b' and 'a/b'; rename one of the charts",
    );
  });

  test('a chart that is called like the slice of another is refused', () => {
    const team = new Chart(bundle, 'team');
    executor(team, 'team');
    app(team, 'team');
    add(new Chart(bundle, 'team-executors'), 'ConfigMap', 'one');
    expect(() => stagesOf(bundle)).toThrow("is the name of a stage of both 'team' and 'team-executors'");
  });

  test('an object that is in the bundle twice is refused', () => {
    add(new Chart(bundle, 'a'), 'ConfigMap', 'same', { metadata: { namespace: 'team' } });
    add(new Chart(bundle, 'b'), 'ConfigMap', 'same', { metadata: { namespace: 'team' } });
    add(new Chart(bundle, 'c'), 'ConfigMap', 'same', { metadata: { namespace: 'other' } });
    expect(() => stagesOf(bundle)).toThrow(
      "[b/ConfigMap-same] 'metadata.name' (ConfigMap/team/same) is in the bundle already, at a/ConfigMap-same; remove or rename one of them",
    );
  });
});
