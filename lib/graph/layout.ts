/** Box to be placed. */
export interface Box {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** A box with the place of its upper left corner. */
export interface PlacedBox extends Box {
  readonly x: number;
  readonly y: number;
}

/** Point of a line. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Boxes and arrows in layers, from left to right. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly (readonly Point[])[];
}

/** The part of dagre that is used here. */
interface Dagre {
  readonly Graph: new () => Graph;
  layout(graph: Graph): void;
}

interface Graph {
  setGraph(label: object): this;
  setDefaultEdgeLabel(label: () => object): this;
  setNode(name: string, label: object): this;
  setEdge(from: string, to: string): this;
  graph(): { readonly width?: number; readonly height?: number };
  node(name: string): Point;
  edge(from: string, to: string): { readonly points: readonly Point[] };
}

/** Places boxes in layers. An arrow leads from a box to one that is after it. */
export function layOut(boxes: readonly Box[], arrows: readonly (readonly [from: string, to: string])[]): Layout {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it for the other formats, too
  const dagre = require('@dagrejs/dagre') as Dagre;
  const graph = new dagre.Graph()
    .setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 90, marginx: 16, marginy: 16 })
    .setDefaultEdgeLabel(() => ({}));
  for (const { height, name, width } of boxes) {
    graph.setNode(name, { height, width });
  }
  for (const [from, to] of arrows) {
    graph.setEdge(from, to);
  }
  dagre.layout(graph);
  const { height = 0, width = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: boxes.map((box) => {
      const { x, y } = graph.node(box.name);
      return { ...box, x: round(x - box.width / 2), y: round(y - box.height / 2) };
    }),
    arrows: arrows.map(([from, to]) => graph.edge(from, to).points.map(({ x, y }) => ({ x: round(x), y: round(y) }))),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
