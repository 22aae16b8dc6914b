import { counted } from '../private/counted';
import { groupBy } from '../private/group-by';
import { drawnEdges, GraphObject, ManifestGraph } from './manifest-graph';
import { layOut, PlacedBox, Point } from './layout';

/** Sizes in pixels. */
const ROW = 18;
const HEAD = 28;
const PADDING = 10;
const CHARACTER = 7;

/** Bold text is wider. */
const BOLD = 1.1;

/** Stages with more objects have a row for each kind. */
const MOST_ROWS = 24;
const LONGEST = 56;

/** Name of the box of objects that are not in the manifests. No stage has this name. */
const OUTSIDE = ' ';

/** A row of a box: an object, or all objects of a kind. */
interface Row {
  readonly text: string;
  readonly objects: readonly number[];
}

/** Options of a drawing. */
export interface SvgOptions {
  /** Draws the stages alone, with the number of their objects, as links that scripts can handle. */
  readonly onlyStages?: boolean;
}

/** A graph as SVG, with boxes for stages in layers, and their objects in them. The same graph has the same drawing. */
export function asSvg(graph: ManifestGraph, { onlyStages = false }: SvgOptions = {}): string {
  const { objects, stages } = graph;
  const idsOf = groupBy([...objects.keys()], (id) => objects[id].stage ?? OUTSIDE);
  const byStage = new Map<string, number[]>(stages.map(({ name }) => [name, []]));
  idsOf.forEach((ids, stage) => byStage.set(stage, ids));
  const contents = new Map(
    [...byStage]
      .filter(([name]) => name !== OUTSIDE || !onlyStages)
      .map(([name, ids]) => [
        name,
        onlyStages ? [{ text: counted(ids.length, 'object'), objects: ids }] : rowsOf(ids, objects),
      ]),
  );
  const boxes = [...contents].map(([name, rows]) => ({
    name,
    width: Math.max(widthOf([titleOf(name)]) * BOLD, widthOf(rows.map(({ text }) => text))),
    height: HEAD + rows.length * ROW + PADDING,
  }));
  const order = stages.flatMap(({ dependsOn, name }) => dependsOn.map((before): [string, string] => [before, name]));
  const layout = layOut(boxes, order);
  const rowPlaces = new Map<number, RowPlace>();
  for (const box of layout.boxes) {
    (contents.get(box.name) ?? []).forEach((row, index) => {
      row.objects.forEach((id) => rowPlaces.set(id, { box, y: box.y + HEAD + index * ROW + ROW / 2 }));
    });
  }
  const references = onlyStages ? [] : drawnEdges(graph);
  const curves = references.flatMap(({ from, to }) => curve(rowPlaces.get(from), rowPlaces.get(to)));
  const size = `width="${layout.width}" height="${layout.height}" viewBox="0 0 ${layout.width} ${layout.height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="sans-serif" font-size="12">`,
    `<title>${counted(stages.length, 'stage')}, ${counted(objects.length, 'object')}</title>`,
    onlyStages ? '' : `<style>${STYLE}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ...layout.arrows.map((points) => `<path class="order" d="${line(points)}" marker-end="url(#arrow)"/>`),
    ...layout.boxes.map((box) => drawBox(box, contents.get(box.name) ?? [], onlyStages)),
    ...new Set(curves),
    '</svg>\n',
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** Colors for light and dark pages. */
const STYLE = [
  '.stage rect{fill:#f6f8fa;stroke:#57606a}.stage text{fill:#1f2328}.title{font-weight:bold}',
  '.outside rect{stroke-dasharray:4 4}.order{fill:none;stroke:#57606a;stroke-width:1.5}marker path{fill:#57606a}',
  '.reference{fill:none;stroke:#0969da;stroke-opacity:.45}',
  '@media (prefers-color-scheme:dark){.stage rect{fill:#161b22;stroke:#8b949e}.stage text{fill:#e6edf3}',
  '.order{stroke:#8b949e}marker path{fill:#8b949e}.reference{stroke:#58a6ff}}',
].join('');

function rowsOf(ids: readonly number[], objects: readonly GraphObject[]): Row[] {
  if (ids.length <= MOST_ROWS) {
    return ids.map((id) => ({ text: `${objects[id].kind} ${objects[id].name}`, objects: [id] }));
  }
  return [...groupBy(ids, (id) => objects[id].kind)].map(([kind, all]) => ({
    text: all.length > 1 ? `${all.length} ${kind}` : `${kind} ${objects[all[0]].name}`,
    objects: all,
  }));
}

function titleOf(stage: string): string {
  return stage === OUTSIDE ? 'not in these manifests' : stage;
}

function widthOf(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => shortened(text).length)) * CHARACTER + 2 * PADDING;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text;
}

function drawBox({ height, name, width, x, y }: PlacedBox, rows: readonly Row[], isLink: boolean): string {
  const text = (content: string, at: number, style = '') => {
    const title = shortened(content) === content ? '' : `<title>${escapeXml(content)}</title>`;
    return `<text${style} x="${x + PADDING}" y="${at}">${escapeXml(shortened(content))}${title}</text>`;
  };
  const link = isLink ? ` tabindex="0" role="button" data-stage="${escapeXml(name)}"` : '';
  return [
    `<g class="stage${name === OUTSIDE ? ' outside' : ''}"${link}>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    text(titleOf(name), y + 19, ' class="title"'),
    ...rows.map((row, index) => text(row.text, y + HEAD + index * ROW + 13)),
    '</g>',
  ].join('');
}

/** The box and the height at which the edges of an object begin and end. */
interface RowPlace {
  readonly box: PlacedBox;
  readonly y: number;
}

function line([first, ...others]: readonly Point[]): string {
  return `M${first.x} ${first.y}${others.map(({ x, y }) => `L${x} ${y}`).join('')}`;
}

/** A curve from the side of an object that is nearer to the other one; within a box, on its right. */
function curve(from: RowPlace | undefined, to: RowPlace | undefined): string[] {
  if (!from || !to || (from.box === to.box && from.y === to.y)) {
    return [];
  }
  const right = ({ box }: RowPlace) => box.x + box.width;
  const isLeft = from.box.x > right(to);
  const isRight = to.box.x > right(from);
  const [x1, x2] = [isLeft ? from.box.x : right(from), isRight ? to.box.x : right(to)];
  const bend = isLeft || isRight ? Math.abs(x2 - x1) / 2 : 30;
  const [bend1, bend2] = [isLeft ? -bend : bend, isRight ? -bend : bend];
  return [`<path class="reference" d="M${x1} ${from.y}C${x1 + bend1} ${from.y} ${x2 + bend2} ${to.y} ${x2} ${to.y}"/>`];
}

/** A text in XML and HTML, also within an attribute. Characters that XML does not have are replaced. */
export function escapeXml(text: string): string {
  return text
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
