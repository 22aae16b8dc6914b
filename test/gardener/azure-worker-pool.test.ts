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

test('a worker pool with a volume and a zone is right', () => {
  expect(errorsOf({})).toEqual([]);
});

const DISK = { size: Size.gibibytes(50) };

test.each<[string, Partial<WorkerPoolProps>, string[]]>([
  ['no volume', { volume: undefined }, ["'volume' is required on Azure; set its type and size"]],
  [
    'volumes without types',
    { volume: DISK, dataVolumes: [{ name: 'data', ...DISK }] },
    [
      "'volume.type' is required on Azure; choose StandardSSD_LRS, or the like",
      "'dataVolumes[0].type' is required on Azure; choose StandardSSD_LRS, or the like",
    ],
  ],
  [
    'a volume that is encrypted by name',
    { volume: { ...DISK, type: 'Premium_LRS', encrypted: false } },
    ["'volume.encrypted' (false) is refused on Azure, which encrypts them all; remove it"],
  ],
  [
    'too many data volumes',
    {
      dataVolumes: Array.from({ length: 65 }, (_, index) => ({ name: `d${index}`, ...DISK, type: 'Premium_LRS' })),
    },
    ["'dataVolumes' (65) are more than the 64 that machines on Azure have at most; remove some"],
  ],
  [
    'no zone',
    { zones: [] },
    ["'zones' ([]) has no zone, and machines on Azure need one; name at least one: 1, 2 or 3"],
  ],
  ['a zone twice', { zones: ['1', '1'] }, ["'zones' (1) is there already; remove one of them"]],
  [
    'a zone without a network',
    { zones: ['3'] },
    ["'zones' (3) has no network; add it to the 'zones' of the infrastructure"],
  ],
])('on Azure, a worker pool with %s is refused', (_, pool, messages) => {
  expect(errorsOf(pool)).toEqual(messages.map((message) => `[test/shoot/spin] ${message}`));
});
