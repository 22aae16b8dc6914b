import { Manifest } from '../../lib/synth/manifest';
import { Tree, TreeStage } from '../../lib/changes/tree';
import { Random } from '../synth/random';

const VALUES: readonly unknown[] = [
  undefined,
  null,
  0,
  -1.5,
  true,
  '',
  'a',
  'a\nb\n',
  '```',
  '| `x` <b>',
  [],
  {},
  [null],
  [{ name: 'a' }, { name: 'a' }],
  [{ name: 'a' }, { name: 'b' }],
  { name: 1 },
  JSON.parse('{"__proto__": {"a": 1}, "constructor": []}'),
];

interface Container {
  [name: string]: unknown;
}

/** Changes trees at random, in the same way for the same seed. */
export class RandomTrees {
  private readonly random: Random;

  public constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** A tree with a few stages of another one. */
  public partOf({ clusters }: Tree): Tree {
    const { name, stages } = this.random.pick(clusters.filter((cluster) => cluster.stages.length > 0));
    return { clusters: [{ name, stages: [...new Set(this.random.some(3, () => this.random.pick(stages)))] }] };
  }

  /** A tree with some of the stages of another one, of which some have been changed. */
  public treeFrom({ clusters }: Tree): Tree {
    const kept = clusters.map(({ name, stages }) => ({ name, stages: this.stagesFrom(stages) }));
    return { clusters: kept.filter(() => this.random.below(10) > 0) };
  }

  private stagesFrom(stages: readonly TreeStage[]): TreeStage[] {
    const found = stages.map((stage) => {
      const name = this.random.below(8) === 0 ? `${stage.name}-${this.random.below(3)}` : stage.name;
      return { ...stage, name, objects: stage.objects.flatMap((object) => this.objectFrom(object)) };
    });
    if (found.length > 0) {
      const copied = this.random.pick(found).objects.slice(0, this.random.below(3));
      this.random.pick(found).objects.push(...structuredClone(copied));
    }
    return this.random.below(4) === 0 ? found.reverse() : found;
  }

  private objectFrom(object: Manifest): Manifest[] {
    switch (this.random.below(20)) {
      case 0:
        return [];
      case 1:
        return [
          { ...object, metadata: { ...object.metadata, name: `${object.metadata.name}-${this.random.below(3)}` } },
        ];
      case 2:
        return [{ ...object, apiVersion: this.random.pick(['v1', 'example.com/v1', 'core.spinkube.dev/v1alpha1']) }];
      case 3:
      case 4:
      case 5: {
        const copy = structuredClone(object) as Manifest & Container;
        this.change(copy, ['apiVersion', 'kind', 'metadata']);
        return [copy];
      }
      default:
        return [structuredClone(object)];
    }
  }

  /** Changes a value somewhere in a map or list. */
  private change(container: Container, kept: readonly string[] = []): void {
    const names = Object.keys(container).filter((name) => !kept.includes(name));
    const name = this.random.pick([...names, 'added']);
    const value = container[name];
    if (typeof value === 'object' && value !== null && this.random.below(4) > 0) {
      this.change(value as Container);
    } else {
      container[name] = structuredClone(this.random.pick(VALUES));
    }
  }
}
