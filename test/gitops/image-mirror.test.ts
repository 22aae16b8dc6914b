import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App, Chart, Include, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { load } from 'js-yaml';
import {
  Bundle,
  BundleProps,
  Cluster,
  Delivery,
  GitSource,
  ImageMirror,
  NodeInstaller,
  SmokeTest,
  SpinApp,
  SpinAppExecutor,
  SpinJob,
  SpinKube,
  SpinKubeRelease,
  WebhookCertificates,
} from '../../lib';
import { craneScript, skopeoSource } from '../../lib/gitops/image-copies';
import { MirroredCopy } from '../../lib/gitops/image-mirror';
import { archivesIn, imagesIn } from '../../lib/synth/images';
import { Problems } from '../../lib/validation/problems';
import { GOLDEN, goldenObjects, testWithGolden } from '../golden';
import { Manifest, manifestsIn, only } from '../testing';
import { errorOutputOf, inTemporaryFolder, synthFiles } from './stages';

const PREFIX = 'registry.example.com/mirror';
const FILES = 'https://files.example.com/github/';
const MIRROR = ImageMirror.prefix(PREFIX, { archives: { 'https://github.com/': FILES } });
const SHA = `sha256:${'a'.repeat(64)}`;

/** Hosts of the images and archives in all golden files; by a search, not by the places that the mirror knows. */
const ORIGINAL =
  /(?<![\w./-])(?:(?:ghcr|quay|gcr|docker)\.io|public\.ecr\.aws|registry\.k8s\.io|https:\/\/github\.com)\//;

/** Strings of an object with their paths. */
function stringsOf(value: unknown, at = ''): [string, string][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => stringsOf(inner, `${at}/${key}`))
    : [[at, String(value)]];
}

/** A file of a bundle as it would be without the mirror. */
const unmirrored = (text: string) => text.replaceAll(`${PREFIX}/`, '').replaceAll(FILES, 'https://github.com/');

describe('golden files', () => {
  const files = fs.existsSync(GOLDEN)
    ? ['seed-2024', 'current'].flatMap((folder) =>
        fs.readdirSync(path.join(GOLDEN, folder)).map((file) => `${folder}/${file}`),
      )
    : [];

  /** Strings with an original host after mirroring, and why. */
  const LEFT: { [string: string]: string } = {
    // A placeholder of the sample, not an image: the synth fails.
    'ghcr.io/<username>/<image>:<tag>': 'error',
    // A SpinApp of an API group that no operator serves (spinoperator.dev), a mistake of the sample: a warning.
    'ghcr.io/deislabs/containerd-wasm-shims/examples/spin-rust-hello:v0.10.0': 'warning',
  };

  /** Images without a registry are on Docker Hub. */
  const ON_DOCKER_HUB: { [image: string]: string | undefined } = { busybox: 'docker.io/library/busybox' };

  testWithGolden('have every image and archive from the mirror, and nothing else changed', () => {
    const left = new Map<string, string>();
    let changed = 0;
    for (const original of files.flatMap(goldenObjects)) {
      const problems = Problems.at();
      const { manifest, unchanged } = MIRROR._apply(original, problems);
      const before = new Map(stringsOf(original));
      for (const [at, text] of stringsOf(manifest)) {
        // Not a string came or went, and each is what it was but for the beginning of images and archives.
        const name = before.get(at) ?? 'nothing';
        expect(unmirrored(text)).toBe(text === name ? name : (ON_DOCKER_HUB[name] ?? name));
        changed += text === before.get(at) ? 0 : 1;
        if (ORIGINAL.test(text.replaceAll(`${PREFIX}/`, PREFIX))) {
          const found = problems.all.length > 0 ? 'error' : unchanged.all.length > 0 ? 'warning' : 'nothing';
          left.set(text, found);
        }
      }
      expect(stringsOf(manifest)).toHaveLength(before.size);
    }
    expect(Object.fromEntries(left)).toEqual(LEFT);
    expect(changed).toBe(54);
  });
});

