import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');

const MARKDOWN = fs
  .readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && !/(^|\/)(node_modules|build|dist|tools|\.git)\//.test(file));

/** What every snippet may use without saying where it comes from. */
const PRELUDE = [
  "import { Chart } from 'cdk8s';",
  "import * as kplus from 'cdk8s-plus-28';",
  ...[
    'Bundle',
    'Delivery',
    'GitSource',
    'NodeInstaller',
    'SpinApp',
    'SpinKube',
    'SpinKubeRelease',
    'WebhookCertificates',
  ].map((name) => `import { ${name} } from 'cdk8s-spinkube';`),
].join(' ');

/** A piece of TypeScript in a document. */
interface Snippet {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

function snippetsIn(file: string, text: string): Snippet[] {
  return [...text.matchAll(/^( *)```ts\n([^]*?)^ *```$/gm)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[2],
  }));
}

/** The whole program of a snippet, with its first line where the snippet has it: a program of its own has no prelude. */
function program({ code }: Snippet): string {
  if (code.startsWith('import ')) {
    return code;
  }
  const declared = /^const bundle /m.test(code) ? '' : 'declare const bundle: Bundle;';
  return `${PRELUDE} ${declared} ${code}`;
}

/** What the compiler says of the snippets, by the place in the document. */
function errorsOf(snippets: Snippet[]): string[] {
  const files = new Map(snippets.map((snippet, index) => [path.join(ROOT, `snippet-${index}.ts`), snippet]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    types: [],
    paths: { 'cdk8s-spinkube': [path.join(ROOT, 'lib', 'index.ts')] },
  };
  const base = ts.createCompilerHost(options);
  const textOf = (file: string) => {
    const snippet = files.get(file);
    return snippet && program(snippet);
  };
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (file) => files.has(file) || base.fileExists(file),
    readFile: (file) => textOf(file) ?? base.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = textOf(file);
      return text === undefined
        ? base.getSourceFile(file, ...rest)
        : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
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

test('the TypeScript in the documents compiles', () => {
  const snippets = MARKDOWN.flatMap((file) => snippetsIn(file, fs.readFileSync(path.join(ROOT, file), 'utf8')));
  expect(snippets.length).toBeGreaterThan(4);
  const wrong = snippetsIn('wrong.md', "text\n\n```ts\nnew SpinKube(bundle, 'x', {\n  releases: 1,\n});\n```\n");
  expect(errorsOf([...snippets, ...wrong])).toEqual([
    "wrong.md:5: Object literal may only specify known properties, but 'releases' does not exist in type 'SpinKubeProps'. Did you mean to write 'release'?",
  ]);
});

test('the links between the documents lead somewhere', () => {
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
