import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { load } from 'js-yaml';
import { app, command, EXECUTOR, inEmptyFolder, write } from './command';

const ROOT = path.join(__dirname, '..', '..');
const SHA = 'a'.repeat(64);

const SHIM = `apiVersion: runtime.spinkube.dev/v1alpha1
kind: Shim
metadata: {name: spin-v2}
spec:
  fetchStrategy:
    type: platforms
    platforms:
      - {os: linux, arch: amd64, location: 'https://example.com/it''s x86.tar.gz?download', sha256: ${SHA}}
      - {os: linux, arch: arm64, location: 'https://example.com/arm.tar.gz'}
`;

/** A pod with images in every place, and of every form. */
const POD = `apiVersion: v1
kind: Pod
metadata: {name: pod}
spec:
  initContainers: [{name: a, image: busybox}]
  containers:
    - name: b
      image: example.com/team/b:v1@sha256:${SHA}
      args: [--solver-image=team/solver:v2]
      env: [{name: JOB_IMAGE, value: localhost/job:v3}]
  volumes: [{name: c, image: {reference: 'example.com/team/b:v2'}}]
`;

inEmptyFolder();

test('lists each image and archive once, sorted', () => {
  write('shop/app.yaml', app('image: example.com/shop:v1'));
  write('shop/other.yaml', `${app('image: example.com/shop:v1')}---\n${EXECUTOR}---\n${SHIM}---\n${POD}`);
  expect(command('images', 'shop')).toEqual({
    code: 0,
    out: [
      'busybox',
      `example.com/shop:v1`,
      `example.com/team/b:v1@sha256:${SHA}`,
      'example.com/team/b:v2',
      'localhost/job:v3',
      'team/solver:v2',
      'https://example.com/arm.tar.gz',
      "https://example.com/it's x86.tar.gz?download",
      '',
    ].join('\n'),
    errors: '',
  });
  expect(command('images', '--exclude', '**/other.yaml', 'shop').out).toBe('example.com/shop:v1\n');
});

