import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { PackageURL } from 'packageurl-js';
import { app, command, EXECUTOR, inEmptyFolder, write } from './command';

inEmptyFolder();

const SHA = 'a'.repeat(64);

const SHIM = `apiVersion: runtime.spinkube.dev/v1alpha1
kind: Shim
metadata: {name: spin-v2}
spec:
  fetchStrategy:
    platforms: [{os: linux, arch: amd64, location: https://example.com/shim.tar.gz, sha256: ${SHA}}]
`;

interface Descriptor {
  readonly annotations?: { readonly [name: string]: string };
  readonly artifactType?: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
}

interface Manifest {
  readonly annotations?: { readonly [name: string]: string };
  readonly artifactType: string;
  readonly config: Descriptor;
  readonly layers: Descriptor[];
  readonly subject?: Descriptor;
}

interface Spdx {
  readonly creationInfo: object;
  readonly name: string;
  readonly packages: { readonly SPDXID: string; readonly externalRefs?: { readonly referenceLocator: string }[] }[];
  readonly relationships: object[];
}

const json = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as unknown;

/** Content by digest, which must be that of the content. */
function blob(layout: string, { digest, size }: Descriptor): Buffer {
  const content = fs.readFileSync(path.join(layout, 'blobs', digest.replace(':', '/')));
  expect(digest).toBe(`sha256:${createHash('sha256').update(content).digest('hex')}`);
  expect(content).toHaveLength(size);
  return content;
}

/** The artifact of a layout, and its bill of materials. */
function read(layout: string) {
  const { manifests } = json(path.join(layout, 'index.json')) as { manifests: Descriptor[] };
  const [bundle, bill] = manifests.map((one) => JSON.parse(blob(layout, one).toString()) as Manifest);
  const spdx = JSON.parse(blob(layout, bill.layers[0]).toString()) as Spdx;
  return { manifests, bundle, bill, spdx, layer: blob(layout, bundle.layers[0]) };
}

/** Every file of a folder, and its content. */
function contents(folder: string): [string, string][] {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const places = files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
  return places.map((place) => [place, fs.readFileSync(path.join(folder, place), 'base64')]);
}

const git = (...args: string[]) => {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GIT_COMMITTER_DATE: '2026-01-02T03:04:05+01:00' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
};

function commit(): string {
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message=a');
  return git('rev-parse', 'HEAD');
}

let epoch: string | undefined;

beforeEach(() => {
  epoch = process.env.SOURCE_DATE_EPOCH;
  delete process.env.SOURCE_DATE_EPOCH;
  write('dist/manifests/shop/shop.yaml', `${app('image: example.com/Shop/shop:v1')}---\n${EXECUTOR}---\n${SHIM}`);
  write('dist/kubectl/install.sh', '#!/bin/sh\n');
  fs.chmodSync('dist/kubectl/install.sh', 0o755);
});

afterEach(() => {
  if (epoch !== undefined) {
    process.env.SOURCE_DATE_EPOCH = epoch;
  }
});

const PACKAGE = ['package', 'dist', '--output', 'oci'];

test('writes a layout in which every digest and size is right', () => {
  const { code, errors, out } = command(...PACKAGE, '--tag', '1.0.0');
  const { bill, bundle, manifests } = read('oci');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(out).toBe(`2 files in oci, tag 1.0.0, digest ${manifests[0].digest}

Push the artifact and its bill of materials, and sign it:
  oras cp --recursive --from-oci-layout oci:1.0.0 registry.example.com/platform:1.0.0
  cosign sign registry.example.com/platform@${manifests[0].digest}
`);
  expect(json('oci/oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' });
  expect(manifests).toMatchObject([
    { annotations: { 'org.opencontainers.image.ref.name': '1.0.0' } },
    { artifactType: 'application/spdx+json' },
  ]);
  expect(manifests[1].annotations).toBeUndefined();
  expect(bundle).toMatchObject({ artifactType: 'application/vnd.cdk8s-spinkube.bundle.v1' });
  expect(bundle).not.toHaveProperty('annotations');
  expect(bundle.layers.map(({ mediaType }) => mediaType)).toEqual(['application/vnd.oci.image.layer.v1.tar+gzip']);
  expect(blob('oci', bundle.config).toString()).toBe('{}');
  const { digest, mediaType, size } = manifests[0];
  expect(bill.subject).toEqual({ digest, mediaType, size });
  const blobs = [...manifests, bundle.config, ...bundle.layers, ...bill.layers].map((one) => one.digest.slice(7));
  expect(fs.readdirSync('oci/blobs/sha256').sort()).toEqual([...new Set(blobs)].sort());
});

