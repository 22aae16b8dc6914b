import { parse } from 'yaml';
import { Cluster, DeliveryContext } from '../../../lib';
import { ArgoCdDelivery } from '../../../lib/gitops/argo-cd/argo-cd-delivery';
import { ArgoCdMode } from '../../../lib/gitops/argo-cd/argo-cd-props';
import { isDnsLabel } from '../../../lib/private/names';
import { definitionsIn, fieldsOf, Schema } from '../../definitions';
import { addPlatform, contextsOf, CRD, DEPLOYMENT, PLATFORMS, SOURCE } from '../contexts';
import { schemaErrors } from '../schema';
import { applications, deliver, Delivered, RenderedApplication } from './delivered';

const { APP_OF_APPS, SYNC_WAVES } = ArgoCdMode;
const CASCADE = 'resources-finalizer.argocd.argoproj.io';
const KNOWN = 'resource.customizations.knownTypeFields';
const IN_CLUSTER = 'https://kubernetes.default.svc';

const CONTEXT = PLATFORMS[0][1];

const cases = PLATFORMS.flatMap(([name, context]) =>
  [APP_OF_APPS, SYNC_WAVES].map((mode): [string, ArgoCdMode, DeliveryContext] => [name, mode, context]),
);
const wave = ({ metadata }: RenderedApplication) => metadata.annotations?.['argocd.argoproj.io/sync-wave'];
const options = ({ spec }: RenderedApplication) => spec.syncPolicy?.syncOptions ?? [];

