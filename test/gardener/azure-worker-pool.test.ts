import { Chart, Size } from 'cdk8s';
import { Azure, AzureVnet, WorkerPoolProps } from '../../lib/gardener';
import { validationErrors } from '../testing';
import { shootWith } from './shoots';

const infrastructure = Azure.infrastructure({
  vnet: AzureVnet.fromCidr('10.250.0.0/16'),
  zones: [
    { name: 1, cidr: '10.250.0.0/19' },
    { name: 2, cidr: '10.250.32.0/19' },
  ],
});

const errorsOf = (pool: Partial<WorkerPoolProps>) => {
  const volume = { type: 'StandardSSD_LRS', size: Size.gibibytes(50) };
  return validationErrors(Chart.of(shootWith({ infrastructure }, { volume, zones: ['1'], ...pool })));
};

test('accepts a worker pool with a volume and a zone on Azure', () => {
  expect(errorsOf({})).toEqual([]);
});

const DISK = { size: Size.gibibytes(50) };

test.each<[string, Partial<WorkerPoolProps>, string[]]>([
  [
    'no volume',
    { volume: undefined },
    ["'spec.provider.workers[0].volume' is required on Azure; set its type and size"],
  ],
  [
    'volumes without types',
    { volume: DISK, dataVolumes: [{ name: 'data', ...DISK }] },
    [
      "'spec.provider.workers[0].volume.type' is required on Azure; choose one of the CloudProfile, such as StandardSSD_LRS",
      "'spec.provider.workers[0].dataVolumes[0].type' is required on Azure; choose one of the CloudProfile, such as StandardSSD_LRS",
    ],
  ],
  [
    'encryption set on a volume',
    { volume: { ...DISK, type: 'Premium_LRS', encrypted: false } },
    [
      "'spec.provider.workers[0].volume.encrypted' (false) must not be set on Azure, which encrypts all volumes; remove it",
    ],
  ],
  [
    'too many data volumes',
    {
      dataVolumes: Array.from({ length: 65 }, (_, index) => ({ name: `d${index}`, ...DISK, type: 'Premium_LRS' })),
    },
    ["'spec.provider.workers[0].dataVolumes' (65) exceeds the 64 volumes that are allowed on Azure; remove some"],
  ],
  ['no zones', { zones: [] }, ["'spec.provider.workers[0].zones' is required on Azure; name at least one zone"]],
  [
    'a duplicate zone',
    { zones: ['1', '1'] },
    [
      "'spec.provider.workers[0].zones[1]' (1) is defined twice, also in spec.provider.workers[0].zones[0]; remove one of them",
    ],
  ],
  [
    'a zone that the infrastructure does not have',
    { zones: ['3'] },
    [
      "'spec.provider.workers[0].zones[0]' (3) is not a zone of the infrastructure; add it to 'networks.zones' of infrastructureConfig",
    ],
  ],
])('rejects a worker pool with %s on Azure', (_, pool, messages) => {
  expect(errorsOf(pool)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});