/** Everything of the library that has images, in the same order of constructs for each bundle. */
function everything(props: BundleProps = {}): Bundle {
  const source = GitSource.of({ url: 'https://git.example.com/gitops.git' });
  const bundle = new Bundle({
    deliveries: [Delivery.kubectl(), Delivery.argoCd({ source }), Delivery.flux({ source })],
    ...props,
  });
  const { executor } = new SpinKube(bundle, 'spinkube', {
    previous: { nodeInstaller: NodeInstaller.kwasm() },
    runtimeClass: { name: 'new' },
    executor: { name: 'new' },
  });
  const apps = new Chart(bundle, 'apps', { namespace: 'default' });
  const image = `ghcr.io/example/shop:v1@${SHA}`;
  const app = new SpinApp(apps, 'shop', { metadata: { name: 'shop' }, image, executor });
  new SmokeTest(apps, 'test', { app });
  new SpinJob(apps, 'job', { metadata: { name: 'job' }, image, executor });
  new SpinAppExecutor(apps, 'spintainer', {
    metadata: { name: 'spintainer' },
    spinImage: 'ghcr.io/fermyon/spin:v2.7.0',
  });
  new kplus.Deployment(apps, 'plus', { metadata: { name: 'plus' }, containers: [{ image: 'redis:7' }] });
  return bundle;
}

/** Names that have a hash of images, because a Job with other images is another Job. */
const HASHED = /-[0-9a-f]{8}\b/g;

