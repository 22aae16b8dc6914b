import { parse } from 'yaml';
import { Bundle, Cluster, DeliveryContext, GitSource, SpinKubeProps, SpinKubeRelease } from '../../../lib';
import { ArgoCdDelivery } from '../../../lib/gitops/argo-cd/argo-cd-delivery';
import { ArgoCdGenerator } from '../../../lib/gitops/argo-cd/argo-cd-generator';
import { ArgoCdDeliveryProps, ArgoCdMode } from '../../../lib/gitops/argo-cd/argo-cd-props';
import { addPlatform, changed, contextsOf, CRD, platform, PLATFORMS, SOURCE } from '../contexts';
import { schemaErrors } from '../schema';
import { applicationsOf, KnownCluster, RenderedApplicationSet } from './applications-of';
import { applications as applicationsIn, deliver, RenderedApplication } from './delivered';

const { APP_OF_APPS, ROLLING_SYNC, SYNC_WAVES } = ArgoCdMode;
const IN_CLUSTER = 'https://kubernetes.default.svc';
const CASCADE = 'resources-finalizer.argocd.argoproj.io';
const LEVEL = 'cdk8s-spinkube/level';

/** Two clusters with the same platform, and one with an older release. */
const FLEET: [string, SpinKubeProps, { [key: string]: string }][] = [
  ['eu-1', {}, { env: 'prod' }],
  ['us-1', {}, { env: 'prod' }],
  ['lab', { release: SpinKubeRelease.V2024_05 }, { env: 'dev' }],
];

function fleetContexts(): DeliveryContext[] {
  return contextsOf((bundle) => {
    for (const [name, props, labels] of FLEET) {
      addPlatform(new Cluster(bundle, name, { labels }), props);
    }
  });
}

const CONTEXTS = fleetContexts();
const FLEET_CONTEXT = CONTEXTS[CONTEXTS.length - 1];

const setOf = ({ files }: { files: { [path: string]: string } }, name = 'spinkube') =>
  parse(files[`argo-cd/application-sets/${name}.yaml`]) as RenderedApplicationSet;

const fleet = (mode: ArgoCdMode, generator = ArgoCdGenerator.list(), props: Partial<ArgoCdDeliveryProps> = {}) =>
  deliver(FLEET_CONTEXT, { mode, generator, ...props });

const namesOf = (applications: RenderedApplication[]) => applications.map(({ metadata }) => metadata.name);

describe.each(PLATFORMS)('a rolling sync of %s', (_, context) => {
  const delivered = deliver(context, { mode: ROLLING_SYNC });
  const set = setOf(delivered);

  test('writes an ApplicationSet, which a root Application creates', () => {
    expect(Object.keys(delivered.files)).toEqual([
      'argo-cd/project.yaml',
      'argo-cd/applications.yaml',
      'argo-cd/application-sets/spinkube.yaml',
      'argo-cd/health-checks.yaml',
      'argo-cd/kustomization.yaml',
    ]);
    expect(schemaErrors(set)).toEqual([]);
    expect(set.metadata).toEqual({ name: 'spinkube', namespace: 'argocd', finalizers: [CASCADE] });
    expect(delivered.root.spec.source.path).toBe('dist/argo-cd/application-sets');
    expect(delivered.root.spec.destination).toEqual({ server: IN_CLUSTER, namespace: 'argocd' });
  });

  test('generates the Applications of an app of apps, with the level as a label', () => {
    const applications = applicationsOf(set);
    const { stages } = deliver(context);
    expect(namesOf(applications)).toEqual(Object.values(stages).map(({ metadata }) => metadata.name));
    applications.forEach((application, index) => {
      const stage = context.stages[index];
      expect(application.metadata.labels).toEqual({ [LEVEL]: String(stage.level) });
      expect(application.metadata.finalizers).toEqual(stages[stage.name].metadata.finalizers);
      expect(application.spec).toEqual(stages[stage.name].spec);
      expect(schemaErrors({ ...stages[stage.name], ...application })).toEqual([]);
    });
  });

  test('has a step for each level, and deletes in reverse order', () => {
    const levels = Math.max(...context.stages.map(({ level }) => level)) + 1;
    expect(levels).toBeGreaterThan(3);
    expect(set.spec.strategy).toEqual({
      type: 'RollingSync',
      deletionOrder: 'Reverse',
      rollingSync: {
        steps: Array.from({ length: levels }, (__, level) => ({
          matchExpressions: [{ key: LEVEL, operator: 'In', values: [String(level)] }],
        })),
      },
    });
  });

  test('allows ApplicationSets in the namespace of Argo CD, and no Applications', () => {
    const { destinations, namespaceResourceWhitelist } = delivered.project?.spec ?? {};
    expect(namespaceResourceWhitelist).toContainEqual({ group: 'argoproj.io', kind: 'ApplicationSet' });
    expect(namespaceResourceWhitelist).not.toContainEqual({ group: 'argoproj.io', kind: 'Application' });
    expect(destinations).toContainEqual({ server: IN_CLUSTER, namespace: 'argocd' });
  });

  test('leaves the manifests unchanged', () => {
    const delivery = new ArgoCdDelivery({ source: SOURCE, mode: ROLLING_SYNC });
    expect(delivery._annotations({ level: 0, manifest: CRD, isKept: false })).toEqual({});
  });
});

