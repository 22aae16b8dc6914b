import * as fs from 'fs';
import * as path from 'path';
import { RULES } from '../../lib/validation/admission/check-admission';
import { rulesPage } from '../../tools/rules/rules-page';

test('keeps the page of rules up to date: npm run rules', () => {
  expect(fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'reference', 'rules.md'), 'utf8')).toBe(rulesPage());
});

test('gives every rule a unique name, a description and a source', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  for (const { description, name, source } of RULES) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(description).toMatch(/^[A-Z`].*[.]$/);
    expect(source).toMatch(/^https:\/\//);
  }
});
