import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { DownwardApiField, DownwardApiFile } from '../../../lib/app/volumes/downward-api';
import { ClusterTrustBundleProjectionOptions, VolumeProjection } from '../../../lib/app/volumes/projected-volume';
import { Volumes } from '../../../lib/app/volumes/volumes';
import { testChart } from '../../testing';
import { refuses } from './refusals';

const secretOf = (chart: Chart) => kplus.Secret.fromSecretName(chart, 'Login', 'login');
const project = (chart: Chart, ...sources: VolumeProjection[]) => Volumes.fromProjected(chart, 'V', 'v', { sources });
const files = (chart: Chart, ...all: DownwardApiFile[]) => Volumes.fromDownwardApi(chart, 'V', 'v', { files: all });
const field = (path: string, mode?: number) => DownwardApiFile.fromField(path, DownwardApiField.POD_NAME, { mode });
const cpu = (divisor: string) =>
  DownwardApiFile.fromResource('cpu', 'app', kplus.ResourceFieldPaths.CPU_REQUEST, { divisor });

const BELOW = 'it is below where the volume is mounted';

describe('a projected volume is refused', () => {
  const bundle = (path: string, options: ClusterTrustBundleProjectionOptions) =>
    VolumeProjection.fromClusterTrustBundle(path, options);
  const token = (expiration: Duration) => VolumeProjection.fromServiceAccountToken('token', { expiration });
  const time =
    'must be whole seconds, at least 600s and at most 4294967296s; Kubernetes replaces the token long before it expires';
  const one = 'is one of two, name and signerName, and exactly one must be set';
  refuses([
    [
      'without sources',
      (chart) => project(chart),
      "[test/V] 'sources' ([]) must not be empty; give at least one source of files",
    ],
    [
      'when two files have one path',
      (chart) =>
        project(
          chart,
          VolumeProjection.fromSecret(secretOf(chart), { items: { a: { path: 'same' } } }),
          bundle('same', { name: 'ca' }),
        ),
      "[test/V] 'sources' (same) is the path of two files; give one of them another path",
    ],
    [
      'with a default mode beyond the permissions',
      (chart) => Volumes.fromProjected(chart, 'V', 'v', { sources: [bundle('ca', { name: 'ca' })], defaultMode: 644 }),
      "[test/V] 'defaultMode' (644) must be a file mode from 0 to 0o777; write it in octal, such as 0o644",
    ],
    [
      'with a key of a Secret at an absolute path',
      (chart) => project(chart, VolumeProjection.fromSecret(secretOf(chart), { items: { a: { path: '/a' } } })),
      `[test/V] 'sources[0].items[a].path' (/a) must be a relative path; ${BELOW}`,
    ],
    [
      'with a key of a ConfigMap outside of the volume',
      (chart) => {
        const settings = kplus.ConfigMap.fromConfigMapName(chart, 'Settings', 'settings');
        const items = { a: { path: 'b/../../c' } };
        return project(chart, bundle('ca', { name: 'ca' }), VolumeProjection.fromConfigMap(settings, { items }));
      },
      `[test/V] 'sources[1].items[a].path' (b/../../c) must not contain '..'; ${BELOW}`,
    ],
    [
      'with an empty key',
      (chart) => project(chart, VolumeProjection.fromSecret(secretOf(chart), { items: { '': { path: 'a' } } })),
      "[test/V] 'sources[0].items' ('') must not be empty; give the key of each file",
    ],
    [
      'with a negative mode of a key',
      (chart) =>
        project(chart, VolumeProjection.fromSecret(secretOf(chart), { items: { a: { path: 'a', mode: -1 } } })),
      "[test/V] 'sources[0].items[a].mode' (-1) must be a file mode from 0 to 0o777; write it in octal, such as 0o644",
    ],
    [
      'with a wrong downward API file',
      (chart) => project(chart, VolumeProjection.fromDownwardApi([field('ok'), field('..data')])),
      "[test/V] 'sources[0].files[1].path' (..data) must not start with '..'; Kubernetes keeps such names for itself",
    ],
    [
      'with a token without a path',
      (chart) => project(chart, VolumeProjection.fromServiceAccountToken('')),
      "[test/V] 'sources[0].path' ('') must not be empty; give the path of the file below where the volume is mounted",
    ],
    [
      'with a token for less than ten minutes',
      (chart) => project(chart, token(Duration.seconds(599))),
      `[test/V] 'sources[0].expiration' (599s) ${time}`,
    ],
    [
      'with a token for more than 2^32 seconds',
      (chart) => project(chart, token(Duration.days(50_000))),
      `[test/V] 'sources[0].expiration' (4320000000s) ${time}`,
    ],
    [
      'with a token for half a second too much',
      (chart) => project(chart, token(Duration.millis(600_500))),
      `[test/V] 'sources[0].expiration' (600.5s) ${time}`,
    ],
    [
      'with certificates of nobody',
      (chart) => project(chart, bundle('ca', {})),
      `[test/V] 'sources[0].name' ${one}; set one`,
    ],
    [
      'with certificates by name and by signer',
      (chart) => project(chart, bundle('ca', { name: 'ca', signerName: 'example.com/ca' })),
      `[test/V] 'sources[0].name' (ca) ${one}; remove one`,
    ],
    [
      'with certificates of an empty name',
      (chart) => project(chart, bundle('ca', { name: '' })),
      "[test/V] 'sources[0].name' ('') must not be empty; give the name of a ClusterTrustBundle",
    ],
    [
      'with certificates of an empty signer',
      (chart) => project(chart, bundle('ca', { signerName: '' })),
      "[test/V] 'sources[0].signerName' ('') must not be empty; give the name of a signer",
    ],
    [
      'with certificates by name and by label',
      (chart) => project(chart, bundle('ca', { name: 'ca', labelSelector: { labels: { a: 'b' } } })),
      `[test/V] 'sources[0].labelSelector' ({"labels":{"a":"b"}}) must not be set together with name; remove it, or select by signerName`,
    ],
    [
      'with certificates at no path',
      (chart) => project(chart, bundle('', { name: 'ca' })),
      "[test/V] 'sources[0].path' ('') must not be empty; give the path of the file below where the volume is mounted",
    ],
  ]);
});

