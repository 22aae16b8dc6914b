import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  ArgoCdGenerator,
  ArgoCdMode,
  Bundle,
  Delivery,
  GitSource,
  IDelivery,
  ImageMirror,
  runtime,
  SpinApp,
  SpinAppExecutor,
  SpinManifest,
} from '../lib';
import { addConfigMap, addPodPolicies, addWebhook, chain, charts, clusters, rings, spinApps } from './growing-parts';
import { addPlatform, addSpinApp } from './shapes';

/** An app that can have any size. */
export interface Growing {
  readonly name: string;

  /** Adds its charts or clusters. */
  readonly fill: (bundle: Bundle, size: number) => void;

  /**
   * Deliveries.
   *
   * @default - kubectl, Argo CD and Flux
   */
  readonly deliveries?: readonly IDelivery[];

  /**
   * Mirror of the images.
   *
   * @default - none
   */
  readonly imageMirror?: ImageMirror;

  /**
   * Factor of the size from which what is quadratic would show beside the rest.
   *
   * @default 1
   */
  readonly scale?: number;

  /**
   * True if the synthesis fails.
   *
   * @default false
   */
  readonly isRefused?: boolean;
}

const source = GitSource.of({ url: 'https://github.com/example/gitops.git' });

const ROLLING_SYNC = Delivery.argoCd({
  source,
  mode: ArgoCdMode.ROLLING_SYNC,
  generator: ArgoCdGenerator.clusters(),
});

const WITHOUT_HTTP = SpinManifest.fromString(`
spin_manifest_version = 2
[application]
name = "app"
[[trigger.redis]]
address = "redis://redis.default:6379"
channel = "orders"
component = "app"
[component.app]
source = "app.wasm"
`);

/** The bundle of a growing app. */
export function growingBundle(
  { deliveries, fill, imageMirror, scale = 1 }: Growing,
  size: number,
  outdir: string,
): Bundle {
  const all = [Delivery.kubectl(), Delivery.argoCd({ source }), Delivery.flux({ source })];
  const bundle = new Bundle({ outdir, imageMirror, deliveries: [...(deliveries ?? all)] });
  fill(bundle, scale * size);
  return bundle;
}

const LAYER = 5;

/** Number of charts that have a number of dependencies if each depends on all before. */
function chartsWith(dependencies: number): number {
  return Math.round(Math.sqrt(2 * dependencies));
}

