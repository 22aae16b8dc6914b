import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

const TUTORIALS = path.join(__dirname, '..', 'docs', 'tutorial');
const PAGES = fs.readdirSync(TUTORIALS).filter((file) => file.endsWith('.md'));
const OUTPUTS = fs.readdirSync(path.join(TUTORIALS, 'outputs')).map((file) => `outputs/${file}`);

const read = (file: string) => fs.readFileSync(path.join(TUTORIALS, file), 'utf8');

/** Fenced blocks of a page in a language, each with the line before it. */
const blocksIn = (page: string, language: string) =>
  [...read(page).matchAll(new RegExp(`^(.*)\\n\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, before, text]) => ({
    before,
    text,
  }));

const shownOn = (page: string) => blocksIn(page, 'text').map(({ before, text }): [string, string] => [before, text]);

test('shows each recorded output, and no other', () => {
  const recorded = OUTPUTS.map((file): [string, string] => [`<!-- ${file} -->`, read(file)]);
  const shown = PAGES.flatMap(shownOn);
  expect(shown.filter(([file, text]) => new Map(recorded).get(file) !== text)).toEqual([]);
  expect(new Set(shown.map(([file]) => file))).toEqual(new Set(recorded.map(([file]) => file)));
});

test.each(PAGES)('has commands that a shell can parse, without prompts: %s', (page) => {
  const commands = blocksIn(page, 'sh');
  expect(commands.length).toBeGreaterThan(5);
  for (const { text } of commands) {
    expect(text).not.toMatch(/^[$#] /m);
    execFileSync('sh', ['-n'], { input: text });
  }
});

test.each(PAGES)('has only blocks of commands, programs and outputs: %s', (page) => {
  const languages = [...read(page).matchAll(/^```(\w*)\n[^]*?^```$/gm)].map(([, language]) => language);
  expect(new Set(languages)).toEqual(new Set(['sh', 'ts', 'text']));
});

test.each(PAGES)('runs only files that the repository or its programs have: %s', (page) => {
  const root = path.join(TUTORIALS, '..', '..');
  const commands = blocksIn(page, 'sh').map(({ text }) => text);
  const files = commands.flatMap((text) => text.match(/(?:examples|dist)\/[-\w./]+/g) ?? []);
  expect(files.length).toBeGreaterThan(1);
  expect(files.filter((file) => !fs.existsSync(path.join(root, file)))).toEqual([]);
});
