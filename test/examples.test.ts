import * as fs from 'fs';
import * as path from 'path';
import { filesOf } from './bundle-snapshot';
import { filesBelow } from './gitops/stages';

const ROOT = path.join(__dirname, '..');
const EXAMPLES = fs
  .readdirSync(path.join(ROOT, 'examples'))
  .filter((name) => fs.existsSync(path.join(ROOT, 'examples', name, 'main.ts')));

test('finds the examples', () => {
  expect(EXAMPLES.length).toBeGreaterThan(7);
});

test.each(EXAMPLES)('writes exactly what is committed in dist/: %s', (name) => {
  const committed = filesBelow(path.join(ROOT, 'examples', name, 'dist'));
  expect(filesOf(`examples/${name}/main.ts`)).toEqual(committed);
});

test.each(EXAMPLES)('imports the package by its name: %s', (name) => {
  const text = fs.readFileSync(path.join(ROOT, 'examples', name, 'main.ts'), 'utf8');
  const modules = [...text.matchAll(/ from '(.*)';$/gm)].map(([, module]) => module);
  expect(modules).toContain('cdk8s-spinkube');
  expect(modules.filter((module) => module.startsWith('.'))).toEqual([]);
});

test('lists each example in the documentation', () => {
  const index = fs.readFileSync(path.join(ROOT, 'docs', 'README.md'), 'utf8');
  expect(EXAMPLES.filter((name) => !index.includes(`(../examples/${name})`))).toEqual([]);
});

test.each([
  ['python', 'main.py'],
  ['java', 'Main.java'],
  ['go', 'main.go'],
])('shows the example in the guide for its language: %s', (language, file) => {
  const program = fs.readFileSync(path.join(ROOT, 'examples', 'languages', file), 'utf8');
  const guide = fs.readFileSync(path.join(ROOT, 'docs', 'how-to', `${language}.md`), 'utf8');
  expect(guide).toContain(`\`\`\`${language}\n${program}\`\`\`\n`);
});
