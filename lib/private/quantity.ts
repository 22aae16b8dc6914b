import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

const BINARY_SUFFIXES = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/**
 * A size in the canonical form of Kubernetes: `1Gi`, not `1024Mi`.
 *
 * spin-operator's webhook rewrites quantities to that form, and a different spelling in Git would show as drift.
 */
export function sizeQuantity(size: Size): string {
  let amount = size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
  if (!Number.isInteger(amount)) {
    return String(Math.ceil(amount * 1024));
  }
  let suffix = 0;
  while (amount !== 0 && amount % 1024 === 0 && suffix < BINARY_SUFFIXES.length - 1) {
    amount /= 1024;
    suffix += 1;
  }
  return amount === 0 ? '0' : `${amount}${BINARY_SUFFIXES[suffix]}`;
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