test('writes the same bytes for the same files, wherever and whenever they were written', () => {
  command(...PACKAGE);
  fs.utimesSync('dist/kubectl/install.sh', 1, 1);
  fs.chmodSync('dist/manifests/shop/shop.yaml', 0o600);
  fs.renameSync('dist', 'moved');
  fs.mkdirSync('elsewhere');
  fs.renameSync('moved', 'elsewhere/dist');
  command('package', 'elsewhere/dist', '--output', 'again');
  expect(contents('again')).toEqual(contents('oci'));
});

test('writes an archive that tar reads: paths, modes, contents, no times or users', () => {
  const long = `${'d'.repeat(99)}/${'e'.repeat(50)}`;
  write(`dist/${long}/${'f'.repeat(95)}.yaml`, '');
  write('dist/ä/.argocd-source.yaml', 'a: ü\n'.repeat(200));
  write('dist/.git/config', '');
  write('dist/.synth-1-abc-1.tmp', '');
  command(...PACKAGE);
  fs.writeFileSync('layer.tar.gz', read('oci').layer);
  const [first, ...others] = execFileSync(
    'tar',
    ['--list', '--verbose', '--quoting-style=literal', '--file=layer.tar.gz'],
    {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    },
  )
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' '));
  expect(first).toBe(`-rw-r--r-- 0/0 0 1970-01-01 00:00 ${long}/${'f'.repeat(95)}.yaml`);
  expect(others).toEqual([
    '-rwxr-xr-x 0/0 10 1970-01-01 00:00 kubectl/install.sh',
    expect.stringMatching(/^-rw-r--r-- 0\/0 \d+ 1970-01-01 00:00 manifests\/shop\/shop.yaml$/),
    '-rw-r--r-- 0/0 1200 1970-01-01 00:00 ä/.argocd-source.yaml',
  ]);
  fs.mkdirSync('unpacked');
  execFileSync('tar', ['--extract', '--file=layer.tar.gz', '--directory=unpacked']);
  fs.rmSync('dist/.git', { recursive: true });
  fs.rmSync('dist/.synth-1-abc-1.tmp');
  expect(contents('unpacked')).toEqual(contents('dist'));
});

