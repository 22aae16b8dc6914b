import { CertManagerVersion } from '../../../lib';
import { CertManagerNames } from '../../../lib/platform/cert-manager/names';

const names = (release: string) => {
  const { controller, webhook, cainjector } = new CertManagerNames(release, 'certs', CertManagerVersion.V1_21_1);
  return [controller.name, webhook.name, cainjector.name];
};

describe('the names of the components', () => {
  const a = (length: number) => 'a'.repeat(length);

  test.each([
    ['are the Helm release name if it is the chart name', 'cert-manager', 'cert-manager'],
    ['are the Helm release name if it contains the chart name', 'my-cert-manager-2', 'my-cert-manager-2'],
    ['begin with Helm release name and chart name otherwise', 'prod', 'prod-cert-manager'],
  ])('%s', (_, release, fullname) => {
    expect(names(release)).toEqual([fullname, `${fullname}-webhook`, `${fullname}-cainjector`]);
  });

  test.each([
    [
      'are truncated to 63, 55 and 52 characters, before the suffix',
      a(53),
      [`${a(53)}-cert-mana`, `${a(53)}-c-webhook`, `${a(52)}-cainjector`],
    ],
    ['do not end with a dash when truncated', a(54), [`${a(54)}-cert-man`, `${a(54)}-webhook`, `${a(52)}-cainjector`]],
    [
      'are truncated if the Helm release name contains the chart name',
      `cert-manager-${a(50)}`,
      [`cert-manager-${a(50)}`, `cert-manager-${a(42)}-webhook`, `cert-manager-${a(39)}-cainjector`],
    ],
  ])('%s', (_, release, expected) => {
    expect(names(release)).toEqual(expected);
    expect(expected.every((name) => name.length <= 63)).toBe(true);
  });
});

test('gives each component its own labels, and selectors only the stable ones', () => {
  const { webhook } = new CertManagerNames('prod', 'certs', CertManagerVersion.V1_14_4);
  const selectorLabels = {
    'app.kubernetes.io/name': 'webhook',
    'app.kubernetes.io/instance': 'prod',
    'app.kubernetes.io/component': 'webhook',
  };
  expect(webhook.selectorLabels).toEqual(selectorLabels);
  expect(webhook.labels).toEqual({ ...selectorLabels, app: 'webhook', 'app.kubernetes.io/version': 'v1.14.4' });
});