describe('a bundle with three deliveries', () => {
  const plain = synthFiles(everything());
  const mirrored = synthFiles(everything({ imageMirror: MIRROR }));

  test('differs in nothing but its images and archives, the hashes of Jobs, and what says where they come from', () => {
    expect(Object.keys(mirrored)).toEqual(Object.keys(plain));
    for (const [file, text] of Object.entries(mirrored)) {
      if (file !== 'README.md' && file !== 'stages.json') {
        // Docker Hub is written out, and names without a library are in it.
        const expected = plain[file].replaceAll('image: redis:7', 'image: docker.io/library/redis:7');
        expect(unmirrored(text).replace(HASHED, '-#')).toBe(expected.replace(HASHED, '-#'));
        expect(text.replaceAll(`${PREFIX}/`, PREFIX)).not.toMatch(ORIGINAL);
      }
    }
  });

  test('gives Jobs other names', () => {
    const hashed = (files: { [file: string]: string }) => [
      ...new Set(files['stages.json'].match(/"name":"[^"]*-[0-9a-f]{8}"/g) ?? []),
    ];
    expect(hashed(plain)).toHaveLength(2);
    expect(hashed(plain).filter((name) => hashed(mirrored).includes(name))).toEqual([]);
  });

  test('lists the copies for people and tools', () => {
    const { mirror } = JSON.parse(mirrored['stages.json']) as { mirror: MirroredCopy[] };
    const manifests = Object.entries(plain).flatMap(([file, text]) =>
      file.startsWith('manifests') ? manifestsIn(text) : [],
    );
    const images = mirror.filter(({ isArchive }) => !isArchive);
    expect(images.map(({ from }) => from).sort()).toEqual(imagesIn(manifests));
    expect(images.length).toBeGreaterThan(12);
    expect(mirror.filter(({ isArchive }) => isArchive).map(({ from, sha256 }) => ({ url: from, sha256 }))).toEqual(
      archivesIn(manifests),
    );
    for (const { from, to } of mirror) {
      expect(mirrored['README.md']).toContain(`- \`${to}\`, a copy of \`${from}\`\n`);
    }
    expect(plain['README.md']).not.toContain('a copy of');
    expect(plain['stages.json']).not.toContain('mirror');
  });

  test('has the names that the scripts of images copy to', () => {
    const { mirror } = JSON.parse(mirrored['stages.json']) as { mirror: MirroredCopy[] };
    const manifests = Object.entries(mirrored).flatMap(([file, text]) =>
      file.startsWith('manifests') ? manifestsIn(text) : [],
    );
    const needs = { images: imagesIn(manifests), archives: archivesIn(manifests), mirror };
    const pulled = needs.images.map((image) => (image.includes('@') ? image.replace(/@.*/, '') : image));
    const script = craneScript(needs);
    expect([...script.matchAll(/^crane copy \S+ (\S+)$/gm)].map(([, to]) => to).sort()).toEqual(pulled);
    expect([...script.matchAll(/--output (\S+) /g)].map(([, file]) => `https://${file}`)).toEqual(
      needs.archives.map(({ url }) => url),
    );

    // The same script for the bundle without a mirror.
    const originals = Object.entries(plain).flatMap(([file, text]) =>
      file.startsWith('manifests') ? manifestsIn(text) : [],
    );
    const below = craneScript({ images: imagesIn(originals), archives: [], mirror: [] });
    expect(
      [...below.matchAll(/^crane copy \S+ "\$REGISTRY"\/(\S+)$/gm)].map(([, to]) => `${PREFIX}/${to}`).sort(),
    ).toEqual(pulled);

    // skopeo sync --scoped copies HOST/REPOSITORY:VERSION to BASE/HOST/REPOSITORY:VERSION.
    const source = skopeoSource(needs);
    const base = /THIS-FILE (\S+)\n/.exec(source)?.[1];
    const hosts = load(source) as { [host: string]: { images: { [repository: string]: string[] } } };
    const synced = Object.entries(hosts).flatMap(([host, { images }]) =>
      Object.entries(images).flatMap(([repository, versions]) =>
        versions.map((version) => `${base}/${host}/${repository}${version.includes(':') ? '@' : ':'}${version}`),
      ),
    );
    expect(synced.sort()).toEqual(needs.images.map((image) => image.replace(/:[^:/@]+@/, '@')).sort());
  });

  test('has the same manifests as one file of cdk8s, and as text', () => {
    const yamlOutputType = YamlOutputType.FILE_PER_APP;
    const props = { deliveries: [], yamlOutputType };
    const [before] = Object.values(synthFiles(everything(props)));
    const [after] = Object.values(synthFiles(everything({ ...props, imageMirror: MIRROR })));
    const expected = before.replaceAll('image: redis:7', 'image: docker.io/library/redis:7').replace(HASHED, '-#');
    expect(unmirrored(after).replace(HASHED, '-#')).toBe(expected);
    expect(everything({ imageMirror: MIRROR }).synthYaml()).toBe(after);
  });
});

describe('objects of others', () => {
  const container = (name: string, image: string, more: object = {}) => ({ name, image, ...more });

  function objects(chart: Chart): void {
    new ApiObject(chart, 'cron', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'cron' },
      spec: {
        schedule: '* * * * *',
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                initContainers: [container('init', 'busybox')],
                containers: [
                  container('main', `quay.io/a/b@${SHA}`, {
                    command: ['/run', '--job-image', 'quay.io/a/job:v1', '--title', 'quay.io/a/title'],
                    args: ['--sidecar-image=quay.io/a/sidecar:v1', '--hero-image=img/hero.png', '--image='],
                    env: [
                      { name: 'RELATED_IMAGE_X', value: 'quay.io/a/x:v1' },
                      { name: 'HERO_IMAGE', value: 'cdn.example.com/hero.png' },
                      { name: 'URL_IMAGE', value: 'https://cdn.example.com/hero.png' },
                    ],
                  }),
                ],
                volumes: [{ name: 'v', image: { reference: 'quay.io/a/volume:v1' } }],
              },
            },
          },
        },
      },
    });
    new ApiObject(chart, 'scaled', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledJob',
      metadata: { name: 'scaled' },
      spec: { jobTargetRef: { template: { spec: { containers: [container('c', 'quay.io/a/scaled:v1')] } } } },
    });
    new ApiObject(chart, 'app', {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      metadata: { name: 'app', annotations: { note: 'was quay.io/a/b:v1' } },
      spec: { image: 'localhost/app', executor: 'e', replicas: 1 },
    });
  }

  function synthesized(chart: (chart: Chart) => void, imageMirror: ImageMirror) {
    return inTemporaryFolder((outdir) => {
      const bundle = new Bundle({ outdir, imageMirror, existingNamespaces: ['x'] });
      new SpinAppExecutor(new Chart(bundle, 'e', { namespace: 'x' }), 'e', {
        metadata: { name: 'e' },
        createDeployment: false,
      });
      chart(new Chart(bundle, 'chart', { namespace: 'x' }));
      const errors = errorOutputOf(() => {
        bundle.synth();
      });
      return { errors, manifests: manifestsIn(bundle.synthYaml()) };
    });
  }

  const texts = (manifests: Manifest[], kind: string) => stringsOf(only(manifests, kind)).map(([, text]) => text);

  test.each(['ApiObject', 'Include'])('are mirrored wherever images are, and nowhere else (%s)', (kind) => {
    const { errors, manifests } = inTemporaryFolder((folder) => {
      const file = path.join(folder, 'objects.yaml');
      const alone = new App({ outdir: folder });
      objects(new Chart(alone, 'chart', { namespace: 'x' }));
      fs.writeFileSync(file, alone.synthYaml());
      return synthesized((chart) => {
        if (kind === 'Include') {
          new Include(chart, 'include', { url: file });
        } else {
          objects(chart);
        }
      }, MIRROR);
    });
    const cron = texts(manifests, 'CronJob');
    const expected = ['job:v1', 'x:v1', 'volume:v1', `b@${SHA}`].map((name) => `${PREFIX}/quay.io/a/${name}`);
    expect(cron).toEqual(expect.arrayContaining([...expected, `--sidecar-image=${PREFIX}/quay.io/a/sidecar:v1`]));
    expect(cron).toContain(`${PREFIX}/docker.io/library/busybox`);
    expect(cron).toEqual(
      expect.arrayContaining([
        'quay.io/a/title',
        '--hero-image=img/hero.png',
        '--image=',
        'cdn.example.com/hero.png',
        'https://cdn.example.com/hero.png',
      ]),
    );
    expect(cron.filter((text) => text.includes(PREFIX))).toHaveLength(6);
    expect(texts(manifests, 'ScaledJob')).toContain(`${PREFIX}/quay.io/a/scaled:v1`);
    expect(texts(manifests, 'SpinApp')).toContain(`${PREFIX}/localhost/app`);
    // An annotation is for another tool, or for people.
    expect(texts(manifests, 'SpinApp')).toContain('was quay.io/a/b:v1');
    expect(errors.split('\n').filter((line) => line.includes('looks like an image'))).toEqual([
      expect.stringMatching(
        /^warning: \[chart\/.*\] 'metadata\.annotations\.note' \(quay\.io\/a\/b:v1\) looks like an image, but the image mirror does not know this field; /,
      ),
    ]);
  });
});

