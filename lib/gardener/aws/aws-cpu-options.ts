import { violation } from '../../private/errors';
import { positive } from '../ask';

/**
 * The processors of machines.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cpu-options-supported-instances-values.html
 */
export interface AwsCpuOptions {
  /**
   * The number of cores. Comes with `threadsPerCore`.
   *
   * @default - that of the machine type
   */
  readonly coreCount?: number;

  /**
   * The number of threads of a core: 1 or 2. Comes with `coreCount`.
   *
   * @default - that of the machine type
   */
  readonly threadsPerCore?: number;

  /**
   * Whether memory is encrypted by AMD SEV-SNP.
   *
   * @default - it is not
   */
  readonly amdSevSnp?: boolean;
}

export function renderCpuOptions({ amdSevSnp, coreCount, threadsPerCore }: AwsCpuOptions): unknown {
  const switched = amdSevSnp ? 'enabled' : 'disabled';
  return { coreCount, threadsPerCore, amdSevSnp: amdSevSnp === undefined ? undefined : switched };
}

/** What Gardener's provider for AWS refuses of them. */
export function validateCpuOptions({ coreCount, threadsPerCore }: AwsCpuOptions): string[] {
  const property = 'providerConfig.cpuOptions';
  const needs = (name: string, other: string) =>
    violation(`${property}.${name}`, undefined, `is required beside '${other}'`, 'set it, or remove the other');
  return [
    ...positive(`${property}.coreCount`, coreCount),
    ...(threadsPerCore !== undefined && threadsPerCore !== 1 && threadsPerCore !== 2
      ? [violation(`${property}.threadsPerCore`, threadsPerCore, 'must be 1 or 2', 'choose one of them')]
      : []),
    ...(coreCount === undefined && threadsPerCore !== undefined ? [needs('coreCount', 'threadsPerCore')] : []),
    ...(coreCount !== undefined && threadsPerCore === undefined ? [needs('threadsPerCore', 'coreCount')] : []),
  ];
}
