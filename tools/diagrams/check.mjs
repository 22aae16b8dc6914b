// Parses every Mermaid diagram of the documents and bundles, with Mermaid in a headless browser, and tries the pages of
// `cdk8s-spinkube graph` there; npm fetches both.
//   npm run lint:diagrams
//   npm run lint:diagrams -- --draw    also draws the stages and the graph of dist/ for docs/
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { graphsAsMermaid, tryGraphs } from './graph.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const PICTURE = join(ROOT, 'docs', 'images', 'stages');

const { values } = parseArgs({ options: { draw: { type: 'boolean' } } });
await main(values.draw);

async function main(draw) {
  install();
  const diagrams = [...documents().flatMap(diagramsIn), ...graphsAsMermaid()];
  await inBrowser(async (page) => {
    const errors = [];
    for (const { place, text } of [...diagrams, { place: 'broken', text: 'graph LR\n  a -->' }]) {
      const error = await page.evaluate((source) => globalThis.parseDiagram(source), text);
      if (error) errors.push(`${place}: ${error}`);
    }
    // The last diagram is invalid, to detect a parser that accepts everything.
    if (!errors.pop()?.startsWith('broken: Parse error')) errors.push('the parser accepted an invalid diagram');
    if (draw) await drawStages(page);
    errors.push(...(await tryGraphs(page, draw)));
    errors.forEach((error) => console.log(error));
    console.log(`${diagrams.length} diagrams, ${errors.length} errors`);
    if (errors.length > 0 || diagrams.length === 0) process.exitCode = 1;
  });
}

/** Installs the packages of package-lock.json, unless they are already installed. */
function install() {
  const marker = join(HERE, 'node_modules', '.package-lock.json');
  if (!existsSync(marker)) {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: HERE, stdio: 'inherit' });
  }
}

function documents() {
  const ignored = /(^|\/)(node_modules|build|\.git)\//;
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.md') && !ignored.test(file)).sort();
}

function diagramsIn(file) {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^```mermaid\n([^]*?)^```$/gm)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length + 1}`,
    text: match[1],
  }));
}

async function inBrowser(use) {
  const [{ default: chromium }, { default: puppeteer }] = await Promise.all([
    import('@sparticuz/chromium'),
    import('puppeteer-core'),
  ]);
  const executablePath = await chromium.executablePath();
  const browser = await puppeteer.launch({ executablePath, args: chromium.args, headless: 'shell' });
  try {
    const page = await browser.newPage();
    await page.setContent('<body style="margin: 0"><div id="picture"></div></body>');
    await page.addScriptTag({ path: join(HERE, 'node_modules', 'mermaid', 'dist', 'mermaid.min.js') });
    await page.addScriptTag({ path: join(HERE, 'page.js') });
    await use(page);
  } finally {
    await browser.close();
  }
}

/** Writes the picture together with its source, which a test compares with dist/. */
async function drawStages(page) {
  const [{ text }] = diagramsIn('dist/README.md');
  await page.setViewport({ width: 1600, height: 600, deviceScaleFactor: 2 });
  await page.evaluate((source) => globalThis.drawDiagram(source, 'picture'), text);
  const picture = await page.$('#picture svg');
  await picture.screenshot({ path: `${PICTURE}.png` });
  writeFileSync(`${PICTURE}.mmd`, text);
}
