import { App, Chart, Duration } from 'cdk8s';
import { parse } from 'yaml';
import { ArgoCdMode, ArgoCdSyncWaves, Bundle, Delivery } from '../../lib';
import { Shoot, ShootProps } from '../../lib/gardener';
import { POOL, SHOOT, shootWith } from '../gardener/shoots';
import { Manifest, synth, validationErrors } from '../testing';
import { deliver as deliverToArgoCd } from './argo-cd/delivered';
import { applicationsOf, RenderedApplicationSet } from './argo-cd/applications-of';
import { contextsOf, contextWith, SOURCE } from './contexts';
import { deliver as deliverToFlux } from './flux/delivered';
import { addShoot } from './garden';
import { run } from './kubectl/stub';
import { synthFiles } from './stages';

const CONFIRMATION = 'confirmation.gardener.cloud/deletion';
const OPTIONS = 'argocd.argoproj.io/sync-options';
const CASCADE = ['resources-finalizer.argocd.argoproj.io'];

const contextOf = (props?: Partial<ShootProps>) =>
  contextsOf((bundle) => {
    addShoot(bundle, props);
  })[0];
const GUARDED = contextOf();
const CONFIRMED = contextOf({ confirmDeletion: true });

test('allows a Shoot to be deleted only when its deletion is confirmed', () => {
  const annotationsOf = (props: Partial<ShootProps>) => synth(Chart.of(shootWith(props)))[0].metadata.annotations;
  expect(annotationsOf({})).toBeUndefined();
  expect(annotationsOf({ confirmDeletion: false })).toBeUndefined();
  expect(annotationsOf({ confirmDeletion: true })).toEqual({ [CONFIRMATION]: 'true' });
  const metadata = { ...SHOOT.metadata, annotations: { [CONFIRMATION]: 'true' } };
  expect(validationErrors(Chart.of(shootWith({ metadata })))).toEqual([
    `[test/shoot] 'metadata.annotations['${CONFIRMATION}']' (true) allows the deletion of the whole cluster; remove it, or set 'confirmDeletion: true'`,
  ]);
  expect(validationErrors(Chart.of(shootWith({ metadata, confirmDeletion: true })))).toEqual([]);
});

test('puts a Shoot after its credentials only', () => {
  expect(GUARDED.stages.map(({ dependsOn, level, name }) => [level, name, dependsOn])).toEqual([
    [0, 'credentials', []],
    [0, 'other', []],
    [1, 'shoot', ['credentials']],
  ]);
});

test('requires a namespace for a Shoot', () => {
  const bundle = new Bundle();
  new Shoot(new Chart(bundle, 'garden'), 'shoot', { ...SHOOT, metadata: { name: 'spin' }, workerPools: [POOL] });
  expect(() => synthFiles(bundle)).toThrow(
    "[garden/shoot/Resource] 'metadata.namespace' is required: where Shoot.core.gardener.cloud/spin went would depend on who applies it; set it, or the 'namespace' of the chart",
  );
});

describe('with Argo CD', () => {
  test.each<[string, typeof GUARDED, [string, boolean, string[] | undefined][]]>([
    [
      'neither prunes a Shoot and what it needs, nor deletes them with their Applications',
      GUARDED,
      [
        ['credentials', false, undefined],
        ['other', true, CASCADE],
        ['shoot', false, undefined],
      ],
    ],
    [
      'does so when the deletion is confirmed',
      CONFIRMED,
      [
        ['credentials', true, CASCADE],
        ['other', true, CASCADE],
        ['shoot', true, CASCADE],
      ],
    ],
  ])('an Application for each stage %s', (_, context, expected) => {
    const { root, stages } = deliverToArgoCd(context);
    expect(
      Object.entries(stages).map(([name, { metadata, spec }]) => {
        expect(spec.syncPolicy?.syncOptions?.includes('Prune=false')).toBe(!spec.syncPolicy?.automated?.prune);
        return [name, spec.syncPolicy?.automated?.prune, metadata.finalizers];
      }),
    ).toEqual(expected);
    expect(root.metadata.finalizers).toEqual(CASCADE);
  });

  test('annotates the objects themselves with a single Application', () => {
    const optionsOf = (props: Partial<ShootProps>) => {
      const delivery = Delivery.argoCd({ source: SOURCE, mode: ArgoCdMode.SYNC_WAVES });
      const bundle = new Bundle({ deliveries: [delivery] });
      addShoot(bundle, props);
      const files = synthFiles(bundle);
      return ['credentials', 'other', 'shoot'].map(
        (stage) => (parse(files[`manifests/${stage}/${stage}.k8s.yaml`]) as Manifest).metadata.annotations?.[OPTIONS],
      );
    };
    const kept = 'Prune=false,Delete=false';
    expect(optionsOf({})).toEqual([kept, undefined, kept]);
    expect(optionsOf({ confirmDeletion: true })).toEqual([undefined, undefined, undefined]);
  });

  test('annotates the objects of a plain cdk8s app', () => {
    const app = new App();
    const chart = new Chart(app, 'shoot');
    new Shoot(chart, 'shoot', { ...SHOOT, workerPools: [POOL] });
    ArgoCdSyncWaves.annotate(app);
    expect(synth(chart)[0].metadata.annotations).toEqual({
      [OPTIONS]: 'Prune=false,Delete=false',
      'argocd.argoproj.io/sync-wave': '0',
    });
  });

  test('sets the same options in an ApplicationSet', () => {
    const { files } = deliverToArgoCd(GUARDED, { mode: ArgoCdMode.ROLLING_SYNC });
    const set = parse(files['argo-cd/application-sets/spinkube.yaml']) as RenderedApplicationSet;
    expect(
      applicationsOf(set).map(({ metadata, spec }) => [spec.syncPolicy?.automated?.prune, metadata.finalizers]),
    ).toEqual([
      [false, undefined],
      [true, CASCADE],
      [false, undefined],
    ]);
  });

  test('replaces the health check of Shoots if there are any', () => {
    const key = 'resource.customizations.health.core.gardener.cloud_Shoot';
    expect(deliverToArgoCd(GUARDED).healthChecks?.data[key]).toContain('waiting for Gardener');
    expect(deliverToArgoCd(contextWith(['other', {}])).healthChecks?.data).not.toHaveProperty([key]);
  });
});

