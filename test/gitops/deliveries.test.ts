import { ApiObject, Chart } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { Bundle, Cluster, Delivery, DeliveryContext, DeliveryFile, GitSource, IDelivery, OciSource } from '../../lib';
import { filesBelow, inTemporaryFolder, synthFiles } from './stages';

/** A custom delivery. */
class Own implements IDelivery {
  public readonly contexts: DeliveryContext[] = [];

  public constructor(
    public readonly name: string,
    private readonly files: DeliveryFile[],
  ) {}

  public deliver(context: DeliveryContext): DeliveryFile[] {
    this.contexts.push(context);
    return this.files;
  }
}

/** A delivery for one directory. */
class Only implements IDelivery {
  public constructor(
    private readonly directory: string,
    private readonly delivery: IDelivery,
  ) {}

  public get name(): string {
    return this.delivery.name;
  }

  public deliver(context: DeliveryContext): DeliveryFile[] {
    return context.directory === this.directory ? this.delivery.deliver(context) : [];
  }
}

function bundleWith(...deliveries: IDelivery[]): Bundle {
  const bundle = new Bundle({ deliveries, existingNamespaces: ['team'] });
  const chart = new Chart(bundle, 'one', { namespace: 'team' });
  new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } });
  const after = new Chart(bundle, 'two');
  new ApiObject(after, 'b', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'b' } });
  after.addDependency(chart);
  return bundle;
}

test('passes the stages to a delivery and adds its files', () => {
  const own = new Own('own', [{ path: 'own/notes.txt', text: 'mine\n' }]);
  const files = synthFiles(bundleWith(own));
  expect(files['own/notes.txt']).toBe('mine\n');
  expect((JSON.parse(files['stages.json']) as { files: string[] }).files).toContain('own/notes.txt');
  const a = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team', name: 'a' };
  const manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'team' },
    data: { k: 'v' },
  };
  expect(own.contexts).toEqual([
    {
      prerequisites: ['The cluster has the namespace `team`.'],
      directory: '.',
      labels: {},
      dependsOn: [],
      dependents: [],
      clusters: [],
      stages: [
        {
          name: 'one',
          level: 0,
          dependsOn: [],
          path: 'manifests/one/one.k8s.yaml',
          objects: [{ ...a, manifest }],
        },
        {
          name: 'two',
          level: 1,
          dependsOn: ['one'],
          path: 'manifests/two/two.k8s.yaml',
          objects: [
            {
              apiVersion: 'v1',
              kind: 'Namespace',
              namespace: undefined,
              name: 'b',
              manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'b' } },
            },
          ],
        },
      ],
    },
  ]);
});

test('makes only programs executable', () => {
  inTemporaryFolder((outdir) => {
    const bundle = bundleWith(Delivery.kubectl());
    Object.defineProperty(bundle, 'outdir', { value: outdir });
    bundle.synth();
    const isProgram = (file: string) => (fs.statSync(path.join(outdir, file)).mode & 0o100) !== 0;
    expect(Object.keys(filesBelow(outdir)).filter(isProgram)).toEqual(['kubectl/install.sh', 'kubectl/uninstall.sh']);
  });
});

test('removes files that a delivery no longer writes', () => {
  inTemporaryFolder((outdir) => {
    const written = (...deliveries: IDelivery[]) => {
      const bundle = bundleWith(...deliveries);
      Object.defineProperty(bundle, 'outdir', { value: outdir });
      bundle.synth();
      return Object.keys(filesBelow(outdir)).filter((file) => file.startsWith('kubectl'));
    };
    expect(written(Delivery.kubectl())).toHaveLength(2);
    expect(written()).toEqual([]);
  });
});

test('keeps the order of the stages for kubectl apply -k', () => {
  expect(parse(synthFiles(bundleWith(Delivery.kubectl()))['kustomization.yaml'])).toEqual({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    sortOptions: { order: 'fifo' },
    resources: ['manifests/one/one.k8s.yaml', 'manifests/two/two.k8s.yaml'],
  });
});

