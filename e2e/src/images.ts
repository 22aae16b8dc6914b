import { ProgramName } from './programs';

/** An image of a bundle, which runs as a program of this machine. */
export interface Image {
  readonly program: ProgramName;

  /** Path of the program in the image. */
  readonly path: string;

  /** User ID of the image. */
  readonly user: number;
}

function certManager(role: string): Image {
  return { program: 'cert-manager', path: `/app/cmd/${role}/${role}`, user: 1000 };
}

/** Images that really run, by name and tag. Pods of other images are simulated. */
export const IMAGES: { readonly [image: string]: Image } = {
  'ghcr.io/spinframework/spin-operator:v0.6.1': { program: 'spin-operator-v0.6.1', path: '/manager', user: 65532 },
  'ghcr.io/spinkube/spin-operator:v0.1.0': { program: 'spin-operator-v0.1.0', path: '/manager', user: 65532 },
  ...Object.fromEntries(
    ['v1.21.2', 'v1.21.1', 'v1.14.4'].flatMap((tag) =>
      ['controller', 'cainjector', 'webhook'].map((role) => [
        `quay.io/jetstack/cert-manager-${role}:${tag}`,
        certManager(role),
      ]),
    ),
  ),
  'ghcr.io/jkroepke/kube-webhook-certgen:1.7.3': { program: 'certgen', path: '/kube-webhook-certgen', user: 65532 },
  'ghcr.io/kedacore/keda:e2e': { program: 'keda-operator', path: '/keda', user: 65532 },
  'ghcr.io/kedacore/keda-metrics-apiserver:e2e': { program: 'keda-adapter', path: '/keda-adapter', user: 65532 },
  'quay.io/argoproj/argocd:v3.6.1': { program: 'argo-cd-controllers', path: '/usr/bin/tini', user: 999 },
  'public.ecr.aws/docker/library/redis:8.10.1-alpine': { program: 'argo-cd-controllers', path: '/redis', user: 999 },
  'ghcr.io/kedacore/keda-admission-webhooks:e2e': {
    program: 'keda-admission',
    path: '/keda-admission-webhooks',
    user: 65532,
  },
  'e2e/collector': { program: 'collector', path: '/otelcol', user: 65532 },
  'e2e/http-interceptor': { program: 'http-interceptor', path: '/interceptor', user: 65532 },
  'e2e/http-operator': { program: 'http-operator', path: '/operator', user: 65532 },
  'e2e/http-scaler': { program: 'http-scaler', path: '/scaler', user: 65532 },
  'e2e/answer': { program: 'answer', path: '/answer', user: 0 },
  'fluxcd/kustomize-controller:v1.9.6': {
    program: 'kustomize-controller',
    path: '/usr/local/bin/kustomize-controller',
    user: 65534,
  },
  'fluxcd/source-controller:v1.9.6': {
    program: 'source-controller',
    path: '/usr/local/bin/source-controller',
    user: 65534,
  },
  'e2e/oras': { program: 'oras', path: '/bin/oras', user: 65534 },
  'e2e/cosign': { program: 'cosign', path: '/bin/cosign', user: 65534 },
  'e2e/registry': { program: 'registry', path: '/registry', user: 65534 },
  'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.18.0': {
    program: 'state-metrics',
    path: '/kube-state-metrics',
    user: 65534,
  },
  'e2e/prometheus': { program: 'prometheus', path: '/prometheus', user: 65534 },
  'e2e/artifact-server': { program: 'artifact-server', path: '/artifact-server', user: 65534 },
};

/** An image whose containers exit with an error. */
export const FAILING_IMAGE = 'e2e/failing';

/** Differences from a cluster with containers, for the report. */
export const PRETENDED = [
  'Except on real nodes (README.md): pods of images without a program here, such as SpinApps and the Jobs of node installers, do not run, but become Ready or complete at once; kubelet, kube-proxy and DNS are a small node of our own, without NetworkPolicy, liveness probes, resource limits and runtime handlers.',
  'runtime-class-manager and kwasm-operator: their modules are not available. Their Deployments become Available; a stand-in does their work on Shims and nodes, with the permissions of their ServiceAccounts.',
  'cert-manager: its controllers, injectors and webhook server are real (v1.21.2), but run in commands of our own, and the webhook accepts everything instead of validating it.',
  'Argo CD: where a suite says engine, a program of ours runs its sync engine and health checks; in the suite oci its application controller and repository server are real, from the manifests of its module, with a Redis in memory.',
  'KEDA: its operator, metrics adapter and webhook are real, from the manifests of its module; for a thousand objects the webhook also runs in a program of ours, which reads a client for tests.',
  'kube-webhook-certgen: a stand-in with the same flags.',
  'Gardener: Shoots are a custom resource here, and a stand-in writes the status that Gardener would.',
  'Prometheus: its storage, its parsers and its rule engine are real, but a program of ours scrapes, and sets the clock.',
  'containerd-shim-spin: a stand-in with its name, place, handler and archive, which serves applications with wasmtime.',
];
