import { ApiObject, Chart } from 'cdk8s';
import * as path from 'path';
import { parse } from 'yaml';
import { Bundle, Cluster, DeliveryContext, GitSource, OciSource } from '../../../lib';
import { FluxDelivery } from '../../../lib/gitops/flux/flux-delivery';
import { healthChecksFor } from '../../../lib/gitops/flux/flux-delivery';
import { FluxDeliveryProps } from '../../../lib/gitops/flux/flux-props';
import { KNOWN_KINDS } from '../../../lib/gitops/kinds/known-kinds';
import { isDnsLabel } from '../../../lib/private/names';
import { addPlatform, changed, contextsOf, contextWith, PLATFORMS, SOURCE } from '../contexts';
import { schemaErrors } from '../schema';
import { Stages, synthFiles } from '../stages';
import { deliver, RenderedKustomization } from './delivered';

const CRD = 'CustomResourceDefinition';
const FLUX_PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

const kinds = ({ spec }: RenderedKustomization) => (spec.healthCheckExprs ?? []).map(({ kind }) => kind);

/** The kinds that a Kustomization keeps, and the annotation that keeps them. */
const kept = ({ spec }: RenderedKustomization) =>
  (spec.patches ?? []).map(({ patch, target }) => {
    const { metadata, kind } = parse(patch) as { metadata: { annotations: object }; kind: string };
    expect(target).toEqual({ kind });
    expect(metadata.annotations).toEqual({ [FLUX_PRUNE]: 'disabled' });
    return kind;
  });

