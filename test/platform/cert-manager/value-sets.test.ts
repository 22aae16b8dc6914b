import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CertManagerMonitoring, CertManagerProps, CertManagerVersion, PodDisruptionBudget } from '../../../lib';
import { testWithGolden } from '../../golden';
import { Manifest, mirrored, only } from '../../testing';
import { edited, Edit } from '../parity/values';
import { unintended } from '../parity/deliberate';
import { goldenParts, renamed, VERSIONS } from './golden-values';
import { render } from './manifests';

const DEPLOYMENTS = ['cert-manager', 'cert-manager-webhook', 'cert-manager-cainjector'];
const POD = 'spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const ANNOTATIONS = 'spec/template/metadata/annotations';

const one = kplus.PercentOrAbsolute.absolute(1);

/** Options for all three components. */
const HIGH_AVAILABILITY = {
  replicas: 2,
  nodeSelector: { pool: 'system' },
  tolerations: [kplus.NodeTaintQuery.exists('system', { effect: kplus.TaintEffect.NO_EXECUTE })],
  affinity: { spread: kplus.Topology.ZONE },
  priorityClassName: 'system-cluster-critical',
  resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(64) } },
  podDisruptionBudget: PodDisruptionBudget.minAvailable(one),
};

const selectorOf = ({ spec }: Manifest) => (spec as { selector: { matchLabels: object } }).selector.matchLabels;

/** The objects that Helm renders for them. */
function highlyAvailable(theirs: Manifest[]): Manifest[] {
  const deployments = theirs.filter(({ kind }) => kind === 'Deployment');
  const edits = deployments.flatMap((deployment): Edit[] => {
    const { name } = deployment.metadata;
    const term = {
      topologyKey: 'topology.kubernetes.io/zone',
      labelSelector: { matchLabels: selectorOf(deployment) },
    };
    return [
      ['Deployment', name, 'spec/replicas', 2],
      ['Deployment', name, `${POD}/nodeSelector`, { pool: 'system' }],
      ['Deployment', name, `${POD}/tolerations`, [{ key: 'system', operator: 'Exists', effect: 'NoExecute' }]],
      [
        'Deployment',
        name,
        `${POD}/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution`,
        [{ weight: 100, podAffinityTerm: term }],
      ],
      ['Deployment', name, `${POD}/priorityClassName`, 'system-cluster-critical'],
      ['Deployment', name, `${CONTAINER}/resources`, { requests: { cpu: '50m', memory: '64Mi' } }],
      // Ours alone: several replicas are spread over nodes.
      [
        'Deployment',
        name,
        `${POD}/topologySpreadConstraints`,
        [
          {
            labelSelector: { matchLabels: selectorOf(deployment) },
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
          },
        ],
      ],
    ];
  });
  const budgets = deployments.map((deployment) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: deployment.metadata,
    spec: { minAvailable: 1, selector: { matchLabels: selectorOf(deployment) } },
  }));
  return [...edited(theirs, edits), ...budgets];
}

const without = (manifests: Manifest[], kind: string, ...names: string[]) =>
  manifests.filter((manifest) => manifest.kind !== kind || !names.includes(manifest.metadata.name));

