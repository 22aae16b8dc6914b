// Tries what `cdk8s-spinkube graph` writes in a headless browser: of every committed bundle, and of 2,000 objects.
/* global document, getComputedStyle, MouseEvent -- of the page */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { register } from 'tsx/cjs/api';
import { committedBundles } from '../bundles.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
register();
const { run } = createRequire(import.meta.url)('../../bin/program.ts');
const PICTURE = join(ROOT, 'docs', 'images', 'graph.png');

/** A name that would run a script if it were HTML, and a value that must not be in the page. */
const HOSTILE = '</script><img src=x onerror=alert(1)>';
const VALUE = 'bm90LWluLXRoZS1wYWdl';

/** Graphs as Mermaid, by their place. */
export function graphsAsMermaid() {
  return committedBundles().map((folder) => ({ place: relative(ROOT, folder), text: graph(folder, 'mermaid') }));
}

/**
 * Loads each page, filters it, and chooses an object by mouse and keyboard.
 *
 * @param page page of the browser
 * @param draw draws the picture of the documents again
 * @returns errors
 */
export async function tryGraphs(page, draw) {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  const errors = [];
  let place = '';
  const complain = (text) => errors.push(`graph of ${place}: ${text}`);
  page.on('console', (message) => message.type() === 'error' && complain(message.text()));
  page.on('pageerror', (error) => complain(error.message));
  page.on('dialog', (dialog) => complain('a name was run as a script') && dialog.dismiss());
  page.on('request', (request) => request.url().startsWith('file:') || complain(`it loads ${request.url()}`));
  try {
    const big = join(folder, 'big');
    writeObjects(big);
    for (const bundle of [...committedBundles(), big]) {
      place = relative(ROOT, bundle);
      // A page that does not work lacks what is looked for.
      await tryPage(page, bundle, folder, complain).catch((error) => complain(error.message));
      await trySvg(page, bundle, folder, complain).catch((error) => complain(error.message));
    }
    if (draw) await drawPicture(page, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return errors;
}

async function tryPage(page, bundle, folder, complain) {
  const { objects } = JSON.parse(graph(bundle, 'json'));
  await open(page, bundle, 'html', folder);
  const count = () => page.$eval('#count', (element) => element.textContent);
  if ((await count()) !== `${objects.length} of ${objects.length} objects`) complain(`it counts ${await count()}`);
  const [first, last] = [objects[0], objects[objects.length - 1]];
  const shown = await page.$$eval('#list button', (all) => all.length);
  if (objects.length > 100 && shown > 0) complain(`${shown} of ${objects.length} objects are open at first`);

  // By keyboard: a slash leads to the filter.
  await page.keyboard.press('/');
  await page.keyboard.type(`${last.kind} ${last.name}`);
  const words = `${last.kind} ${last.name}`.toLowerCase().split(' ');
  const text = (object) => `${object.kind} ${object.name} ${object.namespace} ${object.stage} ${object.apiVersion}`;
  const found = objects.filter((object) => words.every((word) => text(object).toLowerCase().includes(word)));
  if ((await count()) !== `${found.length} of ${objects.length} objects`) complain(`its filter finds ${await count()}`);
  await page.select('#kind', last.kind);
  await page.focus('#list button');
  await page.keyboard.press('Enter');
  const title = await page.$eval('#details h2', (element) => element.textContent);
  if (!found.some(({ kind, name }) => title === `${kind} ${name}`)) complain(`it shows ${title}`);

  // By mouse: a stage leads to its objects.
  await page.$eval('#text', (element) => (element.value = ''));
  await page.select('#kind', '');
  await page.$eval('[data-stage]', (element) => element.dispatchEvent(new MouseEvent('click', { bubbles: true })));
  await page.click('details[open] > ul > li > button');
  if ((await page.$eval('#details h2', (element) => element.textContent)) !== `${first.kind} ${first.name}`) {
    complain('it does not show the first object of the first stage');
  }
  if (await page.$eval('body', (body, value) => body.innerHTML.includes(value), VALUE)) complain('it has a value');
  await tryDarkMode(page, complain);
}

/** A page in dark mode has light text on a dark background. */
async function tryDarkMode(page, complain) {
  const background = () => page.$eval('body', (body) => getComputedStyle(body).backgroundColor);
  const light = await background();
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  if ((await background()) === light) complain('it has no dark mode');
  await page.emulateMediaFeatures([]);
}

async function trySvg(page, bundle, folder, complain) {
  await open(page, bundle, 'svg', folder);
  if ((await page.$$('svg .stage')).length === 0) complain('its SVG has no stages');
}

async function drawPicture(page, folder) {
  await page.setViewport({ width: 1200, height: 720, deviceScaleFactor: 1.5 });
  await open(page, join(ROOT, 'dist'), 'html', folder);
  await page.type('#text', 'spin');
  await page.evaluate(() =>
    [...document.querySelectorAll('#list button')].find((one) => /^SpinApp /.test(one.textContent)).click(),
  );
  await page.screenshot({ path: PICTURE });
}

async function open(page, bundle, format, folder) {
  const file = join(folder, `graph.${format}`);
  writeFileSync(file, graph(bundle, format));
  // Another address, so that the page is loaded again.
  await page.goto('about:blank');
  await page.goto(pathToFileURL(file).href);
}

function graph(folder, format) {
  let text = '';
  const write = (part) => (text += part);
  const code = run(['graph', '--format', format, folder], { stdout: { write }, stderr: { write } });
  if (code !== 0) throw new Error(text);
  return text;
}

/** Writes 2,000 objects in 20 folders. */
function writeObjects(folder) {
  for (let team = 0; team < 20; team++) {
    const namespace = `team-${team}`;
    const objects = Array.from({ length: 50 }, (_, index) => [
      {
        apiVersion: 'core.spinkube.dev/v1alpha1',
        kind: 'SpinApp',
        metadata: { name: index === 0 ? HOSTILE : `app-${index}`, namespace },
        spec: { image: 'app', executor: 'shim', runtimeConfig: { loadFromSecret: `config-${index}` } },
      },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: `config-${index}`, namespace }, data: { key: VALUE } },
    ]);
    mkdirSync(join(folder, namespace), { recursive: true });
    writeFileSync(
      join(folder, namespace, 'objects.json'),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.flat() }),
    );
  }
}
