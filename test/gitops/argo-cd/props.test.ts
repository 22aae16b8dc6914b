import { Duration } from 'cdk8s';
import { GitSource, OciSource } from '../../../lib';
import { ArgoCdDeliveryProps, ArgoCdMode } from '../../../lib/gitops/argo-cd/argo-cd-props';
import { platform } from '../contexts';
import { applications, deliver, Delivered, RenderedApplication } from './delivered';

type Props = Required<ArgoCdDeliveryProps>;

/** The effect of a property. */
interface Effect<Value> {
  readonly given: Value;
  readonly read: (delivered: Delivered) => unknown;
  readonly byDefault: unknown;
  readonly then: unknown;
}

const all = (read: (application: RenderedApplication) => unknown) => (delivered: Delivered) => [
  ...new Set(applications(delivered).map(read)),
];
const { APP_OF_APPS, SYNC_WAVES } = ArgoCdMode;

/** A property that is missing here does not compile; `generator` is for clusters, which have their own test. */
const EFFECTS: { [Name in Exclude<keyof Props, 'generator'>]: Effect<Props[Name]> } = {
  source: {
    given: GitSource.of({ url: 'git@example.com:team/gitops.git', path: '.', tag: 'v1.2.3' }),
    read: ({ project, stages }) => [stages.apps.spec.source, project?.spec.sourceRepos],
    byDefault: [
      { repoURL: 'https://github.com/example/gitops.git', path: 'dist/manifests/apps', targetRevision: 'main' },
      ['https://github.com/example/gitops.git'],
    ],
    then: [
      { repoURL: 'git@example.com:team/gitops.git', path: 'manifests/apps', targetRevision: 'v1.2.3' },
      ['git@example.com:team/gitops.git'],
    ],
  },
  mode: {
    given: SYNC_WAVES,
    read: ({ root, stages }) => [root.spec.source.path, root.spec.source.directory, Object.keys(stages).length],
    byDefault: ['dist/argo-cd/stages', undefined, 9],
    then: ['dist/manifests', { recurse: true }, 0],
  },
  namespace: {
    given: 'gitops',
    read: (delivered) => [
      all(({ metadata }) => metadata.namespace)(delivered),
      delivered.root.spec.destination.namespace,
      delivered.project?.metadata.namespace,
      delivered.project?.spec.destinations?.some(({ namespace }) => namespace === 'gitops'),
      delivered.healthChecks?.metadata,
    ],
    byDefault: [['argocd'], 'argocd', 'argocd', false, { name: 'argocd-cm', namespace: 'argocd' }],
    then: [['gitops'], 'gitops', 'gitops', true, { name: 'argocd-cm', namespace: 'gitops' }],
  },
  name: {
    given: 'platform',
    read: ({ project, root, stages }) => [root.metadata.name, stages.apps.metadata.name, project?.metadata.name],
    byDefault: ['spinkube', 'spinkube-apps', 'spinkube'],
    then: ['platform', 'platform-apps', 'platform'],
  },
  project: {
    given: 'default',
    read: (delivered) => [
      all(({ spec }) => spec.project)(delivered),
      delivered.project !== undefined,
      delivered.kustomization.resources,
    ],
    byDefault: [['spinkube'], true, ['project.yaml', 'applications.yaml']],
    then: [['default'], false, ['applications.yaml']],
  },
  destination: {
    given: 'production',
    read: ({ project, root, stages }) => [
      stages.apps.spec.destination,
      root.spec.destination.server,
      project?.spec.destinations?.find(({ namespace }) => namespace === 'shop'),
    ],
    byDefault: [
      { server: 'https://kubernetes.default.svc', namespace: 'shop' },
      'https://kubernetes.default.svc',
      { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    ],
    then: [
      { name: 'production', namespace: 'shop' },
      'https://kubernetes.default.svc',
      { name: 'production', namespace: 'shop' },
    ],
  },
  automated: {
    given: false,
    read: all(({ spec }) => spec.syncPolicy?.automated !== undefined),
    byDefault: [true],
    then: [false],
  },
  prune: {
    given: false,
    read: ({ root, stages }) => [root, stages.apps].map(({ spec }) => spec.syncPolicy?.automated?.prune),
    byDefault: [true, true],
    then: [false, false],
  },
  selfHeal: {
    given: false,
    read: all(({ spec }) => spec.syncPolicy?.automated?.selfHeal),
    byDefault: [true],
    then: [false],
  },
  retryLimit: {
    given: -1,
    read: all(({ spec }) => spec.syncPolicy?.retry?.limit),
    byDefault: [10],
    then: [-1],
  },
  retryBackoff: {
    given: Duration.seconds(30),
    read: all(({ spec }) => spec.syncPolicy?.retry?.backoff?.duration),
    byDefault: [undefined],
    then: ['30s'],
  },
  retryBackoffFactor: {
    given: 3,
    read: all(({ spec }) => spec.syncPolicy?.retry?.backoff?.factor),
    byDefault: [undefined],
    then: [3],
  },
  retryMaxBackoff: {
    given: Duration.hours(1),
    read: all(({ spec }) => spec.syncPolicy?.retry?.backoff?.maxDuration),
    byDefault: [undefined],
    then: ['3600s'],
  },
  healthChecks: {
    given: false,
    read: ({ files, healthChecks }) => [
      healthChecks !== undefined,
      files['argo-cd/kustomization.yaml'].includes('health-checks.yaml'),
    ],
    byDefault: [true, true],
    then: [false, false],
  },
  labels: {
    given: { team: 'platform', 'example.com/tier': '' },
    read: (delivered) => [...applications(delivered), delivered.project].map((object) => object?.metadata.labels),
    byDefault: Array<undefined>(11).fill(undefined),
    then: Array<object>(11).fill({ team: 'platform', 'example.com/tier': '' }),
  },
};

const CONTEXT = platform();

test.each(Object.entries(EFFECTS))("applies '%s' and its default", (name, { byDefault, given, read, then }) => {
  expect(read(deliver(CONTEXT))).toEqual(byDefault);
  expect(read(deliver(CONTEXT, { [name]: given }))).toEqual(then);
});

test.each([
  [OciSource.of({ url: 'oci://ghcr.io/example/platform' }), 'latest'],
  [OciSource.of({ url: 'oci://ghcr.io/example/platform', tag: 'v1' }), 'v1'],
  [OciSource.of({ url: 'oci://ghcr.io/example/platform', semver: '>=1.0.0 <2.0.0' }), '>=1.0.0 <2.0.0'],
  [OciSource.of({ url: 'oci://ghcr.io/example/platform', digest: 'sha256:abc' }), 'sha256:abc'],
])('accepts an OCI artifact as the source (%#)', (source, targetRevision) => {
  const { project, root, stages } = deliver(CONTEXT, { source });
  const repoURL = 'oci://ghcr.io/example/platform';
  expect(root.spec.source).toEqual({ repoURL, path: 'argo-cd/stages', targetRevision });
  expect(stages.apps.spec.source).toEqual({ repoURL, path: 'manifests/apps', targetRevision });
  expect(project?.spec.sourceRepos).toEqual([repoURL]);
});

test.each([
  [{ branch: 'production' }, 'production'],
  [{ commit: '0123456789012345678901234567890123456789' }, '0123456789012345678901234567890123456789'],
])('keeps a Git revision unchanged (%#)', (revision, targetRevision) => {
  const { root } = deliver(CONTEXT, { source: GitSource.of({ url: 'https://example.com/x.git', ...revision }) });
  expect(root.spec.source.targetRevision).toBe(targetRevision);
});

test('accepts the API server URL of a cluster as destination', () => {
  const { stages } = deliver(CONTEXT, { destination: 'https://10.0.0.1:6443' });
  expect(stages.apps.spec.destination).toEqual({ server: 'https://10.0.0.1:6443', namespace: 'shop' });
});

test('writes the whole backoff if a part of it is given', () => {
  const { stages } = deliver(CONTEXT, { retryBackoffFactor: 3 });
  expect(stages.apps.spec.syncPolicy?.retry?.backoff).toEqual({ duration: '5s', factor: 3, maxDuration: '180s' });
});

test('copies its properties', () => {
  const labels: { [key: string]: string } = { team: 'platform' };
  const delivered = deliver(CONTEXT, { labels });
  delete labels.team;
  expect(delivered.root.metadata.labels).toEqual({ team: 'platform' });
});

test.each([APP_OF_APPS, SYNC_WAVES])('writes the same files for the same stages (%s)', (mode) => {
  expect(deliver(CONTEXT, { mode })).toEqual(deliver(CONTEXT, { mode }));
  expect(deliver(platform(), { mode })).toEqual(deliver(CONTEXT, { mode }));
});