describe.each(VERSIONS)('cert-manager %s', (version) => {
  const isOld = version === CertManagerVersion.V1_14_4;
  const theirs = () => goldenParts(version);
  const differences = (props: CertManagerProps, expected: Manifest[]) =>
    unintended('cert-manager', render({ version, ...props }), expected);

  describe.each([
    ['prod', 'prod-cert-manager', 'platform'],
    ['my-cert-manager-2', 'my-cert-manager-2', 'cert-manager'],
    ['cert-manager', 'cert-manager', 'kube-certs'],
  ])('as release %s', (release, fullname, namespace) => {
    const names = { release, fullname, namespace, leaderElectionNamespace: 'leases' };
    const props = { helmReleaseName: release, namespace, leaderElectionNamespace: 'leases' };

    testWithGolden('has other names', () => {
      expect(differences(props, renamed(theirs(), names))).toEqual([]);
    });

    testWithGolden('is highly available', () => {
      const expected = highlyAvailable(renamed(theirs(), names));
      const [controller, webhook, cainjector] = [HIGH_AVAILABILITY, HIGH_AVAILABILITY, HIGH_AVAILABILITY];
      expect(differences({ ...props, controller, webhook, cainjector }, expected)).toEqual([]);
    });
  });

  testWithGolden('comes from a mirror', () => {
    const mirror = (name: string) => `registry.example.com/quay/jetstack/cert-manager-${name}:${version.name}`;
    const expected = edited(theirs(), [
      ['Deployment', 'cert-manager', `${CONTAINER}/image`, mirror('controller')],
      ['Deployment', 'cert-manager', `${CONTAINER}/args/3`, `--acme-http01-solver-image=${mirror('acmesolver')}`],
      ['Deployment', 'cert-manager-webhook', `${CONTAINER}/image`, mirror('webhook')],
      ['Deployment', 'cert-manager-cainjector', `${CONTAINER}/image`, mirror('cainjector')],
    ]);
    const ours = mirrored(render({ version }), { 'quay.io': 'registry.example.com/quay/' });
    expect(unintended('cert-manager', ours, expected)).toEqual([]);
  });

  describe('with a monitor', () => {
    const metadata = (namespace: string, labels: object): Manifest['metadata'] => {
      const { metadata } = only(theirs(), 'Service', 'cert-manager');
      return { ...metadata, namespace, labels: { ...metadata.labels, prometheus: 'default', ...labels } };
    };
    const chosen = (key: string, ...values: string[]) => ({ key: `app.kubernetes.io/${key}`, operator: 'In', values });
    const common = {
      jobLabel: isOld ? 'cert-manager' : 'app.kubernetes.io/name',
      selector: isOld
        ? {
            matchLabels: {
              'app.kubernetes.io/name': 'cert-manager',
              'app.kubernetes.io/instance': 'cert-manager',
              'app.kubernetes.io/component': 'controller',
            },
          }
        : {
            matchExpressions: [
              chosen('name', 'cainjector', 'cert-manager', 'webhook'),
              chosen('instance', 'cert-manager'),
              chosen('component', 'cainjector', 'controller', 'webhook'),
            ],
          },
    };
    const endpoint = { path: '/metrics', interval: '60s', scrapeTimeout: '30s', honorLabels: false };
    const unannotated = (names: string[]) => names.map((name): Edit => ['Deployment', name, ANNOTATIONS, undefined]);

    testWithGolden('of pods, has no Services', () => {
      const expected = edited(
        without(theirs(), 'Service', 'cert-manager', 'cert-manager-cainjector'),
        unannotated(isOld ? [] : DEPLOYMENTS),
      );
      const { ports } = only(expected, 'Service').spec as { ports: unknown[] };
      expect(ports.splice(1)).toHaveLength(isOld ? 0 : 1);
      expected.push({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PodMonitor',
        metadata: metadata('cert-manager', {}),
        spec: { ...common, podMetricsEndpoints: [{ ...endpoint, port: 'http-metrics' }] },
      });
      expect(differences({ monitoring: CertManagerMonitoring.podMonitor() }, expected)).toEqual([]);
    });

    testWithGolden('of Services, keeps them', () => {
      const expected = edited(theirs(), unannotated(isOld ? ['cert-manager'] : DEPLOYMENTS));
      expected.push({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: metadata('monitoring', { prometheus: 'main', team: 'platform' }),
        spec: {
          ...common,
          namespaceSelector: { matchNames: ['cert-manager'] },
          endpoints: [
            { ...endpoint, interval: '120s', scrapeTimeout: '10s', targetPort: isOld ? 9402 : 'http-metrics' },
          ],
        },
      });
      const monitoring = CertManagerMonitoring.serviceMonitor({
        namespace: 'monitoring',
        interval: Duration.minutes(2),
        scrapeTimeout: Duration.seconds(10),
        labels: { prometheus: 'main', team: 'platform' },
      });
      expect(differences({ monitoring }, expected)).toEqual([]);
    });
  });

  testWithGolden('is restricted by network policies', () => {
    const selectors = Object.fromEntries(
      theirs()
        .filter(({ kind }) => kind === 'Deployment')
        .map((deployment) => [deployment.metadata.name, selectorOf(deployment)]),
    );
    const policy = (name: string, direction: string, spec: object): Manifest => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `${name}-allow-${direction.toLowerCase()}`, namespace: 'cert-manager' },
      spec: {
        policyTypes: [direction],
        podSelector: { matchLabels: isOld ? { app: 'webhook', ...selectors[name] } : selectors[name] },
        ...spec,
      },
    });
    const tcp = (port: number | string) => ({ port, protocol: 'TCP' });
    const outwards = [tcp(80), tcp(443), tcp(53), { port: 53, protocol: 'UDP' }, tcp(6443)];
    const anywhere = [{ ipBlock: { cidr: '0.0.0.0/0' } }];
    const inwards: [string, string[]][] = [
      ['cert-manager', ['http-metrics', 'http-healthz']],
      ['cert-manager-webhook', ['https', 'healthcheck', 'http-metrics']],
      ['cert-manager-cainjector', ['http-metrics']],
    ];
    const policies = isOld
      ? [
          policy('cert-manager-webhook', 'Ingress', { ingress: [{ from: anywhere }] }),
          policy('cert-manager-webhook', 'Egress', { egress: [{ ports: outwards, to: anywhere }] }),
        ]
      : inwards.flatMap(([name, ports]) => [
          policy(name, 'Ingress', { ingress: [{ ports: ports.map(tcp) }] }),
          policy(name, 'Egress', { egress: [{ ports: outwards }] }),
        ]);
    expect(differences({ networkPolicies: true }, [...theirs(), ...policies])).toEqual([]);
  });

  testWithGolden('has its webhook on the host network', () => {
    const expected = edited(theirs(), [
      ['Deployment', 'webhook', `${POD}/hostNetwork`, true],
      ['Deployment', 'webhook', `${POD}/dnsPolicy`, 'ClusterFirstWithHostNet'],
      ['Deployment', 'webhook', `${CONTAINER}/args/1`, '--secure-port=10260'],
      ['Deployment', 'webhook', `${CONTAINER}/ports/0/containerPort`, 10260],
      ['Service', 'webhook', 'spec/type', 'NodePort'],
      ['MutatingWebhookConfiguration', 'webhook', 'webhooks/0/timeoutSeconds', 10],
      ['ValidatingWebhookConfiguration', 'webhook', 'webhooks/0/timeoutSeconds', 10],
    ]);
    const webhook = {
      hostNetwork: true,
      securePort: 10260,
      serviceType: kplus.ServiceType.NODE_PORT,
      timeout: Duration.seconds(10),
    };
    expect(differences({ webhook }, expected)).toEqual([]);
  });

  testWithGolden('keeps the annotations of Prometheus with additional ones', () => {
    const podAnnotations = { a: 'b' };
    const scraped = { 'prometheus.io/path': '/metrics', 'prometheus.io/port': '9402', 'prometheus.io/scrape': 'true' };
    const expected = edited(
      theirs(),
      DEPLOYMENTS.map((name): Edit => {
        const annotations = isOld && name !== 'cert-manager' ? podAnnotations : { ...scraped, ...podAnnotations };
        return ['Deployment', name, ANNOTATIONS, annotations];
      }),
    );
    const [controller, webhook, cainjector] = [{ podAnnotations }, { podAnnotations }, { podAnnotations }];
    expect(differences({ controller, webhook, cainjector }, expected)).toEqual([]);
  });

  testWithGolden('has more options for certificates', () => {
    const solver = `--acme-http01-solver-image=quay.io/jetstack/cert-manager-acmesolver:${version.name}`;
    const expected = edited(theirs(), [
      [
        'Deployment',
        'cert-manager',
        `${CONTAINER}/args`,
        [
          '--v=0',
          '--cluster-resource-namespace=issuers',
          '--leader-election-namespace=kube-system',
          solver,
          '--default-issuer-name=main',
          '--default-issuer-kind=ClusterIssuer',
          '--default-issuer-group=example.com',
          '--feature-gates=NameConstraints=false,OtherNames=true',
          '--max-concurrent-challenges=5',
          '--enable-certificate-owner-ref=true',
          '--dns01-recursive-nameservers-only=true',
          '--dns01-recursive-nameservers=8.8.8.8:53,https://dns.google/dns-query',
        ],
      ],
      ['Deployment', 'cert-manager', `${POD}/dnsPolicy`, 'None'],
      ['Deployment', 'cert-manager', `${POD}/dnsConfig`, { nameservers: ['1.1.1.1'] }],
      ['Deployment', 'webhook', `${CONTAINER}/args/0`, '--v=0'],
      ['Deployment', 'cainjector', `${CONTAINER}/args/0`, '--v=0'],
      ['Deployment', 'cainjector', `${CONTAINER}/args/2`, '--feature-gates=ServerSideApply=true'],
    ]);
    const props = {
      logLevel: 0,
      controller: {
        clusterResourceNamespace: 'issuers',
        defaultIssuer: { name: 'main', kind: 'ClusterIssuer', group: 'example.com' },
        featureGates: { OtherNames: true, NameConstraints: false },
        maxConcurrentChallenges: 5,
        enableCertificateOwnerReferences: true,
        dns01RecursiveNameserversOnly: true,
        dns01RecursiveNameservers: ['8.8.8.8:53', 'https://dns.google/dns-query'],
        podDns: { policy: kplus.DnsPolicy.NONE, nameservers: ['1.1.1.1'] },
      },
      cainjector: { featureGates: { ServerSideApply: true } },
    };
    expect(differences(props, expected)).toEqual([]);
  });
});
