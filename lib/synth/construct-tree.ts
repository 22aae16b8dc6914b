import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/** Stands for "no construct" where places are numbers. */
export const NOWHERE = -1;

/**
 * Indexes all constructs of a tree by their place: the order of `node.findAll()`, in which everything below a construct
 * directly follows it.
 *
 * The tree is walked once and without recursion, so its size and depth do not matter.
 */
export class ConstructTree {
  public readonly constructs: IConstruct[] = [];

  /** For each construct, the place of its parent; `NOWHERE` for the root. */
  public readonly parents: number[] = [];

  /** For each construct, the place after everything below it. */
  public readonly ends: number[] = [];

  /** For each construct, the place of the closest chart, which may be the construct itself. */
  public readonly charts: number[] = [];

  /** For each construct, true if it is an ApiObject. */
  public readonly areObjects: boolean[] = [];

  private places?: Map<IConstruct, number>;

  public constructor(root: IConstruct) {
    const open: { place: number; children: IConstruct[]; next: number }[] = [];
    const enter = (construct: IConstruct, parent: number) => {
      const place = this.constructs.push(construct) - 1;
      this.parents.push(parent);
      this.charts.push(Chart.isChart(construct) ? place : (this.charts[parent] ?? NOWHERE));
      this.areObjects.push(ApiObject.isApiObject(construct));
      this.ends.push(place + 1);
      const { children } = construct.node;
      if (children.length > 0) {
        open.push({ place, children, next: 0 });
      }
    };
    enter(root, NOWHERE);
    for (let parent = open.at(-1); parent; parent = open.at(-1)) {
      if (parent.next < parent.children.length) {
        enter(parent.children[parent.next++], parent.place);
      } else {
        this.ends[parent.place] = this.constructs.length;
        open.pop();
      }
    }
  }

  /** The place of a construct, or undefined for one of another tree. */
  public placeOf(construct: IConstruct): number | undefined {
    this.places ??= new Map(this.constructs.map((one, place) => [one, place]));
    return this.places.get(construct);
  }

  /** The places of the objects below a construct, itself included, whose closest chart is the same as its own. */
  public objectsOf(place: number): number[] {
    const objects: number[] = [];
    for (let below = place; below < this.ends[place]; below++) {
      if (this.areObjects[below] && this.charts[below] === this.charts[place]) {
        objects.push(below);
      }
    }
    return objects;
  }

  public path(place: number): string {
    return this.constructs[place].node.path;
  }
}
