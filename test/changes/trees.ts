import { compareTrees, StageChanges } from '../../lib/changes/compare-trees';
import { Tree } from '../../lib/changes/tree';
import { Manifest } from '../../lib/synth/manifest';

/** Objects by the name of their stage. */
export interface Stages {
  readonly [name: string]: readonly object[];
}

/** A tree with one cluster. */
export function treeOf(stages: Stages): Tree {
  return {
    clusters: [
      {
        name: '.',
        stages: Object.entries(stages).map(([name, objects]) => ({
          name,
          dependsOn: [],
          objects: objects as readonly Manifest[],
        })),
      },
    ],
  };
}

/** The stages that differ between two trees with one cluster. */
export function stagesThatChange(before: Stages, after: Stages): readonly StageChanges[] {
  return compareTrees(treeOf(before), treeOf(after)).clusters.flatMap(({ stages }) => stages);
}

/** An object with a name. */
export function object(kind: string, apiVersion: string, content: object = {}, metadata: object = {}): object {
  return { apiVersion, kind, metadata: { name: 'a', ...metadata }, ...content };
}

/** A ConfigMap. */
export function configMap(name: string, value = 'x'): object {
  return object('ConfigMap', 'v1', { data: { value } }, { name, namespace: 'default' });
}

/** Applications of Argo CD, which prune by stage. */
export const APPLICATIONS: Stages = {
  'argo-cd/': ['one', 'other'].map((name) => object('Application', 'argoproj.io/v1alpha1', {}, { name })),
};
