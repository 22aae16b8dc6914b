import { Chart } from 'cdk8s';
import { CertManager, CertManagerProps, CustomResourceDefinitions } from '../../../lib';
import { Manifest, only, synth, testChart } from '../../testing';

export type Component = 'controller' | 'webhook' | 'cainjector';
export const COMPONENTS: Component[] = ['controller', 'webhook', 'cainjector'];

export function certManagerIn(chart: Chart, props?: CertManagerProps): CertManager {
  return new CertManager(chart, 'cert-manager', props);
}

/** Objects of cert-manager, by default without the CustomResourceDefinitions. */
export function render(props: CertManagerProps = {}): Manifest[] {
  const chart = testChart();
  certManagerIn(chart, { customResourceDefinitions: CustomResourceDefinitions.external(), ...props });
  return synth(chart);
}

/** The parts of manifests that the tests look into, with their types. */
interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly args: string[];
  readonly env: { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly ports?: { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe?: { readonly httpGet: { readonly port: number | string } };
  readonly resources?: object;
  readonly securityContext: object;
}

interface Pod {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: {
    readonly containers: [Container];
    readonly affinity?: object;
    readonly dnsConfig?: object;
    readonly dnsPolicy?: string;
    readonly hostNetwork?: boolean;
    readonly imagePullSecrets?: object[];
    readonly securityContext: object;
    readonly tolerations?: object[];
    readonly nodeSelector?: object;
    readonly priorityClassName?: string;
    readonly serviceAccountName: string;
    readonly terminationGracePeriodSeconds?: number;
  };
}

interface DeploymentSpec {
  readonly replicas: number;
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly template: Pod;
}

export interface ServiceSpec {
  readonly type: string;
  readonly selector: Record<string, string>;
  readonly ports: { readonly name: string; readonly port: number; readonly targetPort?: number | string }[];
}

export interface Webhook {
  readonly clientConfig: { readonly service: { readonly name: string; readonly namespace: string } };
  readonly timeoutSeconds: number;
}

/** The objects of a kind that belong to a component, regardless of their names. */
export const ofComponent = (manifests: Manifest[], kind: string, component: Component) =>
  only(
    manifests.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === component),
    kind,
  );
export const deployment = (manifests: Manifest[], component: Component) =>
  ofComponent(manifests, 'Deployment', component).spec as DeploymentSpec;
export const pod = (manifests: Manifest[], component: Component) => deployment(manifests, component).template;
export const container = (manifests: Manifest[], component: Component) => pod(manifests, component).spec.containers[0];
export const service = (manifests: Manifest[], component: Component) =>
  ofComponent(manifests, 'Service', component).spec as ServiceSpec;
export const configurations = (manifests: Manifest[]) =>
  ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => only(manifests, kind));
export const webhooks = (manifests: Manifest[]) =>
  configurations(manifests).flatMap((configuration) => configuration.webhooks as Webhook[]);

/** Values of a flag: the text after its equals sign. */
export const flag = (manifests: Manifest[], component: Component, name: string) =>
  container(manifests, component)
    .args.filter((arg) => arg.startsWith(`--${name}=`))
    .map((arg) => arg.slice(name.length + 3));
