import { Duration } from 'cdk8s';
import { GitSource, OciSource } from '../../../lib';
import { FluxDelivery } from '../../../lib/gitops/flux/flux-delivery';
import { FluxDeletionPolicy, FluxDeliveryProps } from '../../../lib/gitops/flux/flux-props';
import { contextWith, platform, SOURCE } from '../contexts';
import { schemaErrors } from '../schema';
import { deliver, Delivered, RenderedKustomization } from './delivered';

type Props = Required<FluxDeliveryProps>;

/** The effect of a property. */
interface Effect<Value> {
  readonly given: Value;

  /** Other properties that it requires. */
  readonly along?: Partial<Props>;
  readonly read: (delivered: Delivered) => unknown;
  readonly byDefault: unknown;
  readonly then: unknown;
}

const all = (read: (kustomization: RenderedKustomization) => unknown) => (delivered: Delivered) => [
  ...new Set(delivered.kustomizations.map(read).map((value) => JSON.stringify(value))),
];
const { DELETE, WAIT_FOR_TERMINATION } = FluxDeletionPolicy;

/** A property that is missing here does not compile. */
const EFFECTS: { [Name in keyof Props]: Effect<Props[Name]> } = {
  source: {
    given: GitSource.of({ url: 'https://example.com/x.git', path: 'clusters/eu', tag: 'v1.2.3' }),
    read: ({ source, stages }) => [source?.spec.url, source?.spec.ref, stages.apps.spec.path],
    byDefault: ['https://github.com/example/gitops.git', { branch: 'main' }, './dist/manifests/apps'],
    then: ['https://example.com/x.git', { tag: 'v1.2.3' }, './clusters/eu/manifests/apps'],
  },
  createSource: {
    given: false,
    along: { sourceName: 'flux-system' },
    read: ({ files, source }) => [
      source?.metadata.name,
      files['flux/kustomization.yaml'].split('\n').filter((line) => line.startsWith('  - ')),
    ],
    byDefault: ['spinkube', ['  - source.yaml', '  - kustomizations.yaml']],
    then: [undefined, ['  - kustomizations.yaml']],
  },
  sourceName: {
    given: 'flux-system',
    along: { createSource: false },
    read: all(({ spec }) => spec.sourceRef),
    byDefault: ['{"kind":"GitRepository","name":"spinkube"}'],
    then: ['{"kind":"GitRepository","name":"flux-system"}'],
  },
  secretRef: {
    given: 'git-credentials',
    read: ({ source }) => source?.spec.secretRef,
    byDefault: undefined,
    then: { name: 'git-credentials' },
  },
  cosign: {
    given: { identities: [{ issuer: '^https://a$', subject: '^b$' }] },
    along: { source: OciSource.of({ url: 'oci://example.com/a' }) },
    read: ({ source }) => source?.spec.verify,
    byDefault: undefined,
    then: { provider: 'cosign', matchOIDCIdentity: [{ issuer: '^https://a$', subject: '^b$' }] },
  },
  namespace: {
    given: 'gitops',
    read: (delivered) => [
      delivered.source?.metadata.namespace,
      all(({ metadata }) => metadata.namespace)(delivered),
      // All objects are in one namespace, so none needs to name another one.
      JSON.stringify(delivered.kustomizations).split('"namespace":').length - 1 === delivered.kustomizations.length,
    ],
    byDefault: ['flux-system', ['"flux-system"'], true],
    then: ['gitops', ['"gitops"'], true],
  },
  name: {
    given: 'platform',
    read: ({ source, stages: { apps } }) => [
      source?.metadata.name,
      apps.metadata.name,
      apps.spec.sourceRef.name,
      apps.spec.dependsOn?.[0].name,
    ],
    byDefault: ['spinkube', 'spinkube-apps', 'spinkube', 'spinkube-spinkube-crds'],
    then: ['platform', 'platform-apps', 'platform', 'platform-spinkube-crds'],
  },
  interval: {
    given: Duration.hours(1),
    read: (delivered) => [delivered.source?.spec.interval, all(({ spec }) => spec.interval)(delivered)],
    byDefault: ['10m', ['"10m"']],
    then: ['1h', ['"1h"']],
  },
  retryInterval: {
    given: Duration.seconds(90),
    read: all(({ spec }) => spec.retryInterval),
    byDefault: ['"1m"'],
    then: ['"90s"'],
  },
  timeout: {
    given: Duration.minutes(90),
    read: all(({ spec }) => spec.timeout),
    byDefault: ['"5m"'],
    then: ['"90m"'],
  },
  prune: {
    given: false,
    read: ({ stages }) => [stages.apps.spec.prune, stages.apps.spec.deletionPolicy],
    byDefault: [true, WAIT_FOR_TERMINATION],
    then: [false, WAIT_FOR_TERMINATION],
  },
  deletionPolicy: {
    given: DELETE,
    read: ({ stages }) => [stages.apps.spec.deletionPolicy, stages.apps.spec.prune],
    byDefault: [WAIT_FOR_TERMINATION, true],
    then: [DELETE, true],
  },
  serviceAccountName: {
    given: 'deployer',
    read: all(({ spec }) => spec.serviceAccountName),
    byDefault: [undefined],
    then: ['"deployer"'],
  },
  kubeConfigSecret: {
    given: 'production',
    read: all(({ spec }) => spec.kubeConfig),
    byDefault: [undefined],
    then: ['{"secretRef":{"name":"production"}}'],
  },
  rootKustomization: {
    given: true,
    read: ({ files, root, stages }) => [
      root?.spec.path,
      files['flux/kustomization.yaml'].includes('  - root.yaml\n'),
      stages.apps.metadata.annotations,
      stages.executors.metadata.annotations,
    ],
    byDefault: [undefined, false, undefined, undefined],
    then: ['./dist/flux', true, undefined, { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }],
  },
  suspend: {
    given: true,
    read: all(({ spec }) => spec.suspend),
    byDefault: [undefined],
    then: ['true'],
  },
};