describe('names', () => {
  const named = (mirror: ImageMirror, image: string) => {
    const problems = Problems.at();
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c', image }] },
    };
    const { manifest } = mirror._apply(pod, problems);
    const [{ image: found }] = (manifest.spec as { containers: { image: string }[] }).containers;
    return problems.messages[0] ?? found;
  };
  const mapped = ImageMirror.of({
    registries: {
      'ghcr.io': 'r.example.com/ghcr/',
      'ghcr.io/team': 'r.example.com:5000',
      'docker.io': 'hub.example.com',
    },
    kept: ['quay.io/ours', 'exact.io/x:v1', '${IMAGE}'],
  });

  test.each([
    ['ghcr.io/a/b:v1', 'r.example.com/ghcr/a/b:v1'],
    [`ghcr.io/a/b:v1@${SHA}`, `r.example.com/ghcr/a/b:v1@${SHA}`],
    ['ghcr.io/team/b', 'r.example.com:5000/b'],
    ['ghcr.io/teams/b', 'r.example.com/ghcr/teams/b'],
    ['nginx', 'hub.example.com/library/nginx'],
    ['index.docker.io/nginx:1', 'hub.example.com/library/nginx:1'],
    ['team/nginx:1', 'hub.example.com/team/nginx:1'],
    ['quay.io/ours/b:v1', 'quay.io/ours/b:v1'],
    ['exact.io/x:v1', 'exact.io/x:v1'],
    ['${IMAGE}', '${IMAGE}'],
    ['hub.example.com/x:1', 'hub.example.com/x:1'],
  ])('%s is %s in a map', (image, expected) => {
    expect(named(mapped, image)).toBe(expected);
    // What is in the mirror stays there.
    expect(named(mapped, expected)).toBe(expected);
  });

  test.each([
    ['exact.io/x:v2', 'is on the registry exact.io, which the image mirror does not know; add'],
    ['quay.io/others/b', "add 'quay.io' to 'registries' or to 'kept' of the ImageMirror"],
    ['ghcr.io:443/b', 'is on the registry ghcr.io:443, which'],
    ['Ghcr.io/A:v1', 'is not a valid image, so that it is unknown'],
    ['', "'spec.containers[0].image' ('') is not a valid image"],
  ])('%j is not known to it', (image, error) => {
    expect(named(mapped, image)).toContain(error);
  });

  test('with a port cannot follow a prefix', () => {
    expect(named(MIRROR, 'a.example.com:5000/b')).toContain('whose port cannot be part of a repository');
    expect(named(ImageMirror.prefix('localhost:5000'), 'nginx:1')).toBe('localhost:5000/docker.io/library/nginx:1');
  });

  test.each<[() => ImageMirror, string]>([
    [() => ImageMirror.prefix('https://x.example.com'), "'prefix' (https://x.example.com) must be a registry"],
    [
      () => ImageMirror.prefix('mirror'),
      "'prefix' (mirror) must be a registry, or a registry and a repository; write it",
    ],
    [() => ImageMirror.of({ registries: { ghcr: 'x.example.com' } }), "'registries.ghcr' (ghcr) must be a registry"],
    [
      () => ImageMirror.of({ registries: { 'ghcr.io': 'x.example.com/y:v1' } }),
      '(x.example.com/y:v1) must be a registry',
    ],
    [
      () => ImageMirror.of({ registries: {}, archives: { 'ftp://a': 'https://b' } }),
      '(ftp://a) must be the beginning of',
    ],
    [() => ImageMirror.of({} as never), "ImageMirror.of: 'registries' is required; set it"],
    [() => ImageMirror.prefix(1 as never), "ImageMirror.prefix: 'prefix' (1) is not a string; name the registry"],
  ])('are checked: %s', (make, error) => {
    expect(make).toThrow(error);
  });
});

