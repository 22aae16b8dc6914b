import * as fs from 'fs';
import * as path from 'path';
import {
  ApiObject,
  App,
  AppProps,
  Chart,
  Helm,
  Include,
  IResolver,
  JsonPatch,
  ResolutionContext,
  YamlOutputType,
} from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Bundle, Cluster, core, Delivery, SpinKube } from '../../../lib';
import { errorOutputOf, filesBelow, inTemporaryFolder, synthFiles } from '../../gitops/stages';

/** Builds an app as a cdk8s.App and as a Bundle, and expects the same files from both. */
function expectSame(make: (app: App) => void, props: AppProps = {}): { [file: string]: string } {
  const [cdk8s, bundle] = [new App(props), new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_CHART, ...props })].map(
    (app) => {
      make(app);
      return synthFiles(app);
    },
  );
  expect(bundle).toEqual(cdk8s);
  return bundle;
}

function configMap(scope: Chart, id: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap' });
}

test('writes an Include as cdk8s does', () => {
  const url = path.join(__dirname, 'included.yaml');
  const files = expectSame((app) => new Include(new Chart(app, 'web'), 'included', { url }));
  expect(files['web.k8s.yaml']).toContain('name: included');
});

test('writes a Helm chart as cdk8s does', () => {
  inTemporaryFolder((folder) => {
    // A stand-in for the Helm binary: prints the same manifest for any arguments.
    const helmExecutable = path.join(folder, 'helm');
    fs.writeFileSync(helmExecutable, `#!/bin/sh\ncat '${path.join(__dirname, 'included.yaml')}'\n`, { mode: 0o755 });
    const files = expectSame((app) => new Helm(new Chart(app, 'web'), 'release', { chart: 'any', helmExecutable }));
    expect(files['web.k8s.yaml']).toContain('name: odd');
  });
});

const LAYOUTS = Object.values(YamlOutputType).filter((type) => typeof type === 'number');
const EXECUTOR = { metadata: { name: 'shim', namespace: 'default' }, spec: { createDeployment: false } };

test.each(LAYOUTS)('writes a whole platform in layout %d as cdk8s does, CRDs included', (layout) => {
  const files = expectSame((app) => new SpinKube(app, 'spinkube'), { yamlOutputType: layout });
  expect(Object.values(files).join('')).toContain('name: spinapps.core.spinkube.dev');
});

test('writes dependencies on charts of another app as cdk8s does', () => {
  expectSame((app) => {
    const other = new Chart(new App(), 'other');
    const [first, second] = ['first', 'second'].map((id) => new Chart(app, id));
    configMap(first, 'map').addDependency(other);
    configMap(first, 'map2').addDependency(configMap(second, 'map'));
  });
});

test('reports a cycle as cdk8s does in an app that depends on a chart of another app', () => {
  const addCycle = (app: App) => {
    const web = new Chart(new Chart(app, 'outer'), 'web');
    const first = new Chart(web, '0');
    const group = new Construct(web, 'group');
    const second = new Chart(web, '00');
    first.addDependency(second);
    web.addDependency(group);
    group.node.addDependency(first, new Chart(new Chart(app, 'elsewhere'), 'web'));
    second.addDependency(web);
    web.addDependency(new Chart(new App(), 'other'));
  };
  const [cdk8s, bundle] = [new App(), new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_CHART })].map((app) => {
    addCycle(app);
    return () => synthFiles(app);
  });
  const places = ['', '/group', '/0', '/0', '/00', '/00', ''].map((place) => `outer/web${place}`);
  const message = `Dependency cycle detected: ${places.join(' => ')}`;
  expect(cdk8s).toThrow(message);
  expect(bundle).toThrow(message);
});

test('reports a cycle before an object that cannot be rendered, as cdk8s does, in an app that depends on another one', () => {
  const [cdk8s, bundle] = [new App(), new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_CHART })].map((app) => {
    const [first, second] = ['first', 'second'].map((id) => new Chart(app, id));
    configMap(first, 'map').addJsonPatch(JsonPatch.remove('/not/there'));
    first.addDependency(second, new Chart(new App(), 'other'));
    second.addDependency(first);
    return () => synthFiles(app);
  });
  const message = 'Dependency cycle detected: first => second => first';
  expect(cdk8s).toThrow(message);
  expect(bundle).toThrow(message);
});

