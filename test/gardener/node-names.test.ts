import { Chart } from 'cdk8s';
import { NodeInstaller } from '../../lib';
import { Infrastructure } from '../../lib/gardener';
import { warningsOf } from '../../lib/private/warnings';
import { validationErrors } from '../testing';
import { shootWith } from './shoots';

const RCM = NodeInstaller.runtimeClassManager();
const KWASM = NodeInstaller.kwasm();

interface Options {
  readonly installer?: NodeInstaller;
  readonly namespace?: string;
  readonly provider?: string;
  readonly zones?: string[];
}

/** The length of the names of the nodes of a pool, from that of its name: `shoot--myproj--spin` has 19 characters. */
const AROUND_POOL = 'shoot--myproj--spin--z1-xxxxx-yyyyy'.length;

function shootOf(pool: string, { installer = RCM, namespace = 'garden-myproj', provider = 'gcp', zones }: Options) {
  const shoot = shootWith(
    { infrastructure: Infrastructure.of(provider), metadata: { name: 'spin', namespace } },
    { name: pool, zones: zones ?? ['a'] },
  );
  shoot.workerPools[0].runsSpin(installer);
  return shoot;
}

/** Findings about the names of nodes with so many characters. */
function findings(length: number, options: Options = {}): string[] {
  const shoot = shootOf('p'.repeat(length - AROUND_POOL), options);
  const found = [...validationErrors(Chart.of(shoot)), ...warningsOf(shoot).map((text) => `warning: ${text}`)];
  return found.filter((text) => text.includes('node names'));
}

describe('names of nodes', () => {
  test.each([54, 57])('of %s characters get no Job of runtime-class-manager', (length) => {
    const pool = 'p'.repeat(length - AROUND_POOL);
    const remedy = 53 - AROUND_POOL;
    expect(findings(length)).toEqual([
      `[test/shoot] 'workerPools.${pool}.name' (${pool}) results in node names of ${length} characters, such as shoot--myproj--spin-${pool}-z1-xxxxx-yyyyy, and the names of the Jobs that install the shim are cut to 63: they end in '-', so the API server rejects them, and no node gets the shim; use a name of ${remedy} characters`,
    ]);
  });

  test.each([55, 56, 58])('of %s characters make Jobs that install and remove the shim share a name', (length) => {
    const pool = 'p'.repeat(length - AROUND_POOL);
    expect(findings(length)).toEqual([
      `warning: 'workerPools.${pool}.name' (${pool}) results in node names of ${length} characters, such as shoot--myproj--spin-${pool}-z1-xxxxx-yyyyy, and the names of the Jobs that install and remove the shim are cut to 63: they are the same, so the shim is never removed from the nodes; use a name of ${53 - AROUND_POOL} characters`,
    ]);
  });

  test.each([36, 52, 53])('of %s characters are fine with runtime-class-manager', (length) => {
    expect(findings(length)).toEqual([]);
  });

  test.each([[51], [53], [54]])('of %s characters are fine with kwasm-operator', (length) => {
    expect(findings(length, { installer: KWASM })).toEqual([]);
  });

  test('of 52 characters get no Job of kwasm-operator', () => {
    expect(findings(52, { installer: KWASM })).toHaveLength(1);
  });

  test.each<[string, Options, number]>([
    ['azure', { provider: 'azure' }, 1],
    ['openstack', { provider: 'openstack' }, 1],
    ['aws, where they are made of IP addresses', { provider: 'aws' }, 0],
    ['a preinstalled shim, which needs no Job', { installer: NodeInstaller.preinstalled() }, 0],
    ['a project that is not known', { namespace: 'other' }, 0],
    ['a pool without zones, which are shorter', { provider: 'azure', zones: [] }, 0],
  ])('are counted for %j', (_, options, count) => {
    expect(findings(54, options)).toHaveLength(count);
  });
});