test('documents that Argo CD requires progressive syncs to be enabled', () => {
  const comment = 'applicationsetcontroller.enable.progressive.syncs": "true"';
  const kustomization = (mode: ArgoCdMode) =>
    deliver(PLATFORMS[0][1], { mode, namespace: 'gitops' }).files['argo-cd/kustomization.yaml'];
  expect(kustomization(ROLLING_SYNC)).toContain(comment);
  expect(kustomization(ROLLING_SYNC)).toContain('argocd-cmd-params-cm --namespace gitops');
  expect(kustomization(APP_OF_APPS)).not.toContain(comment);
});

test('passes labels and names through the template', () => {
  const labels = { team: 'platform' };
  const set = setOf(deliver(PLATFORMS[0][1], { mode: ROLLING_SYNC, labels, name: 'wasm' }), 'wasm');
  expect(set.metadata.labels).toEqual(labels);
  const [first] = applicationsOf(set);
  expect(first.metadata.name).toBe('wasm-cert-manager-crds');
  expect(first.metadata.labels).toEqual({ team: 'platform', [LEVEL]: '0' });
});

describe.each([APP_OF_APPS, SYNC_WAVES, ROLLING_SYNC])('an ApplicationSet for a fleet in mode %s', (mode) => {
  const delivered = fleet(mode);
  const set = setOf(delivered);
  const applications = applicationsOf(set);

  test('writes objects that match the CRDs of Argo CD', () => {
    const [objects, { kind, apiVersion }] = [[set, delivered.root, delivered.project], delivered.root];
    expect(objects.flatMap((object) => object && schemaErrors(object))).toEqual([]);
    expect(applications.flatMap((application) => schemaErrors({ ...application, kind, apiVersion }))).toEqual([]);
  });

  test('generates the Applications that each cluster would have alone, in a shared project', () => {
    const byThemselves = CONTEXTS.slice(0, -1).flatMap((context) => {
      const { root, stages } = deliver(context, { mode: mode === ROLLING_SYNC ? APP_OF_APPS : mode });
      return mode === ROLLING_SYNC ? Object.values(stages) : [root];
    });
    expect(new Set(namesOf(applications)).size).toBe(byThemselves.length);
    for (const { metadata, spec } of byThemselves) {
      const application = applications.find((one) => one.metadata.name === metadata.name);
      expect(application?.spec).toEqual({ ...spec, project: 'spinkube' });
      expect(application?.metadata.finalizers).toEqual(metadata.finalizers);
    }
  });

  test('writes the common fields of clusters once', () => {
    // In the app of apps the root of every cluster is the same.
    expect(set.spec.generators).toHaveLength(mode === APP_OF_APPS ? 1 : 2);
  });

  test('deletes in reverse order when synced by level, and otherwise as its Applications say', () => {
    expect(set.spec.syncPolicy).toEqual({ preserveResourcesOnDeletion: true });
    expect(set.spec.strategy?.type).toBe(mode === ROLLING_SYNC ? 'RollingSync' : undefined);
    expect(set.metadata.finalizers).toEqual(mode === ROLLING_SYNC ? [CASCADE] : undefined);
  });

  test('writes a project that allows the objects of all clusters', () => {
    const spec = delivered.project?.spec;
    for (const [name] of FLEET) {
      expect(spec?.destinations).toContainEqual({ name, namespace: 'shop' });
    }
    expect(spec?.destinations).toContainEqual({ server: IN_CLUSTER, namespace: 'argocd' });
    const kinds = spec?.namespaceResourceWhitelist?.map(({ group, kind }) => `${group}/${kind}`);
    expect(kinds).toContain('core.spinkube.dev/SpinApp');
    expect(kinds).toContain('core.spinoperator.dev/SpinApp');
    expect(kinds).toContain('argoproj.io/ApplicationSet');
    expect(kinds?.includes('argoproj.io/Application')).toBe(mode === APP_OF_APPS);
    expect(new Set(kinds).size).toBe(kinds?.length);
  });

  test('writes only the referenced files to the folders of clusters', () => {
    const { files, stages } = deliver(CONTEXTS[0], { mode, generator: ArgoCdGenerator.list() });
    expect(Object.keys(files)).toEqual(Object.keys(stages).map((name) => `argo-cd/stages/${name}.yaml`));
    expect(Object.keys(stages)).toHaveLength(mode === APP_OF_APPS ? CONTEXTS[0].stages.length : 0);
    expect(new Set(Object.values(stages).map(({ spec }) => spec.project))).toEqual(
      new Set(mode === APP_OF_APPS ? ['spinkube'] : []),
    );
  });

  test('accepts an existing project', () => {
    const { files } = fleet(mode, ArgoCdGenerator.list(), { project: 'default' });
    expect(Object.keys(files)).not.toContain('argo-cd/project.yaml');
    expect(new Set(applicationsOf(setOf({ files })).map(({ spec }) => spec.project))).toEqual(new Set(['default']));
  });
});

