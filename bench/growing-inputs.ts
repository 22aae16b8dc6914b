import { reportOf } from '../bin/report';
import { compareTrees } from '../lib/changes/compare-trees';
import { Tree, TreeStage } from '../lib/changes/tree';
import { craneScript, skopeoSource } from '../lib/gitops/image-copies';
import { graphOf } from '../lib/graph/manifest-graph';
import { asMermaid } from '../lib/graph/mermaid';
import { asSvg } from '../lib/graph/svg';
import { archivesIn, imagesIn } from '../lib/synth/images';
import { Manifest } from '../lib/synth/manifest';
import { readObjects } from '../lib/validation/documents/read-objects';
import { FieldValidation } from '../lib/validation/field-validation';
import { validateObjects } from '../lib/validation/validate-objects';

/** Input of any size, and an action over it. */
export interface GrowingInput {
  readonly name: string;

  /** Makes the input, and returns the action. */
  readonly prepare: (size: number) => () => void;
}

const GROUP = 'core.spinkube.dev';

function object(apiVersion: string, kind: string, name: string, spec: object = {}): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: 'default' }, spec };
}

function spinApp(name: string, spec: object = {}): Manifest {
  const settings = { image: `ghcr.io/example/${name}:v1`, executor: 'containerd-shim-spin', replicas: 1 };
  return object(`${GROUP}/v1alpha1`, 'SpinApp', name, { ...settings, ...spec });
}

function networkPolicy(app: string): Manifest {
  const podSelector = { matchLabels: { [`${GROUP}/app-name`]: app } };
  return object('networking.k8s.io/v1', 'NetworkPolicy', app, { podSelector, policyTypes: ['Ingress'] });
}

function times<T>(size: number, make: (index: number) => T): T[] {
  return Array.from({ length: size }, (_, index) => make(index));
}

/** Stages with an object each. */
function stages(size: number, prefix = 'stage', make = spinApp): TreeStage[] {
  return times(size, (index) => ({
    name: `${prefix}-${index}`,
    dependsOn: index > 0 ? [`${prefix}-${index - 1}`] : [],
    objects: [make(`app-${index}`)],
  }));
}

function tree(...all: TreeStage[]): Tree {
  return { clusters: [{ name: '.', stages: all }] };
}

/** A SpinApp and its NetworkPolicy, for each of some names, in one stage. */
function withPolicies(size: number): TreeStage {
  const objects = times(size, (index) => [spinApp(`app-${index}`), networkPolicy(`app-${index}`)]).flat();
  return { name: 'apps', dependsOn: [], objects };
}

/** An executor for each SpinApp. */
function withExecutors(size: number, spec: object): TreeStage {
  const executors = times(size, (index) => object(`${GROUP}/v1alpha1`, 'SpinAppExecutor', `executor-${index}`, spec));
  return {
    name: 'apps',
    dependsOn: [],
    objects: [...executors, ...times(size, (index) => spinApp(`app-${index}`, { executor: `executor-${index}` }))],
  };
}

function validate(manifests: readonly Manifest[]): () => void {
  const file = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }, undefined, 1);
  return () =>
    reportOf(validateObjects(readObjects('apps.json', file), { fieldValidation: FieldValidation.WARN }), [], 'error');
}

/** Input of commands that read, compare and check manifests. */
export const GROWING_INPUTS: readonly GrowingInput[] = [
  {
    name: 'graph of a chain of stages',
    prepare: (size) => {
      const all = tree(...stages(size));
      return () => graphOf(all);
    },
  },
  {
    name: 'drawings of many stages',
    prepare: (size) => {
      const graph = graphOf(tree(...stages(size)));
      // Mermaid refuses more arrows than a long chain has.
      const apart = graphOf(tree(...stages(size).map((stage) => ({ ...stage, dependsOn: [] }))));
      return () => {
        asSvg(graph);
        asMermaid(apart);
      };
    },
  },
  {
    name: 'graph of NetworkPolicies that select SpinApps',
    prepare: (size) => {
      const all = tree(withPolicies(size));
      return () => graphOf(all);
    },
  },
  {
    name: 'drawing of a stage with many objects',
    prepare: (size) => {
      const graph = graphOf(tree(withPolicies(size)));
      return () => {
        asSvg(graph);
      };
    },
  },
  {
    name: 'comparison of stages with other names',
    prepare: (size) => {
      const [before, after] = [tree(...stages(size, 'old')), tree(...stages(size, 'new'))];
      return () => compareTrees(before, after);
    },
  },
  {
    name: 'comparison of clusters',
    prepare: (size) => {
      const clusters = times(size, (index) => ({ name: `cluster-${index}`, stages: stages(1) }));
      return () => compareTrees({ clusters }, { clusters });
    },
  },
  {
    name: 'comparison of executors and their SpinApps',
    prepare: (size) => {
      const [before, after] = [true, false].map((createDeployment) => tree(withExecutors(size, { createDeployment })));
      return () => compareTrees(before, after);
    },
  },
  {
    name: 'images to copy',
    prepare: (size) => {
      const manifests = times(size, (index) => spinApp(`app-${index}`));
      return () => {
        const needs = { images: imagesIn(manifests), archives: archivesIn(manifests), mirror: [] };
        craneScript(needs);
        skopeoSource(needs);
      };
    },
  },
  {
    name: 'validation of objects with one name',
    prepare: (size) => validate(times(size, () => spinApp('app'))),
  },
];
