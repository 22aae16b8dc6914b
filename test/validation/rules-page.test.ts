import * as fs from 'fs';
import * as path from 'path';
import { RULES } from '../../lib/validation/admission/check-admission';
import { rulesPage } from '../../tools/rules/rules-page';

test('the page about the rules is the one of these rules: npm run rules', () => {
  expect(fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'reference', 'rules.md'), 'utf8')).toBe(rulesPage());
});

test('every rule has a name of its own, a description and a source', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  for (const { description, name, source } of RULES) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(description).toMatch(/^[A-Z`].*[.]$/);
    expect(source).toMatch(/^https:\/\//);
  }
});
