import { KubectlDelivery } from '../../../lib';
import { knownKind, KNOWN_KINDS } from '../../../lib/gitops/kinds/known-kinds';
import { deliver as deliverToArgoCd } from '../argo-cd/delivered';
import { contextWith } from '../contexts';
import { deliver as deliverToFlux } from '../flux/delivered';

/** Kinds of other groups that exist. */
const REAL = [
  ['cert.gardener.cloud/v1alpha1', 'Issuer'],
  ['cert.gardener.cloud/v1alpha1', 'Certificate'],
  ['batch.volcano.sh/v1alpha1', 'Job'],
  ['apps.kruise.io/v1beta1', 'StatefulSet'],
  ['apps.kruise.io/v1alpha1', 'DaemonSet'],
];
const FOREIGN = [...new Set([...REAL, ...KNOWN_KINDS.map(({ kind }) => ['example.com/v1', kind])].map(String))].map(
  (one) => one.split(','),
);

/** Fields that would matter in the known kind. */
const MANIFEST = {
  spec: {
    secretName: 'tls',
    service: { name: 'x' },
    deploymentConfig: { installDefaultCACerts: true },
    conversion: { webhook: { clientConfig: { service: { name: 'x' } } } },
    template: { spec: { containers: [{ env: [{ name: 'INSTALLER_IMAGE' }, { name: 'SHIM_NODE_INSTALLER_IMAGE' }] }] } },
  },
  rules: [{ resources: ['leases'], resourceNames: ['lease'] }],
  webhooks: [{ clientConfig: { service: { name: 'x' } } }],
};

describe.each(FOREIGN)('%s %s', (apiVersion, kind) => {
  const object = { apiVersion, kind, name: 'x', namespace: 'team', manifest: MANIFEST };
  const context = contextWith(['foreign', object], ['after', {}]);
  const textOf = (script: string) =>
    new KubectlDelivery().deliver(context).find(({ path }) => path.endsWith(`/${script}`))?.text ?? '';

  test('is not a known kind', () => {
    expect(knownKind(object)).toBeUndefined();
  });

  test('is applied by install.sh without waiting', () => {
    expect(textOf('install.sh')).toMatch(/\nstage foreign\n(apply_stages\n\n)?stage after\napply_stages\n\n/);
  });

  test('is removed by uninstall.sh like any other object', () => {
    const [group] = apiVersion.split('/');
    expect(textOf('uninstall.sh')).toContain(
      `progress foreign\ngone team ${kind.toLowerCase()}.${group}/x\nif [ -n "$crds" ]; then\n`,
    );
  });

  test('has no health check of Flux, and is pruned', () => {
    const { spec } = deliverToFlux(context).stages.foreign;
    const { deletionPolicy, healthCheckExprs, patches, prune, timeout } = spec;
    expect({ deletionPolicy, healthCheckExprs, patches, prune, timeout }).toEqual({
      deletionPolicy: 'WaitForTermination',
      healthCheckExprs: undefined,
      patches: undefined,
      prune: true,
      timeout: '5m',
    });
  });

  test('has no health check of Argo CD, is compared as a whole, and is pruned', () => {
    const { healthChecks: { data } = { data: {} }, stages } = deliverToArgoCd(context);
    expect(Object.keys(data).filter((key) => key.includes(`.${apiVersion.split('/')[0]}_`))).toEqual([]);
    expect(data).not.toHaveProperty(['resource.customizations.health.core.gardener.cloud_Shoot']);
    expect(stages.foreign.spec.ignoreDifferences).toBeUndefined();
    expect(stages.foreign.spec.syncPolicy?.automated?.prune).toBe(true);
  });
});
