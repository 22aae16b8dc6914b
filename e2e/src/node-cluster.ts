import { spawn } from 'child_process';
import { COREDNS, METRICS, TRAFFIC } from './node-images';
import { ClusterObject, Kubectl, must } from './kubectl';
import { CONTROL_PLANE, programPath } from './programs';
import { eventually } from './suite';

/** Traffic: the answers to a program that requests a URL. */
export interface Figures {
  readonly sent: number;
  readonly failed: number;

  /** Number of failures by message or status. */
  readonly errors: { readonly [message: string]: number };
}

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Starts CoreDNS on each node, so that a drain never takes names away from the pods that stay, and waits until it answers. */
export async function startDns(kubectl: Kubectl): Promise<void> {
  const metadata = { name: 'coredns', namespace: 'kube-system' };
  const labels = { 'k8s-app': 'kube-dns' };
  const corefile = '.:5353 {\n  errors\n  health\n  ready\n  kubernetes cluster.local\n}\n';
  await must(
    kubectl.apply([
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      clusterRole('coredns', [
        { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ]),
      clusterRoleBinding('coredns', 'kube-system'),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile } },
      daemonSet(metadata, labels, {
        serviceAccountName: 'coredns',
        dnsPolicy: 'Default',
        containers: [
          {
            name: 'coredns',
            image: COREDNS,
            args: ['-conf', '/etc/coredns/Corefile'],
            readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
            securityContext: RESTRICTED,
            volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
          },
        ],
        volumes: [{ name: 'config', configMap: { name: 'coredns' } }],
      }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { ...metadata, name: 'kube-dns' },
        spec: {
          clusterIP: '10.96.0.10',
          selector: labels,
          ports: [
            { name: 'dns', protocol: 'UDP', port: 53, targetPort: 5353 },
            { name: 'dns-tcp', protocol: 'TCP', port: 53, targetPort: 5353 },
          ],
        },
      },
    ]),
  );
  await rolledOut(kubectl, 'kube-system', 'daemonset/coredns');
}

/** A request to a URL every 20 ms, from pods that no drain evicts, one on each node. */
export class Traffic {
  public static async start(kubectl: Kubectl, name: string, url: string): Promise<Traffic> {
    const metadata = { name, namespace: 'kube-system' };
    const labels = { app: name };
    const nodes = await kubectl.get('nodes');
    const container = {
      name: 'traffic',
      image: TRAFFIC,
      args: ['traffic', url, `${20 * nodes.length}ms`],
      command: ['/stand-in'],
      securityContext: RESTRICTED,
    };
    await must(
      kubectl.apply([daemonSet(metadata, labels, { terminationGracePeriodSeconds: 0, containers: [container] })]),
    );
    await kubectl.text('rollout', 'status', `daemonset/${name}`, '--namespace=kube-system', '--timeout=60s');
    return new Traffic(kubectl, name);
  }

  private constructor(
    private readonly kubectl: Kubectl,
    private readonly name: string,
  ) {}

  /** The figures so far, of all nodes together. */
  public async figures(): Promise<Figures> {
    const pods = await this.kubectl.get('pods', '--namespace=kube-system', `--selector=app=${this.name}`);
    const all = await Promise.all(pods.map((pod) => this.figuresOf(pod)));
    const errors: { [message: string]: number } = {};
    for (const [message, count] of all.flatMap((figures) => Object.entries(figures.errors))) {
      errors[message] = (errors[message] ?? 0) + count;
    }
    const sum = (select: (figures: Figures) => number) => all.reduce((total, figures) => total + select(figures), 0);
    return { sent: sum(({ sent }) => sent), failed: sum(({ failed }) => failed), errors };
  }

  /** Stops the requests, prints the figures and returns them. */
  public async stop(): Promise<Figures> {
    const figures = await this.figures();
    process.stderr.write(`${this.name}: ${figures.sent} requests sent, ${figures.failed} failed\n`);
    await this.kubectl.text('delete', `daemonset/${this.name}`, '--namespace=kube-system');
    return figures;
  }

  private async figuresOf({ metadata }: ClusterObject): Promise<Figures> {
    const path = `/api/v1/namespaces/kube-system/pods/${metadata.name}:8080/proxy/`;
    return JSON.parse(await this.kubectl.text('get', '--raw', path)) as Figures;
  }
}

/**
 * Failures other than connections that a pod refuses, closes or never answers. Those come with each pod that ends: Spin ends
 * at once, and kube-proxy goes on using the pod for a moment.
 */
