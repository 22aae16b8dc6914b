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

// npm packs bundled dependencies whole: `files` of package.json does not apply to them. Nothing reads their source maps, and
// `npm ci` brings them back.
for (const name of bundledDependencies) {
  const folder = join(ROOT, 'node_modules', name);
  for (const file of readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.map'))) {
    rmSync(join(folder, file));
  }
}