describe('a bundle with deliveries', () => {
  const file = (name: string) => ({ path: name, text: '' });

  test.each<[string, IDelivery[], string[]]>([
    [
      'two deliveries with the same name',
      [Delivery.kubectl(), Delivery.kubectl()],
      [
        "'deliveries' (kubectl) is listed twice; remove one of them",
        "the file 'kubectl/install.sh' of the delivery kubectl is written by a delivery already; choose another name",
        "the file 'kubectl/uninstall.sh' of the delivery kubectl is written by a delivery already; choose another name",
        "the file 'kustomization.yaml' of the delivery kubectl is written by a delivery already; choose another name",
      ],
    ],
    [
      'files outside of the bundle',
      [new Own('own', ['', '/etc/passwd', '../a', 'a/../b', './a', 'a//b', 'a\\b'].map(file))],
      ['', '/etc/passwd', '../a', 'a/../b', './a', 'a//b', 'a\\b'].map(
        (name) =>
          `the file '${name}' of the delivery own must be below the output directory; write its path with forward slashes and without dots`,
      ),
    ],
    [
      'files of the bundle itself',
      [new Own('own', ['README.md', 'stages.json', 'manifests', 'manifests/one/more.yaml'].map(file))],
      [
        "the file 'README.md' of the delivery own would overwrite a file of the bundle; choose another name",
        "the file 'stages.json' of the delivery own would overwrite a file of the bundle; choose another name",
        "the file 'manifests' of the delivery own is in the folder of the manifests; choose another name",
        "the file 'manifests/one/more.yaml' of the delivery own is in the folder of the manifests; choose another name",
      ],
    ],
    [
      'a file in the place of a folder, and the reverse',
      [Delivery.kubectl(), new Own('own', ['kubectl', 'README.md/more'].map(file))],
      [
        "the file 'kubectl' of the delivery own is a file where others need a folder; choose another name",
        "the file 'README.md/more' of the delivery own needs a folder where 'README.md' is a file; choose another name",
      ],
    ],
  ])('rejects %s and writes nothing', (_, deliveries, messages) => {
    inTemporaryFolder((outdir) => {
      const bundle = bundleWith(...deliveries);
      Object.defineProperty(bundle, 'outdir', { value: outdir });
      expect(() => {
        bundle.synth();
      }).toThrow(`The deliveries have the following errors:\n  ${messages.join('\n  ')}`);
      expect(filesBelow(outdir)).toEqual({});
    });
  });
});

test('rejects a file of a delivery that would overwrite one of a cluster', () => {
  const pipeline = new Own('pipeline', [
    { path: 'pipeline/README.md', text: 'mine' },
    { path: 'pipeline/notes.txt', text: 'mine' },
  ]);
  const bundle = bundleWith(new Only('.', pipeline));
  new Chart(new Cluster(bundle, 'pipeline'), 'chart');
  expect(() => synthFiles(bundle)).toThrow(
    "The deliveries have the following errors:\n  the file 'pipeline/README.md' of the delivery pipeline would overwrite a file of the bundle; choose another name",
  );
});

test('writes the files of its own deliveries to folders that no cluster can have', () => {
  const source = GitSource.of({ url: 'https://github.com/example/gitops.git' });
  const bundle = bundleWith(Delivery.kubectl(), Delivery.argoCd({ source }), Delivery.flux({ source }));
  const folders = new Set(Object.keys(synthFiles(bundle)).map((file) => file.split('/')[0]));
  for (const folder of [...folders].filter((name) => !name.includes('.'))) {
    expect(() => new Cluster(bundle, folder)).toThrow('which are folders of the bundle');
  }
});

