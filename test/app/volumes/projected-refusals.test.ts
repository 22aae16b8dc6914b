import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Volumes } from '../../../lib';
import {
  ClusterTrustBundleProjectionOptions,
  DownwardApiField,
  DownwardApiFile,
  VolumeProjection,
} from '../../../lib/app/volumes';
import { testChart, validationErrors } from '../../testing';
import { refuses } from './refusals';

const PATH_RULE =
  "must be a relative path without '..' that does not begin with two dots; it is below where the volume is mounted";

const secretOf = (chart: Chart) => kplus.Secret.fromSecretName(chart, 'Login', 'login');
const project = (chart: Chart, ...sources: VolumeProjection[]) => Volumes.fromProjected(chart, 'V', 'v', { sources });
const files = (chart: Chart, ...all: DownwardApiFile[]) => Volumes.fromDownwardApi(chart, 'V', 'v', { files: all });
const field = (path: string, mode?: number) => DownwardApiFile.fromField(path, DownwardApiField.POD_NAME, { mode });
const cpu = (divisor: string) =>
  DownwardApiFile.fromResource('cpu', 'app', kplus.ResourceFieldPaths.CPU_REQUEST, { divisor });

describe('a projected volume', () => {
  const bundle = (path: string, options: ClusterTrustBundleProjectionOptions) =>
    VolumeProjection.fromClusterTrustBundle(path, options);
  const token = (expiration: Duration) => VolumeProjection.fromServiceAccountToken('token', { expiration });
  refuses([
    ['without sources', (chart) => project(chart), "'projected.sources' ([]) is required; set it"],
    [
      'when two files have one path',
      (chart) =>
        project(
          chart,
          VolumeProjection.fromSecret(secretOf(chart), { items: { a: { path: 'same' } } }),
          bundle('same', { name: 'ca' }),
        ),
      `'projected' ({"sources":[{"secret":{"name":"login","items":[{"key":"a","path":"same"}]}},{"clusterTrustBundle":{"path":"same","name":"ca"}}]}) must not have two files with the same path; give one of them another path`,
    ],
    [
      'with a default mode beyond the permissions',
      (chart) => Volumes.fromProjected(chart, 'V', 'v', { sources: [bundle('ca', { name: 'ca' })], defaultMode: 644 }),
      "'projected.defaultMode' (644) must be a file mode from 0 to 511, which is 0777; YAML reads 0644 as octal, JSON has no octal numbers",
    ],
    [
      'with a key of a Secret at an absolute path',
      (chart) => project(chart, VolumeProjection.fromSecret(secretOf(chart), { items: { a: { path: '/a' } } })),
      `'projected.sources[0].secret.items[0].path' (/a) ${PATH_RULE}`,
    ],
    [
      'with a key of a ConfigMap outside of the volume',
      (chart) => {
        const settings = kplus.ConfigMap.fromConfigMapName(chart, 'Settings', 'settings');
        const items = { a: { path: 'b/../../c' } };
        return project(chart, bundle('ca', { name: 'ca' }), VolumeProjection.fromConfigMap(settings, { items }));
      },
      `'projected.sources[1].configMap.items[0].path' (b/../../c) ${PATH_RULE}`,
    ],
    [
      'with an empty key',
      (chart) => project(chart, VolumeProjection.fromSecret(secretOf(chart), { items: { '': { path: 'a' } } })),
      "'projected.sources[0].secret.items[0].key' ('') is required; set it",
    ],
    [
      'with a negative mode of a key',
      (chart) =>
        project(chart, VolumeProjection.fromSecret(secretOf(chart), { items: { a: { path: 'a', mode: -1 } } })),
      "'projected.sources[0].secret.items[0].mode' (-1) must be a file mode from 0 to 511, which is 0777; YAML reads 0644 as octal, JSON has no octal numbers",
    ],
    [
      'with a wrong downward API file',
      (chart) => project(chart, VolumeProjection.fromDownwardApi([field('ok'), field('..data')])),
      `'projected.sources[0].downwardAPI.items[1].path' (..data) ${PATH_RULE}`,
    ],
    [
      'with a token without a path',
      (chart) => project(chart, VolumeProjection.fromServiceAccountToken('')),
      "'projected.sources[0].serviceAccountToken.path' ('') is required; set it",
    ],
    [
      'with a token for less than ten minutes',
      (chart) => project(chart, token(Duration.seconds(599))),
      "'projected.sources[0].serviceAccountToken.expirationSeconds' (599) must be at least 600 and at most 4294967296; choose a longer time",
    ],
    [
      'with a token for more than 2^32 seconds',
      (chart) => project(chart, token(Duration.days(50_000))),
      "'projected.sources[0].serviceAccountToken.expirationSeconds' (4320000000) must be at least 600 and at most 4294967296; choose a longer time",
    ],
    [
      'with a token for half a second too much',
      (chart) => project(chart, token(Duration.millis(600_500))),
      "'projected.sources[0].serviceAccountToken.expirationSeconds' (600.5) must be an integer, not a number; give an integer",
    ],
    [
      'with certificates of nobody',
      (chart) => project(chart, bundle('ca', {})),
      `'projected.sources[0].clusterTrustBundle' ({"path":"ca"}) must have either name or signerName; set one of them`,
    ],
    [
      'with certificates by name and by signer',
      (chart) => project(chart, bundle('ca', { name: 'ca', signerName: 'example.com/ca' })),
      `'projected.sources[0].clusterTrustBundle' ({"path":"ca","name":"ca","signerName":"example.com/ca"}) must have either name or signerName; set one of them`,
    ],
    [
      'with certificates of an empty name',
      (chart) => project(chart, bundle('ca', { name: '' })),
      `'projected.sources[0].clusterTrustBundle' ({"path":"ca","name":""}) must have either name or signerName; set one of them`,
    ],
    [
      'with certificates of an empty signer',
      (chart) => project(chart, bundle('ca', { signerName: '' })),
      `'projected.sources[0].clusterTrustBundle' ({"path":"ca","signerName":""}) must have either name or signerName; set one of them`,
    ],
    [
      'with certificates by name and by label',
      (chart) => project(chart, bundle('ca', { name: 'ca', labelSelector: { labels: { a: 'b' } } })),
      `'projected.sources[0].clusterTrustBundle' ({"path":"ca","name":"ca","labelSelector":{"matchLabels":{"a":"b"}}}) must not have a labelSelector together with a name; remove one of them`,
    ],
    [
      'with certificates at no path',
      (chart) => project(chart, bundle('', { name: 'ca' })),
      "'projected.sources[0].clusterTrustBundle.path' ('') is required; set it",
    ],
  ]);
});

