import * as fs from 'fs';
import * as path from 'path';
import { allRules } from '../../lib/validation/admission/check-admission';
import { rulesPage } from '../../tools/rules/rules-page';

test('keeps the page of rules up to date: npm run rules', () => {
  expect(fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'reference', 'rules.md'), 'utf8')).toBe(rulesPage());
});

test('gives every rule a unique name, a description and a source', () => {
  const rules = allRules();
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  for (const { description, name, source } of rules) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(description).toMatch(/^[A-Z`].*[.]$/);
    expect(source).toMatch(/^https:\/\//);
  }
});
