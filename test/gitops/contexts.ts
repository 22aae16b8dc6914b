import { Chart } from 'cdk8s';
import {
  Bundle,
  Cluster,
  DeliveryContext,
  DeliveryFile,
  DeliveryObject,
  GitSource,
  IDelivery,
  NodeInstaller,
  SpinApp,
  SpinKube,
  SpinKubeProps,
  SpinKubeRelease,
  WebhookCertificates,
} from '../../lib';
import { synthFiles } from './stages';

export const SOURCE = GitSource.of({ url: 'https://github.com/example/gitops.git' });

/** A delivery that records its contexts. */
class Listener implements IDelivery {
  public readonly name = 'listener';
  public readonly contexts: DeliveryContext[] = [];

  public deliver(context: DeliveryContext): DeliveryFile[] {
    this.contexts.push(context);
    return [];
  }
}

/** The contexts that a bundle passes to deliveries; clusters come first. */
export function contextsOf(fill: (bundle: Bundle) => void): DeliveryContext[] {
  const listener = new Listener();
  const bundle = new Bundle({ deliveries: [listener] });
  fill(bundle);
  synthFiles(bundle);
  return listener.contexts;
}

/** A platform with an app. */
export function addPlatform(scope: Bundle | Cluster, props: SpinKubeProps = {}): void {
  const spinkube = new SpinKube(scope, 'spinkube', { appNamespaces: ['shop'], ...props });
  new SpinApp(new Chart(scope, 'apps', { namespace: 'shop' }), 'app', {
    metadata: { name: 'hello' },
    image: 'hello',
    executor: spinkube.executor,
  });
}

export function platform(props?: SpinKubeProps): DeliveryContext {
  return contextsOf((bundle) => {
    addPlatform(bundle, props);
  })[0];
}

/** A context like another one, with other values. */
export function changed(context: DeliveryContext, values: Partial<DeliveryContext>): DeliveryContext {
  return Object.assign(DeliveryContext._of(context), values);
}

/** A context of stages with the given objects, one per level. */
export function contextWith(...stages: [string, ...Partial<DeliveryObject>[]][]): DeliveryContext {
  return DeliveryContext._of({
    directory: '.',
    prerequisites: [],
    stages: stages.map(([name, ...objects], level) => ({
      name,
      level,
      dependsOn: stages.slice(0, level).map(([before]) => before),
      path: `manifests/${name}/${name}.k8s.yaml`,
      objects: objects.map((object) => {
        const { apiVersion = 'v1', kind = 'ConfigMap', name: own = 'x', namespace } = object;
        const metadata = { name: own, namespace };
        return {
          apiVersion,
          kind,
          name: own,
          namespace,
          manifest: { apiVersion, kind, metadata, ...(object.manifest as object) },
        };
      }),
    })),
  });
}

/** The platforms to test deliveries with. */
export const PLATFORMS: [string, DeliveryContext][] = [
  ['V2026_12', platform({ release: SpinKubeRelease.V2026_12 })],
  ['V2026_11', platform({ release: SpinKubeRelease.V2026_11 })],
  ['V2024_05', platform({ release: SpinKubeRelease.V2024_05 })],
  ['V2026_12 without cert-manager', platform({ webhookCertificates: WebhookCertificates.generated() })],
  ['V2026_12 with shims in place', platform({ nodeInstaller: NodeInstaller.preinstalled({ handler: 'spin' }) })],
];

export const CRD = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'x' } };
export const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' } };