describe('a source', () => {
  const url = 'https://github.com/example/gitops.git';

  test('of Git defaults to the branch main and the path dist', () => {
    const { branch, path: folder, revision } = GitSource.of({ url });
    expect([branch, folder, revision]).toEqual(['main', 'dist', 'main']);
    const tagged = GitSource.of({ url, tag: 'v1', path: './clusters/eu/' });
    expect([tagged.branch, tagged.tag, tagged.path, tagged.revision]).toEqual([undefined, 'v1', 'clusters/eu', 'v1']);
    expect(GitSource.of({ url, commit: 'abc' }).revision).toBe('abc');
    expect(GitSource.of({ url, path: '.' }).path).toBe('.');
  });

  test('of OCI defaults to the tag latest', () => {
    const source = OciSource.of({ url: 'oci://ghcr.io/example/platform' });
    expect([source.tag, source.semver, source.digest, source.path]).toEqual(['latest', undefined, undefined, '.']);
    const pinned = OciSource.of({ url: 'oci://ghcr.io/example/platform', digest: 'sha256:1' });
    expect([pinned.tag, pinned.digest]).toEqual([undefined, 'sha256:1']);
    expect(OciSource.of({ url: 'oci://ghcr.io/example/platform', semver: '1.x' }).semver).toBe('1.x');
  });

  test.each<[() => unknown, string]>([
    [
      () => GitSource.of({ url: '' }),
      "GitSource.of: 'url' ('') must be the address of a Git repository; begin with https://, ssh:// or git@host:",
    ],
    [
      () => GitSource.of({ url: '/srv/repo' }),
      "GitSource.of: 'url' (/srv/repo) must be the address of a Git repository; begin with https://, ssh:// or git@host:",
    ],
    [
      () => GitSource.of({ url, path: '../x' }),
      "GitSource.of: 'path' (../x) must be a relative path within the repository; use '.' for the whole repository",
    ],
    [
      () => GitSource.of({ url, path: '/x' }),
      "GitSource.of: 'path' (/x) must be a relative path within the repository; use '.' for the whole repository",
    ],
    [
      () => GitSource.of({ url, path: '' }),
      "GitSource.of: 'path' ('') must be a relative path within the repository; use '.' for the whole repository",
    ],
    [
      () => GitSource.of({ url, branch: 'a', tag: 'b' }),
      "GitSource.of: 'revision' (a, b) must be one of branch, tag and commit; give one of them",
    ],
    [
      () => OciSource.of({ url: 'oci://ghcr.io/example/platform:v1' }),
      "OciSource.of: 'url' (oci://ghcr.io/example/platform:v1) must be the address of an OCI artifact; use 'oci://HOST/PATH', and set 'tag' for the tag",
    ],
    [
      () => OciSource.of({ url: 'oci://ghcr.io/example/platform', tag: 'a', digest: 'b' }),
      "OciSource.of: 'version' (a, b) must be one of tag, semver and digest; give one of them",
    ],
    [
      () => GitSource.of({ url: '/srv/repo', branch: 'a', commit: 'b', path: '../x' }),
      'GitSource.of has the following errors:\n' +
        "  'url' (/srv/repo) must be the address of a Git repository; begin with https://, ssh:// or git@host:\n" +
        "  'revision' (a, b) must be one of branch, tag and commit; give one of them\n" +
        "  'path' (../x) must be a relative path within the repository; use '.' for the whole repository",
    ],
    [
      () => OciSource.of({ url: 'ghcr.io/example', tag: '', path: '' }),
      'OciSource.of has the following errors:\n' +
        "  'url' (ghcr.io/example) must be the address of an OCI artifact; use 'oci://HOST/PATH', and set 'tag' for the tag\n" +
        "  'version' ('') must be one of tag, semver and digest; give one of them\n" +
        "  'path' ('') must be a relative path within the repository; use '.' for the whole repository",
    ],
  ])('rejects invalid options (%#)', (make, message) => {
    expect(make).toThrow(message);
  });
});
