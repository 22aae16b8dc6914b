import { CertManagerProps, CertManagerVersion } from '../../../lib';
import { Manifest } from '../../testing';
import {
  Component,
  COMPONENTS,
  configurations,
  container,
  deployment,
  flag,
  ofComponent,
  pod,
  render,
  ServiceSpec,
  webhooks,
} from './manifests';
import { ALL } from './samples';

describe.each<[string, CertManagerProps]>([
  ['by default', {}],
  ['of v1.14.4', { version: CertManagerVersion.V1_14_4 }],
  ['with everything set', ALL],
])('the wiring %s:', (_, props) => {
  const manifests = render(props);
  const { namespace } = ofComponent(manifests, 'Deployment', 'controller').metadata;
  const services = (component: Component) =>
    manifests
      .filter(({ kind, metadata }) => kind === 'Service' && metadata.labels?.app === labelsOf(component).app)
      .map(({ spec }) => spec as ServiceSpec);
  const labelsOf = (component: Component) => pod(manifests, component).metadata.labels;

  test.each(COMPONENTS)('all selectors for the pods of the %s match them, and no others', (component) => {
    const budgets = manifests
      .filter(
        ({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.labels?.app === labelsOf(component).app,
      )
      .map(({ spec }) => (spec as { selector: { matchLabels: Record<string, string> } }).selector.matchLabels);
    const selectors = [
      deployment(manifests, component).selector.matchLabels,
      ...services(component).map(({ selector }) => selector),
      ...budgets,
    ];
    for (const selector of selectors) {
      const found = COMPONENTS.filter((one) => isWithin(selector, labelsOf(one)));
      expect(found).toEqual([component]);
    }
  });

  test.each(COMPONENTS)('each port of a Service of the %s targets a container port', (component) => {
    const open = (container(manifests, component).ports ?? []).flatMap(({ name, containerPort }) => [
      name,
      containerPort,
    ]);
    for (const { ports } of services(component)) {
      expect(ports.map(({ port, targetPort }) => targetPort ?? port).filter((port) => !open.includes(port))).toEqual(
        [],
      );
    }
  });

  test('probes use a container port', () => {
    for (const component of COMPONENTS) {
      const { livenessProbe, ports = [] } = container(manifests, component);
      if (livenessProbe) {
        expect(ports.flatMap(({ name, containerPort }) => [name, containerPort])).toContain(livenessProbe.httpGet.port);
      }
    }
  });

  test('both webhook configurations refer to the Service of the webhook', () => {
    const { name } = ofComponent(manifests, 'Service', 'webhook').metadata;
    expect(webhooks(manifests).map(({ clientConfig }) => clientConfig.service)).toEqual([
      { name, namespace, path: '/mutate' },
      { name, namespace, path: '/validate' },
    ]);
  });

  test('the CA bundle comes from the Secret that the webhook may write', () => {
    const [secret] = flag(manifests, 'webhook', 'dynamic-serving-ca-secret-name');
    expect(flag(manifests, 'webhook', 'dynamic-serving-ca-secret-namespace')).toEqual(['$(POD_NAMESPACE)']);
    for (const { metadata } of configurations(manifests)) {
      expect(metadata.annotations).toEqual({
        'cert-manager.io/inject-ca-from-secret': `${String(namespace)}/${secret}`,
      });
    }
    const role = manifests.find(({ kind, metadata }) => kind === 'Role' && metadata.name.endsWith(':dynamic-serving'));
    expect(role?.metadata.namespace).toBe(namespace);
    expect(role?.rules).toContainEqual(expect.objectContaining({ resourceNames: [secret] }));
  });

  test('the certificate of the webhook is for its Service', () => {
    const { name } = ofComponent(manifests, 'Service', 'webhook').metadata;
    expect(flag(manifests, 'webhook', 'dynamic-serving-dns-names')).toEqual([
      name,
      `${name}.$(POD_NAMESPACE)`,
      `${name}.$(POD_NAMESPACE).svc`,
    ]);
  });

  test.each(COMPONENTS)('the %s has the variable of its namespace that its arguments refer to', (component) => {
    expect(container(manifests, component).env[0]).toEqual({
      name: 'POD_NAMESPACE',
      valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } },
    });
  });

  test.each(COMPONENTS)('the %s runs under its ServiceAccount', (component) => {
    const { metadata } = ofComponent(manifests, 'ServiceAccount', component);
    expect(pod(manifests, component).spec.serviceAccountName).toBe(metadata.name);
    expect(metadata.namespace).toBe(namespace);
  });

  test('every binding refers to an existing role and an existing ServiceAccount', () => {
    const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount').map(named);
    const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
    expect(bindings).toHaveLength(13);
    for (const { kind, metadata, roleRef, subjects } of bindings) {
      const roles = manifests.filter((one) => `${one.kind}Binding` === kind).map(named);
      const [subject, ...others] = subjects as { kind: string; name: string; namespace: string }[];
      const { apiGroup, ...role } = roleRef as { apiGroup: string; kind: string; name: string };
      expect(apiGroup).toBe('rbac.authorization.k8s.io');
      expect(roles).toContainEqual({ ...role, namespace: metadata.namespace });
      expect(accounts).toContainEqual(subject);
      expect(others).toEqual([]);
    }
  });

  test('the pods may write the Leases of their leader election', () => {
    for (const component of ['controller', 'cainjector'] as const) {
      const role = manifests.find(
        ({ kind, metadata }) =>
          kind === 'Role' &&
          metadata.name.endsWith(':leaderelection') &&
          metadata.labels?.['app.kubernetes.io/component'] === component,
      );
      expect(flag(manifests, component, 'leader-election-namespace')).toEqual([role?.metadata.namespace]);
    }
  });
});

const named = ({ kind, metadata: { name, namespace } }: Manifest) => ({ kind, name, namespace });

const isWithin = (selector: Record<string, string>, labels: Record<string, string>) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

test('a role with access to all Secrets or to signers is bound to one component', () => {
  const manifests = render();
  const strong = manifests
    .filter(({ kind }) => kind === 'ClusterRole')
    .filter(({ rules }) =>
      (rules as { resources: string[] }[]).some(({ resources }) => /secrets|signers/.test(resources.join())),
    )
    .map(({ metadata }) => metadata.name);
  expect(strong.sort()).toEqual([
    'cert-manager-cainjector',
    'cert-manager-controller-approve:cert-manager-io',
    'cert-manager-controller-certificates',
    'cert-manager-controller-certificatesigningrequests',
    'cert-manager-controller-challenges',
    'cert-manager-controller-clusterissuers',
    'cert-manager-controller-issuers',
    'cert-manager-controller-orders',
  ]);
});