describe.each(PLATFORMS)('a platform of %s', (_, context) => {
  const { files, kustomizations, source, stages } = deliver(context);

  test('writes objects that match the CRDs of Flux', () => {
    expect([source, ...kustomizations].flatMap((object) => object && schemaErrors(object))).toEqual([]);
    expect(kustomizations.length).toBe(context.stages.length);
  });

  test('has a Kustomization for each stage, in order', () => {
    expect(kustomizations.map(({ metadata }) => metadata.name)).toEqual(
      context.stages.map(({ name }) => `spinkube-${name}`),
    );
    expect(kustomizations.map(({ spec }) => spec.path)).toEqual(
      context.stages.map(({ name }) => `./dist/manifests/${name}`),
    );
    expect(kustomizations.filter(({ metadata }) => !isDnsLabel(metadata.name))).toEqual([]);
  });

  test('waits for the dependencies of the stages', () => {
    for (const { dependsOn, name } of context.stages) {
      const names = stages[name].spec.dependsOn?.map((dependency) => dependency.name) ?? [];
      expect([name, names]).toEqual([name, dependsOn.map((before) => `spinkube-${before}`)]);
      expect(stages[name].spec.wait).toBe(true);
    }
  });

  test('never deletes CRDs and Namespaces', () => {
    for (const { name, objects } of context.stages) {
      const { prune, deletionPolicy } = stages[name].spec;
      const definitions = objects.filter(({ kind }) => kind === CRD).length;
      const keepsAll = definitions === objects.length;
      expect([name, prune, deletionPolicy]).toEqual([name, !keepsAll, keepsAll ? 'Orphan' : 'WaitForTermination']);
      expect(kept(stages[name])).toEqual([
        ...(definitions > 0 && !keepsAll ? [CRD] : []),
        ...(objects.some(({ kind }) => kind === 'Namespace') ? ['Namespace'] : []),
      ]);
    }
  });

  test('neither overrides namespaces nor recreates objects', () => {
    for (const { spec } of kustomizations) {
      expect([spec.targetNamespace, spec.force, spec.postBuild, spec.healthChecks]).toEqual([
        undefined,
        undefined, // false by default
        undefined,
        undefined,
      ]);
    }
  });

  test('adds a health check for each kind without a built-in one', () => {
    const known = new Set(KNOWN_KINDS.flatMap(({ flux, kind }) => (flux ? [kind] : [])));
    for (const { name, objects } of context.stages) {
      const wanted = objects.map(({ kind }) => kind).filter((kind) => known.has(kind));
      expect([name, kinds(stages[name]).sort()]).toEqual([name, [...new Set(wanted)].sort()]);
    }
    expect(kustomizations.flatMap(kinds)).toEqual(
      expect.arrayContaining(['SpinApp', 'SpinAppExecutor', 'ValidatingWebhookConfiguration']),
    );
  });

  test('checks health by the API groups of its objects', () => {
    for (const { name, objects } of context.stages) {
      const versions = new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
      for (const { apiVersion, kind } of stages[name].spec.healthCheckExprs ?? []) {
        expect(versions).toContain(`${apiVersion} ${String(kind)}`);
      }
    }
  });

  test('starts with one command', () => {
    expect(parse(files['flux/kustomization.yaml'])).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      sortOptions: { order: 'fifo' },
      resources: ['source.yaml', 'kustomizations.yaml'],
    });
    expect(Object.keys(files)).toEqual(['flux/source.yaml', 'flux/kustomizations.yaml', 'flux/kustomization.yaml']);
    for (const text of Object.values(files)) {
      expect(text).toMatch(/^---\n(#.*\n)*apiVersion: /);
      expect(text).not.toMatch(/---\n---|undefined|\[object/);
    }
  });
});

describe('in a bundle', () => {
  const written = (fill: (bundle: Bundle) => void) => {
    const bundle = new Bundle({ deliveries: [new FluxDelivery({ source: SOURCE })] });
    fill(bundle);
    return synthFiles(bundle);
  };
  const paths = (text: string) => [...text.matchAll(/^ {2}path: \.\/dist\/(.*)$/gm)].map(([, folder]) => folder);

  test('points to folders that contain only manifests', () => {
    const files = written((bundle) => {
      addPlatform(bundle);
    });
    const { stages } = JSON.parse(files['stages.json']) as { stages: Stages };
    expect(paths(files['flux/kustomizations.yaml'])).toEqual(stages.map((stage) => path.posix.dirname(stage.path)));
    for (const stage of stages) {
      const beside = Object.keys(files).filter((file) => file.startsWith(`${path.posix.dirname(stage.path)}/`));
      expect(beside).toEqual([stage.path]);
    }
  });

  test('gives each cluster its own names and paths', () => {
    const files = written((bundle) => {
      for (const name of ['eu-1', 'us-1']) {
        addPlatform(new Cluster(bundle, name));
      }
    });
    expect(Object.keys(files).filter((file) => file.includes('flux/'))).toEqual(
      ['eu-1', 'us-1'].flatMap((name) =>
        ['kustomization', 'kustomizations', 'source'].map((file) => `${name}/flux/${file}.yaml`),
      ),
    );
    for (const folder of paths(files['us-1/flux/kustomizations.yaml'])) {
      expect(Object.keys(files).filter((file) => file.startsWith(`${folder}/`))).toHaveLength(1);
      expect(folder).toMatch(/^us-1\/manifests\//);
    }
  });
});

test('prefixes all names with the name of the cluster', () => {
  const [eu, us] = contextsOf((bundle) => {
    for (const name of ['eu-1', 'us-1']) {
      addPlatform(new Cluster(bundle, name));
    }
  }).map((context) => deliver(context, { kubeConfigSecret: 'kubeconfig' }));
  expect(eu.source?.metadata.name).toBe('eu-1-spinkube');
  expect(eu.stages.apps.metadata.name).toBe('eu-1-spinkube-apps');
  expect(eu.stages.apps.spec).toMatchObject({
    path: './dist/eu-1/manifests/apps',
    sourceRef: { kind: 'GitRepository', name: 'eu-1-spinkube' },
    kubeConfig: { secretRef: { name: 'eu-1-kubeconfig' } },
  });
  expect(eu.stages.apps.spec.dependsOn?.map(({ name }) => name)).toContain('eu-1-spinkube-executors');
  const names = [eu, us].flatMap(({ kustomizations }) => kustomizations.map(({ metadata }) => metadata.name));
  expect(new Set(names).size).toBe(names.length);
});

test('shares an existing source between clusters', () => {
  const context = changed(contextWith(['a', {}]), { directory: 'eu-1' });
  const { source, stages } = deliver(context, { createSource: false, sourceName: 'flux-system' });
  expect(source).toBeUndefined();
  expect(stages.a.spec.sourceRef.name).toBe('flux-system');
});

describe('a root Kustomization', () => {
  const [, context] = PLATFORMS[0];
  const { files, root, stages } = deliver(context, { rootKustomization: true, serviceAccountName: 'deployer' });

  test('syncs its own folder from the source of the stages, and leaves everything when it is deleted', () => {
    expect(root && schemaErrors(root)).toEqual([]);
    expect(root?.metadata).toEqual({
      name: 'spinkube',
      namespace: 'flux-system',
      annotations: { [FLUX_PRUNE]: 'disabled' },
    });
    expect(root?.spec).toEqual({
      deletionPolicy: 'Orphan',
      interval: '10m',
      path: './dist/flux',
      prune: true,
      retryInterval: '1m',
      serviceAccountName: 'deployer',
      sourceRef: stages.apps.spec.sourceRef,
    });
    const { resources } = parse(files['flux/kustomization.yaml']) as { resources: string[] };
    expect(resources).toEqual(['source.yaml', 'kustomizations.yaml', 'root.yaml']);
  });

  test('prunes only stages that no other one depends on', () => {
    const guarded = Object.keys(stages).filter((name) => FLUX_PRUNE in (stages[name].metadata.annotations ?? {}));
    expect(guarded).toEqual(Object.keys(stages).filter((name) => name !== 'apps'));
  });

  test('keeps stages with CustomResourceDefinitions on which nothing depends', () => {
    const definition = { kind: CRD, apiVersion: 'apiextensions.k8s.io/v1' };
    const { definitions } = deliver(contextWith(['definitions', definition]), { rootKustomization: true }).stages;
    expect(definitions.metadata.annotations).toEqual({ [FLUX_PRUNE]: 'disabled' });
  });

  test('runs where Flux runs, for clusters with a kubeconfig too', () => {
    const remote = deliver(changed(context, { directory: 'eu-1' }), {
      rootKustomization: true,
      kubeConfigSecret: 'kubeconfig',
    });
    expect(remote.root?.metadata.name).toBe('eu-1-spinkube');
    expect(remote.root?.spec).toMatchObject({ path: './dist/eu-1/flux', sourceRef: { name: 'eu-1-spinkube' } });
    expect(remote.root?.spec.kubeConfig).toBeUndefined();
  });
});

describe('a cluster with a source of its own', () => {
  const tagged = GitSource.of({ url: 'https://github.com/example/releases.git', path: '.', tag: 'v1.2.0' });
  const [dev, prod] = contextsOf((bundle) => {
    addPlatform(new Cluster(bundle, 'dev'));
    addPlatform(new Cluster(bundle, 'prod', { source: tagged }));
  });

  test('is fetched from there, and the others from that of the delivery', () => {
    expect(deliver(dev).source?.spec).toMatchObject({ url: SOURCE.url, ref: { branch: 'main' } });
    const { source, stages } = deliver(prod);
    expect(source?.metadata.name).toBe('prod-spinkube');
    expect(source?.spec).toMatchObject({ url: tagged.url, ref: { tag: 'v1.2.0' } });
    expect(stages.apps.spec).toMatchObject({ path: './prod/manifests/apps', sourceRef: { name: 'prod-spinkube' } });
  });

  test('may be an OCI artifact', () => {
    const source = OciSource.of({ url: 'oci://ghcr.io/example/platform', semver: '1.x' });
    const delivered = deliver(changed(prod, { source }));
    expect(delivered.source?.kind).toBe('OCIRepository');
    expect(delivered.stages.apps.spec.sourceRef.kind).toBe('OCIRepository');
  });

  test.each<[string, Partial<DeliveryContext>, Partial<FluxDeliveryProps>]>([
    [
      "'source' (s3://bucket) must be a Git repository or an OCI artifact; use GitSource.of() or OciSource.of()",
      { source: { url: 's3://bucket', path: '.' } },
      {},
    ],
    [
      "'secretRef' is required to fetch git@example.com:x.git; name a Secret with 'identity' and 'known_hosts'",
      { source: GitSource.of({ url: 'git@example.com:x.git' }) },
      {},
    ],
    [
      `'source' (${tagged.url}) has no effect when 'createSource' of FluxDelivery is false; remove it from the cluster, or create the source`,
      { source: tagged },
      { createSource: false, sourceName: 'flux-system' },
    ],
  ])('rejects it: %s', (message, context, props) => {
    expect(() => deliver(changed(prod, context), props)).toThrow(
      new Error(`FluxDelivery has the following errors:\n  ${message}`),
    );
  });
});

describe('other stages', () => {
  test('keep CRDs in a mixed stage', () => {
    const definition = { kind: CRD, apiVersion: 'apiextensions.k8s.io/v1' };
    const mixed = deliver(contextWith(['mixed', definition, { kind: 'Namespace' }, {}])).stages.mixed;
    expect(kept(mixed)).toEqual([CRD, 'Namespace']);
    expect([mixed.spec.prune, mixed.spec.deletionPolicy]).toEqual([true, 'WaitForTermination']);
    const alone = deliver(contextWith(['alone', definition])).stages.alone;
    expect([alone.spec.patches, alone.spec.prune, alone.spec.deletionPolicy]).toEqual([undefined, false, 'Orphan']);
    const plain = deliver(contextWith(['plain', {}])).stages.plain;
    expect([plain.spec.patches, plain.spec.healthCheckExprs, plain.spec.dependsOn]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('have patches that fit the manifests of any chart', () => {
    const [context] = contextsOf((bundle) => {
      const chart = new Chart(bundle, 'team');
      new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
    });
    expect(deliver(context).stages.team.spec.patches).toEqual([
      {
        patch: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: all\n  annotations:\n    ${FLUX_PRUNE}: disabled\n`,
        target: { kind: 'Namespace' },
      },
    ]);
  });

  test('wait for the CA of webhooks only when a controller injects it', () => {
    const checked = (...clientConfigs: object[]) =>
      kinds(
        deliver(
          contextWith([
            'x',
            {
              kind: 'ValidatingWebhookConfiguration',
              apiVersion: 'admissionregistration.k8s.io/v1',
              manifest: { webhooks: clientConfigs.map((clientConfig) => ({ clientConfig })) },
            },
          ]),
        ).stages.x,
      );
    const service = { name: 'webhook' };
    expect(checked({ service })).toEqual(['ValidatingWebhookConfiguration']);
    expect(checked({ service, caBundle: 'Q0E=' }, { service })).toEqual(['ValidatingWebhookConfiguration']);
    expect(checked({ service, caBundle: 'Q0E=' })).toEqual([]);
    expect(checked({ url: 'https://example.com' })).toEqual([]);
    expect(checked()).toEqual([]);
  });

  test('do not wait for apps without a status from the operator', () => {
    const v1alpha1 = { apiVersion: 'core.spinkube.dev/v1alpha1', namespace: 'team' };
    const app = (name: string, executor: string) => ({
      ...v1alpha1,
      kind: 'SpinApp',
      name,
      manifest: { spec: { executor } },
    });
    const executors = ['own', 'cyclotron'].map((name) => ({
      ...v1alpha1,
      kind: 'SpinAppExecutor',
      name,
      manifest: { spec: { createDeployment: name === 'own' } },
    }));
    const context = contextWith(
      ['executors', ...executors],
      ['all', app('a', 'own')],
      ['none', app('b', 'cyclotron')],
      ['some', app('c', 'own'), app('d', 'cyclotron'), app('e', 'cyclotron')],
    );
    const { all, none, some } = deliver(context).stages;
    const [plain] = healthChecksFor(contextWith(['all', app('a', 'own')]).stages[0], []);
    const ignored = "metadata.namespace + '/' + spec.executor in ['team/cyclotron']";
    expect(all.spec.healthCheckExprs).toEqual([plain]);
    expect(none.spec.healthCheckExprs).toBeUndefined();
    const unsaid = contextWith(['executors', { ...executors[0], manifest: {} }], ['apps', app('a', 'own')]);
    expect(deliver(unsaid).stages.apps.spec.healthCheckExprs).toEqual([plain]);
    expect(some.spec.healthCheckExprs).toEqual([
      { ...plain, current: `${ignored} || (${plain.current})`, failed: `!(${ignored}) && ${String(plain.failed)}` },
    ]);
  });
});
