import { parse } from 'yaml';
import { ApplicationSpec, AppProjectSpec } from '../../../imports/argoproj.io';
import { DeliveryContext } from '../../../lib';
import { ArgoCdDelivery } from '../../../lib/gitops/argo-cd/argo-cd-delivery';
import { ArgoCdDeliveryProps } from '../../../lib/gitops/argo-cd/argo-cd-props';
import { SOURCE } from '../contexts';

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

/** The files written by a delivery. */
export interface Delivered {
  readonly files: { [path: string]: string };

  /** The root Application. */
  readonly root: RenderedApplication;

  /** The Applications of the stages, by stage name. */
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
