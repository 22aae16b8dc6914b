import { ApplicationSetSpec } from '../../../imports/argoproj.io';
import { field } from '../../../lib/synth/manifest';
import { Rendered, RenderedApplication } from './delivered';

export type RenderedApplicationSet = Rendered<ApplicationSetSpec>;

/** The parameters of a generator for one Application. */
interface Params {
  readonly [name: string]: unknown;
}

interface Generator {
  readonly list?: { readonly elements: Params[] };
  readonly clusters?: { readonly selector?: { readonly matchLabels: { [key: string]: string } } };
  readonly selector?: { readonly matchExpressions: { key: string; operator: string; values: string[] }[] };
  readonly matrix?: { readonly generators: Generator[] };
}

/** A cluster registered in Argo CD. */
export interface KnownCluster {
  readonly name: string;
  readonly labels?: { [key: string]: string };
}

/** Renders the Applications of an ApplicationSet, with the template features that the library uses. */
export function applicationsOf({ spec }: RenderedApplicationSet, known: KnownCluster[] = []): RenderedApplication[] {
  const template = JSON.stringify(spec.template);
  return spec.generators
    .flatMap((generator) => paramsOf(generator as Generator, known))
    .map((params) => {
      const text = template.replace(/\{\{\.([\w.]+)\}\}/g, (_, name: string) => {
        const value = field(params, ...name.split('.'));
        if (typeof value !== 'string') {
          throw new Error(`the template asks for ${name}`);
        }
        return value;
      });
      expect(spec.templatePatch).toBe('{{ toJson .patch }}');
      return merge(JSON.parse(text), params.patch) as RenderedApplication;
    });
}

function paramsOf({ clusters, list, matrix, selector }: Generator, known: KnownCluster[]): Params[] {
  if (matrix) {
    const [first, second] = matrix.generators;
    return paramsOf(first, known).flatMap((outer) => paramsOf(second, known).map((inner) => ({ ...inner, ...outer })));
  }
  const wanted = Object.entries(clusters?.selector?.matchLabels ?? {});
  const found: Params[] = list
    ? list.elements
    : known
        .filter(({ labels = {} }) => wanted.every(([key, value]) => labels[key] === value))
        .map(({ name }) => ({ name }));
  return found.filter((params) =>
    (selector?.matchExpressions ?? []).every(({ key, values }) => values.includes(String(params[key]))),
  );
}

/** A strategic merge without lists, which the patches of the library do not need. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch) || typeof target !== 'object') {
    return patch;
  }
  const merged = Object.entries(patch).map(([key, value]) => [key, merge((target as Params)[key], value)]);
  return { ...target, ...Object.fromEntries(merged) };
}