describe('with Flux', () => {
  test.each<[string, typeof GUARDED, [string, boolean, string, string][]]>([
    [
      'neither prunes a Shoot and what it needs, nor deletes them',
      GUARDED,
      [
        ['credentials', false, 'Orphan', '5m'],
        ['other', true, 'WaitForTermination', '5m'],
        ['shoot', false, 'Orphan', '30m'],
      ],
    ],
    [
      'does so when the deletion is confirmed',
      CONFIRMED,
      [
        ['credentials', true, 'WaitForTermination', '5m'],
        ['other', true, 'WaitForTermination', '5m'],
        ['shoot', true, 'WaitForTermination', '30m'],
      ],
    ],
  ])('a Kustomization %s', (_, context, expected) => {
    const { stages } = deliverToFlux(context);
    expect(
      Object.entries(stages).map(([name, { spec }]) => [name, spec.prune, spec.deletionPolicy, spec.timeout]),
    ).toEqual(expected);
    expect(stages.shoot.spec.healthCheckExprs?.map(({ kind }) => kind)).toEqual(['Shoot']);
  });

  test('applies a given timeout to all stages', () => {
    const { stages } = deliverToFlux(GUARDED, { timeout: Duration.minutes(45) });
    expect(Object.values(stages).map(({ spec }) => spec.timeout)).toEqual(['45m', '45m', '45m']);
  });
});

describe('with kubectl', () => {
  const garden = (props?: Partial<ShootProps>) => () => {
    const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });
    addShoot(bundle, props);
    return bundle;
  };
  const about = (calls: string[]) => calls.filter((line) => line.includes('shoot.core.gardener.cloud/'));
  const OF_SHOOT = 'shoot.core.gardener.cloud/spin';

  test('waits in install.sh until Gardener has created the Shoot, by default for half an hour', () => {
    const { calls, status } = run(garden(), 'install.sh', [], { nodes: 2 });
    expect(status).toBe(0);
    expect(about(calls)).toEqual([
      `get --namespace garden-myproj ${OF_SHOOT} -o jsonpath={.metadata.generation}`,
      `wait --namespace garden-myproj --for=jsonpath={.status.observedGeneration}=7 --timeout=300s ${OF_SHOOT}`,
      `wait --namespace garden-myproj --for=jsonpath={.status.lastOperation.state}=Succeeded --timeout=30m ${OF_SHOOT}`,
      `wait --namespace garden-myproj --for=condition=EveryNodeReady --timeout=30m ${OF_SHOOT}`,
      `wait --namespace garden-myproj --for=condition=SystemComponentsHealthy --timeout=30m ${OF_SHOOT}`,
    ]);
    const told = about(run(garden(), 'install.sh', ['--timeout', '1h']).calls).filter((line) =>
      line.startsWith('wait'),
    );
    expect(told.filter((line) => !line.includes('--timeout=1h'))).toEqual([]);
  });

  test('does not wait in install.sh for changes left to the maintenance window', () => {
    const { calls } = run(garden({ maintenance: { confineSpecUpdateRollout: true } }), 'install.sh');
    expect(calls.filter((line) => line.includes('eneration'))).toEqual([]);
    expect(about(calls)).toHaveLength(3);
  });

  test('prints a command to inspect the Shoot when Gardener fails to create it', () => {
    const { status, stderr } = run(garden(), 'install.sh', [], { fails: '*lastOperation*' });
    expect([status, stderr]).toEqual([
      1,
      `failed: ${OF_SHOOT} of the stage shoot is not ready after 30m (jsonpath={.status.lastOperation.state}=Succeeded)\n  look at: kubectl describe --namespace garden-myproj ${OF_SHOOT}\n`,
    ]);
  });

  test('keeps the Shoot and its credentials in uninstall.sh', () => {
    const { calls, status, stdout } = run(garden(), 'uninstall.sh', ['--namespaces']);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'delete --namespace garden-myproj --ignore-not-found --cascade=background --timeout=300s configmap/notes',
    ]);
    expect(stdout).toMatch(/^\[1\/3\] shoot\nskipped: a Shoot is an entire cluster;/);
    expect(stdout).toContain('there are no namespaces to remove\n');
  });

  test('deletes the Shoot in uninstall.sh when its deletion is confirmed, and waits', () => {
    const { calls, status } = run(garden({ confirmDeletion: true }), 'uninstall.sh');
    expect(status).toBe(0);
    expect(calls).toEqual([
      `annotate --namespace garden-myproj --overwrite ${OF_SHOOT} ${CONFIRMATION}=true`,
      `delete --namespace garden-myproj --ignore-not-found --cascade=background --timeout=30m ${OF_SHOOT}`,
      expect.stringContaining('--timeout=300s configmap/notes'),
      expect.stringContaining('--timeout=300s credentialsbinding.security.gardener.cloud/aws'),
    ]);
  });
});
