import { command, inEmptyFolder, write } from '../command';
import { writeTrees } from './trees';

inEmptyFolder();

/** The part of markdown-it that is used here. */
interface Token {
  readonly type: string;
  readonly content: string;
  readonly info: string;
}

/** The tokens of a text, as a real parser reads it. */
function tokensOf(text: string): Token[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- CommonJS
  const MarkdownIt = require('markdown-it') as new (options: object) => { parse(text: string, env: object): Token[] };
  return new MarkdownIt({ html: true }).parse(text, {});
}

const contents = (tokens: readonly Token[], type: string) =>
  tokens.filter((token) => token.type === type).map(({ content }) => content.trim());

test('has a summary, a table of risks, and a section for each stage', () => {
  writeTrees();
  const { code, errors, out } = command('diff', '--format', 'markdown', 'old', 'new');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const tokens = tokensOf(out);
  const [summary, ...others] = contents(tokens, 'inline');
  expect(summary).toBe('**Changes of manifests:** 1 removed, 6 changed; risks: 2 loss, 1 restart, 1 image');
  expect(tokens.filter(({ type }) => type === 'tr_open')).toHaveLength(5);
  expect(tokens.filter(({ type }) => type === 'td_open')).toHaveLength(16);
  expect(others).toContain('<code>Namespace/a|b&lt;i></code>');
  const sections = ['apps/: 3 changed', 'config/: 3 changed', 'gone/ (removed): 1 removed'];
  expect(contents(tokens, 'html_block').filter((html) => html !== '</details>')).toEqual(
    sections.map((section) => `<details><summary>${section}</summary>`),
  );
  expect(contents(tokens, 'html_block').filter((html) => html === '</details>')).toHaveLength(3);
  expect(contents(tokens, 'fence')).toContain('@@ data.run @@\n one\n-two\n+```\n three');
  expect(tokens.filter(({ type }) => type === 'fence').map(({ info }) => info)).toEqual(Array(5).fill('diff'));
  expect(out).not.toMatch(/b2xk|bmV3/);
});

test('is one line if nothing changes', () => {
  writeTrees();
  const { out } = command('diff', '--format', 'markdown', 'old', 'old');
  expect(out).toBe('**Changes of manifests:** no objects change; no risks\n');
});

test.each([300, 3000])('fits into a comment with the changes of %p objects', (count) => {
  const objects = (image: string) =>
    Array.from(
      { length: count },
      (_, index) =>
        `apiVersion: core.spinkube.dev/v1alpha1\nkind: SpinApp\nmetadata: {name: app-${index}, namespace: shop}\nspec: {image: "${image}-${index}"}\n`,
    ).join('---\n');
  write('old/apps/a.yaml', objects('a'));
  write('new/apps/a.yaml', objects('b'));
  const { out } = command('diff', '--format', 'markdown', 'old', 'new');
  expect(out.length).toBeLessThanOrEqual(65_536);
  expect(out).toContain('The rest is left out because a comment has a maximum length;');
  const tokens = tokensOf(out);
  const html = contents(tokens, 'html_block');
  expect(html.filter((one) => one === '</details>').length).toBe(html.length / 2);
  expect(contents(tokens, 'inline')[0]).toContain(`${count} changed; risks: ${count} restart, ${count} image`);
});
