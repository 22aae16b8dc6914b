import { createHash } from 'crypto';
import * as fs from 'fs';
import { packageFile } from '../private/package-files';
import { ManifestGraph } from './manifest-graph';
import { asSvg } from './svg';

/** A graph as one HTML file that loads nothing else: stages, objects and edges, with a filter. */
export function asHtml(graph: ManifestGraph): string {
  const script = source('page.js');
  const style = source('page.css');
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'`;
  // `<` would end the element; in JSON it is the same as its escape.
  const data = JSON.stringify(graph).replaceAll('<', '\\u003c');
  const drawing = asSvg(graph, { onlyStages: true });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>Stages and objects</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Stages and objects</h1>
<form role="search">
<label>Filter (press /)<input id="text" type="search" placeholder="name, kind, namespace or stage" autocomplete="off"></label>
<label>Kind<select id="kind"><option value="">all</option></select></label>
<label>Namespace<select id="namespace"><option value="">all</option></select></label>
<label>Group by<select id="by"><option>stage</option><option>namespace</option><option>kind</option></select></label>
<output id="count" aria-live="polite"></output>
</form>
</header>
<details id="stages" open>
<summary>Order of the stages (${graph.stages.length})</summary>
<div class="drawing">
${drawing}</div>
</details>
<main>
<section id="list" aria-label="Objects"></section>
<aside id="details" aria-label="Neighbors"></aside>
</main>
<script type="application/json" id="graph">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}

function source(name: string): string {
  return fs.readFileSync(packageFile('lib', 'graph', name), 'utf8');
}

/** Allows a script or style in the page by its content. */
function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
