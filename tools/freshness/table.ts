import { Pin } from './pins';

/** Newer versions by name and pinned version; `undefined` if the registry does not tell. */
export type Newer = ReadonlyMap<string, string | undefined>;

type Row = readonly [component: string, pinned: string, newest: string, recipe: string];

/** How to raise a version, by the beginning of its place; the first one counts. */
const RECIPES: readonly (readonly [begin: string, recipe: string])[] = [
  ['lib/releases', 'CONTRIBUTING.md, Raising a version'],
  ['package.json', 'npm install --save-exact NAME@NEWEST'],
  ['tools/crds/gardener', 'CONTRIBUTING.md, Raising a version, step 6'],
  ['tools/crds/', 'crds/README.md, Raising a version'],
  ['tools/gardener', 'CONTRIBUTING.md, Raising a version, step 6'],
  ['e2e/cluster', 'e2e/README.md: gen.sh'],
  ['e2e/', 'in WHERE: go get NAME@NEWEST && go mod tidy; tags in e2e/src/images.ts'],
  ['', 'in WHERE: go get NAME@NEWEST && go mod tidy'],
];

/** The key of a pin in `Newer`. */
export function keyOf({ name, version }: Pin): string {
  return `${name}@${version}`;
}

/** A table of the pins that have a newer version, or of which none is known. */
export function tableOf(pins: readonly Pin[], newer: Newer): string {
  const rows = pins.filter((pin) => newer.has(keyOf(pin))).map((pin) => rowOf(pin, newer.get(keyOf(pin))));
  return rows.length === 0 ? 'Every pinned version is the newest.\n' : aligned([HEAD, ...rows]);
}

const HEAD: Row = ['COMPONENT', 'PINNED', 'NEWEST', 'HOW TO RAISE IT'];

function rowOf({ name, version, where }: Pin, newest: string | undefined): Row {
  const [, recipe] = RECIPES.find(([begin]) => where.startsWith(begin)) ?? ['', ''];
  const filled = recipe.replace('NAME', name).replace('WHERE', where);
  return newest === undefined
    ? [name, version, 'unknown', `the registry does not list it: see the releases of ${name}`]
    : [name, version, newest, filled.replace('NEWEST', newest)];
}

function aligned(rows: readonly Row[]): string {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('');
}
