// Records which route the router of Spin chooses for a path: npm run verdicts:routes
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** Routes that an Ingress can express, and others. */
const PLAIN = ['/', '/...', '/cart', '/cart/...', '/cart/checkout', '/cart/checkout/...', '/a.b', '/a.b/...', 'carts'];
const OTHERS = [
  '/users/:id',
  '/users/:id/edit',
  '/users/:id/...',
  '/:any',
  '/:any/...',
  '/files/:name.json',
  '/*',
  '/x+(y)',
];

const PATHS = [
  ...[
    '/',
    '/cart',
    '/cart/',
    '/carts',
    '/carts/',
    '/car',
    '/cart.',
    '/cart/checkout',
    '/cart/checkout/',
    '/cart/other',
  ],
  ...['/cart/checkout/now', '/cart/checkouts', '/a.b', '/axb', '/a.b/c', '/Cart', '/users', '/users/', '/users/7'],
  ...['/users/7/', '/users/7/edit', '/users/7/edit/', '/users/7/other/deep', '/files/a.json', '/files/a.b.json'],
  ...['/files/.json', '/files/a.txt', '/files/a/b.json', '/x+(y)', '/xx', '/x+(y)/', '/any/thing/else'],
];

const pairs = PLAIN.flatMap((first, index) => PLAIN.slice(index + 1).map((second) => [first, second]));
const questions = [...[...PLAIN, ...OTHERS].map((route) => [route]), ...pairs, PLAIN].flatMap((routes) =>
  PATHS.map((request) => [request, ...routes].join(' ')),
);
const { error, status, stderr, stdout } = spawnSync('cargo', ['run', '--release', '--locked', '--quiet'], {
  cwd: __dirname,
  encoding: 'utf8',
  env: { CARGO_TARGET_DIR: path.join(os.homedir(), '.cache', 'cdk8s-spinkube', 'routes'), ...process.env },
  input: `${questions.join('\n')}\n`,
});
if (error ?? status !== 0) {
  throw new Error(`cargo: ${error?.message ?? stderr}`);
}
const answers = stdout.trimEnd().split('\n');
const verdicts = questions.map((question, index) => `${question} ${answers[index]}\n`);
fs.writeFileSync(path.join(__dirname, '..', '..', 'test', 'app', 'routes.txt'), verdicts.join(''));
