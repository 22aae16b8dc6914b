import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { bytes, cpuQuantity, millicpu, sizeQuantity } from '../../lib/private/quantity';

test.each([
  [Size.kibibytes(0), '0'],
  [Size.kibibytes(1), '1Ki'],
  [Size.kibibytes(1536), '1536Ki'],
  [Size.mebibytes(1024), '1Gi'],
  [Size.gibibytes(1.5), '1536Mi'],
  [Size.tebibytes(1), '1Ti'],
  [Size.pebibyte(2048), '2048Pi'],
  [Size.kibibytes(0.5), '512'],
  [Size.kibibytes(1e9 / 1024), '1G'],
  [Size.kibibytes(125_000), '128M'],
  [Size.gibibytes(1000), '1000Gi'],
])('renders a size as Kubernetes does: %#', (size, quantity) => {
  expect(sizeQuantity(size)).toBe(quantity);
});

test.each([
  [Cpu.millis(500), '500m'],
  [Cpu.millis(1000), '1'],
  [Cpu.millis(1500), '1500m'],
  [Cpu.units(0.5), '500m'],
  [Cpu.units(2), '2'],
  [Cpu.units(0), '0'],
])('renders an amount of CPU as Kubernetes does: %#', (cpu, quantity) => {
  expect(cpuQuantity(cpu)).toBe(quantity);
});

test('compares amounts', () => {
  expect([bytes(Size.mebibytes(1)), millicpu(Cpu.units(0.25)), millicpu(Cpu.millis(250))]).toEqual([1048576, 250, 250]);
});
