import { Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Volumes } from '../../../lib';
import { EphemeralVolumeOptions, IscsiVolumeOptions } from '../../../lib/app/volumes';
import { testChart, validationErrors } from '../../testing';
import { refuses } from './refusals';

const LABEL_RULE =
  'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit';

describe('any volume', () => {
  const image = (chart: Chart, name: string) => Volumes.fromImage(chart, 'V', name, { reference: 'i' });
  refuses([
    ['without a name', (chart) => image(chart, ''), "'name' ('') is required; set it"],
    ['with capitals in its name', (chart) => image(chart, 'Models'), `'name' (Models) ${LABEL_RULE}`],
    ['with a dot in its name', (chart) => image(chart, 'a.b'), `'name' (a.b) ${LABEL_RULE}`],
    [
      'with more than 63 characters in its name',
      (chart) => image(chart, 'a'.repeat(64)),
      `'name' (${'a'.repeat(64)}) ${LABEL_RULE}`,
    ],
    [
      'of an image without a reference',
      (chart) => Volumes.fromImage(chart, 'V', 'v', { reference: '' }),
      "'image.reference' ('') is required; set it",
    ],
  ]);

  test('accepts a name of 63 characters', () => {
    const chart = testChart();
    expect(image(chart, 'a'.repeat(63)).name).toBe('a'.repeat(63));
    expect(validationErrors(chart)).toEqual([]);
  });
});

describe('an ephemeral volume', () => {
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
      "'ephemeral.volumeClaimTemplate.spec.accessModes' ([]) is required; set it",
    ],
    [
      'for one pod only and for others',
      (chart) => claim(chart, { accessModes: [READ_WRITE_ONCE_POD, READ_WRITE_ONCE] }),
      `'ephemeral.volumeClaimTemplate.spec.accessModes' (["ReadWriteOncePod","ReadWriteOnce"]) cannot combine ReadWriteOncePod with other access modes; choose one`,
    ],
    [
      'without storage',
      (chart) => claim(chart, { storage: Size.gibibytes(0) }),
      "'ephemeral.volumeClaimTemplate.spec.resources.requests.storage' (0) must be greater than 0; set the size",
    ],
    [
      'with an empty class of attributes',
      (chart) => claim(chart, { volumeAttributesClassName: '' }),
      "'ephemeral.volumeClaimTemplate.spec.volumeAttributesClassName' ('') is required; set it",
    ],
    [
      'with data of no kind',
      (chart) => claim(chart, { dataSource: { kind: '', name: 'data' } }),
      "'ephemeral.volumeClaimTemplate.spec.dataSource.kind' ('') is required; set it",
    ],
    [
      'with data of no name',
      (chart) => claim(chart, { dataSourceRef: { ...data, name: '' } }),
      "'ephemeral.volumeClaimTemplate.spec.dataSourceRef.name' ('') is required; set it",
    ],
    [
      'with data of the core group that is not a claim',
      (chart) => claim(chart, { dataSource: { kind: 'VolumeSnapshot', name: 'monday' } }),
      `'ephemeral.volumeClaimTemplate.spec.dataSource' ({"kind":"VolumeSnapshot","name":"monday"}) must be of the kind PersistentVolumeClaim unless it has an apiGroup; set its apiGroup`,
    ],
    [
      'with two sources of data',
      (chart) => claim(chart, { dataSource: data, dataSourceRef: { ...data, name: 'more' } }),
      `'ephemeral.volumeClaimTemplate.spec' ({"accessModes":["ReadWriteOnce"],"dataSource":{"kind":"PersistentVolumeClaim","name":"data"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"more"},"resources":{"requests":{"storage":"1Gi"}}}) must not have a dataSource that differs from its dataSourceRef; remove one of them`,
    ],
    [
      'with data of here and of another namespace',
      (chart) => claim(chart, { dataSource: data, dataSourceRef: { ...data, namespace: 'backups' } }),
      `'ephemeral.volumeClaimTemplate.spec' ({"accessModes":["ReadWriteOnce"],"dataSource":{"kind":"PersistentVolumeClaim","name":"data"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"data","namespace":"backups"},"resources":{"requests":{"storage":"1Gi"}}}) must not have a dataSource if its dataSourceRef has a namespace; remove the dataSource`,
    ],
    [
      'with a label in none of no values',
      (chart) => claim(chart, { selector: { expressions: [kplus.LabelExpression.in('zone', [])] } }),
      `'ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0]' ({"key":"zone","operator":"In"}) must have values for the operators In and NotIn; set them`,
    ],
    [
      'with an expression on an impossible label',
      (chart) => claim(chart, { selector: { expressions: [kplus.LabelExpression.exists('a b')] } }),
      "'ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].key' (a b) is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix",
    ],
  ]);
});

