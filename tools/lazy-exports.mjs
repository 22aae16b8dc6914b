// npm run build, after jsii: the package loads a module when a program first reads an export of it, and not before.
//   node tools/lazy-exports.mjs build/lib/index.js build/lib/app/volumes/index.js build/lib/gardener/index.js
//
// jsii compiles an `index.ts` to a file that requires every module at once, hundreds of files for a program that wants
// one construct. The compiler writes lines of a few forms there; any other stops the build.
//
// `index.ts` of a submodule must export everything of its files: jsii gives a submodule what is declared there, not what
// is exported by name. Of each file the package then exports what the assembly has of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What this writes begins with it. The compiler does not write the file again as long as its source is the same. */
const HEADER = '"use strict"; // lazy exports';

/** Functions of the compiler, for what is loaded at once. */
const HELPERS = /^"use strict";\n(?:var __\w+ = [^]*?\n\}\)?(?:\(\))?;\n)*/;

const MARK = 'Object.defineProperty(exports, "__esModule", { value: true });';

const COMMENT = /^(?:\/\/.*)?$/;

/** The names, as Node finds them without running the file when an ECMAScript module imports it. */
const NAMES = /^(?:exports\.\w+ = )+void 0;$/;

const NAMESPACE = /^exports\.(\w+) = __importStar\((require\("[^"]+"\))\);$/;

const MODULE = /^var (\w+) = (require\("[^"]+"\));$/;

const MEMBER =
  /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/;

const ALL = /^__exportStar\((require\("([^"]+)"\)), exports\);$/;

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

function lazyIndex(text, namesOf) {
  const [mark, ...lines] = text.replace(HELPERS, '').split('\n');
  if (mark !== MARK) throw new Error(`lazy exports: a line of unknown form: ${mark}`);
  const modules = new Map();
  const body = lines.map((line) => lazyLine(line, modules, namesOf)).filter((line) => line !== '');
  return [HEADER, MARK, LAZY, ...body, ''].join('\n');
}

function lazyLine(line, modules, namesOf) {
  const form = [COMMENT, NAMES, NAMESPACE, MODULE, MEMBER, ALL].find((pattern) => pattern.test(line));
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
      break;
    case ALL: {
      const names = namesOf(from);
      if (names !== undefined) return lazyExports(name, names);
    }
  }
  throw new Error(`lazy exports: a line of unknown form: ${line}`);
}

/** The line of names is for Node, as above. */
function lazyExports(module, names) {
  const known = names.map((name) => `exports.${name} = `).join('');
  return [
    ...(known === '' ? [] : [`${known}void 0;`]),
    ...names.map((name) => lazyExport(name, `${module}.${name}`)),
  ].join('\n');
}

function lazyExport(name, value) {
  return `lazy("${name}", function () { return ${value}; });`;
}

/** Names of the classes and enums that the assembly has, for each compiled module; none for a module of interfaces. */
function exportsOfModules() {
  const { types } = JSON.parse(readFileSync('.jsii', 'utf8'));
  const names = new Map();
  for (const { kind, name, symbolId } of Object.values(types)) {
    const module = symbolId.split(':')[0];
    names.set(module, [...(names.get(module) ?? []), ...(kind === 'interface' ? [] : [name])]);
  }
  return names;
}

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  if (!text.startsWith(HEADER)) {
    const names = exportsOfModules();
    writeFileSync(
      file,
      lazyIndex(text, (module) => names.get(relative('build', join(dirname(file), module)))),
    );
  }
}
