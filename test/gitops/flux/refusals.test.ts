import { Duration } from 'cdk8s';
import { GitSource, IBundleSource, OciSource } from '../../../lib';
import { FluxDelivery } from '../../../lib/gitops/flux/flux-delivery';
import { FluxDeletionPolicy, FluxDeliveryProps } from '../../../lib/gitops/flux/flux-props';
import { changed, contextWith, SOURCE } from '../contexts';
import { deliver } from './delivered';

const refusal = (props: Partial<FluxDeliveryProps>): string => {
  try {
    new FluxDelivery({ source: SOURCE, ...props });
  } catch (error) {
    return String(error);
  }
  return '';
};

const HEADER = 'Error: FluxDelivery has the following errors:\n  ';
const OWN: IBundleSource = { url: 's3://bucket', path: '.' };
const SSH = GitSource.of({ url: 'git@example.com:x.git' });
const SHORT = GitSource.of({ url: 'https://example.com/x.git', commit: 'abc1234' });
const OCI = OciSource.of({ url: 'oci://example.com/a' });
const EITHER_KEY_OR_IDENTITY =
  "must have either 'publicKeySecret' or 'identities'; say whose signatures count: without either, everybody could sign";
/** A name of 254 characters. */
const LONG = `${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(62)}`;
const DNS_LABEL =
  'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit';
const OBJECT_NAME =
  'is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit';

test.each<[Partial<FluxDeliveryProps>, string]>([
  [
    { source: OWN },
    "'source' (s3://bucket) must be a Git repository or an OCI artifact; use GitSource.of() or OciSource.of()",
  ],
  [
    { source: SSH },
    "'secretRef' is required to fetch git@example.com:x.git; name a Secret with 'identity' and 'known_hosts'",
  ],
  [
    { source: SHORT },
    "'source.commit' (abc1234) must be the full SHA of a commit, 40 digits; use the output of 'git rev-parse'",
  ],
  [
    { createSource: false },
    "'sourceName' is required when 'createSource' is false; name the GitRepository or OCIRepository",
  ],
  [
    { createSource: false, sourceName: 'flux-system', secretRef: 'git' },
    "'secretRef' (git) has no effect when 'createSource' is false; remove it, and set it on the existing source",
  ],
  [
    { sourceName: 'flux-system' },
    "'sourceName' (flux-system) has no effect unless 'createSource' is false; remove it, or set 'createSource' to false",
  ],
  [
    { cosign: { publicKeySecret: 'cosign' } },
    "'cosign' needs an OCI artifact as source, for which a source is created; use OciSource.of(), or remove it and set spec.verify of the existing OCIRepository",
  ],
  [
    { source: OCI, createSource: false, sourceName: 'a', cosign: { publicKeySecret: 'cosign' } },
    "'cosign' needs an OCI artifact as source, for which a source is created; use OciSource.of(), or remove it and set spec.verify of the existing OCIRepository",
  ],
  [{ source: OCI, cosign: {} }, `'cosign' ${EITHER_KEY_OR_IDENTITY}`],
  [
    { source: OCI, cosign: { publicKeySecret: 'a', identities: [{ issuer: 'a', subject: 'b' }] } },
    `'cosign' ${EITHER_KEY_OR_IDENTITY}`,
  ],
  [{ source: OCI, cosign: { publicKeySecret: 'A' } }, `'cosign.publicKeySecret' (A) ${OBJECT_NAME}`],
  [
    { source: OCI, cosign: { identities: [{ issuer: '', subject: 'b' }] } },
    "'cosign.identities[0].issuer' ('') must not be empty; it would match everybody",
  ],
  [{ namespace: 'Flux' }, `'namespace' (Flux) ${DNS_LABEL}`],
  [{ name: '' }, `'name' ('') ${DNS_LABEL}`],
  [{ name: 'a.b' }, `'name' (a.b) ${DNS_LABEL}`],
  [{ name: 'x'.repeat(64) }, `'name' (${'x'.repeat(64)}) ${DNS_LABEL}`],
  [{ secretRef: 'Git' }, `'secretRef' (Git) ${OBJECT_NAME}`],
  [{ serviceAccountName: 'a..b' }, `'serviceAccountName' (a..b) ${OBJECT_NAME}`],
  [{ secretRef: LONG }, `'secretRef' (${LONG}) ${OBJECT_NAME}`],
  [{ kubeConfigSecret: '' }, `'kubeConfigSecret' ('') ${OBJECT_NAME}`],
  [{ interval: Duration.millis(1500) }, "'interval' (1.5s) must be a whole number of seconds, at least 1; round it"],
  [
    { retryInterval: Duration.seconds(0) },
    "'retryInterval' (0s) must be a whole number of seconds, at least 1; round it",
  ],
  [{ timeout: Duration.millis(10) }, "'timeout' (0.01s) must be a whole number of seconds, at least 1; round it"],
  [
    { deletionPolicy: 'Keep' as unknown as FluxDeletionPolicy },
    "'deletionPolicy' (Keep) must be one of MirrorPrune, Delete, WaitForTermination, Orphan; choose one of them",
  ],
])('rejects invalid properties (%#)', (props, message) => {
  expect(refusal(props)).toBe(HEADER + message);
});