const CONTEXT = platform();

test.each(Object.entries(EFFECTS))("applies '%s' and its default", (name, { along, byDefault, given, read, then }) => {
  const delivered = deliver(CONTEXT, { ...along, [name]: given });
  expect(read(deliver(CONTEXT))).toEqual(byDefault);
  expect(read(delivered)).toEqual(then);
  expect([...delivered.kustomizations, ...(delivered.source ? [delivered.source] : [])].flatMap(schemaErrors)).toEqual(
    [],
  );
});

test.each(Object.values(FluxDeletionPolicy))('writes the deletion policy %s, which Flux accepts', (deletionPolicy) => {
  const { stages } = deliver(CONTEXT, { deletionPolicy });
  expect(stages.apps.spec.deletionPolicy).toBe(deletionPolicy);
  expect(schemaErrors(stages.apps)).toEqual([]);
});

test.each<[Parameters<typeof OciSource.of>[0], object]>([
  [{ url: 'oci://ghcr.io/example/platform' }, { tag: 'latest' }],
  [{ url: 'oci://ghcr.io/example/platform', semver: '>=1.0.0 <2.0.0' }, { semver: '>=1.0.0 <2.0.0' }],
  [{ url: 'oci://ghcr.io/example/platform', digest: 'sha256:abc' }, { digest: 'sha256:abc' }],
])('writes an OCIRepository for an OCI artifact (%#)', (options, ref) => {
  const { source, stages } = deliver(CONTEXT, { source: OciSource.of(options), secretRef: 'registry' });
  expect(source).toEqual({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: { name: 'spinkube', namespace: 'flux-system' },
    spec: { interval: '10m', url: options.url, ref, secretRef: { name: 'registry' } },
  });
  expect(source && schemaErrors(source)).toEqual([]);
  expect(stages.apps.spec.sourceRef).toEqual({ kind: 'OCIRepository', name: 'spinkube' });
  expect(stages.apps.spec.path).toBe('./manifests/apps');
});

test('verifies the signature of an OCI artifact by public keys', () => {
  const source = OciSource.of({ url: 'oci://example.com/platform' });
  const { source: rendered } = deliver(CONTEXT, { source, cosign: { publicKeySecret: 'cosign' } });
  expect(rendered?.spec.verify).toEqual({ provider: 'cosign', secretRef: { name: 'cosign' } });
  expect(rendered && schemaErrors(rendered)).toEqual([]);
});

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

test.each<[Parameters<typeof GitSource.of>[0], string, object]>([
  [{ url: 'https://example.com/x.git', branch: 'production' }, 'https://example.com/x.git', { branch: 'production' }],
  [{ url: 'https://example.com/x.git', commit: COMMIT }, 'https://example.com/x.git', { commit: COMMIT }],
  [{ url: 'ssh://git@example.com:2222/x.git' }, 'ssh://git@example.com:2222/x.git', { branch: 'main' }],
  [{ url: 'git@example.com:team/x.git' }, 'ssh://git@example.com/team/x.git', { branch: 'main' }],
  [{ url: 'git@example.com:/srv/x.git' }, 'ssh://git@example.com/srv/x.git', { branch: 'main' }],
])('writes a GitRepository with a URL that Flux accepts (%#)', (options, url, ref) => {
  const { source } = deliver(CONTEXT, { source: GitSource.of(options), secretRef: 'git' });
  expect([source?.kind, source?.spec.url, source?.spec.ref]).toEqual(['GitRepository', url, ref]);
  expect(source && schemaErrors(source)).toEqual([]);
});

test('writes the same files for the same stages', () => {
  expect(deliver(CONTEXT).files).toEqual(deliver(CONTEXT).files);
  expect(deliver(platform()).files).toEqual(deliver(CONTEXT).files);
  const delivery = new FluxDelivery({ source: SOURCE });
  expect(delivery.deliver(CONTEXT)).toEqual(delivery.deliver(CONTEXT));
  expect(delivery.deliver(CONTEXT)).toEqual(new FluxDelivery({ source: SOURCE }).deliver(CONTEXT));
});

test('writes no files for a bundle without stages', () => {
  expect(new FluxDelivery({ source: SOURCE }).deliver(contextWith())).toEqual([]);
});
