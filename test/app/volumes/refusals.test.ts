import { Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { EphemeralVolumeOptions } from '../../../lib/app/volumes/ephemeral-volume';
import { IscsiVolumeOptions } from '../../../lib/app/volumes/network-volumes';
import { Volumes } from '../../../lib/app/volumes/volumes';
import { testChart } from '../../testing';
import { refuses } from './refusals';

const NAME_RULE =
  'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit';

describe('a volume is refused', () => {
  const image = (chart: Chart, name: string) => Volumes.fromImage(chart, 'V', name, { reference: 'i' });
  refuses([
    ['without a name', (chart) => image(chart, ''), `[test/V] 'name' ('') ${NAME_RULE}`],
    ['with capitals in its name', (chart) => image(chart, 'Models'), `[test/V] 'name' (Models) ${NAME_RULE}`],
    ['with a dot in its name', (chart) => image(chart, 'a.b'), `[test/V] 'name' (a.b) ${NAME_RULE}`],
    [
      'with more than 63 characters in its name',
      (chart) => image(chart, 'a'.repeat(64)),
      `[test/V] 'name' (${'a'.repeat(64)}) ${NAME_RULE}`,
    ],
    [
      'of an image without a reference',
      (chart) => Volumes.fromImage(chart, 'V', 'v', { reference: '' }),
      "[test/V] 'reference' ('') must not be empty; give the OCI reference of the image",
    ],
  ]);

  test('not with 63 characters in its name', () => {
    expect(image(testChart(), 'a'.repeat(63)).name).toBe('a'.repeat(63));
  });
});

describe('an ephemeral volume is refused', () => {
  const { READ_WRITE_ONCE, READ_WRITE_ONCE_POD } = kplus.PersistentVolumeAccessMode;
  const claim = (chart: Chart, options: Partial<EphemeralVolumeOptions>) =>
    Volumes.fromEphemeral(chart, 'V', 'v', {
      accessModes: [READ_WRITE_ONCE],
      storage: Size.gibibytes(1),
      ...options,
    });
  const data = { kind: 'PersistentVolumeClaim', name: 'data' };
  refuses([
    [
      'without access modes',
      (chart) => claim(chart, { accessModes: [] }),
      "[test/V] 'accessModes' ([]) must not be empty; give at least one access mode",
    ],
    [
      'for one pod only and for others',
      (chart) => claim(chart, { accessModes: [READ_WRITE_ONCE_POD, READ_WRITE_ONCE] }),
      `[test/V] 'accessModes' (["ReadWriteOncePod","ReadWriteOnce"]) must not have ReadWriteOncePod and others; remove it or the others`,
    ],
    [
      'without storage',
      (chart) => claim(chart, { storage: Size.gibibytes(0) }),
      "[test/V] 'storage' (0) must be greater than zero; give the size needed",
    ],
    [
      'with an empty class of attributes',
      (chart) => claim(chart, { volumeAttributesClassName: '' }),
      "[test/V] 'volumeAttributesClassName' ('') must not be empty; remove it to have none",
    ],
    [
      'with data of no kind',
      (chart) => claim(chart, { dataSource: { kind: '', name: 'data' } }),
      "[test/V] 'dataSource.kind' ('') must not be empty; give the kind of the object",
    ],
    [
      'with data of no name',
      (chart) => claim(chart, { dataSourceRef: { ...data, name: '' } }),
      "[test/V] 'dataSourceRef.name' ('') must not be empty; give the name of the object",
    ],
    [
      'with data of the core group that is no claim',
      (chart) => claim(chart, { dataSource: { kind: 'VolumeSnapshot', name: 'monday' } }),
      "[test/V] 'dataSource.kind' (VolumeSnapshot) must be PersistentVolumeClaim in the core API group; give the apiGroup of the object",
    ],
    [
      'with two sources of data',
      (chart) => claim(chart, { dataSource: data, dataSourceRef: { ...data, name: 'more' } }),
      `[test/V] 'dataSource' ({"kind":"PersistentVolumeClaim","name":"data"}) must be the same as dataSourceRef; remove one of them`,
    ],
    [
      'with data of here and of another namespace',
      (chart) => claim(chart, { dataSource: data, dataSourceRef: { ...data, namespace: 'backups' } }),
      `[test/V] 'dataSource' ({"kind":"PersistentVolumeClaim","name":"data"}) must not be set when dataSourceRef has a namespace; remove it`,
    ],
    [
      'with a label in none of no values',
      (chart) => claim(chart, { selector: { expressions: [kplus.LabelExpression.in('zone', [])] } }),
      "[test/V] 'selector.expressions[0].values' ([]) must not be empty for the operator In; give the values of the label",
    ],
    [
      'with an expression on an impossible label',
      (chart) => claim(chart, { selector: { expressions: [kplus.LabelExpression.exists('a b')] } }),
      "[test/V] 'selector.expressions[0].key' (a b) is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix",
    ],
  ]);
});

describe('a CSI volume is refused', () => {
  const csi = (chart: Chart, driver: string) => Volumes.fromCsi(chart, 'V', 'v', { driver });
  const rule = 'must be a DNS name of at most 63 characters; take the name of the CSIDriver object';
  refuses([
    [
      'without a driver',
      (chart) => csi(chart, ''),
      "[test/V] 'driver' ('') must not be empty; give the name of the CSI driver",
    ],
    ['with a slash in its driver', (chart) => csi(chart, 'a/b'), `[test/V] 'driver' (a/b) ${rule}`],
    ['with a long driver', (chart) => csi(chart, 'a'.repeat(64)), `[test/V] 'driver' (${'a'.repeat(64)}) ${rule}`],
  ]);
});

describe('an iSCSI volume is refused', () => {
  const iscsi = (chart: Chart, options: Partial<IscsiVolumeOptions>) =>
    Volumes.fromIscsi(chart, 'V', 'v', { targetPortal: 'p', iqn: 'naa.' + '0'.repeat(32), lun: 0, ...options });
  const name =
    'must be an iSCSI name; write it as iqn.2001-04.com.example:disk1, eui. and 16 or naa. and 32 letters and digits';
  const lun = 'must be a whole number from 0 to 255; give the number of the LUN';
  const chap = 'needs a secret; give the secret with the names and passwords for CHAP';
  refuses([
    [
      'without a portal',
      (chart) => iscsi(chart, { targetPortal: '' }),
      "[test/V] 'targetPortal' ('') must not be empty; give the address of the portal",
    ],
    ['without a target', (chart) => iscsi(chart, { iqn: '' }), `[test/V] 'iqn' ('') ${name}`],
    ['with a target of no form', (chart) => iscsi(chart, { iqn: 'iqn.disk' }), `[test/V] 'iqn' (iqn.disk) ${name}`],
    [
      'with an empty initiator',
      (chart) => iscsi(chart, { initiatorName: '' }),
      `[test/V] 'initiatorName' ('') ${name}`,
    ],
    ['with a negative LUN', (chart) => iscsi(chart, { lun: -1 }), `[test/V] 'lun' (-1) ${lun}`],
    ['with LUN 256', (chart) => iscsi(chart, { lun: 256 }), `[test/V] 'lun' (256) ${lun}`],
    ['with half a LUN', (chart) => iscsi(chart, { lun: 0.5 }), `[test/V] 'lun' (0.5) ${lun}`],
    [
      'with CHAP at discovery and no Secret',
      (chart) => iscsi(chart, { chapAuthDiscovery: true }),
      `[test/V] 'chapAuthDiscovery' (true) ${chap}`,
    ],
    [
      'with CHAP in the session and no Secret',
      (chart) => iscsi(chart, { chapAuthSession: true }),
      `[test/V] 'chapAuthSession' (true) ${chap}`,
    ],
  ]);

  test('not without CHAP and Secret', () => {
    expect(() => iscsi(testChart(), { chapAuthDiscovery: false, chapAuthSession: false })).not.toThrow();
  });
});

describe('a Fibre Channel volume is refused', () => {
  const one = 'is one of two, targetWwns and wwids, and exactly one must be set';
  refuses([
    [
      'without a disk',
      (chart) => Volumes.fromFc(chart, 'V', 'v', { lun: 0 }),
      `[test/V] 'targetWwns' ([]) ${one}; set one`,
    ],
    [
      'with a disk by both of its names',
      (chart) => Volumes.fromFc(chart, 'V', 'v', { targetWwns: ['a'], lun: 0, wwids: ['b'] }),
      `[test/V] 'targetWwns' (["a"]) ${one}; remove one`,
    ],
    [
      'with a target and no LUN',
      (chart) => Volumes.fromFc(chart, 'V', 'v', { targetWwns: ['a'] }),
      "[test/V] 'lun' must be set with targetWwns; give the number of the LUN, from 0 to 255",
    ],
    [
      'with LUN 256',
      (chart) => Volumes.fromFc(chart, 'V', 'v', { targetWwns: ['a'], lun: 256 }),
      "[test/V] 'lun' (256) must be a whole number from 0 to 255; give the number of the LUN",
    ],
  ]);
});
