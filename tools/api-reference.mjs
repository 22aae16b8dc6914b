// `npm run api-reference`, after a build: writes docs/reference/api/, a page for each submodule. The generated L1 constructs are left out.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PAGES = ['cdk8s-spinkube', 'gardener', 'volumeSources'];
const TARGET = join(import.meta.dirname, '..', 'docs', 'reference', 'api');

/** The text of a page without what only makes it longer, and without links to what is not there. */
function tidy(text) {
  return text
    .replace(/ name="[^"]*" id=/g, ' id=')
    .replace(/( id="| href="#)cdk8s-spinkube\./g, '$1')
    .replace(/<code>(<a [^>]*>[^<]*<\/a>)<\/code>/g, '$1')
    .replace(/<sup>(Optional|Required)<\/sup>/g, (_, presence) => ` (${presence.toLowerCase()})`)
    .replace(/^\|(?: \*\*\w+\*\* \|)+$/gm, (row) => row.replaceAll('**', ''))
    .replace(/^\|(?: --- \|)+$/gm, (row) => row.replaceAll(' ', ''))
    .replace(/^---\n\n/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n+$/, '\n')
    .replace(/^- \[(\w+)\]\(\.\/\w+\.md\)\n/gm, (line, page) => (PAGES.includes(page) ? line : ''))
    .replace(/^> \[(kplus\.[\w.]+)\]\([\w.]+\)$/gm, '> $1');
}

const folder = mkdtempSync(join(tmpdir(), 'api-reference-'));
try {
  const options = ['--language', 'typescript', '--split-by-submodule', '--output', join(folder, PAGES[0])];
  execFileSync('npx', ['--no', '--', 'jsii-docgen', ...options], { stdio: 'inherit' });
  for (const page of PAGES) {
    writeFileSync(join(TARGET, `${page}.md`), tidy(readFileSync(join(folder, `${page}.md`), 'utf8')));
  }
} finally {
  rmSync(folder, { recursive: true });
}
