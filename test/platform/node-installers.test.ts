import { Duration } from 'cdk8s';
import {
  CustomResourceDefinitions,
  KwasmOperator,
  KwasmOperatorProps,
  KwasmOperatorVersion,
  RuntimeClassManager,
  RuntimeClassManagerProps,
  RuntimeClassManagerVersion,
} from '../../lib';
import { Manifest, only, synth, testChart, validationErrors } from '../testing';

const external = CustomResourceDefinitions.external();

interface Container {
  readonly image: string;
  readonly env: { readonly name: string; readonly value: string }[];
}

function container(manifests: Manifest[]): Container {
  const { template } = only(manifests, 'Deployment').spec as { template: { spec: { containers: [Container] } } };
  return template.spec.containers[0];
}

const env = (manifests: Manifest[]) =>
  Object.fromEntries(container(manifests).env.map(({ name, value }) => [name, value]));

/** Properties of the node installers only; those of every workload are tested with spin-operator. */
type OfWorkloads = 'image' | 'replicas' | 'serviceAccountAnnotations';

describe('runtime-class-manager', () => {
  function render(props: RuntimeClassManagerProps = {}, namespace?: string): Manifest[] {
    const chart = testChart(namespace);
    new RuntimeClassManager(chart, 'x', { customResourceDefinitions: external, ...props });
    return synth(chart);
  }

  function errors(props: RuntimeClassManagerProps): string[] {
    const chart = testChart();
    new RuntimeClassManager(chart, 'x', props);
    return validationErrors(chart);
  }

  test('has the documented defaults', () => {
    expect(env(render())).toEqual({
      CONTROLLER_NAMESPACE: 'runtime-class-manager',
      SHIM_DOWNLOADER_IMAGE: 'ghcr.io/spinframework/shim-downloader:v0.2.0',
      SHIM_NODE_INSTALLER_IMAGE: 'ghcr.io/spinframework/node-installer:v0.2.0',
      SHIM_NODE_INSTALLER_JOB_TTL: '0',
    });
    expect(container(render()).image).toBe('ghcr.io/spinframework/runtime-class-manager:v0.2.0');
    expect(render().map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'ClusterRole',
      'ClusterRoleBinding',
      'Deployment',
    ]);
    const chart = testChart();
    new RuntimeClassManager(chart, 'x');
    expect(only(synth(chart), 'CustomResourceDefinition').metadata.name).toBe('shims.runtime.spinkube.dev');
  });

  test('applies every property', () => {
    const props: Required<
      Pick<
        RuntimeClassManagerProps,
        | OfWorkloads
        | Exclude<keyof RuntimeClassManagerProps, keyof KwasmOperatorProps>
        | 'version'
        | 'namespace'
        | 'helmReleaseName'
        | 'installerImage'
      >
    > = {
      image: 'example.com/manager:1',
      replicas: 0,
      serviceAccountAnnotations: { role: 'x' },
      version: RuntimeClassManagerVersion.V0_2_0,
      namespace: 'wasm',
      helmReleaseName: 'rcm',
      customResourceDefinitions: CustomResourceDefinitions.bundled(),
      downloaderImage: 'example.com/downloader:1',
      installerImage: 'example.com/installer:1',
      downloader: { configMapName: 'downloads', retries: 5, retryInterval: Duration.minutes(1) },
      jobTimeToLive: Duration.hours(1),
    };
    const manifests = render(props);
    expect(env(manifests)).toEqual({
      CONTROLLER_NAMESPACE: 'wasm',
      SHIM_DOWNLOADER_IMAGE: 'example.com/downloader:1',
      SHIM_NODE_INSTALLER_IMAGE: 'example.com/installer:1',
      SHIM_NODE_INSTALLER_JOB_TTL: '3600',
      SHIM_DOWNLOADER_CONFIG_MAP: 'downloads',
    });
    expect(only(manifests, 'ConfigMap')).toMatchObject({
      metadata: { name: 'downloads', namespace: 'wasm' },
      data: { NUM_RETRY: '5', SLEEP_DURATION: '60' },
    });
    expect(container(manifests).image).toBe('example.com/manager:1');
    expect(only(manifests, 'Deployment').metadata).toMatchObject({
      name: 'rcm-runtime-class-manager',
      namespace: 'wasm',
    });
    expect(only(manifests, 'Deployment').spec).toMatchObject({ replicas: 0 });
    expect(only(manifests, 'ServiceAccount').metadata.annotations).toEqual({ role: 'x' });
    expect(only(manifests, 'CustomResourceDefinition').metadata.name).toBe('shims.runtime.spinkube.dev');
  });

  test('the ServiceAccount has the permissions, in the namespace of the chart', () => {
    const manifests = render({}, 'team');
    const name = 'runtime-class-manager';
    expect(only(manifests, 'ClusterRoleBinding')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: only(manifests, 'ClusterRole').metadata.name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'team' }],
    });
    expect(only(manifests, 'ServiceAccount').metadata).toMatchObject({ name, namespace: 'team' });
    expect(only(manifests, 'ClusterRole').metadata.namespace).toBeUndefined();
    expect(only(manifests, 'ClusterRoleBinding').metadata.namespace).toBeUndefined();
    expect(env(manifests).CONTROLLER_NAMESPACE).toBe('team');
  });

  test('reports all problems at once', () => {
    const label = 'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters';
    expect(
      errors({
        helmReleaseName: 'A',
        namespace: 'B',
        replicas: 2,
        env: {},
        downloader: { retries: 0.5, retryInterval: Duration.millis(10) },
        jobTimeToLive: Duration.millis(20),
      }),
    ).toEqual(
      [
        `'helmReleaseName' (A) ${label}; use the name that 'helm list' shows`,
        `'namespace' (B) ${label}; begin and end it with a letter or digit`,
        "'replicas' (2) must be 0 or 1: runtime-class-manager has no leader election, so two replicas would work against each other; use 1",
        "'downloader.retries' (0.5) must be a whole number, 0 or more; use 3",
        "'downloader.retryInterval' (0.01s) must be whole seconds; round it up",
        "'jobTimeToLive' (0.02s) must be whole seconds; round it up",
      ].map((message) => `[test/x] ${message}`),
    );
  });
});

