import { asJson } from '../../bin/changes/json';
import { asMarkdown } from '../../bin/changes/markdown';
import { asText } from '../../bin/changes/text';
import { colorsFor } from '../../bin/changes/colors';
import { compareTrees, TreeChanges } from '../../lib/changes/compare-trees';
import { Action, ObjectChange } from '../../lib/changes/object-change';
import { Tree } from '../../lib/changes/tree';
import { treeAt } from '../../lib/changes/tree-source';
import { identity } from '../../lib/synth/manifest';
import { RandomTrees } from '../changes/random-trees';

/** Pairs of trees, and the seed of the first one; set another one to look for more. */
const PAIRS = 2000;
const SEED = Number(process.env.FUZZ_SEED ?? 20261127);

/** The identities of objects that some changes are about. */
function identities({ clusters }: TreeChanges, isMeant: (change: ObjectChange) => boolean): string[] {
  return clusters
    .flatMap(({ name, stages }) =>
      stages
        .flatMap(({ changes }) => changes.filter(isMeant))
        .flatMap(({ after, before }) => [before, after].flatMap((one) => (one ? `${name} ${identity(one)}` : []))),
    )
    .sort();
}

const isAdded = ({ action }: ObjectChange) => action === Action.ADDED;
const isRemoved = ({ action }: ObjectChange) => action === Action.REMOVED;
const hasOtherFields = ({ fields, schema }: ObjectChange) => fields.length + schema.length > 0;

/** The objects of a tree, without CustomResourceDefinitions, which are large, and the same as others to the comparison. */
function withoutDefinitions({ clusters }: Tree): Tree {
  return {
    clusters: clusters.map(({ name, stages }) => ({
      name,
      stages: stages.map((stage) => ({
        ...stage,
        objects: stage.objects.filter(
          ({ kind, metadata }) => kind !== 'CustomResourceDefinition' || metadata.name?.startsWith('shims'),
        ),
      })),
    })),
  };
}

const BASES = ['dist', 'examples/fleet/dist', 'examples/gardener-tutorial/dist'].map((folder) =>
  withoutDefinitions(treeAt(folder, folder)),
);

test(`compares ${PAIRS} pairs of random trees, and in both directions finds the same objects`, () => {
  for (let index = 0; index < PAIRS; index++) {
    const trees = new RandomTrees(SEED + index);
    const base = trees.partOf(BASES[index % BASES.length]);
    const [before, after] = [trees.treeFrom(base), trees.treeFrom(base)];
    const [there, back] = [compareTrees(before, after), compareTrees(after, before)];
    const found = (changes: TreeChanges, ...kinds: ((change: ObjectChange) => boolean)[]) => ({
      seed: SEED + index,
      objects: kinds.map((isMeant) => identities(changes, isMeant)),
    });
    expect(found(there, isAdded, isRemoved, hasOtherFields)).toEqual(found(back, isRemoved, isAdded, hasOtherFields));
    expect(compareTrees(after, after)).toEqual({ clusters: [] });
    JSON.parse(asJson(there));
    expect(asMarkdown(there).length).toBeLessThanOrEqual(65_536);
    expect(asText(there, colorsFor({ write: () => true }))).toMatch(/; (?:no risks|risks: .*)\n$/);
  }
});