describe('origin', () => {
  test('is the commit and the address of the Git repository, without a password', () => {
    const hash = commit();
    git('remote', 'add', 'origin', 'https://user:secret@example.com/team/platform.git');
    write('dist/new.txt', 'not in the commit: made from it');
    const { code, errors, out } = command(...PACKAGE, '--json');
    const annotations = {
      'org.opencontainers.image.created': '2026-01-02T02:04:05Z',
      'org.opencontainers.image.revision': `sha1:${hash}`,
      'org.opencontainers.image.source': 'https://example.com/team/platform.git',
    };
    const { bundle, manifests, spdx } = read('oci');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(out)).toEqual({
      digest: manifests[0].digest,
      tag: 'latest',
      output: 'oci',
      annotations,
      files: ['kubectl/install.sh', 'manifests/shop/shop.yaml', 'new.txt'],
    });
    expect(bundle.annotations).toEqual(annotations);
    expect(spdx).toMatchObject({
      name: 'platform',
      documentNamespace: `https://spdx.org/spdxdocs/platform-${manifests[0].digest.slice(7)}`,
      creationInfo: { created: '2026-01-02T02:04:05Z', creators: [expect.stringMatching(/^Tool: cdk8s-spinkube-\d/)] },
    });
    expect(spdx.packages[0]).toMatchObject({ downloadLocation: 'git+https://example.com/team/platform.git' });
  });

  test.each([
    ['git@example.com:team/platform.git', 'ssh://git@example.com/team/platform.git'],
    ['ssh://git@example.com/team/platform.git', 'ssh://git@example.com/team/platform.git'],
    ['http://user@example.com/platform', 'http://example.com/platform'],
    ['../platform', undefined],
  ])('is the address %s as a URL, unless it is a folder', (address, source) => {
    commit();
    git('remote', 'add', 'origin', address);
    command(...PACKAGE);
    const { bundle, spdx } = read('oci');
    expect(bundle.annotations?.['org.opencontainers.image.source']).toBe(source);
    expect(spdx.packages[0]).toMatchObject({
      downloadLocation: source === undefined ? 'NOASSERTION' : `git+${source}`,
    });
  });

  test('has no revision if a file differs from the commit, unless it is given', () => {
    commit();
    write('dist/kubectl/install.sh', '#!/bin/bash\n');
    expect(command(...PACKAGE)).toMatchObject({
      code: 0,
      errors:
        'The artifact has no revision: files of the repository differ from the commit; commit them, or use --revision\n',
    });
    expect(Object.keys(read('oci').bundle.annotations ?? {})).toEqual(['org.opencontainers.image.created']);
    expect(command(...PACKAGE, '--revision', 'v1')).toMatchObject({ errors: '' });
    expect(read('oci').bundle.annotations).toMatchObject({ 'org.opencontainers.image.revision': 'v1' });
  });

  test('is what the options and SOURCE_DATE_EPOCH say', () => {
    commit();
    process.env.SOURCE_DATE_EPOCH = '86400';
    command(...PACKAGE, '--source', 'https://example.com/a', '--annotation', 'team=a=b', '--annotation', 'empty=');
    delete process.env.SOURCE_DATE_EPOCH;
    expect(read('oci').bundle.annotations).toMatchObject({
      'org.opencontainers.image.created': '1970-01-02T00:00:00Z',
      'org.opencontainers.image.source': 'https://example.com/a',
      team: 'a=b',
      empty: '',
    });
  });
});

test('lists what the manifests need in a bill of materials', () => {
  const digest = `sha256:${'b'.repeat(64)}`;
  write('dist/a.yaml', app(`image: 'localhost:5000/a/b@${digest}'`));
  command(...PACKAGE);
  const { manifests, spdx } = read('oci');
  const [bundle, ...needed] = spdx.packages;
  expect(spdx).toMatchObject({ spdxVersion: 'SPDX-2.3', dataLicense: 'CC0-1.0', name: 'dist' });
  expect(spdx.creationInfo).toMatchObject({ created: '1970-01-01T00:00:00Z' });
  expect(bundle).toMatchObject({ name: 'dist', downloadLocation: 'NOASSERTION' });
  expect(needed).toMatchObject([
    { name: 'example.com/Shop/shop', versionInfo: 'v1', primaryPackagePurpose: 'CONTAINER' },
    { name: 'localhost:5000/a/b', checksums: [{ algorithm: 'SHA256', checksumValue: 'b'.repeat(64) }] },
    {
      name: 'shim.tar.gz',
      downloadLocation: 'https://example.com/shim.tar.gz',
      primaryPackagePurpose: 'ARCHIVE',
      checksums: [{ algorithm: 'SHA256', checksumValue: SHA }],
    },
  ]);
  expect(needed[1]).not.toHaveProperty('versionInfo');
  expect(needed.flatMap(({ externalRefs = [] }) => externalRefs.map((one) => one.referenceLocator))).toEqual([
    new PackageURL('oci', null, 'shop', null, { repository_url: 'example.com/Shop/shop', tag: 'v1' }).toString(),
    new PackageURL('oci', null, 'b', digest, { repository_url: 'localhost:5000/a/b' }).toString(),
  ]);
  const needs = needed.map(({ SPDXID }) => ['SPDXRef-bundle', 'DEPENDS_ON', SPDXID]);
  expect(spdx.relationships.map((one) => Object.values(one) as string[])).toEqual([
    ['SPDXRef-DOCUMENT', 'DESCRIBES', 'SPDXRef-bundle'],
    ...needs,
  ]);
  expect(manifests).toHaveLength(2);
});

