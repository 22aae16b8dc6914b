import { Duration } from 'cdk8s';
import { IBundleSource } from '../../../lib';
import { ArgoCdDelivery } from '../../../lib/gitops/argo-cd/argo-cd-delivery';
import { ArgoCdDeliveryProps, ArgoCdMode } from '../../../lib/gitops/argo-cd/argo-cd-props';
import { contextWith, SOURCE } from '../contexts';
import { deliver } from './delivered';

const refusal = (props: Partial<ArgoCdDeliveryProps>): string => {
  try {
    new ArgoCdDelivery({ source: SOURCE, ...props });
  } catch (error) {
    return String(error);
  }
  return '';
};

const HEADER = 'Error: ArgoCdDelivery has the following errors:\n  ';
const OWN: IBundleSource = { url: 's3://bucket', path: '.' };
const DNS_LABEL =
  'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit';
const DESTINATION =
  'must be the address of an API server or the name of a cluster, not a pattern; ' +
  "use 'https://HOST' or a name from 'argocd cluster list'";
const PROJECT =
  'is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit';

const QUALIFIED_NAME =
  'is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix';
const LABEL_VALUE =
  'is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation';

test.each<[Partial<ArgoCdDeliveryProps>, string]>([
  [{ source: OWN }, "'source' (s3://bucket) must specify a revision; use GitSource.of() or OciSource.of()"],
  [
    { mode: 'waves' as unknown as ArgoCdMode },
    "'mode' (waves) must be one of AppOfApps, SyncWaves, RollingSync; choose one of them",
  ],
  [{ namespace: 'Argo' }, `'namespace' (Argo) ${DNS_LABEL}`],
  [{ name: '' }, `'name' ('') ${DNS_LABEL}`],
  [{ name: 'a.b' }, `'name' (a.b) ${DNS_LABEL}`],
  [{ project: '*' }, `'project' (*) ${PROJECT}`],
  [{ destination: '' }, `'destination' ('') ${DESTINATION}`],
  [{ destination: '*' }, `'destination' (*) ${DESTINATION}`],
  [{ destination: '!production' }, `'destination' (!production) ${DESTINATION}`],
  [{ destination: 'ssh://host' }, `'destination' (ssh://host) ${DESTINATION}`],
  [{ automated: false, prune: true }, "'prune' (true) has no effect when 'automated' is false; remove 'prune'"],
  [
    { automated: false, selfHeal: false },
    "'selfHeal' (false) has no effect when 'automated' is false; remove 'selfHeal'",
  ],
  [{ retryLimit: -2 }, "'retryLimit' (-2) must be a whole number, -1 or more; use 0 for no retries, -1 for no limit"],
  [{ retryLimit: 1.5 }, "'retryLimit' (1.5) must be a whole number, -1 or more; use 0 for no retries, -1 for no limit"],
  [
    { retryBackoffFactor: 0 },
    "'retryBackoffFactor' (0) must be a whole number, 1 or more; use 1 for a constant backoff",
  ],
  [
    { retryBackoff: Duration.millis(1500) },
    "'retryBackoff' (1.5s) must be a whole number of seconds, at least 1; round it",
  ],
  [
    { retryBackoff: Duration.minutes(4) },
    "'retryMaxBackoff' (180s) must not be shorter than 'retryBackoff' (240s); increase it",
  ],
  [{ labels: { 'a b': 'c' } }, `'labels' (a b) ${QUALIFIED_NAME}`],
  [{ labels: { 'a/b/c': 'd' } }, `'labels' (a/b/c) ${QUALIFIED_NAME}`],
  [{ labels: { a: 'b c' } }, `'labels.a' (b c) ${LABEL_VALUE}`],
])('rejects %j', (props, message) => {
  expect(refusal(props)).toBe(HEADER + message);
});

test('rejects a retry backoff of zero', () => {
  expect(refusal({ retryBackoff: Duration.seconds(0) })).toBe(
    `${HEADER}'retryBackoff' (0s) must be a whole number of seconds, at least 1; round it`,
  );
});

test('reports all errors at once', () => {
  expect(refusal({ source: OWN, namespace: 'A', retryLimit: -2, labels: { 'a b': 'c' } }).split('\n')).toHaveLength(5);
});

test.each<Partial<ArgoCdDeliveryProps>>([
  { destination: 'in-cluster' },
  { destination: 'arn:aws:eks:eu-1_x' },
  { destination: 'http://localhost:8001/path' },
  { project: 'team.example.com' },
  { automated: false },
  { retryLimit: 0, retryBackoffFactor: 1, retryBackoff: Duration.minutes(3) },
  { labels: {} },
])('accepts %j', (props) => {
  expect(refusal(props)).toBe('');
});

test('reports all names too long for an Application at once', () => {
  const stage = 'x'.repeat(55);
  const context = contextWith([stage, {}], ['fine', {}], [`${stage}y`, {}]);
  const rule = 'is too long for an Application: at most 63 characters; shorten it or the name of the stage';
  expect(() => deliver(context)).toThrow(
    new Error(
      `ArgoCdDelivery has the following errors:\n  'name' (spinkube-${stage}) ${rule}\n  'name' (spinkube-${stage}y) ${rule}`,
    ),
  );
  expect(() => deliver(context, { mode: ArgoCdMode.SYNC_WAVES })).not.toThrow();
  expect(() => deliver(context, { name: 'a' })).not.toThrow();
});