describe('kwasm-operator', () => {
  function render(props: KwasmOperatorProps = {}, namespace?: string): Manifest[] {
    const chart = testChart(namespace);
    new KwasmOperator(chart, 'x', props);
    return synth(chart);
  }

  test('has the documented defaults', () => {
    expect(env(render())).toEqual({
      CONTROLLER_NAMESPACE: 'kwasm',
      AUTO_PROVISION_NODES: 'true',
      INSTALLER_IMAGE: 'ghcr.io/spinframework/containerd-shim-spin/node-installer:v0.23.0',
    });
    expect(container(render()).image).toBe('ghcr.io/kwasm/kwasm-operator:kwasm-operator-0.2.2');
    expect(only(render(), 'Deployment').metadata).toMatchObject({ name: 'kwasm-operator', namespace: 'kwasm' });
  });

  test('applies every property', () => {
    const props: Required<
      Pick<KwasmOperatorProps, OfWorkloads | Exclude<keyof KwasmOperatorProps, keyof RuntimeClassManagerProps>>
    > &
      KwasmOperatorProps = {
      image: 'example.com/operator:1',
      replicas: 0,
      serviceAccountAnnotations: { role: 'x' },
      autoProvision: false,
      version: KwasmOperatorVersion.V0_2_3,
      namespace: 'wasm',
      helmReleaseName: 'nodes',
      installerImage: 'example.com/installer:1',
    };
    const manifests = render(props);
    expect(env(manifests)).toEqual({
      CONTROLLER_NAMESPACE: 'wasm',
      AUTO_PROVISION_NODES: 'false',
      INSTALLER_IMAGE: 'example.com/installer:1',
    });
    expect(container(manifests).image).toBe('example.com/operator:1');
    expect(only(manifests, 'Deployment').metadata).toMatchObject({ name: 'nodes-kwasm-operator', namespace: 'wasm' });
    expect(only(manifests, 'Deployment').spec).toMatchObject({ replicas: 0 });
    expect(only(manifests, 'ServiceAccount').metadata.annotations).toEqual({ role: 'x' });
  });

  test('the ServiceAccount has the permissions, in the namespace of the chart', () => {
    const manifests = render({}, 'team');
    const account = { kind: 'ServiceAccount', name: 'kwasm-operator', namespace: 'team' };
    for (const kind of ['Role', 'ClusterRole']) {
      expect(only(manifests, `${kind}Binding`)).toMatchObject({
        roleRef: { kind, name: only(manifests, kind).metadata.name },
        subjects: [account],
      });
    }
    expect(only(manifests, 'Role').metadata.namespace).toBe('team');
    expect(only(manifests, 'ClusterRole').metadata.namespace).toBeUndefined();
    expect(only(manifests, 'ServiceAccount').metadata).toMatchObject({ name: account.name, namespace: 'team' });
  });

  test('reports all problems at once', () => {
    const chart = testChart();
    new KwasmOperator(chart, 'x', { helmReleaseName: '2nd', installerImage: '', replicas: -1 });
    expect(validationErrors(chart)).toEqual(
      [
        "'helmReleaseName' (2nd) results in the Service name '2nd-kwasm-operator', which must begin with a letter and have at most 63 characters; choose another name",
        "'replicas' (-1) must be a whole number, 0 or more; use 1, or 2 for high availability",
        "'installerImage' ('') must not be empty; remove it to use the default",
      ].map((message) => `[test/x] ${message}`),
    );
  });
});