/** Apps of different shapes. Their synthesis takes time in proportion to their objects and dependencies. */
export const GROWING: readonly Growing[] = [
  { name: 'charts', fill: (bundle, size) => charts(bundle, size) },
  {
    name: 'chain of charts',
    fill: (bundle, size) => {
      chain(charts(bundle, size));
    },
  },
  {
    name: 'chain of charts, each with one of its own before it',
    fill: (bundle, size) => {
      const [all, own] = [charts(bundle, size), charts(bundle, size, 'own')];
      chain(all);
      all.forEach((chart, index) => {
        chart.addDependency(own[index]);
      });
    },
  },
  {
    name: 'chain of charts without objects',
    fill: (bundle, size) => {
      const empty = Array.from({ length: size }, (_, index) => new Chart(bundle, `empty-${index}`));
      const [first, last] = charts(bundle, 2);
      chain([first, ...empty, last]);
    },
  },
  {
    name: 'chain of SpinApps, with their executor',
    fill: (bundle, size) => {
      addPlatform(new Chart(bundle, 'platform'));
      const all = Array.from({ length: size }, (_, index) => new Chart(bundle, `chart-${index}`));
      all.forEach((chart, index) => {
        addSpinApp(chart, `app-${index}`);
      });
      chain(all);
    },
  },
  {
    name: 'chart that depends on many',
    fill: (bundle, size) => {
      const [last] = charts(bundle, 1, 'last');
      last.addDependency(...charts(bundle, size));
    },
  },
  {
    name: 'chart of many objects that depends on many',
    scale: 3,
    fill: (bundle, size) => {
      const last = new Chart(bundle, 'last');
      for (let index = 0; index < size; index++) {
        addConfigMap(last, `object-${index}`);
      }
      last.addDependency(...charts(bundle, size));
    },
  },
  {
    name: 'charts that depend on one',
    fill: (bundle, size) => {
      const [first] = charts(bundle, 1, 'first');
      charts(bundle, size).forEach((chart) => {
        chart.addDependency(first);
      });
    },
  },
  {
    name: 'layers of charts, each of which depends on all of the layer before',
    fill: (bundle, size) => {
      let before: Chart[] = charts(bundle, LAYER, 'first');
      for (let layer = 0; layer < size / LAYER; layer++) {
        const now = charts(bundle, LAYER, `layer-${layer}`);
        now.forEach((chart) => {
          chart.addDependency(...before);
        });
        before = now;
      }
    },
  },
  {
    name: 'charts, each of which depends on all before',
    scale: 200,
    fill: (bundle, size) => {
      const all = charts(bundle, chartsWith(size));
      all.forEach((chart, index) => {
        chart.addDependency(...all.slice(0, index));
      });
    },
  },
  {
    name: 'nested scopes',
    fill: (bundle, size) => {
      let scope: Construct = new Chart(bundle, 'chart');
      for (let depth = 0; depth < size; depth++) {
        scope = new Construct(scope, 'nested');
      }
      addConfigMap(scope, 'object');
    },
  },
  {
    name: 'chain of objects in a chart',
    fill: (bundle, size) => {
      const chart = new Chart(bundle, 'chart');
      chain(Array.from({ length: size }, (_, index) => addConfigMap(chart, `object-${index}`)));
    },
  },
  {
    name: 'webhook beside SpinApps and other objects',
    scale: 5,
    fill: (bundle, size) => {
      spinApps(bundle, size, (chart, name) => {
        addSpinApp(chart, name);
        addConfigMap(chart, `beside-${name}`);
      });
      addWebhook(bundle.node.findChild('apps'), 'core.spinkube.dev');
    },
  },
  {
    name: 'CustomResourceDefinitions and an object of each',
    fill: (bundle, size) => {
      const chart = new Chart(bundle, 'chart');
      for (let index = 0; index < size; index++) {
        const names = { kind: `Kind${index}`, plural: `kind${index}s` };
        const schema = { openAPIV3Schema: { type: 'object' } };
        new ApiObject(chart, `definition-${index}`, {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: `${names.plural}.example.com` },
          spec: {
            group: 'example.com',
            names,
            scope: 'Namespaced',
            versions: [{ name: 'v1', served: true, storage: true, schema }],
          },
        });
        const metadata = { name: `object-${index}`, namespace: 'default' };
        new ApiObject(chart, `object-${index}`, { apiVersion: 'example.com/v1', kind: names.kind, metadata });
      }
    },
  },
  {
    name: 'namespaces',
    fill: (bundle, size) => {
      for (let index = 0; index < size; index++) {
        const namespace = `namespace-${index}`;
        const chart = new Chart(bundle, namespace, { namespace });
        new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
        addConfigMap(chart, 'config', {});
      }
    },
  },
  {
    name: 'namespaces that no stage creates, and kinds that no stage defines',
    fill: (bundle, size) => {
      for (let index = 0; index < size; index++) {
        const metadata = { name: 'object', namespace: `namespace-${index}` };
        const apiVersion = `group${index}.example.com/v1`;
        new ApiObject(new Chart(bundle, `chart-${index}`), 'object', { apiVersion, kind: 'Thing', metadata });
      }
    },
  },
  {
    name: 'autoscalers',
    fill: (bundle, size) => {
      spinApps(bundle, size, (chart, name) => {
        addSpinApp(chart, name);
        new kplus.k8s.KubeHorizontalPodAutoscalerV2(chart, `scaler-${name}`, {
          metadata: { name, namespace: 'default' },
          spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, maxReplicas: 2 },
        });
      });
    },
  },
  {
    name: 'network policies',
    fill: (bundle, size) => {
      spinApps(bundle, size, (chart, name) => {
        addSpinApp(chart, name);
        new kplus.k8s.KubeNetworkPolicy(chart, `policy-${name}`, {
          metadata: { name, namespace: 'default' },
          spec: { podSelector: { matchLabels: { 'core.spinkube.dev/app-name': name } }, policyTypes: ['Ingress'] },
        });
      });
    },
  },
  { name: 'pod policies of SpinApps', fill: addPodPolicies },
  {
    name: 'policies that check SpinApps',
    scale: 3,
    fill: (bundle, size) => {
      spinApps(bundle, size, (chart, name) => {
        addSpinApp(chart, name);
        const rule = {
          apiGroups: ['core.spinkube.dev'],
          apiVersions: ['*'],
          operations: ['CREATE'],
          resources: ['spinapps'],
        };
        new ApiObject(chart, `policy-${name}`, {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicy',
          metadata: { name },
          spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: 'true' }] },
        });
      });
    },
  },
  {
    name: 'Shims',
    fill: (bundle, size) => {
      const chart = new Chart(bundle, 'chart');
      for (let index = 0; index < size; index++) {
        const name = `shim-${index}-of-many`;
        new runtime.Shim(chart, name, {
          metadata: { name },
          spec: {
            nodeSelector: { shim: name },
            fetchStrategy: { anonHttp: { location: 'https://example.com/shim.tar.gz' } },
            runtimeClass: { name, handler: name },
            rolloutStrategy: { type: runtime.ShimSpecRolloutStrategyType.RECREATE },
          },
        });
      }
    },
  },
  {
    name: 'Ingresses to Services that the cluster has',
    scale: 5,
    fill: (bundle, size) => {
      spinApps(bundle, size, (chart, name) => {
        addSpinApp(chart, name);
        new kplus.k8s.KubeIngress(chart, `ingress-${name}`, {
          metadata: { name, namespace: 'default' },
          spec: { defaultBackend: { service: { name: `another-${name}`, port: { number: 80 } } } },
        });
      });
    },
  },
  {
    name: 'SpinApps without HTTP triggers',
    fill: (bundle, size) => {
      addPlatform(new Chart(bundle, 'platform'));
      const chart = new Chart(bundle, 'apps', { namespace: 'default' });
      const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'containerd-shim-spin');
      for (let index = 0; index < size; index++) {
        const name = `app-${index}`;
        new SpinApp(chart, name, {
          metadata: { name },
          executor,
          image: 'ghcr.io/example/app:v1',
          manifest: WITHOUT_HTTP,
        });
      }
    },
  },
  {
    name: 'SpinApps in an image mirror',
    imageMirror: ImageMirror.prefix('registry.example.com/mirror'),
    fill: (bundle, size) => {
      spinApps(bundle, size, addSpinApp);
    },
  },
  {
    name: 'patches of one object',
    fill: (bundle, size) => {
      const object = addConfigMap(new Chart(bundle, 'chart'), 'object');
      object.addJsonPatch(JsonPatch.add('/data', {}));
      for (let index = 0; index < size; index++) {
        object.addJsonPatch(JsonPatch.add(`/data/key-${index}`, 'value'));
      }
    },
  },
  {
    name: 'errors',
    fill: (bundle, size) => {
      spinApps(bundle, size, (chart, name) => {
        addSpinApp(chart, name, 'same');
        addConfigMap(chart, `homeless-${name}`, {});
      });
    },
    isRefused: true,
  },
  {
    name: 'warnings',
    fill: (bundle, size) => {
      spinApps(bundle, size, (chart, name) => {
        new ApiObject(chart, name, {
          apiVersion: 'core.spinkube.dev/v1alpha1',
          kind: 'SpinApp',
          metadata: { name, namespace: 'default' },
          spec: { image: 'ghcr.io/example/app:v1', executor: 'containerd-shim-spin', replicas: 1, unknown: 1 },
        });
      });
    },
  },
  { name: 'clusters', fill: (bundle, size) => clusters(bundle, size) },
  {
    name: 'chain of clusters',
    fill: (bundle, size) => {
      chain(clusters(bundle, size));
    },
  },
  {
    name: 'clusters, each of which depends on a chart of the bundle',
    fill: (bundle, size) => {
      const before = charts(bundle, size);
      clusters(bundle, size).forEach((cluster, index) => {
        cluster.addDependency(before[index]);
      });
    },
  },
  { name: 'rings of clusters in an ApplicationSet', fill: rings, deliveries: [ROLLING_SYNC] },
  { name: 'rings of clusters with kubectl', fill: rings, deliveries: [Delivery.kubectl()] },
  {
    name: 'rings of clusters that Argo CD cannot make wait',
    fill: rings,
    deliveries: [Delivery.argoCd({ source })],
    isRefused: true,
  },
];
