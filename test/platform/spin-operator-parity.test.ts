import { SpinOperator } from '../../lib/platform/spin-operator';
import { SpinOperatorProps } from '../../lib/platform/spin-operator-props';
import { goldenObjects, testWithGolden } from '../golden';
import { byIdentity, normalize } from '../parity';
import { Manifest, synth, testChart } from '../testing';

const GOLDEN = 'current/spin-operator.yaml';

function render(props: SpinOperatorProps): Manifest[] {
  const chart = testChart();
  new SpinOperator(chart, 'spin-operator', props);
  return synth(chart);
}

/** What the chart renders, with every difference that we mean: two objects less, one rule more. */
function expected(manifests: Manifest[]): Manifest[] {
  return manifests
    .filter(({ metadata }) => !/-metrics-role(binding)?$/.test(metadata.name))
    .map((manifest) => (manifest.metadata.name.endsWith('-manager-role') ? withConfigMaps(manifest) : manifest));
}

function withConfigMaps(role: Manifest): Manifest {
  const rules = role.rules as object[];
  return {
    ...role,
    rules: [...rules, { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
  };
}

/**
 * The golden objects as the chart renders them for another release and namespace.
 *
 * In the chart every text that begins with `spin-operator-` comes from the fullname; the three labels `name`,
 * `created-by` and `part-of` are fixed.
 */
function moved(value: unknown, to: { release: string; fullname: string; namespace: string }, key = ''): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => moved(item, to, key));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, moved(child, to, name)]));
  }
  if (typeof value !== 'string') {
    return value;
  }
  switch (key) {
    case 'namespace':
      return to.namespace;
    case 'app.kubernetes.io/instance':
      return to.release;
    case 'cert-manager.io/inject-ca-from':
      return `${to.namespace}/${to.fullname}-serving-cert`;
    default:
      return value.replace(/^spin-operator-/, `${to.fullname}-`).replace('.spin-operator.svc', `.${to.namespace}.svc`);
  }
}

describe('parity with the chart of v0.6.1', () => {
  testWithGolden('under the default names, object by object', () => {
    expect(byIdentity(render({}))).toEqual(byIdentity(expected(goldenObjects(GOLDEN))));
  });

  testWithGolden('without the right to read ConfigMaps, but for the two objects that repeat others', () => {
    const golden = goldenObjects(GOLDEN).filter(({ metadata }) => !/-metrics-role(binding)?$/.test(metadata.name));
    expect(byIdentity(render({ readConfigMaps: false }))).toEqual(byIdentity(golden));
  });

  testWithGolden('where the two objects left out have the rules of those that remain', () => {
    const rules = (name: string) =>
      goldenObjects(GOLDEN).find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === name)?.rules;
    expect(rules('spin-operator-metrics-role')).toEqual(rules('spin-operator-metrics-auth-role'));
    expect(rules('spin-operator-metrics-role')).toHaveLength(2);
  });

  for (const to of [
    { release: 'prod', fullname: 'prod-spin-operator', namespace: 'platform' },
    { release: 'my-spin-operator-2', fullname: 'my-spin-operator-2', namespace: 'spin-operator' },
    { release: 'spin-operator', fullname: 'spin-operator', namespace: 'kube-spin' },
  ]) {
    testWithGolden(`as release ${to.release} in namespace ${to.namespace}`, () => {
      const golden = moved(goldenObjects(GOLDEN), to) as Manifest[];
      const ours = render({ helmReleaseName: to.release, namespace: to.namespace });
      expect(byIdentity(ours)).toEqual(byIdentity(expected(golden)));
    });
  }
});

describe('comparing by meaning', () => {
  const manifest = (fields: object, metadata: object = {}): Manifest => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'x', ...metadata },
    ...fields,
  });
  const role = (rules: object[]): Manifest => ({
    ...manifest({ rules }),
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
  });

  test.each<[string, Manifest, Manifest]>([
    ['labels of Helm', manifest({}, { labels: { 'helm.sh/chart': 'x-1' } }), manifest({})],
    ['null', manifest({ status: { creationTimestamp: null, a: 1 } }), manifest({ status: { a: 1 } })],
    [
      'empty annotations, resources and security contexts',
      manifest({ spec: { resources: {}, securityContext: {} } }, { annotations: {} }),
      manifest({ spec: {} }),
    ],
    [
      'labels of Helm on the pods of a template',
      manifest({ template: { metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm', a: 'b' } } } }),
      manifest({ template: { metadata: { labels: { a: 'b' } } } }),
    ],
    [
      'descriptions in schemas',
      manifest({ openAPIV3Schema: { description: 'words', properties: { description: { type: 'string' } } } }),
      manifest({ openAPIV3Schema: { properties: { description: { type: 'string' } } } }),
    ],
    [
      'the order of rules, and within them',
      role([
        { verbs: ['get'], resources: ['b'] },
        { resources: ['a'], verbs: ['list', 'get'] },
      ]),
      role([
        { verbs: ['get', 'list'], resources: ['a'] },
        { resources: ['b'], verbs: ['get'] },
      ]),
    ],
  ])('ignores %s', (_, one, other) => {
    expect(normalize(one)).toEqual(normalize(other));
  });

  test.each<[string, Manifest, Manifest]>([
    ['other empty maps', manifest({ spec: { selfSigned: {} } }), manifest({ spec: {} })],
    ['empty texts', manifest({ value: '' }), manifest({})],
    ['the order of other lists', manifest({ args: ['a', 'b'] }), manifest({ args: ['b', 'a'] })],
    ['selectors', manifest({ matchLabels: { 'helm.sh/chart': 'x' } }), manifest({ matchLabels: {} })],
    ['descriptions elsewhere', manifest({ description: 'words' }), manifest({})],
    ['what a rule allows', role([{ verbs: ['get'] }]), role([{ verbs: ['list'] }])],
    ['numbers and texts', manifest({ port: '80' }), manifest({ port: 80 })],
  ])('does not ignore %s', (_, one, other) => {
    expect(normalize(one)).not.toEqual(normalize(other));
  });

  test('tells objects of the same name apart by namespace, and refuses one that is there twice', () => {
    const twice = [manifest({}, { namespace: 'a' }), manifest({}, { namespace: 'b' }), manifest({})];
    expect(Object.keys(byIdentity(twice))).toEqual(['v1 ConfigMap a/x', 'v1 ConfigMap b/x', 'v1 ConfigMap x']);
    expect(() => byIdentity([...twice, manifest({})])).toThrow('v1 ConfigMap x is there twice');
  });
});
