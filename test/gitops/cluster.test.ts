import { ApiObject, Chart } from 'cdk8s';
import { Bundle, Cluster, Delivery, DeliveryContext, IDelivery, SpinApp, SpinKube } from '../../lib';
import { filesBelow, inTemporaryFolder, synthFiles } from './stages';

function configMap(chart: Chart, name: string, value = 'v'): ApiObject {
  return new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } });
}

/** A cluster with the same chart as all others. */
function cluster(bundle: Bundle, name: string, value?: string): Cluster {
  const made = new Cluster(bundle, name);
  configMap(new Chart(made, 'team', { namespace: 'default' }), 'settings', value);
  return made;
}

const below = (files: { [file: string]: string }, folder: string) =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([file]) => file.startsWith(`${folder}/`))
      .map(([file, text]) => [file.slice(folder.length + 1), text]),
  );

test('writes each cluster to its own folder, as a bundle of its own would be', () => {
  const fleet = new Bundle({ deliveries: [Delivery.kubectl()] });
  cluster(fleet, 'eu-1');
  cluster(fleet, 'us-1', 'other');
  const files = synthFiles(fleet);
  const alone = new Bundle({ deliveries: [Delivery.kubectl()] });
  configMap(new Chart(alone, 'team', { namespace: 'default' }), 'settings');
  expect(below(files, 'eu-1')).toEqual(synthFiles(alone));
  expect(Object.keys(files).filter((file) => !/^(eu|us)-1\//.test(file))).toEqual(['README.md', 'stages.json']);
  expect(files['README.md']).toContain('## Clusters\n\n- [eu-1](eu-1/README.md)\n- [us-1](us-1/README.md)\n');
});

test('writes clusters that differ only where their props differ', () => {
  const fleet = new Bundle({ deliveries: [Delivery.kubectl()] });
  for (const [name, image] of [
    ['a', 'example.com/app:v1'],
    ['b', 'example.com/app:v2'],
  ]) {
    const one = new Cluster(fleet, name);
    const { executor } = new SpinKube(one, 'spinkube');
    new SpinApp(new Chart(one, 'apps', { namespace: 'default' }), 'app', { image, executor });
  }
  const files = synthFiles(fleet);
  const [a, b] = [below(files, 'a'), below(files, 'b')];
  expect(Object.keys(a)).toEqual(Object.keys(b));
  const different = Object.keys(a).filter((file) => a[file] !== b[file]);
  expect(different).toEqual(['README.md', 'manifests/apps/apps.k8s.yaml']);
  for (const file of different) {
    expect(a[file].replaceAll('app:v1', 'app:v2')).toBe(b[file]);
  }
});

test('writes stages of the bundle itself next to its clusters', () => {
  const fleet = new Bundle();
  configMap(new Chart(fleet, 'garden', { namespace: 'default' }), 'shoot');
  cluster(fleet, 'eu-1');
  const files = synthFiles(fleet);
  expect(Object.keys(files)).toEqual([
    'README.md',
    'eu-1/README.md',
    'eu-1/manifests/team/team.k8s.yaml',
    'eu-1/stages.json',
    'manifests/garden/garden.k8s.yaml',
    'stages.json',
  ]);
  const { files: all, stages } = JSON.parse(files['stages.json']) as { files: string[]; stages: { name: string }[] };
  expect(stages.map(({ name }) => name)).toEqual(['garden']);
  // Manifests are listed with their stages.
  expect(all).toEqual(Object.keys(files).filter((file) => !file.startsWith('manifests/')));
});

test('removes the files of a removed cluster', () => {
  inTemporaryFolder((outdir) => {
    for (const names of [['eu-1', 'us-1'], ['us-1']]) {
      const fleet = new Bundle({ outdir });
      names.forEach((name) => cluster(fleet, name));
      fleet.synth();
    }
    expect(Object.keys(filesBelow(outdir)).filter((file) => file.startsWith('eu-1'))).toEqual([]);
  });
});

test('passes the cluster to deliveries', () => {
  const contexts: DeliveryContext[] = [];
  const delivery: IDelivery = {
    name: 'own',
    deliver: (context) => {
      contexts.push(context);
      return [{ path: 'own', text: context.directory }];
    },
  };
  const fleet = new Bundle({ deliveries: [delivery] });
  cluster(fleet, 'eu-1');
  configMap(new Chart(new Cluster(fleet, 'us-1', { labels: { env: 'prod' } }), 'team', { namespace: 'default' }), 'a');
  const files = synthFiles(fleet);
  expect(contexts.map(({ directory, labels }) => [directory, labels])).toEqual([
    ['eu-1', {}],
    ['us-1', { env: 'prod' }],
    ['.', {}],
  ]);
  expect([files['eu-1/own'], files['us-1/own'], files.own]).toEqual(['eu-1', 'us-1', '.']);
  const [eu, us, bundle] = contexts;
  expect(bundle).toMatchObject({ directory: '.', stages: [], prerequisites: [], clusters: [eu, us] });
});

test('has labels, and is synthesized with its bundle', () => {
  inTemporaryFolder((outdir) => {
    const fleet = new Bundle({ outdir });
    const labels = { region: 'eu' };
    const made = new Cluster(fleet, 'eu-1', { labels });
    labels.region = 'us';
    configMap(new Chart(made, 'team', { namespace: 'default' }), 'settings');
    made.synth();
    expect([made.name, made.labels]).toEqual(['eu-1', { region: 'eu' }]);
    expect(Object.keys(filesBelow(outdir))).toContain('eu-1/manifests/team/team.k8s.yaml');
  });
});

describe('a cluster', () => {
  test.each([
    [
      'EU',
      "Cluster: 'name' (EU) must be a DNS label other than argo-cd, flux, kubectl, manifests, which are folders of the bundle; choose another one",
    ],
    [
      'flux',
      "Cluster: 'name' (flux) must be a DNS label other than argo-cd, flux, kubectl, manifests, which are folders of the bundle; choose another one",
    ],
  ])('rejects the name %s', (name, message) => {
    expect(() => new Cluster(new Bundle(), name)).toThrow(message);
  });

  test('rejects a name that is already used', () => {
    const fleet = new Bundle();
    new Cluster(fleet, 'eu-1');
    expect(() => new Cluster(fleet, 'eu-1')).toThrow(
      "Cluster: 'name' (eu-1) is already used by another cluster of the bundle; choose another name",
    );
  });

  test('reports a dependency on another cluster and errors of several clusters at once', () => {
    const fleet = new Bundle();
    const [eu, us] = [cluster(fleet, 'eu-1'), cluster(fleet, 'us-1')];
    const chart = us.node.findChild('team') as Chart;
    chart.addDependency(eu.node.findChild('team'));
    new Chart(eu, 'wrong').node.addValidation({ validate: () => ['this is wrong'] });
    expect(() => synthFiles(fleet)).toThrow(
      [
        'Validation failed with the following errors:',
        '  eu-1: [wrong] this is wrong',
        "  us-1: [team] depends on 'team' of another cluster or app, which is applied separately; remove the dependency, or use 'addDependency()' of the cluster",
      ].join('\n'),
    );
  });
});
