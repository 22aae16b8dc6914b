import * as fs from 'fs';
import * as path from 'path';
import { SpinKubeRelease } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import {
  APP_FAULTS,
  AppFault,
  injectApp,
  namespaceOf,
  object,
  SECRET_VALUE,
  withSecrets,
} from '../src/doctor/app-faults';
import { doctor, findings, Found, printed, record } from '../src/doctor/doctor';
import { LAST_FAULTS, PlatformFault, platformFaults } from '../src/doctor/platform-faults';
import { Kubectl, must } from '../src/kubectl';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { Platform } from '../src/platform';
import { addPlatform } from '../src/sample';
import { mustRun } from '../src/scripts';
import { eventually, synthBundle, temporaryFolder, useCluster } from '../src/suite';

/** The name of a finding and its object. */
const headOf = (found?: Found) => found && [found.name, nameOf(found.object)];

function nameOf({ kind, name, namespace }: Found['object']): string {
  return `${kind.replace(/\..*/, '')} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** Waits until doctor names something first, and returns the finding. */
async function isFirst(kubectl: Kubectl, expected: string, about: string, ...namespaces: string[]): Promise<Found> {
  let last: unknown;
  try {
    return await eventually(
      `${expected} is first`,
      () => {
        const all = findings(kubectl, ...namespaces);
        last = all.map((one) => [...(headOf(one) ?? []), one.text]);
        return Promise.resolve(
          JSON.stringify(headOf(all.at(0))) === JSON.stringify([expected, about]) ? all[0] : undefined,
        );
      },
      120,
    );
  } catch (error) {
    throw new Error(`${String(error)}; found ${JSON.stringify(last, undefined, 1)}`, { cause: error });
  }
}

/** Waits until the cluster is healthy. */
async function isHealthy(kubectl: Kubectl): Promise<void> {
  let last: unknown;
  try {
    await eventually(
      'nothing is found',
      () => {
        const all = findings(kubectl);
        last = all.map((one) => [...(headOf(one) ?? []), one.text]);
        return Promise.resolve(all.length === 0 ? true : undefined);
      },
      120,
    );
  } catch (error) {
    throw new Error(`${String(error)}; found ${JSON.stringify(last, undefined, 1)}`, { cause: error });
  }
}

/** Waits for all consequences of a fault. */
async function hasConsequences(
  kubectl: Kubectl,
  { about, consequences = [], expected }: Omit<PlatformFault, 'heal'>,
): Promise<void> {
  const found = await eventually(
    `${expected} explains ${consequences.join(', ')}`,
    async () => {
      const first = await isFirst(kubectl, expected, about);
      const names = first.consequences.map(({ name }) => name);
      return consequences.every((name) => names.includes(name)) ? first : undefined;
    },
    30,
  );
  expect(found.evidence.length).toBeGreaterThan(0);
}

inOwnCluster('doctor', () => {
  const cluster = useCluster(nodeInstallers);
  const bundle = synthBundle((one) => {
    addPlatform(one);
  });

  test('finds that nothing is installed', () => {
    expect(findings(cluster.kubectl).map(headOf)).toEqual([
      ['not-installed', 'CustomResourceDefinition spinapps.core.spinkube.dev'],
    ]);
  });

  test('finds nothing in a healthy cluster, and no drift', async () => {
    await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '90s');
    await isHealthy(cluster.kubectl);
    await must(cluster.kubectl.create(withSecrets('default')));
    expect(doctor(cluster.kubectl, `--drift=${bundle}`)).toEqual({
      code: 0,
      out: expect.stringMatching(/^nothing found \(\d+ objects, 1 SpinApp\)\n$/) as string,
      errors: '',
    });
    record(cluster.kubectl, 'healthy');
  });

  test('finds drift', async () => {
    await cluster.kubectl.text(
      'label',
      'namespace',
      'spin-operator',
      'pod-security.kubernetes.io/enforce=baseline',
      '--overwrite',
    );
    await cluster.kubectl.text('delete', 'service', 'spin-operator-metrics-service', '--namespace=spin-operator');
    const { code, out } = doctor(cluster.kubectl, `--drift=${bundle}`, '--json');
    const { findings: found } = JSON.parse(out) as { findings: Found[] };
    expect([code, found.map(headOf)]).toEqual([
      1,
      [
        ['drift-changed', 'Namespace spin-operator'],
        ['drift-missing', 'Service spin-operator/spin-operator-metrics-service'],
      ],
    ]);
    expect(found[0].evidence).toEqual([
      expect.objectContaining({
        field: "metadata.labels['pod-security.kubernetes.io/enforce']",
        message: '"baseline" in the cluster, "restricted" in the bundle',
      }),
    ]);
    await mustRun(cluster.kubectl, bundle, 'install', '--from', 'spin-operator', '--timeout', '60s');
  });

  test.each(platformFaults(bundle))('finds that $title', async (fault) => {
    try {
      await fault.inject(cluster.kubectl);
      await hasConsequences(cluster.kubectl, fault);
      record(cluster.kubectl, `${fault.expected}-${fault.about.replace(/.*[ /]/, '')}`, [fault.expected, fault.about]);
    } finally {
      await fault.heal(cluster.kubectl);
    }
    await isHealthy(cluster.kubectl);
  });

  test('looks at what it collected as at the cluster', () => {
    const folder = path.join(temporaryFolder(), 'dump');
    expect(doctor(cluster.kubectl, `--collect=${folder}`).code).toBe(0);
    const files = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
    expect(files.join('')).toContain('"webhook-server-cert"');
    expect(files.filter((text) => text.includes(SECRET_VALUE) || text.includes('PRIVATE KEY'))).toEqual([]);
    expect(files.filter((text) => text.includes(Buffer.from(SECRET_VALUE).toString('base64')))).toEqual([]);
  });

  describe('for an app', () => {
    beforeAll(async () => {
      for (const fault of APP_FAULTS) {
        await injectApp(cluster.kubectl, fault);
      }
    });

    test.each(APP_FAULTS.map((fault): [string, AppFault] => [namespaceOf(fault), fault]))(
      'finds %s',
      async (namespace, { about, expected }) => {
        const found = await isFirst(cluster.kubectl, expected, about, namespace);
        expect(found.evidence.length).toBeGreaterThan(0);
        record(cluster.kubectl, `app-${namespace}`, [expected, about], namespace);
      },
    );

    test('names all of them as causes of their own', () => {
      const roots = findings(cluster.kubectl).map((one) => JSON.stringify(headOf(one)));
      expect(
        APP_FAULTS.map(({ about, expected }) => JSON.stringify([expected, about])).filter(
          (one) => !roots.includes(one),
        ),
      ).toEqual([]);
      const named = APP_FAULTS.map(namespaceOf);
      cluster.kubectl.try('delete', 'namespaces', ...named, '--wait=false').catch(() => undefined);
    });
  });

  test('has printed no secret', () => {
    expect(printed.length).toBeGreaterThan(APP_FAULTS.length);
    expect(printed.filter((text) => text.includes(SECRET_VALUE) || text.includes('PRIVATE KEY'))).toEqual([]);
  });

  test('says that a cluster cannot be reached, or a kind not be read', () => {
    const { code, errors } = doctor(new Kubectl('/dev/null'));
    expect([code, errors]).toEqual([
      2,
      expect.stringContaining('cdk8s-spinkube doctor: the cluster cannot be reached: '),
    ]);
  });
});

inOwnCluster('doctor, when the platform goes', () => {
  const cluster = useCluster(nodeInstallers);

  test('names what is missing', async () => {
    const bundle = synthBundle((one) => {
      addPlatform(one);
    });
    await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '90s');
    for (const fault of LAST_FAULTS) {
      await fault.inject(cluster.kubectl);
      await hasConsequences(cluster.kubectl, fault);
      record(cluster.kubectl, fault.expected, [fault.expected, fault.about]);
    }
  });
});

/** Faults that only a kubelet and a container runtime report. */
inOwnCluster('doctor, on a real node', () => {
  const cluster = useCluster(undefined, () => ({ count: 1 }));

  const runc: AppFault = {
    expected: 'not-run-by-spin',
    variant: 'runc',
    about: 'SpinApp not-run-by-spin-runc/hello',
    executor: { runtimeClassName: 'runc' },
  };
  const faults: readonly AppFault[] = [
    runc,
    {
      expected: 'handler-missing',
      about: 'RuntimeClass spin-v2',
      executor: { runtimeClassName: 'spin-v2' },
    },
    {
      ...runc,
      expected: 'secret-missing',
      variant: 'real',
      about: 'Secret secret-missing-real/database',
      spec: { variables: [{ name: 'db', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } }] },
    },
    {
      ...runc,
      expected: 'config-map-missing',
      variant: 'real',
      about: 'ConfigMap config-map-missing-real/settings',
      spec: {
        volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
        volumeMounts: [{ name: 'settings', mountPath: '/settings' }],
      },
    },
    {
      ...runc,
      expected: 'image-pull-failed',
      variant: 'real',
      about: 'SpinApp image-pull-failed-real/hello',
      spec: { image: 'registry.invalid/shop:v1' },
    },
    {
      ...runc,
      expected: 'image-not-found',
      variant: 'real',
      about: 'SpinApp image-not-found-real/hello',
      spec: { image: 'Registry.invalid/Shop' },
    },
  ];

  beforeAll(async () => {
    const platform = new Platform(cluster.kubectl, SpinKubeRelease.CURRENT);
    await platform.install();
    await must(
      cluster.kubectl.apply(
        ['runc', 'spin-v2'].map((handler) => object('node.k8s.io/v1', 'RuntimeClass', handler, undefined, { handler })),
      ),
    );
    for (const fault of faults) {
      await injectApp(cluster.kubectl, fault);
    }
  });

  test.each(faults.map((fault): [string, AppFault] => [namespaceOf(fault), fault]))(
    'finds %s',
    async (namespace, { about, expected }) => {
      const found = await isFirst(cluster.kubectl, expected, about, namespace);
      expect(found.evidence.length).toBeGreaterThan(1);
      record(cluster.kubectl, `node-${namespace}`, [expected, about], namespace);
    },
  );
});
