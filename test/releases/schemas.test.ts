import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import {
  Bundle,
  CertManager,
  CustomResourceDefinitions,
  FieldValidation,
  SpinApp,
  SpinAppExecutor,
  SpinKube,
  SpinKubeRelease,
  SpinOperatorVersion,
  SpinShimVersion,
} from '../../lib';
import { FactsWithCrds } from '../../lib/releases/facts';
import { RELEASES, RELEASE_NAMES, checkOptionsOf } from '../../lib/releases/registry';
import { Manifest } from '../../lib/synth/manifest';
import { objectCheck } from '../../lib/validation/object-check';
import { ClusterSchemas, withCrdFile } from '../../lib/validation/schema/schemas';
import { StructuralSchema, readSchema } from '../../lib/validation/schema/structural-schema';
import { synthFiles } from '../gitops/stages';
import { manifestsIn } from '../testing';

const ROOT = path.join(__dirname, '..', '..');

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: { readonly name: string; readonly schema: { readonly openAPIV3Schema: StructuralSchema } }[];
  };
}

const crdsIn = (file: string) => manifestsIn<Crd>(fs.readFileSync(path.join(ROOT, 'crds', file), 'utf8'));

const CRD_FILES = [...new Set(RELEASES.flatMap((release) => release._crds))];

describe.each(CRD_FILES)('the CRD file %s of a release', (file) => {
  test('has a schema for each kind, which is that of the CRD', () => {
    const schemas = ClusterSchemas.of([], [file]);
    for (const { spec } of crdsIn(file)) {
      for (const { name, schema } of spec.versions) {
        expect(schemas.schemaOf(`${spec.group}/${name}`, spec.names.kind)).toEqual(readSchema(schema.openAPIV3Schema));
      }
    }
  });

  test('has no schema of another kind', () => {
    const kinds = crdsIn(file).flatMap(({ spec }) =>
      spec.versions.map(({ name }) => `${spec.names.kind}.${name}.json`),
    );
    const folder = path.join(ROOT, 'schemas', 'structural', file.replace('.yaml', ''));
    expect(fs.readdirSync(folder).sort()).toEqual(kinds.sort());
  });
});

test('assigns every CRD file to a release', () => {
  const files = fs.readdirSync(path.join(ROOT, 'crds')).filter((file) => file.endsWith('.yaml'));
  expect(files.sort()).toEqual([...CRD_FILES].sort());
});

test.each(RELEASES.map((release) => [release.name, release] as const))('--release knows %s', (name, release) => {
  expect(RELEASE_NAMES).toContain(name);
  expect(checkOptionsOf(name)).toEqual({
    crdFiles: release._crds,
    operator: { version: release.spinOperator.name, group: release.api.group },
  });
});

/** Synthesizes what is built, where fields that the API server would drop are errors. */
function strictly(build: (bundle: Bundle, chart: Chart) => void): () => void {
  return () => {
    const bundle = new Bundle({ fieldValidation: FieldValidation.STRICT });
    build(bundle, new Chart(bundle, 'team', { namespace: 'default' }));
    synthFiles(bundle);
  };
}

describe('the schema of an object in a bundle', () => {
  const certificate = (chart: Chart) =>
    new ApiObject(chart, 'certificate', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'web' },
      spec: { secretName: 'web', issuerRef: { name: 'ca' }, dnsNames: ['a.b'], signatureAlgorithm: 'SHA256WithRSA' },
    });
  const unknown = "'spec.signatureAlgorithm' (SHA256WithRSA) is not a field of Certificate";

  test('is that of the CRD in the bundle', () => {
    const inRelease = (release: SpinKubeRelease) =>
      strictly((bundle, chart) => {
        new SpinKube(bundle, 'spinkube', { release });
        certificate(chart);
      });
    expect(inRelease(SpinKubeRelease.V2024_05)).toThrow(unknown);
    expect(inRelease(SpinKubeRelease.V2026_12)).not.toThrow();
  });

  test('is that of the release where its CRDs are external', () => {
    const customResourceDefinitions = CustomResourceDefinitions.external();
    const version = SpinKubeRelease.V2024_05.certManager;
    const build = strictly((_, chart) => {
      new CertManager(chart, 'cert-manager', { version, customResourceDefinitions, namespace: 'cert-manager' });
      certificate(chart);
    });
    expect(build).toThrow(unknown);
  });

  test('is the newest where neither is known', () => {
    expect(strictly((_, chart) => certificate(chart))).not.toThrow();
  });

  test('is that of the CRD of a user, also of a kind that this library does not know', () => {
    const crd = (properties: object) => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'certificates.cert-manager.io' },
      spec: {
        group: 'cert-manager.io',
        names: { kind: 'Certificate' },
        versions: [{ name: 'v1', schema: { openAPIV3Schema: { type: 'object', properties } } }],
      },
    });
    const findings = (...objects: object[]) => {
      const check = objectCheck(objects as Manifest[], { fieldValidation: FieldValidation.STRICT });
      return check(objects[objects.length - 1] as Manifest).map(({ path: at }) => at);
    };
    const object = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'a' }, spec: { a: 1 } };
    const spec = { type: 'object', properties: { a: { type: 'string', pattern: '(?i)^x' } } };
    expect(findings(crd({ spec }), object)).toEqual(['spec.a']);
    expect(findings(crd({ spec }), { ...object, spec: { a: 'y' } })).toEqual([]);
    expect(findings(crd({}), object)).toEqual(['spec']);
    const embedded = { type: 'object', 'x-kubernetes-embedded-resource': true, properties: {} };
    expect(findings(crd({ spec: embedded }), { ...object, spec: { kind: 'Pod', metadata: {}, a: 1 } })).toEqual([
      'spec.a',
    ]);
  });
});

