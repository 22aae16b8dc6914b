// Makes exports lazy: the package loads a module only when a program first reads one of its exports. npm run build runs
// this after jsii.
//   node tools/lazy-exports.mjs build/lib/index.js build/lib/app/volumes/index.js build/lib/gardener/index.js
//
// jsii compiles an `index.ts` to a file that requires every module at once: hundreds of files for a program that needs
// one construct. The compiler writes only a few forms of lines there; the build fails on any other.
//
// The `index.ts` of a submodule must export whole files: jsii assigns the declarations of a file to a submodule, not the
// names that it exports. The package then exports the types that the assembly has of each file.
import { loadAssemblyFromPath } from '@jsii/spec';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** First line of the output. The compiler does not rewrite the file as long as its source is unchanged. */
const HEADER = '"use strict"; // lazy exports';

/** Helper functions that the compiler writes for eager loading. */
const HELPERS = /^"use strict";\n(?:var __\w+ = [^]*?\n\}\)?(?:\(\))?;\n)*/;

const MARK = 'Object.defineProperty(exports, "__esModule", { value: true });';

const COMMENT = /^(?:\/\/.*)?$/;

/** Export names, which Node reads without running the file when an ECMAScript module imports it. */
const NAMES = /^(?:exports\.\w+ = )+void 0;$/;

/** The check of the installation, the only module that is loaded at once. */
const CHECK = /^require\("\.\/private\/installation"\);$/;

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
  const form = [COMMENT, NAMES, CHECK, NAMESPACE, MODULE, MEMBER, ALL].find((pattern) => pattern.test(line));
  const [, name, from, member] = form?.exec(line) ?? [];
  switch (form) {
    case COMMENT:
      return '';
    case NAMES:
    case CHECK:
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

/** Lazy exports of a module, after the line of names that Node reads. */
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

/** Names of the classes and enums in the assembly, by compiled module; a module of interfaces has none. */
function exportsOfModules() {
  const { types } = loadAssemblyFromPath('.', false);
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