test('reports all errors at once', () => {
  const wrong = { source: OWN, namespace: 'A', timeout: Duration.seconds(0), secretRef: '_' };
  expect(refusal(wrong).split('\n')).toHaveLength(5);
});

test.each<Partial<FluxDeliveryProps>>([
  { source: SSH, secretRef: 'git' },
  { source: SSH, createSource: false, sourceName: 'flux-system' },
  { source: SHORT, createSource: false, sourceName: 'flux-system' },
  { source: OciSource.of({ url: 'oci://ghcr.io/example/platform' }) },
  { createSource: true, secretRef: 'a.b' },
  { name: 'x'.repeat(63) },
  { secretRef: LONG.slice(1) },
])('accepts valid properties (%#)', (props) => {
  expect(refusal(props)).toBe('');
});

test('reports all names too long for a Kustomization at once', () => {
  const stage = 'x'.repeat(55);
  const context = contextWith([stage, {}], ['fine', {}], [`${stage}y`, {}]);
  const rule = 'is too long for a Kustomization: at most 63 characters; shorten it or the name of the stage';
  expect(() => deliver(context)).toThrow(
    new Error(
      `FluxDelivery has the following errors:\n  'name' (spinkube-${stage}) ${rule}\n  'name' (spinkube-${stage}y) ${rule}`,
    ),
  );
  expect(() => deliver(context, { name: 'ab' })).not.toThrow();
  expect(() => deliver(changed(context, { directory: 'eu-1' }), { name: 'ab' })).toThrow(
    `'name' (eu-1-ab-${stage}y) ${rule}`,
  );
});

describe('executors and SpinApps in one stage', () => {
  const object = (kind: string, group: string) => ({ kind, apiVersion: `${group}/v1alpha1`, namespace: 'team' });

  test.each(['core.spinkube.dev', 'core.spinoperator.dev'])('are rejected (%s)', (group) => {
    const context = contextWith(['team', object('SpinAppExecutor', group), object('SpinApp', group)]);
    expect(() => deliver(context)).toThrow(
      new Error(
        "FluxDelivery has the following errors:\n  'stage' (team) has executors and SpinApps: Flux applies neither, because the " +
          'operator rejects a SpinApp before its executor exists; put them into separate charts',
      ),
    );
  });

  test('are accepted in two stages, as are other kinds with the same names', () => {
    const group = 'core.spinkube.dev';
    const apart = contextWith(['a', object('SpinAppExecutor', group)], ['b', object('SpinApp', group)]);
    expect(() => deliver(apart)).not.toThrow();
    const others = contextWith(['a', object('SpinAppExecutor', 'example.com'), object('SpinApp', 'example.com')]);
    expect(() => deliver(others)).not.toThrow();
  });
});