describe('the clusters of an ApplicationSet', () => {
  const chosen = (generator: ArgoCdGenerator, ...known: KnownCluster[]) =>
    namesOf(applicationsOf(setOf(fleet(SYNC_WAVES, generator)), known)).sort();
  const all = ['eu-1-spinkube', 'lab-spinkube', 'us-1-spinkube'];

  test('include all clusters of the bundle, or the ones with matching labels', () => {
    expect(chosen(ArgoCdGenerator.list())).toEqual(all);
    expect(chosen(ArgoCdGenerator.list({ env: 'prod' }))).toEqual(['eu-1-spinkube', 'us-1-spinkube']);
    const lab = CONTEXTS[2];
    expect(deliver(lab, { generator: ArgoCdGenerator.list({ env: 'prod' }) }).files).toEqual({});
    expect(deliver(lab, { generator: ArgoCdGenerator.list({ env: 'dev' }) }).files).not.toEqual({});
    const { project } = fleet(SYNC_WAVES, ArgoCdGenerator.list({ env: 'dev' }));
    expect(new Set(project?.spec.destinations?.map(({ name }) => name))).toEqual(new Set([undefined, 'lab']));
  });

  test('include the clusters of the bundle that are registered in Argo CD', () => {
    const known = [
      { name: 'eu-1', labels: { wasm: 'yes' } },
      { name: 'lab' },
      { name: 'another', labels: { wasm: 'yes' } },
    ];
    expect(chosen(ArgoCdGenerator.clusters(), ...known)).toEqual(['eu-1-spinkube', 'lab-spinkube']);
    expect(chosen(ArgoCdGenerator.clusters({ wasm: 'yes' }), ...known)).toEqual(['eu-1-spinkube']);
    expect(chosen(ArgoCdGenerator.clusters())).toEqual([]);
    expect(schemaErrors(setOf(fleet(ROLLING_SYNC, ArgoCdGenerator.clusters({ wasm: 'yes' }))))).toEqual([]);
  });

  test('keep the order of the bundle in every synth', () => {
    const contexts = fleetContexts();
    const again = deliver(contexts[contexts.length - 1], { mode: ROLLING_SYNC, generator: ArgoCdGenerator.list() });
    expect(again.files).toEqual(fleet(ROLLING_SYNC).files);
  });
});