describe('a downward API volume', () => {
  refuses([
    [
      'with a file at an absolute path',
      (chart) => files(chart, field('/a')),
      `'downwardAPI.items[0].path' (/a) ${PATH_RULE}`,
    ],
    [
      'with a file outside of the volume',
      (chart) => files(chart, field('a'), field('../a')),
      `'downwardAPI.items[1].path' (../a) ${PATH_RULE}`,
    ],
    [
      'with a file without a path',
      (chart) => files(chart, field('')),
      "'downwardAPI.items[0].path' ('') is required; set it",
    ],
    [
      'with a mode beyond the permissions',
      (chart) => files(chart, field('a', 0o1000)),
      "'downwardAPI.items[0].mode' (512) must be a file mode from 0 to 511, which is 0777; YAML reads 0644 as octal, JSON has no octal numbers",
    ],
    [
      'with a default mode that is not an integer',
      (chart) => Volumes.fromDownwardApi(chart, 'V', 'v', { files: [], defaultMode: 0.5 }),
      "'downwardAPI.defaultMode' (0.5) must be an integer, not a number; give an integer",
    ],
    [
      'with an empty key of a label',
      (chart) => files(chart, DownwardApiFile.fromLabel('a', '')),
      "'downwardAPI.items[0].fieldRef.fieldPath' (metadata.labels['']) is not a field that a file can contain; use one such as metadata.name or metadata.labels",
    ],
    [
      'with the key of an annotation that ends the path',
      (chart) => files(chart, DownwardApiFile.fromAnnotation('a', "a']")),
      "'downwardAPI.items[0].fieldRef.fieldPath' (metadata.annotations['a']']) is not a field that a file can contain; use one such as metadata.name or metadata.labels",
    ],
    [
      'with a resource of no container',
      (chart) => files(chart, DownwardApiFile.fromResource('a', '', kplus.ResourceFieldPaths.CPU_LIMIT)),
      "'downwardAPI.items[0].resourceFieldRef.containerName' ('') is required; set it",
    ],
    [
      'with CPU in mebibytes',
      (chart) => files(chart, cpu('1Mi')),
      `'downwardAPI.items[0].resourceFieldRef' ({"containerName":"app","resource":"requests.cpu","divisor":"1Mi"}) has a divisor that does not fit the resource; use 1m or 1 for CPU, and 1, 1k, 1M, 1Ki, 1Mi and so on for the others`,
    ],
    [
      'with huge pages in thousandths',
      (chart) => files(chart, DownwardApiFile.fromHugePages('a', 'app', Size.mebibytes(2), { divisor: '1m' })),
      `'downwardAPI.items[0].resourceFieldRef' ({"containerName":"app","resource":"limits.hugepages-2Mi","divisor":"1m"}) has a divisor that does not fit the resource; use 1m or 1 for CPU, and 1, 1k, 1M, 1Ki, 1Mi and so on for the others`,
    ],
  ]);

  test.each(['1', '1m'])('accepts CPU in units of %s', (divisor) => {
    const chart = testChart();
    files(chart, cpu(divisor));
    expect(validationErrors(chart)).toEqual([]);
  });
});
