import { Chart } from 'cdk8s';
import { parse } from 'yaml';
import {
  Bundle,
  Cluster,
  DeliveryContext,
  DeliveryFile,
  DeliveryObject,
  GitSource,
  IDelivery,
  SpinApp,
  SpinKube,
  SpinKubeProps,
} from '../../../lib';
import { ArgoCdDelivery } from '../../../lib/gitops/argo-cd/argo-cd-delivery';
import { ArgoCdDeliveryProps } from '../../../lib/gitops/argo-cd/argo-cd-props';
import { ApplicationSpec, AppProjectSpec } from '../../../imports/argoproj.io';
import { synthFiles } from '../stages';

export const SOURCE = GitSource.of({ url: 'https://github.com/example/gitops.git' });

/** Keeps what it is told. */
class Listener implements IDelivery {
  public readonly name = 'listener';
  public readonly contexts: DeliveryContext[] = [];

  public deliver(context: DeliveryContext): DeliveryFile[] {
    this.contexts.push(context);
    return [];
  }
}

/** What the deliveries of a bundle are told: that of the clusters comes first, as they are written first. */
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

/** A context of one's own, of stages with these objects, one level each. */
export function contextWith(...stages: [string, ...Partial<DeliveryObject>[]][]): DeliveryContext {
  return {
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
  };
}

/** An Application or project as it is written, typed as its construct is: `repoUrl` is `repoURL` there. */
export interface Rendered<Spec> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: { [key: string]: string };
    readonly annotations?: { [key: string]: string };
    readonly finalizers?: string[];
  };
  readonly spec: Spec;
}

export type RenderedApplication = Rendered<
  Omit<ApplicationSpec, 'source'> & {
    readonly source: { repoURL: string; path: string; targetRevision: string; directory?: object };
  }
>;

/** What a delivery has written. */
export interface Delivered {
  readonly files: { [path: string]: string };

  /** The Application over all. */
  readonly root: RenderedApplication;

  /** The Applications of the stages, by name of the stage. */
  readonly stages: { [stage: string]: RenderedApplication };

  readonly project?: Rendered<AppProjectSpec>;
  readonly healthChecks?: { readonly metadata: object; readonly data: { [key: string]: string } };
  readonly kustomization: { readonly resources: string[] };
}

export function deliver(context: DeliveryContext, props: Partial<ArgoCdDeliveryProps> = {}): Delivered {
  const written = new ArgoCdDelivery({ source: SOURCE, ...props }).deliver(context);
  const files = Object.fromEntries(written.map(({ path, text }) => [path, text]));
  const read = (path: string): unknown => (path in files ? parse(files[path]) : undefined);
  return {
    files,
    root: read('argo-cd/applications.yaml') as RenderedApplication,
    stages: Object.fromEntries(
      Object.keys(files).flatMap((path) => {
        const stage = /^argo-cd\/stages\/(.*)\.yaml$/.exec(path)?.[1];
        return stage === undefined ? [] : [[stage, read(path) as RenderedApplication]];
      }),
    ),
    project: read('argo-cd/project.yaml') as Delivered['project'],
    healthChecks: read('argo-cd/health-checks.yaml') as Delivered['healthChecks'],
    kustomization: read('argo-cd/kustomization.yaml') as Delivered['kustomization'],
  };
}

export function applications({ root, stages }: Delivered): RenderedApplication[] {
  return [root, ...Object.values(stages)];
}
