import { Size } from 'cdk8s';
import { SpinOperator, SpinOperatorProps, SpinKubeRelease, SpinOperatorVersion } from '../../../lib';
import { only, synth, testChart, validationErrors } from '../../testing';
import { container, deployment, ending, pod, render } from './samples';

const V0_1_0 = { version: SpinOperatorVersion.V0_1_0 };
const IMAGE = 'registry.example.com/kube-rbac-proxy:v0.15.0';

const named = (props: SpinOperatorProps, part: RegExp) =>
  render(props)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .filter((name) => part.test(name));

describe('the metrics of v0.1.0', () => {
  test('can only be read within the pod without kube-rbac-proxy', () => {
    expect(container(render(V0_1_0)).args).toContain('--metrics-bind-address=127.0.0.1:8080');
    expect(pod(render(V0_1_0)).spec.containers).toHaveLength(1);
    expect(named(V0_1_0, /proxy|metrics/)).toEqual([]);
  });

  test('are served by kube-rbac-proxy if it has an image', () => {
    const props = { ...V0_1_0, kubeRbacProxy: { image: IMAGE } };
    expect(named(props, /proxy|metrics/)).toEqual([
      'ClusterRole spin-operator-proxy-role',
      'ClusterRoleBinding spin-operator-proxy-rolebinding',
      'ClusterRole spin-operator-metrics-reader',
      'Service spin-operator-controller-manager-metrics-service',
    ]);
    const manifests = render(props);
    const [manager, proxy] = pod(manifests).spec.containers as unknown as Record<string, unknown>[];
    expect(manager.args).toContain('--metrics-bind-address=127.0.0.1:8080');
    expect(proxy).toMatchObject({
      image: IMAGE,
      args: [
        '--secure-listen-address=0.0.0.0:8443',
        '--upstream=http://127.0.0.1:8080/',
        '--logtostderr=true',
        '--v=0',
      ],
      ports: [{ containerPort: 8443, name: 'https', protocol: 'TCP' }],
      resources: { requests: { cpu: '5m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
    });
    expect(ending(manifests, 'Service', 'metrics-service').spec).toMatchObject({
      ports: [{ port: 8443, targetPort: 'https' }],
      selector: deployment(manifests).selector.matchLabels,
    });
  });

  test('have the resources of kube-rbac-proxy', () => {
    const resources = { memory: { limit: Size.mebibytes(32) } };
    const manifests = render({ ...V0_1_0, kubeRbacProxy: { image: IMAGE, resources } });
    const [, proxy] = pod(manifests).spec.containers as unknown as { resources: object }[];
    expect(proxy.resources).toEqual({ limits: { memory: '32Mi' } });
  });
});

test('v0.1.0 has its own API group in RBAC and webhooks, and its own image', () => {
  const manifests = render(V0_1_0);
  const text = JSON.stringify(manifests);
  expect(text).not.toContain('spinkube.dev');
  expect(text).toContain('/mutate-core-spinoperator-dev-v1alpha1-spinapp"');
  expect(container(manifests).image).toBe('ghcr.io/spinkube/spin-operator:v0.1.0');
  expect(only(manifests, 'Deployment').metadata.labels?.['app.kubernetes.io/version']).toBe('v0.1.0');
  expect(pod(manifests).spec.affinity).toBeUndefined();
});

test('v0.1.0 has its own CustomResourceDefinitions', () => {
  const chart = testChart();
  const { api } = new SpinOperator(chart, 'x', V0_1_0);
  const definitions = synth(chart).filter(({ kind }) => kind === 'CustomResourceDefinition');
  expect(api.group).toBe('core.spinoperator.dev');
  expect(definitions.map(({ metadata }) => metadata.name)).toEqual([
    'spinapps.core.spinoperator.dev',
    'spinappexecutors.core.spinoperator.dev',
  ]);
});

test.each<[string, SpinOperatorProps, string]>([
  [
    'for a later version',
    { kubeRbacProxy: { image: IMAGE } },
    `'kubeRbacProxy' (${IMAGE}) has no effect: spin-operator ${SpinKubeRelease.CURRENT.spinOperator.name} authorizes requests for its metrics itself; remove it`,
  ],
  [
    'without an image',
    { ...V0_1_0, kubeRbacProxy: { image: '' } },
    "'kubeRbacProxy.image' ('') must not be empty; set an image",
  ],
])('rejects kube-rbac-proxy %s', (_, props, message) => {
  const chart = testChart();
  new SpinOperator(chart, 'x', props);
  expect(validationErrors(chart)).toEqual([`[test/x] ${message}`]);
});