describe('clusters with sources of their own', () => {
  const tagged = GitSource.of({ url: 'https://github.com/example/releases.git', path: '.', tag: 'v1.2.0' });
  const contexts = contextsOf((bundle) => {
    addPlatform(new Cluster(bundle, 'dev'));
    addPlatform(new Cluster(bundle, 'stage', { source: tagged }));
    addPlatform(new Cluster(bundle, 'prod', { source: tagged }));
  });
  const hub = contexts[contexts.length - 1];
  const generator = ArgoCdGenerator.list();

  test.each([APP_OF_APPS, SYNC_WAVES])('get the Applications in mode %s that they would have alone', (mode) => {
    const delivered = deliver(hub, { mode, generator });
    const set = setOf(delivered);
    expect(schemaErrors(set)).toEqual([]);
    expect(set.spec.generators).toHaveLength(2);
    const alone = contexts.slice(0, -1).map((context) => deliver(context, { mode }).root);
    expect(applicationsOf(set).map(({ spec }) => spec)).toEqual(
      alone.map(({ spec }) => ({ ...spec, project: 'spinkube' })),
    );
    expect(alone.map(({ spec }) => `${spec.source.targetRevision} ${spec.source.path}`)).toEqual(
      ['main dist/dev', 'v1.2.0 stage', 'v1.2.0 prod'].map((folder) =>
        mode === APP_OF_APPS ? `${folder}/argo-cd/stages` : `${folder}/manifests`,
      ),
    );
    expect(delivered.project?.spec.sourceRepos).toEqual([SOURCE.url, tagged.url]);
    expect(delivered.root.spec.source.targetRevision).toBe('main');
  });

  test('have all their Applications and the project at their source', () => {
    const prod = deliver(contexts[2]);
    expect(
      new Set(
        applicationsIn(prod).map(({ spec }) => JSON.stringify([spec.source.repoURL, spec.source.targetRevision])),
      ),
    ).toEqual(new Set([JSON.stringify([tagged.url, 'v1.2.0'])]));
    expect(prod.project?.spec.sourceRepos).toEqual([tagged.url]);
    expect(prod.stages.apps.spec.source.path).toBe('prod/manifests/apps');
  });

  test('cannot share a rolling sync, which lists the stages of all of them', () => {
    expect(() => deliver(hub, { mode: ROLLING_SYNC, generator })).toThrow(
      new Error(
        "ArgoCdDelivery has the following errors:\n  'mode' (RollingSync) with a generator lists the stages of all clusters at once, and some clusters have a source of their own; use another mode, or no generator",
      ),
    );
    const alone = setOf(deliver(contexts[2], { mode: ROLLING_SYNC }), 'prod-spinkube');
    expect(applicationsOf(alone)[0].spec.source.targetRevision).toBe('v1.2.0');
  });

  test('need a revision', () => {
    const source = { url: 's3://bucket', path: '.' };
    expect(() => deliver(changed(contexts[0], { source }))).toThrow(
      "'source' (s3://bucket) must specify a revision; use GitSource.of() or OciSource.of()",
    );
  });
});

describe('an ApplicationSet', () => {
  const HEADER = 'ArgoCdDelivery has the following errors:\n  ';
  const generator = ArgoCdGenerator.list({ env: 'test' });

  test('rejects a selection without clusters', () => {
    const message = `${HEADER}'generator' ({"env":"test"}) has no cluster; add a Cluster with charts and these labels to the bundle, or remove it`;
    expect(() => deliver(FLEET_CONTEXT, { generator })).toThrow(new Error(message));
    const empty = contextsOf((bundle) => new Cluster(bundle, 'eu-1'));
    expect(() => deliver(empty[1], { generator: ArgoCdGenerator.list() })).toThrow('has no cluster');
  });

  test('rejects charts of the bundle itself', () => {
    const contexts = contextsOf((bundle: Bundle) => {
      addPlatform(bundle);
      addPlatform(new Cluster(bundle, 'eu-1'));
    });
    expect(() => deliver(contexts[1], { generator: ArgoCdGenerator.list() })).toThrow(
      new Error(
        `${HEADER}'generator' ({}) leaves out the charts of the bundle itself; put them into a Cluster, such as 'in-cluster'`,
      ),
    );
    expect(() => deliver(platform(), { generator: ArgoCdGenerator.list() })).toThrow('has no cluster');
  });

  test('rejects names that are too long', () => {
    const name = 'a'.repeat(40);
    expect(() => fleet(ROLLING_SYNC, ArgoCdGenerator.list(), { name })).toThrow(
      `'name' (us-1-${name}-runtime-class-manager) is too long for an Application`,
    );
    expect(() => fleet(SYNC_WAVES, ArgoCdGenerator.list(), { name })).not.toThrow();
  });

  test.each<[Partial<ArgoCdDeliveryProps>, string]>([
    [
      { generator, destination: 'production' },
      "'destination' (production) cannot be combined with 'generator', which selects the cluster of each Application; remove one of them",
    ],
    [
      { generator: ArgoCdGenerator.list({ 'a b': 'c' }) },
      "'generator' (a b) is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix",
    ],
    [
      { generator: ArgoCdGenerator.clusters({ a: 'b c' }) },
      "'generator.a' (b c) is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation",
    ],
    [
      { mode: ROLLING_SYNC, automated: false },
      "'automated' (false) has no effect with ArgoCdMode.ROLLING_SYNC, which syncs every difference; remove 'automated'",
    ],
    [
      { mode: ROLLING_SYNC, selfHeal: true },
      "'selfHeal' (true) has no effect with ArgoCdMode.ROLLING_SYNC, which syncs every difference; remove 'selfHeal'",
    ],
  ])('rejects %j', (props, message) => {
    expect(() => new ArgoCdDelivery({ source: SOURCE, ...props })).toThrow(new Error(HEADER + message));
  });
});
