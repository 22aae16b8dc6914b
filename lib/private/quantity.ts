import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
const DECIMAL_SUFFIXES = ['', 'k', 'M', 'G', 'T', 'P'];

/**
 * A size in the canonical form of Kubernetes: `1Gi`, not `1024Mi`. In powers of 1000 where that is shorter: `1G`.
 *
 * spin-operator's webhook rewrites quantities to that form, and a different spelling in Git would show as drift.
 */
export function sizeQuantity(size: Size): string {
  const whole = Math.ceil(bytes(size));
  const binary = inLargestUnit(whole, 1024, BINARY_SUFFIXES);
  const decimal = inLargestUnit(whole, 1000, DECIMAL_SUFFIXES);
  return decimal.length < binary.length ? decimal : binary;
}

function inLargestUnit(whole: number, base: number, suffixes: readonly string[]): string {
  let amount = whole;
  let suffix = 0;
  while (amount !== 0 && amount % base === 0 && suffix < suffixes.length - 1) {
    amount /= base;
    suffix += 1;
  }
  return `${amount}${suffixes[suffix]}`;
}

/** A number of bytes, to compare sizes. */
export function bytes(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024;
}

/** An amount of CPU in the canonical form of Kubernetes: `500m`, not `0.5`. */
export function cpuQuantity(cpu: kplus.Cpu): string {
  const millis = millicpu(cpu);
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/** Thousandths of a CPU, to compare amounts. */
export function millicpu(cpu: kplus.Cpu): number {
  return cpu.amount.endsWith('m') ? Number(cpu.amount.slice(0, -1)) : Number(cpu.amount) * 1000;
}

/** The requests or limits of a container by the name of the resource. */
export function resourceQuantities(
  resources: kplus.ContainerResources,
  kind: 'request' | 'limit',
): { [name: string]: string } {
  const cpu = resources.cpu?.[kind];
  const memory = resources.memory?.[kind];
  const storage = resources.ephemeralStorage?.[kind];
  return {
    ...(cpu && { cpu: cpuQuantity(cpu) }),
    ...(memory && { memory: sizeQuantity(memory) }),
    ...(storage && { 'ephemeral-storage': sizeQuantity(storage) }),
  };
}