test('what the mirror does not know is reported with all other errors', () => {
  const imageMirror = ImageMirror.of({ registries: { 'quay.io': 'r.example.com' } });
  const bundle = new Bundle({ imageMirror });
  const { executor } = new SpinKube(bundle, 'spinkube', { webhookCertificates: WebhookCertificates.generated() });
  const apps = new Chart(bundle, 'apps', { namespace: 'default' });
  new SpinApp(apps, 'shop', { image: 'quay.io/example/shop:v1', executor, replicas: 0 });
  let message = '';
  try {
    synthFiles(bundle);
  } catch (error) {
    message = String(error);
  }
  const unknown = "is on the registry ghcr.io, which the image mirror does not know; add 'ghcr.io' to 'registries'";
  expect(message).toContain(
    `[spin-operator/spin-operator/Deployment] 'spec.template.spec.containers[0].image' (ghcr.io/spinframework/spin-operator:v0.6.1) ${unknown}`,
  );
  expect(message).toMatch(
    /\[runtime-class\/[^\]]*\] 'spec\.fetchStrategy\.platforms\[0\]\.location' \(https:\/\/github\.com\/\S+\) is an archive that the image mirror does not know; add the beginning of its URL to 'archives' of the ImageMirror\n/,
  );
  expect(message).toContain("[apps/shop] 'spec.replicas' (0) must be at least 1");
});

test('two images cannot have one name', () => {
  const registries = { 'a.io': 'r.example.com', 'b.io': 'r.example.com' };
  const bundle = new Bundle({ imageMirror: ImageMirror.of({ registries }) });
  const chart = new Chart(bundle, 'chart', { namespace: 'default' });
  ['a.io/x:v1', 'b.io/x:v1'].forEach((image, index) => {
    new kplus.Deployment(chart, `d${index}`, { containers: [{ image }] });
  });
  expect(() => synthFiles(bundle)).toThrow(
    "[chart/d1/Resource] 'imageMirror' (b.io/x:v1) has the same name in the image mirror as a.io/x:v1: r.example.com/x:v1; give their registries different mirrors",
  );
});

test('a cluster has a mirror of its own, or that of the bundle', () => {
  const bundle = new Bundle({ imageMirror: MIRROR });
  for (const [name, imageMirror] of Object.entries({ eu: ImageMirror.prefix('eu.example.com'), us: undefined })) {
    const chart = new Chart(new Cluster(bundle, name, { imageMirror }), 'chart', { namespace: 'default' });
    new kplus.Deployment(chart, 'd', { containers: [{ image: 'nginx:1' }] });
  }
  const files = synthFiles(bundle);
  expect(files['eu/manifests/chart/chart.k8s.yaml']).toContain('image: eu.example.com/docker.io/library/nginx:1\n');
  expect(files['us/manifests/chart/chart.k8s.yaml']).toContain(`image: ${PREFIX}/docker.io/library/nginx:1\n`);
});

test('is pulled by every release', () => {
  for (const release of [SpinKubeRelease.V2024_05, SpinKubeRelease.V2026_11]) {
    const bundle = new Bundle({ imageMirror: MIRROR });
    new SpinKube(bundle, 'spinkube', { release });
    const files = synthFiles(bundle);
    const manifests = Object.entries(files).filter(([file]) => file.startsWith('manifests/'));
    const images = imagesIn(manifests.flatMap(([, text]) => manifestsIn(text)));
    expect(images.length).toBeGreaterThan(5);
    expect(images.filter((image) => !image.startsWith(`${PREFIX}/`))).toEqual([]);
  }
});