test('writes fully connected layers of charts as cdk8s does, even when they are too many for cdk8s', () => {
  const layers = (count: number, width: number) => (app: App) => {
    let before: Chart[] = [];
    for (let layer = 0; layer < count; layer++) {
      const charts = Array.from({ length: width }, (_, index) => new Chart(app, `layer${layer}-${index}`));
      charts.forEach((chart) => {
        configMap(chart, 'a');
        configMap(chart, 'b');
        chart.addDependency(...before);
      });
      before = charts;
    }
  };
  expectSame(layers(3, 2));
  const bundle = new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
  layers(40, 8)(bundle);
  expect(Object.keys(synthFiles(bundle))).toHaveLength(320);
});

test('sorts a chain of 20,000 objects without overflowing the stack', () => {
  const bundle = new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
  const chart = new Chart(bundle, 'web', { disableResourceNameHashes: true });
  const objects = Array.from({ length: 20_000 }, (_, index) => configMap(chart, `o${index}`));
  objects.slice(1).forEach((object, index) => {
    objects[index].addDependency(object);
  });
  const names = [...synthFiles(bundle)['web.k8s.yaml'].matchAll(/name: web-(\w+)/g)].map(([, name]) => name);
  expect(names.slice(0, 2)).toEqual(['o19999', 'o19998']);
  expect(names.at(-1)).toBe('o0');
});

test('rejects an object that depends on itself, which cdk8s silently omits', () => {
  const bundle = new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_APP });
  const chart = new Chart(bundle, 'web');
  const object = configMap(chart, 'map');
  object.addDependency(object);
  expect(() => synthFiles(bundle)).toThrow('Dependency cycle detected: web/map => web/map');
  expect(() => bundle.charts).toThrow('Dependency cycle detected: web/map => web/map');
});

test('reports the cycle found first when there are too many objects to match cdk8s', () => {
  const bundle = new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_APP });
  const [a, b] = ['a', 'b'].map((id) => new Chart(bundle, id));
  for (let index = 0; index < 800; index++) {
    configMap(a, `o${index}`);
    configMap(b, `o${index}`);
  }
  a.addDependency(b);
  b.addDependency(a);
  expect(() => synthFiles(bundle)).toThrow('Dependency cycle detected: a => b => a');
});

test('names the cluster in which a cycle was found', () => {
  const bundle = new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_APP });
  const charts = ['eu-1', 'us-1'].map((name) => new Chart(new Cluster(bundle, name), 'web'));
  const [object] = charts.map((chart) => configMap(chart, 'map'));
  const other = configMap(charts[0], 'other');
  object.addDependency(other);
  other.addDependency(object);
  expect(() => synthFiles(bundle)).toThrow('eu-1: Dependency cycle detected: web/map => web/other => web/map');
});

test('reports invalid objects together with the errors of constructs, and writes nothing', () => {
  inTemporaryFolder((folder) => {
    const bundle = new Bundle({ outdir: folder, yamlOutputType: YamlOutputType.FILE_PER_APP });
    const chart = new Chart(bundle, 'web');
    chart.node.addValidation({ validate: () => ['is not liked'] });
    new core.SpinAppExecutor(chart, 'executor', {
      ...EXECUTOR,
      spec: { createDeployment: 'no' as unknown as boolean },
    });
    new Chart(new Cluster(bundle, 'eu-1'), 'web').node.addValidation({ validate: () => ['is not liked here'] });
    expect(() => {
      bundle.synth();
    }).toThrow(
      'Validation failed with the following errors:\n' +
        '  [web] is not liked\n' +
        "  [web/executor] 'spec.createDeployment' (no) must be true or false, not a string; give true or false\n" +
        '  eu-1: [web] is not liked here',
    );
    expect(filesBelow(folder)).toEqual({});
  });
});

