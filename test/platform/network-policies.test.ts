import { Bundle, NodeInstaller, SpinKube, SpinKubeProps, SpinKubeRelease } from '../../lib';
import { Manifest, synth } from '../testing';

/** The objects of a platform of release 2026.11, by its charts. */
function platform(props: SpinKubeProps): Manifest[] {
  const bundle = new Bundle();
  new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_11, ...props });
  return bundle.charts.flatMap((chart) => synth(chart));
}

const isPolicy = ({ kind }: Manifest) => kind === 'NetworkPolicy';

interface Policy {
  readonly podSelector: { readonly matchLabels?: { readonly [label: string]: string } };
  readonly policyTypes: string[];
  readonly ingress?: { readonly from?: object[]; readonly ports: { readonly port: number | string }[] }[];
  readonly egress?: { readonly ports: { readonly port: number; readonly protocol: string }[] }[];
}

interface Workload {
  readonly template: {
    readonly metadata: { readonly labels: { readonly [label: string]: string } };
    readonly spec: {
      readonly containers: { readonly ports?: { readonly name: string; readonly containerPort: number }[] }[];
    };
  };
}

test('there are none by default', () => {
  expect(platform({}).filter(isPolicy)).toEqual([]);
});

test('the platform is otherwise the same', () => {
  expect(platform({ networkPolicies: true }).filter((one) => !isPolicy(one))).toEqual(platform({}));
});

test('each namespace of a component denies what is not allowed, and those of SpinApps do not', () => {
  const policies = platform({ networkPolicies: true }).filter(isPolicy);
  const denying = policies.filter(({ metadata }) => metadata.name === 'platform-default');
  expect(denying.map(({ metadata }) => metadata.namespace).sort()).toEqual([
    'cert-manager',
    'runtime-class-manager',
    'spin-operator',
  ]);
  for (const { spec } of denying) {
    const { egress, ...rest } = spec as Policy;
    expect(rest).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(egress?.flatMap(({ ports }) => ports.map(({ port, protocol }) => `${port}/${protocol}`))).toEqual([
      '53/UDP',
      '53/TCP',
      '80/TCP',
      '443/TCP',
      '6443/TCP',
    ]);
  }
  expect(policies.filter(({ metadata }) => metadata.namespace === 'default')).toEqual([]);
});

/** The numbers of the ports at which a pod of a Deployment can be reached. */
function portsOf(manifests: Manifest[], deployment: string): number[] {
  const found = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === deployment);
  const { template } = found?.spec as Workload;
  const declared = template.spec.containers.flatMap(({ ports = [] }) => ports);
  const selects = ({ podSelector }: Policy) =>
    Object.entries(podSelector.matchLabels ?? {}).every(([key, value]) => template.metadata.labels[key] === value);
  const ports = manifests
    .filter((one) => isPolicy(one) && one.metadata.namespace === found?.metadata.namespace)
    .map(({ spec }) => spec as Policy)
    .filter(selects)
    .flatMap(({ ingress = [] }) => ingress.flatMap((rule) => rule.ports.map(({ port }) => port)));
  const numbers = ports.map((port) => declared.find(({ name }) => name === port)?.containerPort ?? Number(port));
  return [...new Set(numbers)].sort((one, other) => one - other);
}

test.each([
  ['spin-operator-controller-manager', [8443, 9443]],
  ['cert-manager', [9402]],
  ['cert-manager-webhook', [9402, 10250]],
  ['cert-manager-cainjector', [9402]],
  ['runtime-class-manager', []],
])('%s can be reached at its webhooks and metrics only: %j', (deployment, ports) => {
  const manifests = platform({ networkPolicies: true });
  const name = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === deployment);
  expect(name?.metadata.name).toBe(deployment);
  expect(portsOf(manifests, deployment)).toEqual(ports);
});

test.each(['default', 'kube-system', 'shop'])('rejects the shared namespace %s', (namespace) => {
  expect(() =>
    platform({
      networkPolicies: true,
      appNamespaces: ['shop'],
      nodeInstaller: NodeInstaller.preinstalled({ handler: 'spin-v2' }),
      operator: { namespace },
    }),
  ).toThrow(`'networkPolicies' (${namespace}) has a component and pods that are not of the platform`);
});
