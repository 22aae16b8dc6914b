// npm run build, after jsii: the package loads a module when a program first reads an export of it, and not before.
//   node tools/lazy-exports.mjs build/lib/index.js
//
// jsii compiles `lib/index.ts` to a file that requires every module at once, hundreds of files for a program that wants
// one construct. The compiler writes lines of a few forms there; any other stops the build.
import { readFileSync, writeFileSync } from 'node:fs';

/** What this writes begins with it. The compiler does not write the file again as long as its source is the same. */
const HEADER = '"use strict"; // lazy exports';

/** Functions of the compiler, for what is loaded at once. */
const HELPERS = /^"use strict";\n(?:var __\w+ = [^]*?\n\}\)(?:\(\))?;\n)*/;

const MARK = 'Object.defineProperty(exports, "__esModule", { value: true });';

const COMMENT = /^(?:\/\/.*)?$/;

/** The names, as Node finds them without running the file when an ECMAScript module imports it. */
const NAMES = /^(?:exports\.\w+ = )+void 0;$/;

const NAMESPACE = /^exports\.(\w+) = __importStar\((require\("[^"]+"\))\);$/;

const MODULE = /^var (\w+) = (require\("[^"]+"\));$/;

const MEMBER =
  /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/;

const LAZY = `function lazy(name, load) {
    Object.defineProperty(exports, name, {
        configurable: true,
        enumerable: true,
        get: function () {
            var value = load();
            Object.defineProperty(exports, name, { value: value });
            return value;
        },
    });
}`;

function lazyIndex(text) {
  const [mark, ...lines] = text.replace(HELPERS, '').split('\n');
  if (mark !== MARK) throw new Error(`lazy exports: a line of unknown form: ${mark}`);
  const modules = new Map();
  const body = lines.map((line) => lazyLine(line, modules)).filter((line) => line !== '');
  return [HEADER, MARK, LAZY, ...body, ''].join('\n');
}

function lazyLine(line, modules) {
  const form = [COMMENT, NAMES, NAMESPACE, MODULE, MEMBER].find((pattern) => pattern.test(line));
  const [, name, from, member] = form?.exec(line) ?? [];
  switch (form) {
    case COMMENT:
      return '';
    case NAMES:
      return line;
    case NAMESPACE:
      return lazyExport(name, from);
    case MODULE:
      modules.set(name, from);
      return '';
    case MEMBER:
      if (modules.has(from)) return lazyExport(name, `${modules.get(from)}.${member}`);
  }
  throw new Error(`lazy exports: a line of unknown form: ${line}`);
}

function lazyExport(name, value) {
  return `lazy("${name}", function () { return ${value}; });`;
}

const file = process.argv[2];
const text = readFileSync(file, 'utf8');
if (!text.startsWith(HEADER)) writeFileSync(file, lazyIndex(text));