test('rejects an object whose name is undefined, which cdk8s would omit', () => {
  for (const yamlOutputType of [undefined, YamlOutputType.FILE_PER_APP]) {
    const bundle = new Bundle({ yamlOutputType });
    const metadata = { name: undefined };
    new ApiObject(new Chart(bundle, 'web'), 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    expect(() => synthFiles(bundle)).toThrow(
      "[web/map] 'metadata' is required: an object without a name cannot be applied; set its name",
    );
  }
});

test('prints warnings and still writes the objects', () => {
  inTemporaryFolder((folder) => {
    const bundle = new Bundle({ outdir: folder, yamlOutputType: YamlOutputType.FILE_PER_APP });
    new core.SpinAppExecutor(new Chart(new Cluster(bundle, 'eu-1'), 'web'), 'executor', {
      ...EXECUTOR,
      spec: { createDeployment: false, odd: 1 } as never,
    });
    new ApiObject(new Chart(bundle, 'odd'), 'executor', {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinAppExecutor',
      ...EXECUTOR,
      spec: { createDeployment: false, odd: 1 },
    });
    const said = errorOutputOf(() => {
      bundle.synth();
    });
    expect(said).toBe(
      "warning: [odd/executor] 'spec.odd' (1) is not a field of SpinAppExecutor: the API server drops it; remove it\n",
    );
    expect(Object.keys(filesBelow(folder))).toEqual(['app.k8s.yaml', 'eu-1/app.k8s.yaml']);
  });
});

test('rejects deliveries in a layout without stages', () => {
  expect(() => new Bundle({ deliveries: [Delivery.kubectl()], yamlOutputType: YamlOutputType.FILE_PER_APP })).toThrow(
    "'deliveries' ([\"kubectl\"]) are made of stages, which 'yamlOutputType' does without; leave out one",
  );
});

test('writes each cluster to its own folder, with the file extension and resolvers of the bundle', () => {
  const bundle = new Bundle({
    yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
    outputFileExtension: '.yml',
    resolvers: [new Upper()],
    recordConstructMetadata: true,
  });
  for (const app of [bundle, new Cluster(bundle, 'eu-1')]) {
    const metadata = { name: 'web' };
    new kplus.ConfigMap(new Chart(app, 'web'), 'map', { metadata, data: { greeting: 'shout' } });
  }
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  greeting: SHOUT\nimmutable: false\n';
  expect(synthFiles(bundle)).toEqual({
    'web/ConfigMap.web.yml': text,
    'eu-1/web/ConfigMap.web.yml': text,
    'construct-metadata.json': '{"version":"1.0.0","resources":{"web":{"path":"web/map/Resource"}}}',
  });
});

test('applies resolvers, the file extension and construct metadata to stages, too', () => {
  const bundle = new Bundle({ outputFileExtension: '.yml', resolvers: [new Upper()], recordConstructMetadata: true });
  const metadata = { name: 'web', namespace: 'default' };
  new kplus.ConfigMap(new Chart(bundle, 'web'), 'map', { metadata, data: { greeting: 'shout' } });
  const files = synthFiles(bundle);
  expect(files['manifests/web/web.yml']).toContain('greeting: SHOUT');
  expect(files['construct-metadata.json']).toBe('{"version":"1.0.0","resources":{"web":{"path":"web/map/Resource"}}}');
  expect(JSON.parse(files['stages.json'])).toMatchObject({
    stages: [{ path: 'manifests/web/web.yml' }],
    files: expect.arrayContaining(['construct-metadata.json']) as unknown,
  });
});

test('records construct metadata when CDK8S_RECORD_CONSTRUCT_METADATA is set', () => {
  process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
  try {
    expect(Object.keys(synthFiles(new Bundle()))).toContain('construct-metadata.json');
    expect(Object.keys(synthFiles(new Bundle({ recordConstructMetadata: false })))).toEqual([
      'README.md',
      'stages.json',
    ]);
  } finally {
    delete process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
  }
});

class Upper implements IResolver {
  public resolve(context: ResolutionContext): void {
    if (context.value === 'shout') {
      context.replaceValue('SHOUT');
    }
  }
}

test('returns from synthYaml() what cdk8s.App returns, for a bundle in stages and for a cluster', () => {
  const bundle = new Bundle();
  const [cdk8s, ours, cluster] = [new App(), bundle, new Cluster(bundle, 'eu-1')].map((app) => {
    const [first, second] = ['first', 'second'].map((id) => new Chart(app, id));
    configMap(first, 'map').addDependency(configMap(second, 'map'));
    return app.synthYaml();
  });
  expect([ours, cluster]).toEqual([cdk8s, cdk8s]);
});

test('rejects in synthYaml() what synth() rejects', () => {
  const bundle = new Bundle();
  new Chart(bundle, 'web').node.addValidation({ validate: () => ['is not liked'] });
  expect(() => bundle.synthYaml()).toThrow('Validation failed with the following errors:\n  [web] is not liked');
});
