import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { Bundle, SpinKube, SpinKubeRelease } from '../../lib';
import { RELEASES } from '../../lib/releases/registry';
import { runProgram } from '../compiled';
import { filesBelow, inTemporaryFolder, stagesOf } from '../gitops/stages';

const ROOT = path.join(__dirname, '..', '..');

const MARKDOWN = fs
  .readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && !/(^|\/)(node_modules|build|dist|templates|tools|\.git)\//.test(file));

/** A piece of TypeScript in a document. */
interface Snippet {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

function snippetsIn(file: string, text: string): Snippet[] {
  return [...text.matchAll(/^```ts(?: nofixture)?\n([^]*?)^```$/gm)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1],
  }));
}

const SNIPPETS = MARKDOWN.flatMap((file) => snippetsIn(file, fs.readFileSync(path.join(ROOT, file), 'utf8')));

/** Files that are not snippets, parsed once for all compilations. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Compiler errors of the snippets, by their location in the document. */
function errorsOf(snippets: Snippet[]): string[] {
  const files = new Map(snippets.map((snippet, index) => [path.join(ROOT, `snippet-${index}.ts`), snippet]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    types: ['jest', 'node'],
    paths: {
      'cdk8s-spinkube': [path.join(ROOT, 'lib', 'index.ts')],
      // What works beside others is compiled with each of them by the tests of the package.
      'cdk8s-plus-33': [path.join(ROOT, 'node_modules', 'cdk8s-plus-28')],
    },
  };
  const base = ts.createCompilerHost(options);
  const textOf = (file: string) => files.get(file)?.code;
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (file) => files.has(file) || base.fileExists(file),
    readFile: (file) => textOf(file) ?? base.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = textOf(file);
      if (text !== undefined) {
        return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
      }
      const source = parsed.get(file) ?? base.getSourceFile(file, ...rest);
      parsed.set(file, source);
      return source;
    },
  };
  const compiled = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([name, snippet]) => {
    const source = compiled.getSourceFile(name);
    return [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)].map(
      (diagnostic) => {
        const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
        return `${snippet.file}:${snippet.line + line}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
      },
    );
  });
}

test('compiles the TypeScript in the documentation as it is, imports included', () => {
  expect(SNIPPETS.length).toBeGreaterThan(25);
  const wrong = snippetsIn('wrong.md', 'text\n\n```ts\nnew SpinKube(1);\n```\n');
  expect(errorsOf([...SNIPPETS, ...wrong])).toEqual(["wrong.md:4: Cannot find name 'SpinKube'."]);
  const misspelt =
    "import { SpinKubeProps } from 'cdk8s-spinkube';\nconst props: SpinKubeProps = {\n  releases: 1,\n};\n";
  expect(errorsOf([{ file: 'wrong.md', line: 1, code: misspelt }])).toEqual([
    "wrong.md:3: Object literal may only specify known properties, but 'releases' does not exist in type 'SpinKubeProps'. Did you mean to write 'release'?",
  ]);
});

/** Programs that a test of their own runs, because they need another cdk8s-plus. */
const RUN_ELSEWHERE = ['docs/how-to/another-cdk8s-plus.md'];

test.each(
  SNIPPETS.filter(({ file, code }) => code.includes('.synth()') && !RUN_ELSEWHERE.includes(file)).map(
    (snippet): [string, Snippet] => [`${snippet.file}:${snippet.line}`, snippet],
  ),
)('runs the whole program at %s', (_, { code }) => {
  inTemporaryFolder((folder) => {
    const { status, stderr } = runProgram(code, folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Object.keys(filesBelow(folder)).length).toBeGreaterThan(0);
  });
});

test('marks each shell block that is not run, with the reason', () => {
  const blocks = MARKDOWN.flatMap((file) =>
    [...fs.readFileSync(path.join(ROOT, file), 'utf8').matchAll(/^(.*)\n```sh\n([^]*?)^```$/gm)].map(
      ([, before, text]) => ({ file, reason: /^<!-- not run: (.+) -->$/.exec(before)?.[1], text }),
    ),
  );
  // The others are run by test/package/first-project.test.ts and test/two-shims.test.ts.
  const run = blocks.filter(({ reason }) => reason === undefined);
  const runs = ({ file, text }: { file: string; text: string }) =>
    file === 'docs/tutorial/first-project.md' ||
    text.includes('npx --no cdk8s-spinkube ') ||
    (file === 'docs/how-to/two-shims.md' && text.includes('sha256sum'));
  expect(run.length).toBeGreaterThan(10);
  expect(run.filter((block) => !runs(block)).map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

test('resolves the links between documents', () => {
  const broken = MARKDOWN.flatMap((file) => {
    const text = fs.readFileSync(path.join(ROOT, file), 'utf8').replace(/^```[^]*?^```$/gm, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link.split('#')[0]);
    return links
      .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
      .filter((link) => !fs.existsSync(path.join(ROOT, path.dirname(file), link)))
      .map((link) => `${file}: ${link}`);
  });
  expect(broken).toEqual([]);
});

test('shows the stages of dist/ in the diagram', () => {
  const drawn = fs.readFileSync(path.join(ROOT, 'docs/images/stages.mmd'), 'utf8');
  expect(fs.readFileSync(path.join(ROOT, 'dist/README.md'), 'utf8')).toContain(`\`\`\`mermaid\n${drawn}\`\`\`\n`);
});

