import { Manifest } from '../../../lib/synth/manifest';
import { Case } from '../cases/case';
import { ANYWHERE, caseOf, Changes, changed } from './shoots';

const POOL = 'spec.provider.workers.0';

const poolCase = caseOf(ANYWHERE);
const twoPools = (second: object): Changes => ({ 'spec.provider.workers.1': { ...poolOf(ANYWHERE), ...second } });

function poolOf({ spec }: Manifest): object {
  return (spec as { provider: { workers: object[] } }).provider.workers[0];
}

const disks = (...names: string[]) => names.map((name) => ({ name, size: '1Gi' }));

export const WORKER_POOL_CASES: readonly Case[] = [
  poolCase(
    'error shoot-worker-name',
    { [`${POOL}.name`]: 'sixteen-letters1' },
    "'spec.provider.workers[0].name' (sixteen-letters1) has 16 characters; at most 15 are allowed; shorten it",
    { [`${POOL}.name`]: 'fifteen-letters' },
  ),
  poolCase(
    'error shoot-worker-name',
    { [`${POOL}.name`]: undefined },
    "'spec.provider.workers[0].name' is required; set it",
  ),
  poolCase(
    'error shoot-worker-name',
    twoPools({}),
    "'spec.provider.workers[1].name' (spin) is defined twice, also in spec.provider.workers[0].name; rename one of them",
    twoPools({ name: 'other' }),
  ),
  poolCase(
    'error shoot-worker-machine',
    { [`${POOL}.machine.type`]: '' },
    "'spec.provider.workers[0].machine.type' ('') is required; set it",
  ),
  poolCase(
    'error shoot-worker-machine',
    { [`${POOL}.machine.image`]: {} },
    "'spec.provider.workers[0].machine.image.name' is required; set it",
    { [`${POOL}.machine.image`]: { name: 'gardenlinux' } },
  ),
  poolCase(
    'error shoot-worker-count',
    { [`${POOL}.minimum`]: 4 },
    "'spec.provider.workers[0].maximum' (3) must not be less than the minimum, 4; raise it",
    { [`${POOL}.minimum`]: 3 },
  ),
  poolCase(
    'error shoot-worker-count',
    { [`${POOL}.minimum`]: -1 },
    "'spec.provider.workers[0].minimum' (-1) must not be negative; raise it",
    { [`${POOL}.minimum`]: undefined },
  ),
  poolCase(
    'error shoot-worker-update',
    { [`${POOL}.maxSurge`]: '0%' },
    "'spec.provider.workers[0].maxUnavailable' must be above 0 while maxSurge is 0; raise one of them",
    { [`${POOL}.maxSurge`]: 0, [`${POOL}.updateStrategy`]: 'ManualInPlaceUpdate' },
  ),
  poolCase(
    'error shoot-worker-update',
    { [`${POOL}.maxUnavailable`]: '101%' },
    "'spec.provider.workers[0].maxUnavailable' (101%) must be a whole number, 0 or more, or 0% to 100%; choose one",
    { [`${POOL}.maxUnavailable`]: '100%', [`${POOL}.maxSurge`]: '200%' },
  ),
  poolCase(
    'error shoot-worker-volumes',
    { [`${POOL}.volume`]: { size: '50G' } },
    "'spec.provider.workers[0].volume.size' (50G) is not a valid volume size: Gardener takes whole GiB only; use the form 50Gi",
    { [`${POOL}.volume`]: { size: '50Gi' } },
  ),
  poolCase(
    'error shoot-worker-volumes',
    { [`${POOL}.dataVolumes`]: disks('a') },
    "'spec.provider.workers[0].volume' is required with dataVolumes; set its size",
    { [`${POOL}.volume`]: { size: '50Gi' }, [`${POOL}.dataVolumes`]: disks('a') },
  ),
  poolCase(
    'error shoot-worker-volumes',
    { [`${POOL}.volume`]: { size: '50Gi' }, [`${POOL}.dataVolumes`]: disks('a', 'a') },
    "'spec.provider.workers[0].dataVolumes[1].name' (a) is defined twice, also in spec.provider.workers[0].dataVolumes[0].name; rename one of them",
    { [`${POOL}.volume`]: { size: '50Gi' }, [`${POOL}.dataVolumes`]: disks('a', 'b') },
  ),
  poolCase(
    'error shoot-worker-volumes',
    { [`${POOL}.kubeletDataVolumeName`]: 'images' },
    "'spec.provider.workers[0].kubeletDataVolumeName' (images) is not one of the dataVolumes of the pool; name one of them: none yet",
    {
      [`${POOL}.kubeletDataVolumeName`]: 'images',
      [`${POOL}.volume`]: { size: '50Gi' },
      [`${POOL}.dataVolumes`]: disks('images'),
    },
  ),
  poolCase(
    'error shoot-worker-labels',
    { [`${POOL}.labels`]: { 'a b': 'c' } },
    "'spec.provider.workers[0].labels['a b']' (a b) is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix",
    { [`${POOL}.labels`]: { 'a.b/c': '' }, [`${POOL}.annotations`]: { 'A.b/c': 'any text' } },
  ),
  poolCase(
    'error shoot-worker-taints',
    { [`${POOL}.taints`]: [{ key: 'node.gardener.cloud/critical-components-not-ready', effect: 'NoSchedule' }] },
    "'spec.provider.workers[0].taints[0].key' (node.gardener.cloud/critical-components-not-ready) is reserved for Gardener, which sets this taint itself; choose another key",
    { [`${POOL}.taints`]: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] },
  ),
  poolCase(
    'error shoot-worker-taints',
    {
      [`${POOL}.taints`]: [
        { key: 'a', effect: 'NoSchedule' },
        { key: 'a', value: 'b', effect: 'NoSchedule' },
      ],
    },
    "'spec.provider.workers[0].taints[1]' (a:NoSchedule) is defined twice, also in spec.provider.workers[0].taints[0]; remove one of them, or change its effect",
    {
      [`${POOL}.taints`]: [
        { key: 'a', effect: 'NoSchedule' },
        { key: 'a', effect: 'NoExecute' },
      ],
    },
  ),
  poolCase(
    'error shoot-worker-taints',
    { [`${POOL}.taints`]: [{ key: 'a', effect: 'Never' }] },
    "'spec.provider.workers[0].taints[0].effect' (Never) must be one of NoSchedule, PreferNoSchedule, NoExecute; choose one of them",
  ),
  poolCase(
    'error shoot-worker-container-runtimes',
    { [`${POOL}.cri`]: { name: 'containerd', containerRuntimes: [{ type: 'gvisor' }, { type: 'gvisor' }] } },
    "'spec.provider.workers[0].cri.containerRuntimes[1].type' (gvisor) is defined twice, also in spec.provider.workers[0].cri.containerRuntimes[0].type; remove one of them",
    { [`${POOL}.cri`]: { name: 'containerd', containerRuntimes: [{ type: 'gvisor' }, { type: 'kata' }] } },
  ),
  poolCase(
    'error shoot-system-components',
    { [`${POOL}.systemComponents`]: { allow: false } },
    '\'spec.provider.workers\' (["spin"]) must include a pool that allows system components and has a maximum above 0; add one',
    { [`${POOL}.systemComponents`]: { allow: true } },
  ),
  [
    'error shoot-system-components',
    changed(ANYWHERE, { [`${POOL}.maximum`]: 1, [`${POOL}.zones`]: ['a', 'b'] }),
    "'spec.provider.workers[0].maximum' (1) must be at least the number of its zones, 2, each of which needs a machine for system components; raise it, or name fewer zones",
    changed(ANYWHERE, {
      [`${POOL}.maximum`]: 1,
      [`${POOL}.zones`]: ['a', 'b'],
      ...twoPools({ name: 'large', zones: ['b', 'a'] }),
    }),
  ],
];
