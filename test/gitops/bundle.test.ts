import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart, Lazy, Yaml } from 'cdk8s';
import { Bundle } from '../../lib/gitops/bundle';
import { filesBelow, inTemporaryFolder, synthFiles } from './stages';

function configMap(chart: Chart, name: string): ApiObject {
  return new ApiObject(chart, name, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: chart.namespace ?? 'default' },
    data: { key: 'value' },
  });
}

function bundleWith(outdir: string | undefined, ...charts: string[]): Bundle {
  const bundle = new Bundle({ outdir });
  charts.forEach((id) => configMap(new Chart(bundle, id), id));
  return bundle;
}

describe('the tree', () => {
  test('has a folder with one file for each stage, and an inventory', () => {
    expect(synthFiles(bundleWith(undefined, 'one', 'two'))).toEqual({
      'README.md': expect.stringContaining('# Bundle contents') as string,
      'manifests/one/one.k8s.yaml':
        '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n  namespace: default\ndata:\n  key: value\n',
      'manifests/two/two.k8s.yaml':
        '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: two\n  namespace: default\ndata:\n  key: value\n',
      'stages.json': expect.any(String) as string,
    });
  });

  test('names stages and their objects in the inventory', () => {
    const bundle = new Bundle();
    const chart = new Chart(bundle, 'one', { namespace: 'team' });
    configMap(chart, 'a');
    expect(JSON.parse(synthFiles(bundle)['stages.json'])).toEqual({
      stages: [
        {
          name: 'one',
          level: 0,
          dependsOn: [],
          path: 'manifests/one/one.k8s.yaml',
          objects: [{ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team', name: 'a' }],
        },
      ],
      files: ['README.md', 'stages.json'],
    });
  });

  test('is the same in each synth', () => {
    const bundle = bundleWith(undefined, 'one', 'two');
    expect(synthFiles(bundle)).toEqual(synthFiles(bundle));
  });

  test('can be concatenated without separators', () => {
    const files = synthFiles(bundleWith(undefined, 'one', 'two'));
    const stream = Object.keys(files)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => files[file])
      .join('');
    inTemporaryFolder((folder) => {
      fs.writeFileSync(path.join(folder, 'stream.yaml'), stream);
      const objects = Yaml.load(path.join(folder, 'stream.yaml')) as { metadata: { name: string } }[];
      expect(objects.map(({ metadata }) => metadata.name)).toEqual(['one', 'two']);
    });
  });

  test('has no folder for a chart without objects', () => {
    const bundle = bundleWith(undefined, 'one');
    new Chart(bundle, 'empty');
    expect(Object.keys(synthFiles(bundle))).toEqual(['README.md', 'manifests/one/one.k8s.yaml', 'stages.json']);
  });
});

describe('the output directory', () => {
  const variable = process.env.CDK8S_OUTDIR;
  afterEach(() => {
    if (variable === undefined) {
      delete process.env.CDK8S_OUTDIR;
    } else {
      process.env.CDK8S_OUTDIR = variable;
    }
  });

  test('defaults to dist', () => {
    delete process.env.CDK8S_OUTDIR;
    expect(new Bundle().outdir).toBe('dist');
  });

  test('follows the cdk8s command line', () => {
    process.env.CDK8S_OUTDIR = 'elsewhere';
    expect(new Bundle().outdir).toBe('elsewhere');
  });

  test('follows its property first', () => {
    process.env.CDK8S_OUTDIR = 'elsewhere';
    expect(new Bundle({ outdir: 'here' }).outdir).toBe('here');
  });

  test('loses files of removed stages, and nothing else', () => {
    inTemporaryFolder((outdir) => {
      bundleWith(outdir, 'one', 'two').synth();
      fs.writeFileSync(path.join(outdir, 'NOTES.md'), 'mine');
      fs.writeFileSync(path.join(outdir, 'manifests', 'note.yaml'), 'mine');
      bundleWith(outdir, 'two').synth();
      expect(Object.keys(filesBelow(outdir))).toEqual([
        'NOTES.md',
        'README.md',
        'manifests/note.yaml',
        'manifests/two/two.k8s.yaml',
        'stages.json',
      ]);
    });
  });

  test('loses files of removed stages after a run was killed, too', () => {
    inTemporaryFolder((outdir) => {
      bundleWith(outdir, 'one', 'two', 'killed').synth();
      const killed = path.join('manifests', 'killed', 'killed.k8s.yaml');
      fs.writeFileSync(
        path.join(outdir, `.synth-${process.pid}-a1b2c3.journal`),
        JSON.stringify([killed, 'manifests/one/one.k8s.yaml']),
      );
      fs.writeFileSync(path.join(outdir, 'stages.json'), '{"files": ["README.md", "manifests/two/two.k8s.yaml"]}');
      bundleWith(outdir, 'one', 'two').synth();
      expect(Object.keys(filesBelow(outdir))).toEqual([
        'README.md',
        'manifests/one/one.k8s.yaml',
        'manifests/two/two.k8s.yaml',
        'stages.json',
      ]);
    });
  });

  test('keeps files outside of it that a forged inventory lists', () => {
    inTemporaryFolder((folder) => {
      const outdir = path.join(folder, 'dist');
      fs.mkdirSync(outdir);
      fs.writeFileSync(path.join(folder, 'precious'), '');
      const files = ['manifests/../../precious', '../precious', path.join(folder, 'precious')];
      fs.writeFileSync(path.join(outdir, 'stages.json'), JSON.stringify({ files }));
      bundleWith(outdir, 'one').synth();
      expect(fs.existsSync(path.join(folder, 'precious'))).toBe(true);
    });
  });

  test.each(['{', '{"files": 1}', '{"files": [1]}', '[]'])(
    'is written when its inventory is invalid: %s',
    (inventory) => {
      inTemporaryFolder((outdir) => {
        fs.writeFileSync(path.join(outdir, 'stages.json'), inventory);
        bundleWith(outdir, 'one').synth();
        expect(Object.keys(filesBelow(outdir))).toEqual(['README.md', 'manifests/one/one.k8s.yaml', 'stages.json']);
      });
    },
  );

  test('stays unchanged when other files are in the place of its files', () => {
    inTemporaryFolder((outdir) => {
      fs.mkdirSync(path.join(outdir, 'manifests', 'one'), { recursive: true });
      fs.writeFileSync(path.join(outdir, 'README.md'), 'mine');
      fs.writeFileSync(path.join(outdir, 'manifests', 'one', 'one.k8s.yaml'), 'mine');
      expect(() => {
        bundleWith(outdir, 'one').synth();
      }).toThrow(
        `cannot write the bundle to '${outdir}': README.md, manifests/one/one.k8s.yaml exist already and were not written by an earlier synth; remove them, or choose another directory`,
      );
      expect(filesBelow(outdir)).toEqual({ 'README.md': 'mine', 'manifests/one/one.k8s.yaml': 'mine' });
    });
  });

  test('stays unchanged when it cannot be written to', () => {
    inTemporaryFolder((folder) => {
      const outdir = path.join(folder, 'file');
      fs.writeFileSync(outdir, 'mine');
      expect(() => {
        bundleWith(outdir, 'one').synth();
      }).toThrow(
        `cannot write the bundle to '${outdir}': '${outdir}' is a file, but a folder belongs there; remove it; nothing was changed`,
      );
      expect(filesBelow(folder)).toEqual({ file: 'mine' });
    });
  });

  test('stays unchanged when the bundle is invalid', () => {
    inTemporaryFolder((outdir) => {
      bundleWith(outdir, 'one').synth();
      const before = filesBelow(outdir);
      const bundle = bundleWith(outdir, 'two');
      new Chart(bundle, 'wrong').node.addValidation({ validate: () => ['this is wrong'] });
      expect(() => {
        bundle.synth();
      }).toThrow('[wrong] this is wrong');
      expect(filesBelow(outdir)).toEqual(before);
    });
  });
});

test('reports all validation errors at once', () => {
  const bundle = bundleWith(undefined, 'one');
  new Chart(bundle, 'two').node.addValidation({ validate: () => ['this is wrong', 'and this'] });
  new Chart(bundle, 'three').node.addValidation({ validate: () => ['that as well'] });
  expect(() => synthFiles(bundle)).toThrow(
    'Validation failed with the following errors:\n  [two] this is wrong\n  [two] and this\n  [three] that as well',
  );
});

test('names all objects that cannot be rendered', () => {
  const bundle = new Bundle();
  for (const id of ['one', 'two']) {
    const produce = (): never => {
      throw new Error(`${id} is broken`);
    };
    new ApiObject(new Chart(bundle, id), 'object', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: Lazy.any({ produce }) as unknown,
    });
  }
  const synth = () => synthFiles(bundle);
  expect(synth).toThrow(/\[one\/object\] .*: one is broken\n {2}\[two\/object\] .*: two is broken$/);
});

test('reports errors of constructs, objects and order together', () => {
  const bundle = bundleWith(undefined, 'one');
  new Chart(bundle, 'two').node.addValidation({ validate: () => ['this is wrong'] });
  const [a, b] = ['a', 'b'].map((id) => new Chart(bundle, id));
  [a, b].forEach((chart) => configMap(chart, chart.node.id));
  a.addDependency(b);
  b.addDependency(a);
  const produce = (): never => {
    throw new Error('it is broken');
  };
  const data = Lazy.any({ produce }) as unknown;
  new ApiObject(new Chart(bundle, 'three'), 'object', { apiVersion: 'v1', kind: 'ConfigMap', data });
  const synth = () => synthFiles(bundle);
  expect(synth).toThrow(/\n {2}\[two\] this is wrong\n {2}\[three\/object\] .*it is broken\n {2}the stages depend/);
});
