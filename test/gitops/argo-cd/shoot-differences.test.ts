import { Cron } from 'cdk8s';
import { Maintenance, MachineImage, ShootProps } from '../../../lib/gardener';
import { contextsOf, contextWith } from '../contexts';
import { addShoot } from '../garden';
import { POOL } from '../../gardener/shoots';
import { deliver } from './delivered';

const VERSION = '/spec/kubernetes/version';
const SLEEP = '/spec/hibernation/enabled';
const IMAGES = ['.spec.provider.workers[]?.machine.image.version'];

const specOf = (props: Partial<ShootProps>) => {
  const [context] = contextsOf((bundle) => {
    addShoot(bundle, props);
  });
  return deliver(context).stages.shoot.spec;
};
const given = (updateKubernetes: boolean, updateMachineImages: boolean): Maintenance => ({
  updateKubernetes,
  updateMachineImages,
});
const schedules = [{ start: Cron.schedule({ minute: '0', hour: '20' }) }];

test.each<[string, Partial<ShootProps>, object | undefined]>([
  ['versions that Gardener updates', {}, { jsonPointers: [VERSION], jqPathExpressions: IMAGES }],
  ['no versions when automatic updates are off', { maintenance: given(false, false) }, undefined],
  ['the Kubernetes version', { maintenance: given(true, false) }, { jsonPointers: [VERSION] }],
  ['machine image versions', { maintenance: given(false, true) }, { jqPathExpressions: IMAGES }],
  [
    'a Kubernetes version that Gardener fills in',
    { maintenance: given(false, false), kubernetesVersion: '1.34' },
    { jsonPointers: [VERSION] },
  ],
  [
    'a machine image version that Gardener fills in',
    { maintenance: given(false, false), workerPools: [POOL, { ...POOL, name: 'b', image: MachineImage.of('ubuntu') }] },
    { jqPathExpressions: IMAGES },
  ],
  ['hibernation', { maintenance: given(false, false), hibernation: { schedules } }, { jsonPointers: [SLEEP] }],
])('ignores differences: %s', (_, props, expected) => {
  const { ignoreDifferences, syncPolicy } = specOf(props);
  const shoot = { group: 'core.gardener.cloud', kind: 'Shoot', name: 'spin' };
  expect(ignoreDifferences).toEqual(expected && [{ ...shoot, ...expected }]);
  expect(syncPolicy?.syncOptions).not.toContain('RespectIgnoreDifferences=true');
});

test('respects ignored CA bundles on sync, except in an Application with a Shoot, whose worker pools would be ignored, too', () => {
  const webhook = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    manifest: { webhooks: [{ clientConfig: { service: { name: 'w' } } }] },
  };
  const shoot = { apiVersion: 'core.gardener.cloud/v1beta1', kind: 'Shoot' };
  const { both, ca } = deliver(contextWith(['ca', webhook], ['both', webhook, shoot])).stages;
  const respects = ({ spec }: typeof ca) => spec.syncPolicy?.syncOptions?.includes('RespectIgnoreDifferences=true');
  expect([respects(ca), respects(both)]).toEqual([true, false]);
  expect(both.spec.ignoreDifferences?.map(({ kind }) => kind)).toEqual(['ValidatingWebhookConfiguration', 'Shoot']);
});