describe('a downward API volume is refused', () => {
  const qualified =
    'is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix';
  refuses([
    ['with a file at an absolute path', (chart) => files(chart, field('/a')), absolute('files[0].path', '/a')],
    [
      'with a file outside of the volume',
      (chart) => files(chart, field('a'), field('../a')),
      `[test/V] 'files[1].path' (../a) must not contain '..'; ${BELOW}`,
    ],
    [
      'with a file without a path',
      (chart) => files(chart, field('')),
      "[test/V] 'files[0].path' ('') must not be empty; give the path of the file below where the volume is mounted",
    ],
    [
      'with a mode beyond the permissions',
      (chart) => files(chart, field('a', 0o1000)),
      "[test/V] 'files[0].mode' (512) must be a file mode from 0 to 0o777; write it in octal, such as 0o644",
    ],
    [
      'with a default mode that is no whole number',
      (chart) => Volumes.fromDownwardApi(chart, 'V', 'v', { files: [], defaultMode: 0.5 }),
      "[test/V] 'defaultMode' (0.5) must be a file mode from 0 to 0o777; write it in octal, such as 0o644",
    ],
    [
      'with an empty key of a label',
      (chart) => files(chart, DownwardApiFile.fromLabel('a', '')),
      `[test/V] 'files[0].key' ('') ${qualified}`,
    ],
    [
      'with the key of an annotation that ends the path',
      (chart) => files(chart, DownwardApiFile.fromAnnotation('a', "a']")),
      `[test/V] 'files[0].key' (a']) ${qualified}`,
    ],
    [
      'with a resource of no container',
      (chart) => files(chart, DownwardApiFile.fromResource('a', '', kplus.ResourceFieldPaths.CPU_LIMIT)),
      "[test/V] 'files[0].containerName' ('') must not be empty; give the name of the container; a volume has none of its own",
    ],
    [
      'with CPU in mebibytes',
      (chart) => files(chart, cpu('1Mi')),
      "[test/V] 'files[0].divisor' (1Mi) is no unit of requests.cpu; choose one of 1, 1m",
    ],
    [
      'with huge pages in thousandths',
      (chart) => files(chart, DownwardApiFile.fromHugePages('a', 'app', Size.mebibytes(2), { divisor: '1m' })),
      "[test/V] 'files[0].divisor' (1m) is no unit of limits.hugepages-2Mi; choose one of 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei",
    ],
  ]);

  function absolute(property: string, value: string): string {
    return `[test/V] '${property}' (${value}) must be a relative path; ${BELOW}`;
  }

  test.each(['1', '1m'])('not with CPU in units of %s', (divisor) => {
    expect(() => files(testChart(), cpu(divisor))).not.toThrow();
  });
});