test('replaces a layout', () => {
  command(...PACKAGE, '--tag', 'v1');
  write('dist/kubectl/install.sh', 'echo\n');
  command(...PACKAGE, '--tag', 'v2');
  command('package', 'dist', '--output', 'fresh', '--tag', 'v2');
  expect(contents('oci')).toEqual(contents('fresh'));
  expect(fs.readdirSync('.').sort()).toEqual(['dist', 'fresh', 'oci']);
});

test.each<[string, string[], string]>([
  [
    'a folder that does not exist',
    ['package', 'none', '--output', 'oci'],
    "'none' is not a folder; give the output directory of a bundle",
  ],
  ['an empty folder', ['package', 'empty', '--output', 'oci'], "'empty' has no files; run cdk8s synth first"],
  [
    'a folder without manifests',
    ['package', 'text', '--output', 'oci'],
    "'text' has no file that ends with .json, .yaml, .yml; use another directory",
  ],
  ['a broken manifest', ['package', 'broken', '--output', 'oci'], "'broken/a.yaml' cannot be read: "],
  [
    'a link',
    ['package', 'links', '--output', 'oci'],
    "'links/link' is not a regular file: Flux leaves links out; replace it by a file",
  ],
  [
    'a path that is too long',
    ['package', 'long', '--output', 'oci'],
    `'${'f'.repeat(101)}' is too long a path for a tar archive; use shorter names`,
  ],
  [
    'an output in the folder',
    ['package', 'dist', '--output', 'dist/oci'],
    "'--output' (dist/oci) must not be in 'dist', which is packaged; use another folder",
  ],
  [
    'the folder as output',
    ['package', 'dist', '--output', './dist/'],
    "'--output' (./dist/) must not be in 'dist', which is packaged; use another folder",
  ],
  [
    'another folder as output',
    ['package', 'dist', '--output', 'text'],
    "'text' is not empty: it has a.txt; give another folder",
  ],
  ['a tag that is not valid', [...PACKAGE, '--tag', '-a/b'], "'--tag' (-a/b) must be at most 128 letters"],
  [
    'an annotation without a name',
    [...PACKAGE, '--annotation', '=a'],
    "'--annotation' (=a) must be NAME=VALUE, such as team=payments",
  ],
  ['no output', ['package', 'dist'], "required option '--output <folder>' not specified"],
])('rejects %s, and writes nothing', (_, args, message) => {
  write('text/a.txt', 'a');
  write('broken/a.yaml', 'apiVersion: v1\nkind: [a\n');
  write('links/a.yaml', EXECUTOR);
  fs.symlinkSync('a.yaml', 'links/link');
  write(`long/${'f'.repeat(101)}`, 'a');
  write('long/a.yaml', EXECUTOR);
  fs.mkdirSync('empty');
  const before = contents('.');
  const { code, errors, out } = command(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toContain(message);
  expect(contents('.')).toEqual(before);
});

test('rejects a SOURCE_DATE_EPOCH that is not a number', () => {
  process.env.SOURCE_DATE_EPOCH = 'yesterday';
  const { code, errors } = command(...PACKAGE);
  delete process.env.SOURCE_DATE_EPOCH;
  expect({ code, errors }).toEqual({
    code: 2,
    errors: 'cdk8s-spinkube package: SOURCE_DATE_EPOCH (yesterday) must be a number of seconds since 1970\n',
  });
});
