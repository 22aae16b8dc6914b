import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Infrastructure, MachineImage } from '../../lib/gardener';
import { ofPool, shootCase, ShootCase } from './shoot-case';
import { POOL, shootWith } from './shoots';

/** Requirements of Kubernetes for keys and values of labels. */
const QUALIFIED =
  'is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix';
const LABEL =
  'is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation';

const absolute = (count: number) => kplus.PercentOrAbsolute.absolute(count);
const percent = (share: number) => kplus.PercentOrAbsolute.percent(share);

/** Shoots that Gardener's API server judges by their worker pools. */
export const WORKER_POOL_CASES: readonly ShootCase[] = [
  ofPool('has a worker pool with valid optional fields', {
    maxSurge: percent(200),
    maxUnavailable: absolute(1),
    taints: [
      { key: 'a', effect: kplus.TaintEffect.NO_SCHEDULE },
      { key: 'a', value: 'b', effect: kplus.TaintEffect.NO_EXECUTE },
    ],
    labels: { 'example.com/a': '' },
    annotations: { 'example.com/A': 'any text' },
    containerRuntimes: ['gvisor'],
  }),
  shootCase(
    'has a worker pool with a long name',
    () => shootWith({}, { name: 'sixteen-letters-' + 'x' }),
    "[test/shoot] 'spec.provider.workers[0].name' (sixteen-letters-x) has 17 characters; at most 15 are allowed; shorten it",
  ),
  shootCase(
    'has a worker pool whose name is not a DNS label',
    () => shootWith({}, { name: 'Spin' }),
    "[test/shoot] 'spec.provider.workers[0].name' (Spin) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
  ),
  shootCase(
    'has a worker pool without a name',
    () => shootWith({}, { name: '' }),
    "[test/shoot] 'spec.provider.workers[0].name' ('') is required; set it",
  ),
  ofPool(
    'has a worker pool without a machine type',
    { machineType: '' },
    "'spec.provider.workers[0].machine.type' ('') is required; set it",
  ),
  ofPool(
    'has a machine image without a name',
    { image: MachineImage.of('', '1.2.3') },
    "'spec.provider.workers[0].machine.image.name' ('') is required; set it",
  ),
  shootCase(
    'has a worker pool with negative machine counts',
    () => shootWith({ workerPools: [POOL, { ...POOL, name: 'less', minimum: -2, maximum: -1 }] }),
    "[test/shoot] 'spec.provider.workers[1].minimum' (-2) must not be negative; raise it",
    "[test/shoot] 'spec.provider.workers[1].maximum' (-1) must not be negative; raise it",
  ),
  ofPool(
    'has a worker pool with a minimum above its maximum',
    { minimum: 4 },
    "'spec.provider.workers[0].maximum' (3) must not be less than the minimum, 4; raise it",
  ),
  ofPool(
    'allows neither surge nor unavailable machines',
    { maxSurge: absolute(0) },
    "'spec.provider.workers[0].maxUnavailable' (0) must be above 0 while maxSurge is 0; raise one of them",
  ),
  ofPool(
    'allows neither surge nor unavailable machines, as percentages',
    { maxSurge: percent(0), maxUnavailable: percent(0) },
    "'spec.provider.workers[0].maxUnavailable' (0%) must be above 0 while maxSurge is 0; raise one of them",
  ),
  ofPool('allows unavailable machines but no surge', { maxSurge: absolute(0), maxUnavailable: absolute(1) }),
  ofPool(
    'allows more than 100% unavailable machines',
    { maxUnavailable: percent(101) },
    "'spec.provider.workers[0].maxUnavailable' (101%) must be a whole number, 0 or more, or 0% to 100%; choose one",
  ),
  ofPool(
    'has a negative surge',
    { maxSurge: absolute(-1) },
    "'spec.provider.workers[0].maxSurge' (-1) must be a whole number, 0 or more, or a percentage; choose one",
  ),
  ofPool(
    'has a volume of half a GiB',
    { volume: { type: 'gp3', size: Size.mebibytes(512) } },
    "'spec.provider.workers[0].volume.size' (0.5Gi) is not a valid volume size: Gardener takes whole GiB only; use the form 50Gi",
  ),
  ofPool('has data volumes, one of them for kubelet', {
    dataVolumes: [
      { name: 'images', size: Size.gibibytes(50), type: 'gp3', encrypted: true },
      { name: 'fifteen-letters', size: Size.tebibytes(1), type: 'gp3' },
    ],
    kubeletDataVolumeName: 'images',
  }),
  shootCase(
    'has data volumes and no root volume',
    // Not AWS, which needs a root volume in any case.
    () =>
      shootWith(
        { infrastructure: Infrastructure.of('local') },
        { volume: undefined, dataVolumes: [{ name: 'data', size: Size.gibibytes(1), type: 'gp3' }] },
      ),
    "[test/shoot] 'spec.provider.workers[0].volume' is required with dataVolumes; set its size",
  ),
  ofPool(
    'has invalid and duplicate data volumes',
    {
      dataVolumes: [
        { name: '', size: Size.gibibytes(1), type: 'gp3' },
        { name: 'Data', size: Size.gibibytes(1), type: 'gp3' },
        { name: 'sixteen-letters1', size: Size.mebibytes(512), type: 'gp3' },
        { name: 'twice', size: Size.gibibytes(1), type: 'gp3' },
        { name: 'twice', size: Size.gibibytes(1), type: 'gp3' },
      ],
    },
    "'spec.provider.workers[0].dataVolumes[0].name' ('') is required; set it",
    "'spec.provider.workers[0].dataVolumes[1].name' (Data) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    "'spec.provider.workers[0].dataVolumes[2].name' (sixteen-letters1) has 16 characters; at most 15 are allowed; shorten it",
    "'spec.provider.workers[0].dataVolumes[2].size' (0.5Gi) is not a valid volume size: Gardener takes whole GiB only; use the form 50Gi",
    "'spec.provider.workers[0].dataVolumes[4].name' (twice) is defined twice, also in spec.provider.workers[0].dataVolumes[3].name; rename one of them",
  ),
  ofPool(
    'has a kubelet data volume that does not exist',
    { dataVolumes: [{ name: 'data', size: Size.gibibytes(1), type: 'gp3' }], kubeletDataVolumeName: 'images' },
    "'spec.provider.workers[0].kubeletDataVolumeName' (images) is not one of the dataVolumes of the pool; name one of them: data",
  ),
  ofPool('has a volume of one TiB', { volume: { type: 'gp3', size: Size.tebibytes(1) } }),
  ofPool(
    'has invalid labels and annotations',
    { labels: { 'a b': 'x', ok: 'no value' }, annotations: { 'a b': 'x' } },
    `'spec.provider.workers[0].labels['a b']' (a b) ${QUALIFIED}`,
    `'spec.provider.workers[0].labels.ok' (no value) ${LABEL}`,
    `'spec.provider.workers[0].annotations['a b']' (a b) ${QUALIFIED}`,
  ),
  ofPool(
    'has a taint that Gardener sets',
    { taints: [{ key: 'node.gardener.cloud/critical-components-not-ready', effect: kplus.TaintEffect.NO_SCHEDULE }] },
    "'spec.provider.workers[0].taints[0].key' (node.gardener.cloud/critical-components-not-ready) is reserved for Gardener, which sets this taint itself; choose another key",
  ),
  ofPool(
    'has a duplicate taint',
    {
      taints: [
        { key: 'a', value: '1', effect: kplus.TaintEffect.NO_SCHEDULE },
        { key: 'a', value: '2', effect: kplus.TaintEffect.NO_SCHEDULE },
      ],
    },
    "'spec.provider.workers[0].taints[1]' (a:NoSchedule) is defined twice, also in spec.provider.workers[0].taints[0]; remove one of them, or change its effect",
  ),
  ofPool(
    'has an invalid taint',
    { taints: [{ key: 'a b', value: 'c d', effect: kplus.TaintEffect.NO_SCHEDULE }] },
    `'spec.provider.workers[0].taints[0].key' (a b) ${QUALIFIED}`,
    `'spec.provider.workers[0].taints[0].value' (c d) ${LABEL}`,
  ),
  ofPool(
    'has a duplicate container runtime',
    { containerRuntimes: ['gvisor', 'gvisor'] },
    "'spec.provider.workers[0].cri.containerRuntimes[1].type' (gvisor) is defined twice, also in spec.provider.workers[0].cri.containerRuntimes[0].type; remove one of them",
  ),
];
