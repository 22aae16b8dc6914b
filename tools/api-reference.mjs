// `npm run api-reference`, after a build: writes docs/reference/api/, a page for each submodule. The generated L1 constructs are left
// out, and so are members that classes inherit from cdk8s, cdk8s-plus-28 and constructs, which have documentation of their own.
import { loadAssemblyFromPath } from '@jsii/spec';
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

const { types } = loadAssemblyFromPath(join(import.meta.dirname, '..'), false);

/** Tells if a type, or one of ours that it extends, declares a member. */
function declares(fqn, member) {
  const { base, interfaces = [], members = [], methods = [], properties = [] } = types[fqn];
  const own = [...members, ...methods, ...properties].some(({ name }) => name === member);
  return own || [base, ...interfaces].some((one) => one in types && declares(one, member));
}

/** Tells if an anchor, such as `SpinApp.isConstruct.parameter.x`, is that of a member from another package. */
function isInherited(anchor) {
  const [, type, member] = /^((?:gardener\.|volumeSources\.)?[A-Z]\w*)\.(?:property\.)?(\w+)/.exec(anchor) ?? [];
  const fqn = `cdk8s-spinkube.${type}`;
  return fqn in types && member !== 'Initializer' && !declares(fqn, member);
}

function withoutInherited(text) {
  return text
    .split(/^(?=#{2,6} )/m)
    .filter((section) => !isInherited(/^#+ .*<a id="([^"]+)"><\/a>/.exec(section)?.[1] ?? ''))
    .map((section) =>
      section.replace(/^\| <a href="#([^"]+)">.*\n/gm, (row, anchor) => (isInherited(anchor) ? '' : row)),
    )
    .filter((section) => !/^\|[-|]+\|\n+$/m.test(section.slice(-20)) || /^\| </m.test(section))
    .join('');
}

const folder = mkdtempSync(join(tmpdir(), 'api-reference-'));
try {
  const options = ['--language', 'typescript', '--split-by-submodule', '--output', join(folder, PAGES[0])];
  execFileSync('npx', ['--no', '--', 'jsii-docgen', ...options], { stdio: 'inherit' });
  for (const page of PAGES) {
    writeFileSync(join(TARGET, `${page}.md`), withoutInherited(tidy(readFileSync(join(folder, `${page}.md`), 'utf8'))));
  }
} finally {
  rmSync(folder, { recursive: true });
}