export function otherFailures({ errors }: Figures): string[] {
  return Object.keys(errors).filter(
    (message) =>
      !/(: EOF|connection refused|connection reset by peer|broken pipe|i\/o timeout|Client\.Timeout .*)$/.test(message),
  );
}

/** A metrics API whose pods use the CPU that a test sets. */
export async function startMetrics(kubectl: Kubectl): Promise<(cpu: string) => Promise<void>> {
  const metadata = { name: 'metrics', namespace: 'kube-system' };
  const labels = { app: 'metrics' };
  await must(
    kubectl.apply([
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      clusterRole('metrics', [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }]),
      clusterRoleBinding('metrics', 'kube-system'),
      deployment(metadata, labels, {
        serviceAccountName: 'metrics',
        containers: [{ name: 'metrics', image: METRICS, securityContext: RESTRICTED }],
      }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: { selector: labels, ports: [{ name: 'https', port: 443, targetPort: 8443 }] },
      },
      {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name: 'v1beta1.metrics.k8s.io' },
        spec: {
          group: 'metrics.k8s.io',
          version: 'v1beta1',
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTLSVerify: true,
          service: { name: 'metrics', namespace: 'kube-system' },
        },
      },
    ]),
  );
  await rolledOut(kubectl, 'kube-system', 'deployment/metrics');
  await kubectl.text('wait', '--for=condition=Available', 'apiservice/v1beta1.metrics.k8s.io', '--timeout=60s');
  return async (cpu) => {
    const [pod] = await kubectl.get('pods', '--namespace=kube-system', '--selector=app=metrics');
    await kubectl.text(
      'get',
      '--raw',
      `/api/v1/namespaces/kube-system/pods/${pod.metadata.name}:8080/proxy/usage?cpu=${cpu}`,
    );
  };
}

export async function rolledOut(kubectl: Kubectl, namespace: string, name: string): Promise<void> {
  await kubectl.text('rollout', 'status', name, `--namespace=${namespace}`, '--timeout=90s');
}

/** Waits until an app has a number of ready replicas, all of the current version. */
export async function hasReplicas(kubectl: Kubectl, app: string, count: number): Promise<void> {
  await eventually(
    `${count} replicas of ${app}`,
    async () => {
      const [deployment] = (await kubectl.get(`deployment/${app}`)) as (ClusterObject | undefined)[];
      const { readyReplicas, replicas, updatedReplicas } = (deployment?.status ?? {}) as { [count: string]: number };
      return [replicas, readyReplicas, updatedReplicas].every((number) => number === count) || undefined;
    },
    90,
  );
}

function deployment(metadata: { name: string }, labels: object, spec: object): object {
  return workload('Deployment', metadata, labels, spec);
}

function daemonSet(metadata: { name: string }, labels: object, spec: object): object {
  return workload('DaemonSet', metadata, labels, spec);
}

function workload(kind: string, metadata: { name: string }, labels: object, spec: object): object {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata,
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

function clusterRole(name: string, rules: object[]): object {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

function clusterRoleBinding(name: string, namespace: string): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}

/** Answer of an app. */
export interface Answer {
  readonly status: number;
  readonly body: string;

  /** The component that has answered; null if there is none. */
  readonly component: string | null;
}

/** Asks the sample, and returns the status and body. */
export async function askApp(kubectl: Kubectl, path: string): Promise<[number, string]> {
  const { body, status } = await ask(kubectl, 'simple-spinapp', path);
  return [status, body];
}

/** Asks an app like the tutorial: by `kubectl port-forward` to its Service and an HTTP request. */
export async function ask(kubectl: Kubectl, app: string, path: string): Promise<Answer> {
  const command = ['kubectl', 'port-forward', `service/${app}`, ':80'];
  const forwarding = spawn(programPath(CONTROL_PLANE), command, {
    env: { ...process.env, KUBECONFIG: kubectl.kubeconfig },
  });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      forwarding.stdout.on('data', (text: Buffer) => {
        const found = /127\.0\.0\.1:(\d+)/.exec(text.toString())?.[1];
        if (found !== undefined) {
          resolve(found);
        }
      });
      forwarding.once('exit', () => {
        reject(new Error('port-forward ended'));
      });
    });
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    const component = answer.headers.get('stand-in-component');
    return { status: answer.status, body: await answer.text(), component };
  } finally {
    forwarding.kill();
  }
}