describe('a CSI volume', () => {
  const csi = (chart: Chart, driver: string) => Volumes.fromCsi(chart, 'V', 'v', { driver });
  refuses([
    ['without a driver', (chart) => csi(chart, ''), "'csi.driver' ('') is required; set it"],
    [
      'with a slash in its driver',
      (chart) => csi(chart, 'a/b'),
      "'csi.driver' (a/b) is not a valid CSI driver name: use a DNS name of at most 63 characters; use the name of the CSIDriver object",
    ],
    [
      'with a long driver',
      (chart) => csi(chart, 'a'.repeat(64)),
      `'csi.driver' (${'a'.repeat(64)}) is not a valid CSI driver name: use a DNS name of at most 63 characters; use the name of the CSIDriver object`,
    ],
  ]);
});

describe('an iSCSI volume', () => {
  const iscsi = (chart: Chart, options: Partial<IscsiVolumeOptions>) =>
    Volumes.fromIscsi(chart, 'V', 'v', { targetPortal: 'p', iqn: 'naa.' + '0'.repeat(32), lun: 0, ...options });
  refuses([
    [
      'without a portal',
      (chart) => iscsi(chart, { targetPortal: '' }),
      "'iscsi.targetPortal' ('') is required; set it",
    ],
    ['without a target', (chart) => iscsi(chart, { iqn: '' }), "'iscsi.iqn' ('') is required; set it"],
    [
      'with a target of an unknown format',
      (chart) => iscsi(chart, { iqn: 'iqn.disk' }),
      "'iscsi.iqn' (iqn.disk) is not a valid iSCSI name; use one such as iqn.2026-11.com.example:storage",
    ],
    [
      'with an empty initiator',
      (chart) => iscsi(chart, { initiatorName: '' }),
      "'iscsi.initiatorName' ('') is not a valid iSCSI name; use one such as iqn.2026-11.com.example:storage",
    ],
    [
      'with a negative LUN',
      (chart) => iscsi(chart, { lun: -1 }),
      "'iscsi.lun' (-1) must be a number from 0 to 255; choose one of them",
    ],
    [
      'with LUN 256',
      (chart) => iscsi(chart, { lun: 256 }),
      "'iscsi.lun' (256) must be a number from 0 to 255; choose one of them",
    ],
    [
      'with half a LUN',
      (chart) => iscsi(chart, { lun: 0.5 }),
      "'iscsi.lun' (0.5) must be an integer, not a number; give an integer",
    ],
    [
      'with CHAP at discovery and no Secret',
      (chart) => iscsi(chart, { chapAuthDiscovery: true }),
      `'iscsi' ({"targetPortal":"p","iqn":"naa.00000000000000000000000000000000","lun":0,"chapAuthDiscovery":true}) must have a secretRef if CHAP authentication is enabled; set it`,
    ],
    [
      'with CHAP in the session and no Secret',
      (chart) => iscsi(chart, { chapAuthSession: true }),
      `'iscsi' ({"targetPortal":"p","iqn":"naa.00000000000000000000000000000000","lun":0,"chapAuthSession":true}) must have a secretRef if CHAP authentication is enabled; set it`,
    ],
  ]);

  test('accepts a volume with neither CHAP nor a Secret', () => {
    const chart = testChart();
    iscsi(chart, { chapAuthDiscovery: false, chapAuthSession: false });
    expect(validationErrors(chart)).toEqual([]);
  });
});

describe('a Fibre Channel volume', () => {
  refuses([
    [
      'without a disk',
      (chart) => Volumes.fromFc(chart, 'V', 'v', { lun: 0 }),
      `'fc' ({"lun":0}) must have either targetWWNs or wwids; set one of them`,
    ],
    [
      'with both names of a disk',
      (chart) => Volumes.fromFc(chart, 'V', 'v', { targetWwns: ['a'], lun: 0, wwids: ['b'] }),
      `'fc' ({"lun":0,"targetWWNs":["a"],"wwids":["b"]}) must have either targetWWNs or wwids; set one of them`,
    ],
    [
      'with a target and no LUN',
      (chart) => Volumes.fromFc(chart, 'V', 'v', { targetWwns: ['a'] }),
      `'fc' ({"targetWWNs":["a"]}) must have a lun if it has targetWWNs; set it`,
    ],
    [
      'with LUN 256',
      (chart) => Volumes.fromFc(chart, 'V', 'v', { targetWwns: ['a'], lun: 256 }),
      "'fc.lun' (256) must be a number from 0 to 255; choose one of them",
    ],
  ]);
});