describe('a later version with one more field in the same API group', () => {
  const KNOWN = SpinOperatorVersion.V0_6_1;
  const file = 'core.spinkube.dev-v0.7.0.yaml';

  // The constructor is private: other versions come from of(), which knows the CRD files of known ones only.
  const pretended = Reflect.construct(SpinOperatorVersion, [
    { ...KNOWN._facts, version: 'v0.7.0', crds: [file] } satisfies FactsWithCrds,
  ]) as SpinOperatorVersion;

  const schemas = () =>
    Object.fromEntries(
      ['SpinApp', 'SpinAppExecutor'].map((kind) => {
        const schema = ClusterSchemas.of([], KNOWN._facts.crds).schemaOf(KNOWN.api.apiVersion, kind);
        const { spec } = schema?.properties ?? {};
        const more = { ...spec, properties: { ...spec?.properties, extra: { type: 'string' } } };
        return [`${kind}.v1alpha1.json`, { ...schema, properties: { ...schema?.properties, spec: more } }];
      }),
    );

  function withLater(run: () => void): void {
    withCrdFile(file, schemas(), run);
  }

  const app = {
    apiVersion: KNOWN.api.apiVersion,
    kind: 'SpinApp',
    metadata: { name: 'a' },
    spec: { image: 'a', replicas: 1, executor: 'containerd-shim-spin', extra: 'x' },
  };
  const unknown = "'spec.extra' (x) is not a field of SpinApp";

  test('is rejected in an untyped object if the release of the bundle lacks it', () => {
    withLater(() => {
      const build = strictly((bundle, chart) => {
        new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_11 });
        new ApiObject(chart, 'app', app);
      });
      expect(build).toThrow(unknown);
    });
  });

  test('is accepted in an untyped object if the executor has that version, and rejected if it has the older one', () => {
    withLater(() => {
      const under = (api = pretended.api) =>
        strictly((bundle, chart) => {
          SpinAppExecutor.fromSpinAppExecutorName(bundle, 'executor', 'containerd-shim-spin', { api });
          new ApiObject(chart, 'app', app);
        });
      expect(under()).not.toThrow();
      expect(under(KNOWN.api)).toThrow(unknown);
    });
  });

  test('is rejected in a typed SpinApp under an executor of the older version', () => {
    withLater(() => {
      const under = (api = pretended.api) =>
        strictly((bundle, chart) => {
          const executor = SpinAppExecutor.fromSpinAppExecutorName(bundle, 'executor', 'shim', { api });
          const typed = new SpinApp(chart, 'app', { image: 'a', executor });
          ApiObject.of(typed).addJsonPatch(JsonPatch.add('/spec/extra', 'x'));
        });
      expect(under()).not.toThrow();
      expect(under(KNOWN.api)).toThrow(unknown);
    });
  });

  test('is known to its own API only', () => {
    withLater(() => {
      expect([KNOWN.api.knows('spec.extra'), pretended.api.knows('spec.extra')]).toEqual([false, true]);
    });
  });

  test('is unknown to --release of an older release', () => {
    withLater(() => {
      const paths = (crdFiles?: readonly string[]) =>
        objectCheck([app as Manifest], { fieldValidation: FieldValidation.STRICT, crdFiles })(app as Manifest).map(
          ({ path: at }) => at,
        );
      expect(paths(checkOptionsOf('2026.11')?.crdFiles)).toEqual(['spec.extra']);
      expect(paths()).toEqual([]);
    });
  });

  test('does not let a shim through that ignores fields of the operator', () => {
    withLater(() => {
      const { certManager, kwasmOperator, runtimeClassManager } = SpinKubeRelease.CURRENT;
      const others = { certManager, kwasmOperator, runtimeClassManager, spinShim: SpinShimVersion.V0_13_1 };
      expect(() => SpinKubeRelease.of({ ...others, spinOperator: pretended })).toThrow(
        "'spinShim' (v0.13.1) ignores fields that spin-operator v0.7.0 has",
      );
    });
  });
});

describe('a rule', () => {
  const executor = (group: string) => ({
    apiVersion: `${group}/v1alpha1`,
    kind: 'SpinAppExecutor',
    metadata: { name: 'a' },
    spec: { createDeployment: true, deploymentConfig: { installDefaultCACerts: true } },
  });

  test('applies from the version that introduces it', () => {
    const rules = (crdFile: string) => {
      const object = executor('core.spinkube.dev') as Manifest;
      const check = objectCheck([object], { fieldValidation: FieldValidation.IGNORE, crdFiles: [crdFile] });
      return check(object).map(({ rule }) => rule);
    };
    expect(rules('core.spinkube.dev-v0.6.1.yaml')).toEqual(['executor-runtime']);
    const older = 'core.spinkube.dev-v0.3.0.yaml';
    expect(withCrdFile(older, {}, () => rules(older))).toEqual([]);
  });
});