test('lists the images of our own bundle, as its README.md does', () => {
  const dist = path.join(ROOT, 'dist');
  const readme = fs.readFileSync(path.join(dist, 'README.md'), 'utf8');
  const listed = [...readme.slice(readme.indexOf('## Images')).matchAll(/^- `(.*)`$/gm)].map(([, image]) => image);
  const { archives, images } = JSON.parse(command('images', '--json', dist).out) as {
    archives: { url: string; sha256: string }[];
    images: string[];
  };
  expect(listed.length).toBeGreaterThan(5);
  expect(images).toEqual(listed);
  expect(archives.map(({ url }) => url.split('/').at(-1))).toEqual([
    'containerd-shim-spin-v2-linux-aarch64.tar.gz',
    'containerd-shim-spin-v2-linux-x86_64.tar.gz',
  ]);
  expect(archives.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
});

test('writes a source of skopeo sync', () => {
  write('pod.yaml', POD);
  expect(load(command('images', '--format', 'skopeo', 'pod.yaml').out)).toEqual({
    'docker.io': { images: { 'library/busybox': ['latest'], 'team/solver': ['v2'] } },
    'example.com': { images: { 'team/b': [`sha256:${SHA}`, 'v2'] } },
    localhost: { images: { job: ['v3'] } },
  });
});

test('writes a script for crane and curl that names images as ImageMirror.prefix() does, and checks archives', () => {
  write('all.yaml', `${SHIM}---\n${POD}`);
  write('images.sh', command('images', '--format', 'crane-script', 'all.yaml').out);
  for (const tool of ['crane', 'curl', 'sha256sum']) {
    write(
      `bin/${tool}`,
      `#!/bin/sh\nprintf '${tool}' >>calls\nfor word; do printf ' <%s>' "$word" >>calls; done\necho >>calls\n`,
    );
    fs.chmodSync(`bin/${tool}`, 0o755);
  }
  const PATH = `${process.cwd()}/bin:${String(process.env.PATH)}`;
  const unset = spawnSync('sh', ['images.sh'], { env: { PATH }, encoding: 'utf8' });
  expect(unset.status).not.toBe(0);
  expect(unset.stderr).toContain('REGISTRY: must be set, for example to registry.example.com/mirror');
  const { status } = spawnSync('sh', ['images.sh'], { env: { PATH, REGISTRY: 'my.example.com/a b' } });
  expect(status).toBe(0);
  const copied = (from: string, to: string) => `crane <copy> <${from}> <my.example.com/a b/${to}>`;
  const download = (file: string, url: string) =>
    `curl <--fail> <--silent> <--show-error> <--location> <--output> <${file}> <${url}>`;
  expect(fs.readFileSync('calls', 'utf8').trimEnd().split('\n')).toEqual([
    copied('docker.io/library/busybox:latest', 'docker.io/library/busybox:latest'),
    copied(`example.com/team/b:v1@sha256:${SHA}`, 'example.com/team/b:v1'),
    copied('example.com/team/b:v2', 'example.com/team/b:v2'),
    copied('localhost/job:v3', 'localhost/job:v3'),
    copied('docker.io/team/solver:v2', 'docker.io/team/solver:v2'),
    download('arm.tar.gz', 'https://example.com/arm.tar.gz'),
    download("it's x86.tar.gz", "https://example.com/it's x86.tar.gz?download"),
    'sha256sum <--check>',
  ]);
});

test('copies images to where a bundle with a mirror expects them', () => {
  const [from, to] = ['ghcr.io/a/b:v1', 'r.example.com/team/b:v1'];
  const archive = {
    from: 'https://example.com/x.tar.gz?download',
    to: 'https://files.example.com/shims/x.tar.gz',
    isArchive: true,
    sha256: SHA,
  };
  write('dist/stages.json', JSON.stringify({ mirror: [archive, { from, to }], stages: [], files: [] }));
  write('dist/app.yaml', app('').replace('image: hello', `image: ${to}`));
  expect(command('images', '--format', 'crane-script', 'dist').out.split('\n').slice(2)).toEqual([
    'set -eu',
    `crane copy ${from} ${to}`,
    "curl --fail --silent --show-error --location --create-dirs --output files.example.com/shims/x.tar.gz 'https://example.com/x.tar.gz?download'",
    `echo ${SHA}'  'files.example.com/shims/x.tar.gz | sha256sum --check`,
    '',
  ]);
  expect(JSON.parse(command('images', '--json', 'dist').out)).toMatchObject({
    images: [to],
    mirror: [archive, { from, to }],
  });
  expect(command('images', '--format', 'skopeo', 'dist')).toEqual({
    code: 2,
    out: '',
    errors:
      "cdk8s-spinkube images: skopeo sync cannot give images the names of the bundle's image mirror; use '--format crane-script', or ImageMirror.prefix()\n",
  });
});

test.each([
  [
    'example.com:5000/team/b',
    "'example.com:5000/team/b' is on a registry with a port, which cannot be part of its name in another registry; set 'imageMirror'",
  ],
  ['Team/B', "'Team/B' is not a valid image; correct it"],
])('does not copy %s', (image, error) => {
  write('app.yaml', app('').replace('image: hello', `image: ${image}`));
  expect(command('images', 'app.yaml').out).toBe(`${image}\n`);
  expect(command('images', '--format', 'crane-script', 'app.yaml')).toMatchObject({
    code: 2,
    out: '',
    errors: expect.stringContaining(error) as string,
  });
});

test.each([
  [[], "error: missing required argument 'paths'\n"],
  [['missing'], "cdk8s-spinkube images: 'missing' cannot be read; use a file"],
  [['--format', 'xml', 'pod.yaml'], 'Allowed choices are text, json, skopeo, crane-script.'],
  [['broken.yaml'], "cdk8s-spinkube images: 'broken.yaml' cannot be read: "],
])('rejects %j', (args, error) => {
  write('pod.yaml', POD);
  write('broken.yaml', 'apiVersion: v1\nkind: [');
  const { code, errors, out } = command('images', ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toContain(error);
});
