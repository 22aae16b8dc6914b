import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, Chart, Include, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  BundleProps,
  Cluster,
  FieldValidation,
  RuntimeClass,
  SpinApp,
  SpinAppExecutor,
  Volumes,
} from '../../lib';
import { errorOutputOf } from './stages';

let outdir: string;

beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'field-validation-'));
});

afterEach(() => {
  fs.rmSync(outdir, { recursive: true });
});

function bundle(props: BundleProps = {}): Bundle {
  return new Bundle({ outdir, existingNamespaces: ['shop'], ...props });
}

/** A SpinApp without the types of the library. */
function spinApp(scope: Bundle | Cluster, spec: object): ApiObject {
  const chart = new Chart(scope, 'apps', { namespace: 'shop' });
  SpinAppExecutor.fromSpinAppExecutorName(chart, 'cluster-executor', 'shim');
  return new ApiObject(chart, 'hello', {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    kind: 'SpinApp',
    spec: { image: 'hello', executor: 'shim', replicas: 1, ...spec },
  });
}

const DROPPED =
  "[apps/hello] 'spec.replica' (2) is not a field of SpinApp: the API server drops it; did you mean 'replicas'?";

test('reports all schema errors at once and writes nothing', () => {
  const one = bundle();
  spinApp(one, { replicas: '2', image: 1 });
  expect(() => {
    one.synth();
  }).toThrow(
    'Validation failed with the following errors:\n' +
      "  [apps/hello] 'spec.image' (1) must be a string, not an integer; put it in quotes\n" +
      "  [apps/hello] 'spec.replicas' (2) must be an integer, not a string; remove the quotes",
  );
  expect(fs.readdirSync(outdir)).toEqual([]);
});

test.each([
  ['a warning', undefined, `warning: ${DROPPED}\n`],
  ['a warning with FieldValidation.WARN', FieldValidation.WARN, `warning: ${DROPPED}\n`],
  ['no problem when validation is off', FieldValidation.IGNORE, ''],
])('treats an unknown field as %s', (_, fieldValidation, expected) => {
  const one = bundle({ fieldValidation });
  spinApp(one, { replica: 2 });
  expect(
    errorOutputOf(() => {
      one.synth();
    }),
  ).toBe(expected);
  expect(fs.readdirSync(outdir)).toContain('manifests');
});

test('rejects an unknown field with strict field validation', () => {
  const one = bundle({ fieldValidation: FieldValidation.STRICT });
  spinApp(one, { replica: 2 });
  expect(() => {
    one.synth();
  }).toThrow(DROPPED);
});

test('names the cluster of an invalid object', () => {
  const one = bundle();
  spinApp(new Cluster(one, 'eu-1'), { replica: 2 });
  expect(
    errorOutputOf(() => {
      one.synth();
    }),
  ).toBe(`warning: eu-1: ${DROPPED}\n`);
});

test('checks objects from files and patched objects', () => {
  const file = path.join(outdir, 'shim.yaml');
  fs.writeFileSync(
    file,
    'apiVersion: runtime.spinkube.dev/v1alpha1\nkind: Shim\nmetadata: {name: spin-v2}\nspec: {}\n',
  );
  const one = bundle({ outdir: path.join(outdir, 'dist') });
  const chart = new Chart(one, 'platform');
  new Include(chart, 'shim', { url: file });
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
  const app = new SpinApp(chart, 'app', { metadata: { namespace: 'shop' }, image: 'hello', executor, replicas: 1 });
  ApiObject.of(app).addJsonPatch(JsonPatch.add('/spec/replicas', 'many'));
  expect(() => {
    one.synth();
  }).toThrow(
    /\[platform\/app\] 'spec.replicas' \(many\) must be an integer[^]*\[platform\/shim\/spin-v2\S*\] 'spec.runtimeClass' is required/,
  );
});

test('warns that the labels of a volumeClaimTemplate are dropped', () => {
  const one = bundle();
  const chart = new Chart(one, 'apps', { namespace: 'shop' });
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
  const volume = Volumes.fromEphemeral(chart, 'disk', 'disk', {
    accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    storage: Size.gibibytes(1),
    labels: { a: 'b' },
  });
  new SpinApp(chart, 'app', { image: 'hello', executor, replicas: 1, volumes: [volume] });
  expect(
    errorOutputOf(() => {
      one.synth();
    }),
  ).toContain('volumeClaimTemplate.metadata.labels');
});

/** A bundle with an untyped SpinApp and executor, without the objects that they refer to. */
function references(arrange: (chart: Chart) => void = () => undefined): Bundle {
  const one = bundle();
  const chart = new Chart(one, 'apps', { namespace: 'shop' });
  const apiVersion = 'core.spinkube.dev/v1alpha1';
  new ApiObject(chart, 'hello', { apiVersion, kind: 'SpinApp', spec: { image: 'a', executor: 'own', replicas: 1 } });
  new ApiObject(chart, 'shim', {
    apiVersion,
    kind: 'SpinAppExecutor',
    metadata: { name: 'shim' },
    spec: { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasm' } },
  });
  arrange(chart);
  return one;
}

test('rejects an executor that is not in the bundle', () => {
  expect(() => {
    references().synth();
  }).toThrow(
    'Validation failed with the following errors:\n' +
      "  [apps/hello] 'spec.executor' (own) does not exist in namespace shop; add the executor, or import it with SpinAppExecutor.fromSpinAppExecutorName() if the cluster has it",
  );
});

test('rejects an executor that is imported in another namespace', () => {
  expect(() => {
    references((chart) => {
      SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'own', { namespace: 'other' });
    }).synth();
  }).toThrow('does not exist in namespace shop');
});

test('accepts an imported executor, and warns about a missing RuntimeClass', () => {
  const one = references((chart) => {
    SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'own', { namespace: 'shop' });
  });
  expect(
    errorOutputOf(() => {
      one.synth();
    }),
  ).toBe(
    "warning: [apps/shim] 'spec.deploymentConfig.runtimeClassName' (wasm) does not exist: Kubernetes rejects the pods; add the RuntimeClass, or import it with RuntimeClass.fromRuntimeClassName() if the cluster has it\n",
  );
});

test('prints nothing when both are imported', () => {
  const one = references((chart) => {
    SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'own');
    RuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm');
  });
  expect(
    errorOutputOf(() => {
      one.synth();
    }),
  ).toBe('');
});

test('skips the schema check of objects whose construct reports errors, but not for errors of the chart', () => {
  const one = bundle();
  const object = spinApp(one, { replicas: 'many' });
  object.chart.node.addValidation({ validate: () => ['the chart has something to say'] });
  const executor = SpinAppExecutor.fromSpinAppExecutorName(object.chart, 'executor', 'shim');
  new SpinApp(object.chart, 'typed', { image: 'hello', executor, replicas: 0 });
  expect(() => {
    one.synth();
  }).toThrow(
    'Validation failed with the following errors:\n' +
      '  [apps] the chart has something to say\n' +
      "  [apps/typed] 'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it\n" +
      "  [apps/hello] 'spec.replicas' (many) must be an integer, not a string; give an integer",
  );
});
