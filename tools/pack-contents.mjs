// Run before the package is packed: fails if the build is incomplete, and removes what the package does not need.
//   node tools/pack-contents.mjs    npm pack and npm publish run it, as part of the script `prepack`
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const { bin, bundledDependencies, main, types } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const missing = ['.jsii', '.jsii.gz', main, types, ...Object.values(bin)].filter(
  (file) => !existsSync(join(ROOT, file)),
);
if (missing.length > 0) {
  console.error(`The package cannot be packed without ${missing.join(', ')}: remove build/ and run \`npm run build\`.`);
  process.exit(1);
}

/** Files of bundled dependencies that nothing reads: source maps, and of dagre the builds for browsers and the types. */
const UNUSED = [
  [/./, /\.map$/],
  [/^@dagrejs\//, /^dist\/.*(?<!\.esm)\.[jt]s$/],
];

// npm packs bundled dependencies whole, with theirs: `files` of package.json does not apply to them. `npm ci` brings them back.
for (const name of bundledDependencies.flatMap(withDependencies)) {
  const folder = join(ROOT, 'node_modules', name);
  const patterns = UNUSED.flatMap(([names, files]) => (names.test(name) ? [files] : []));
  for (const file of readdirSync(folder, { recursive: true })) {
    if (patterns.some((pattern) => pattern.test(file))) rmSync(join(folder, file), { force: true }); // two may pack at a time
  }
}

function withDependencies(name) {
  const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
  return [name, ...Object.keys(dependencies).flatMap(withDependencies)];
}
