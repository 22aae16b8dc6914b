import { healthChecksFor } from '../../../lib/gitops/flux/flux-delivery';
import { knownKind, KNOWN_KINDS } from '../../../lib/gitops/kinds/known-kinds';
import { runHealthCheck } from '../argo-cd/lua';
import { contextWith } from '../contexts';
import { judge } from '../flux/cel';
import { Observed, OBSERVED } from './observed';

test('covers every kind that is waited for', () => {
  const awaited = KNOWN_KINDS.filter(({ argoCd, flux, kubectl }) => flux ?? argoCd?.health ?? kubectl?.waits);
  const names = (kinds: { apiVersion: string; kind: string }[]) =>
    [...new Set(kinds.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))].sort();
  expect(names(OBSERVED)).toEqual(names(awaited));
});

describe.each([...new Set(OBSERVED.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))])('%s', (name) => {
  const cases = OBSERVED.filter(({ apiVersion, kind }) => `${apiVersion} ${kind}` === name);

  test.each(cases.map((one) => [one.when, one] as const))('is judged by Flux and Argo CD when %s', (_, one) => {
    const { argoCd, flux } = one;
    expect({ argoCd: byArgoCd(one), flux: byFlux(one) }).toEqual({ argoCd, flux });
  });
});

/** The state of webhook configurations in the bundle: without a CA. */
const WITHOUT_CA = { webhooks: [{ clientConfig: { service: { name: 'webhook' } } }] };

function byFlux({ apiVersion, kind, object }: Observed): string | undefined {
  const { stages } = contextWith(['stage', { apiVersion, kind, manifest: WITHOUT_CA }]);
  const checks = healthChecksFor(stages[0], stages[0].objects);
  expect(checks.length).toBeLessThan(2);
  return checks.map((check) => judge(check, object))[0];
}

function byArgoCd({ apiVersion, kind, object }: Observed): string | undefined {
  const script = knownKind({ apiVersion, kind })?.argoCd?.health;
  return script && runHealthCheck(script, object).status;
}
