import { CertManagerVersion } from '../../../lib';
import { CertManagerNames } from '../../../lib/platform/cert-manager/names';

const names = (release: string) => {
  const { controller, webhook, cainjector } = new CertManagerNames(release, 'certs', CertManagerVersion.V1_21_1);
  return [controller.name, webhook.name, cainjector.name];
};

describe('the names of the components', () => {
  const a = (length: number) => 'a'.repeat(length);

  test.each([
    ['are those of the release where that is the chart', 'cert-manager', 'cert-manager'],
    ['are those of the release where that contains the chart', 'my-cert-manager-2', 'my-cert-manager-2'],
    ['begin with both otherwise', 'prod', 'prod-cert-manager'],
  ])('%s', (_, release, fullname) => {
    expect(names(release)).toEqual([fullname, `${fullname}-webhook`, `${fullname}-cainjector`]);
  });

  test.each([
    [
      'are cut at 63, 55 and 52 characters, before what they end with',
      a(53),
      [`${a(53)}-cert-mana`, `${a(53)}-c-webhook`, `${a(52)}-cainjector`],
    ],
    [
      'do not end with the dash that a cut leaves',
      a(54),
      [`${a(54)}-cert-man`, `${a(54)}-webhook`, `${a(52)}-cainjector`],
    ],
    [
      'are cut where the release contains the chart',
      `cert-manager-${a(50)}`,
      [`cert-manager-${a(50)}`, `cert-manager-${a(42)}-webhook`, `cert-manager-${a(39)}-cainjector`],
    ],
  ])('%s', (_, release, expected) => {
    expect(names(release)).toEqual(expected);
    expect(expected.every((name) => name.length <= 63)).toBe(true);
  });
});

test('each component has labels of its own, of which the selectors leave out what may change', () => {
  const { webhook } = new CertManagerNames('prod', 'certs', CertManagerVersion.V1_14_4);
  const selectorLabels = {
    'app.kubernetes.io/name': 'webhook',
    'app.kubernetes.io/instance': 'prod',
    'app.kubernetes.io/component': 'webhook',
  };
  expect(webhook.selectorLabels).toEqual(selectorLabels);
  expect(webhook.labels).toEqual({ ...selectorLabels, app: 'webhook', 'app.kubernetes.io/version': 'v1.14.4' });
});