describe('the reference of the components', () => {
  const file = 'docs/reference/components.md';
  const sections = new Map(
    fs
      .readFileSync(path.join(ROOT, file), 'utf8')
      .split(/^## /m)
      .map((section) => [section.slice(0, section.indexOf('\n')), section]),
  );
  const rowsOf = (section: string) =>
    [...(sections.get(section) ?? '').matchAll(/^\|(.*)\|$/gm)].map(([, row]) =>
      row.split('|').map((cell) => cell.trim()),
    );
  const namesIn = (cell: string) => [...cell.matchAll(/`([a-z][\w.]*)[^`]*`/gi)].map(([, name]) => name);

  test('names the versions of the releases', () => {
    const installerOf = (release: SpinKubeRelease) => {
      const bundle = new Bundle();
      new SpinKube(bundle, 'spinkube', { release });
      const installers = ['kwasm-operator', 'runtime-class-manager'];
      return String(stagesOf(bundle).find(({ name }) => installers.includes(name))?.name);
    };
    const columns = RELEASES.map((release) => [
      `${release.spinOperator.name}, group \`${release.api.group}\``,
      release.certManager.name,
      `${release.runtimeClassManager.name}, with shim ${release._managedShim.name}`,
      `${release.kwasmOperator.name}, with shim ${release.spinShim.name}`,
      installerOf(release),
    ]);
    expect(
      rowsOf('Releases')
        .slice(2)
        .map(([, ...cells]) => cells),
    ).toEqual(columns[0].map((_, row) => columns.map((column) => column[row])));
  });

  test.each([
    ['CertManager', 'CertManagerProps', 1],
    ['SpinOperator', 'SpinOperatorProps', 1],
    ['RuntimeClassManager and Shim', 'RuntimeClassManagerProps', 1],
    ['KwasmOperator', 'KwasmOperatorProps', 1],
    ['All of them', 'SpinOperatorProps', 0],
  ])('names only existing properties of %s', (section, props, column) => {
    const names = rowsOf(section)
      .slice(2)
      .flatMap((cells) => namesIn(cells[column] === 'the same' ? cells[0] : cells[column]));
    expect(names.length).toBeGreaterThan(3);
    const code = [...names, 'unheardOf'].map((name) => `props.${name.replaceAll('.', '?.')};`).join('\n');
    const snippet = {
      file,
      line: 1,
      code: `import { ${props} } from 'cdk8s-spinkube'; declare const props: ${props};\n${code}`,
    };
    expect(errorsOf([snippet]).map((error) => error.replace(/^.*: /, ''))).toEqual([
      `Property 'unheardOf' does not exist on type '${props}'.`,
    ]);
  });
});