describe.each(cases)('a platform of %s in mode %s', (_, mode, context) => {
  const delivered = deliver(context, { mode });

  test('writes objects that match the CRDs of Argo CD', () => {
    for (const object of [...applications(delivered), delivered.project]) {
      expect(object && schemaErrors(object)).toEqual([]);
    }
  });

  test('has unique names that are DNS labels', () => {
    const names = applications(delivered).map(({ metadata }) => metadata.name);
    expect(names.filter((name) => !isDnsLabel(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('allows exactly its own objects in the project', () => {
    const { objects, used } = usedBy(context, delivered, mode);
    const spec = delivered.project?.spec;
    const rows = (kinds: { group: string; kind: string }[] = []) => kinds.map(({ group, kind }) => `${group}/${kind}`);
    expect(rows(spec?.clusterResourceWhitelist)).toEqual(objects.cluster);
    expect(rows(spec?.namespaceResourceWhitelist)).toEqual(objects.namespaced);
    expect(spec?.destinations?.map(({ namespace, server }) => `${server} ${namespace}`).sort()).toEqual(used);
    for (const { spec: application } of applications(delivered)) {
      expect(used).toContain(`${application.destination.server} ${application.destination.namespace}`);
    }
  });

  test('uses server-side apply, prunes last, and retries', () => {
    for (const application of applications(delivered)) {
      expect(options(application).slice(0, 2)).toEqual(['ServerSideApply=true', 'PruneLast=true']);
      expect(options(application).join()).not.toContain('CreateNamespace');
      expect(application.spec.syncPolicy?.retry).toEqual({ limit: 10 });
    }
  });

  test('ignores differences in the CA bundles of webhooks', () => {
    const configurations = context.stages
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => kind.endsWith('WebhookConfiguration'))
      .map(({ kind, name }) => `${kind}/${name}`);
    const ignoring = applications(delivered).filter(({ spec }) => spec.ignoreDifferences);
    const ignored = ignoring.flatMap(({ spec }) => spec.ignoreDifferences ?? []);
    expect(configurations.length).toBeGreaterThan(0);
    expect(ignored.map(({ kind, name }) => `${kind}/${name}`).sort()).toEqual(configurations.sort());
    for (const { group, jqPathExpressions } of ignored) {
      expect([group, jqPathExpressions]).toEqual([
        'admissionregistration.k8s.io',
        ['.webhooks[]?.clientConfig.caBundle'],
      ]);
    }
    for (const application of applications(delivered)) {
      expect(options(application).includes('RespectIgnoreDifferences=true')).toBe(ignoring.includes(application));
    }
  });

  test('writes files that can be concatenated', () => {
    for (const [path, text] of Object.entries(delivered.files)) {
      expect(path).toMatch(/^argo-cd\/(stages\/)?[-a-z0-9]+\.yaml$/);
      expect(text).toMatch(/^---\n/);
      expect(typeof parse(text)).toBe('object');
    }
  });
});

/** The kinds that a project must allow, derived from the written manifests and not, as in the library, from known scopes. */
function usedBy({ stages }: DeliveryContext, { root }: Delivered, mode: ArgoCdMode) {
  const objects = stages.flatMap((stage) => stage.objects);
  const rows = (namespaced: boolean, ...more: string[]) => [
    ...new Set([
      ...objects
        .filter(({ namespace }) => (namespace !== undefined) === namespaced)
        .map(({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`),
      ...more,
    ]),
  ];
  const isAppOfApps = mode === APP_OF_APPS;
  const namespaces = objects.flatMap(({ namespace }) => namespace ?? []);
  return {
    objects: {
      cluster: rows(false).sort(),
      namespaced: rows(true, ...(isAppOfApps ? ['argoproj.io/Application'] : [])).sort(),
    },
    used: [...new Set([...namespaces, ...(isAppOfApps ? [String(root.spec.destination.namespace)] : [])])]
      .map((namespace) => `${IN_CLUSTER} ${namespace}`)
      .sort(),
  };
}

describe.each(PLATFORMS)('the app of apps of %s', (_, context) => {
  const delivered = deliver(context);

  test('has an Application for each stage, with the level as sync wave', () => {
    expect(Object.keys(delivered.stages)).toEqual(context.stages.map(({ name }) => name));
    for (const stage of context.stages) {
      const application = delivered.stages[stage.name];
      expect(application.metadata.name).toBe(`spinkube-${stage.name}`);
      expect(wave(application)).toBe(String(stage.level));
      expect(application.spec.source.path).toBe(`dist/manifests/${stage.name}`);
    }
    expect(delivered.root.spec.source.path).toBe('dist/argo-cd/stages');
    expect(wave(delivered.root)).toBeUndefined();
  });

  test('never deletes CRDs, and deletes everything else with the Application', () => {
    for (const { name, objects } of context.stages) {
      const application = delivered.stages[name];
      const keeps = objects.some(({ kind }) => kind === 'CustomResourceDefinition');
      expect(application.spec.syncPolicy?.automated).toEqual({ prune: !keeps, selfHeal: true });
      expect(options(application).includes('Prune=false')).toBe(keeps);
      expect(application.metadata.finalizers).toEqual(keeps ? undefined : [CASCADE]);
    }
    expect(delivered.root.metadata.finalizers).toEqual([CASCADE]);
    expect(delivered.project?.metadata.finalizers).toEqual([CASCADE]);
  });

  test('skips the dry run of custom resources whose CRDs are in another Application', () => {
    const custom = /cert-manager\.io|spinkube\.dev|spinoperator\.dev/;
    for (const { name, objects } of context.stages) {
      const needed = objects.some(({ apiVersion }) => custom.test(apiVersion));
      expect([name, options(delivered.stages[name]).includes('SkipDryRunOnMissingResource=true')]).toEqual([
        name,
        needed,
      ]);
    }
  });

  test('leaves the manifests unchanged', () => {
    const delivery = new ArgoCdDelivery({ source: SOURCE });
    expect(delivery._annotations({ level: 3, manifest: DEPLOYMENT, isKept: false })).toEqual({});
    expect(delivery._annotations({ level: 0, manifest: CRD, isKept: false })).toEqual({});
  });
});

describe('sync waves', () => {
  const delivered = deliver(CONTEXT, { mode: SYNC_WAVES });

  test('belong to a single Application', () => {
    expect(Object.keys(delivered.files)).toEqual([
      'argo-cd/project.yaml',
      'argo-cd/applications.yaml',
      'argo-cd/health-checks.yaml',
      'argo-cd/kustomization.yaml',
    ]);
    expect(delivered.root.metadata).toEqual({ name: 'spinkube', namespace: 'argocd', finalizers: [CASCADE] });
    expect(delivered.root.spec.syncPolicy?.automated).toEqual({ prune: true, selfHeal: true });
    expect(options(delivered.root)).toEqual([
      'ServerSideApply=true',
      'PruneLast=true',
      'RespectIgnoreDifferences=true',
    ]);
  });

  test('are written to the manifests, with CRDs annotated never to be deleted', () => {
    const delivery = new ArgoCdDelivery({ source: SOURCE, mode: SYNC_WAVES });
    expect(delivery.name).toBe('argo-cd');
    expect(delivery._annotations({ level: 3, manifest: DEPLOYMENT, isKept: false })).toEqual({
      'argocd.argoproj.io/sync-wave': '3',
    });
    expect(delivery._annotations({ level: 0, manifest: CRD, isKept: false })).toEqual({
      'argocd.argoproj.io/sync-wave': '0',
      'argocd.argoproj.io/sync-options': 'Prune=false',
    });
  });
});

describe('health checks', () => {
  const keys = (mode: ArgoCdMode) => Object.keys(deliver(CONTEXT, { mode }).healthChecks?.data ?? {});

  test('have keys of group and kind, including Application for an app of apps', () => {
    const prefix = 'resource.customizations.health.';
    expect(keys(SYNC_WAVES)).toEqual(
      [
        'admissionregistration.k8s.io_MutatingWebhookConfiguration',
        'admissionregistration.k8s.io_ValidatingWebhookConfiguration',
        'core.spinkube.dev_SpinApp',
        'core.spinkube.dev_SpinAppExecutor',
        'core.spinoperator.dev_SpinApp',
        'core.spinoperator.dev_SpinAppExecutor',
        'runtime.spinkube.dev_Shim',
      ]
        .map((name) => prefix + name)
        .concat(['core.spinkube.dev', 'core.spinoperator.dev'].map((group) => `${KNOWN}.${group}_SpinApp`)),
    );
    expect(keys(APP_OF_APPS).filter((key) => !keys(SYNC_WAVES).includes(key))).toEqual([
      `${prefix}argoproj.io_Application`,
    ]);
  });

  test('are merged into the configuration of Argo CD and do not overwrite it', () => {
    const { files, kustomization } = deliver(CONTEXT);
    expect(kustomization.resources).toEqual(['project.yaml', 'applications.yaml']);
    const command = 'kubectl patch -f health-checks.yaml --type merge --patch-file health-checks.yaml';
    expect(files['argo-cd/health-checks.yaml']).toContain(`#   ${command}\n`);
    expect(files['argo-cd/kustomization.yaml']).toContain(`#   ${command}\n#   kubectl apply -k .\n`);
  });
});

describe('quantities', () => {
  test.each(['core.spinkube.dev', 'core.spinoperator.dev'])(
    'are normalized in all fields of SpinApps of %s',
    (group) => {
      const text = deliver(CONTEXT).healthChecks?.data[`${KNOWN}.${group}_SpinApp`] ?? '';
      const fields = (parse(text) as { field: string }[]).map(({ field }) => field);
      const definitions = definitionsIn(`crds/${group}-${group === 'core.spinkube.dev' ? 'v0.6.1' : 'v0.1.0'}.yaml`);
      const schema = definitions.find(({ spec }) => spec.names.kind === 'SpinApp')?.spec.versions[0].schema;
      const isQuantity = (field: Schema) => field['x-kubernetes-int-or-string'] === true;
      const quantities = fieldsOf(schema?.openAPIV3Schema ?? {})
        .filter(({ schema: { additionalProperties: values, ...field } }) =>
          isQuantity(typeof values === 'object' ? values : field),
        )
        .map((field) => field.path.replaceAll('[]', ''));
      expect(quantities).toHaveLength(8);
      expect(quantities.filter((path) => !fields.some((field) => path.startsWith(`${field}.`)))).toEqual([]);
    },
  );
});

describe('clusters', () => {
  const contexts = contextsOf((bundle) => {
    for (const name of ['eu-1', 'us-1']) {
      addPlatform(new Cluster(bundle, name));
    }
  });

  test('have their own Applications and projects, with the cluster name as destination', () => {
    expect(contexts.map(({ directory }) => directory)).toEqual(['eu-1', 'us-1', '.']);
    const [eu, us, bundle] = contexts.map((context) => deliver(context));
    expect(bundle.files).toEqual({});
    expect(eu.root.metadata.name).toBe('eu-1-spinkube');
    expect(eu.root.spec.source.path).toBe('dist/eu-1/argo-cd/stages');
    expect(eu.root.spec.destination).toEqual({ server: IN_CLUSTER, namespace: 'argocd' });
    expect(eu.project?.metadata.name).toBe('eu-1-spinkube');
    expect(eu.stages.apps.metadata.name).toBe('eu-1-spinkube-apps');
    expect(eu.stages.apps.spec.source.path).toBe('dist/eu-1/manifests/apps');
    expect(eu.stages.apps.spec.destination).toEqual({ name: 'eu-1', namespace: 'shop' });
    expect(eu.project?.spec.destinations).toContainEqual({ name: 'eu-1', namespace: 'shop' });
    expect(eu.project?.spec.destinations).toContainEqual({ server: IN_CLUSTER, namespace: 'argocd' });
    const names = [eu, us].flatMap(applications).map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('may each run their own Argo CD', () => {
    const { stages } = deliver(contexts[0], { destination: IN_CLUSTER });
    expect(stages.apps.spec.destination).toEqual({ server: IN_CLUSTER, namespace: 'shop' });
  });
});
