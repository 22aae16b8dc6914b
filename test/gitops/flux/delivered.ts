import { parse } from 'yaml';
import { KustomizationSpec } from '../../../imports/kustomize.toolkit.fluxcd.io';
import { GitRepositorySpec, OciRepositorySpec } from '../../../imports/source.toolkit.fluxcd.io';
import { DeliveryContext, DeliveryFile } from '../../../lib';
import { FluxDelivery } from '../../../lib/gitops/flux/flux-delivery';
import { FluxDeliveryProps } from '../../../lib/gitops/flux/flux-props';
import { SOURCE } from '../contexts';
import { manifestsIn } from '../../testing';

/** A written Flux object. */
export interface Rendered<Spec> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: object };
  readonly spec: Spec;
}

export type RenderedKustomization = Rendered<KustomizationSpec>;

/** The files written by a delivery. */
export interface Delivered {
  readonly files: { [path: string]: string };
  readonly source?: Rendered<GitRepositorySpec & OciRepositorySpec>;

  readonly root?: RenderedKustomization;

  /** In the order of the file. */
  readonly kustomizations: RenderedKustomization[];

  /** The Kustomizations by stage folder. */
  readonly stages: { [stage: string]: RenderedKustomization };
}

export function deliver(context: DeliveryContext, props: Partial<FluxDeliveryProps> = {}): Delivered {
  return read(new FluxDelivery({ source: SOURCE, ...props }).deliver(context));
}

function read(written: DeliveryFile[]): Delivered {
  const files = Object.fromEntries(written.map(({ path, text }) => [path, text]));
  const kustomizations = manifestsIn<RenderedKustomization>(files['flux/kustomizations.yaml'] ?? '');
  return {
    files,
    source: 'flux/source.yaml' in files ? (parse(files['flux/source.yaml']) as Delivered['source']) : undefined,
    root: 'flux/root.yaml' in files ? (parse(files['flux/root.yaml']) as RenderedKustomization) : undefined,
    kustomizations,
    stages: Object.fromEntries(kustomizations.map((one) => [String(one.spec.path?.split('/').pop()), one])),
  };
}
