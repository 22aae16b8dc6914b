import { helmCut, helmFullname, helmLabels, helmSelectorLabels } from '../../../lib/private/helm-names';

const release = (name: string) => ({ name, chart: 'spin-operator', appVersion: 'v0.6.1' });

describe('the fullname of a chart', () => {
  test.each([
    ['is the release where that is the chart', 'spin-operator', 'spin-operator'],
    ['is the release where that contains the chart', 'my-spin-operator-2', 'my-spin-operator-2'],
    ['is both otherwise', 'prod', 'prod-spin-operator'],
    ['is cut at 63 characters', 'a'.repeat(60), `${'a'.repeat(60)}-sp`],
    ['does not end with the dash that the cut leaves', 'a'.repeat(62), 'a'.repeat(62)],
    ['is cut where it is the release alone', `spin-operator${'a'.repeat(60)}`, `spin-operator${'a'.repeat(50)}`],
  ])('%s', (_, name, fullname) => {
    expect(helmFullname(release(name))).toBe(fullname);
  });

  test('loses only one dash, as with Helm', () => {
    expect(helmCut('ab--cd', 4)).toBe('ab-');
  });
});

test('the labels of a chart contain chart, release and version, but not Helm', () => {
  expect(helmLabels(release('prod'))).toEqual({
    'app.kubernetes.io/name': 'spin-operator',
    'app.kubernetes.io/instance': 'prod',
    'app.kubernetes.io/version': 'v0.6.1',
  });
});

test('the selectors of a chart do not contain the version', () => {
  expect(helmSelectorLabels(release('prod'))).toEqual({
    'app.kubernetes.io/name': 'spin-operator',
    'app.kubernetes.io/instance': 'prod',
  });
});
