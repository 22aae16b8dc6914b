import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { testChart } from '../../testing';
import { volumeJson } from './every-volume';

describe('quantities', () => {
  test.each([
    [Size.mebibytes(0), '0'],
    [Size.mebibytes(512), '512Mi'],
    [Size.mebibytes(1024), '1Gi'],
    [Size.gibibytes(1536), '1536Gi'],
    [Size.gibibytes(2048), '2Ti'],
  ])('normalizes a size limit of cdk8s-plus as the API server does (%#)', (sizeLimit, quantity) => {
    const volume = kplus.Volume.fromEmptyDir(testChart(), 'V', 'v', { sizeLimit });
    expect(volumeJson(volume)).toStrictEqual({ name: 'v', emptyDir: { sizeLimit: quantity } });
  });
});

describe('defaults that cdk8s-plus writes', () => {
  test.each<[source: string, make: (scope: Construct) => kplus.Volume, json: object]>([
    [
      'awsElasticBlockStore',
      (scope) => kplus.Volume.fromAwsElasticBlockStore(scope, 'V', 'vol', { name: 'v' }),
      { awsElasticBlockStore: { volumeID: 'vol', fsType: 'ext4' } },
    ],
    [
      'gcePersistentDisk',
      (scope) => kplus.Volume.fromGcePersistentDisk(scope, 'V', 'disk', { name: 'v' }),
      { gcePersistentDisk: { pdName: 'disk', fsType: 'ext4' } },
    ],
    [
      'persistentVolumeClaim',
      (scope) =>
        kplus.Volume.fromPersistentVolumeClaim(
          scope,
          'V',
          kplus.PersistentVolumeClaim.fromClaimName(scope, 'Claim', 'data'),
          { name: 'v' },
        ),
      { persistentVolumeClaim: { claimName: 'data' } },
    ],
  ])("'readOnly: false' is left out of %s, where the operator's webhook would drop it", (_, make, json) => {
    expect(volumeJson(make(testChart()))).toStrictEqual({ name: 'v', ...json });
  });

  test("'readOnly: false' stays in azureDisk, where the CRD has it as default", () => {
    const volume = kplus.Volume.fromAzureDisk(testChart(), 'V', 'disk', 'uri', { name: 'v' });
    expect(volumeJson(volume)).toMatchObject({ azureDisk: { readOnly: false } });
  });
});
