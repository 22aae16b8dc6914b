import { isCelError, run } from '@bufbuild/cel';
import { FluxHealthCheck } from '../../../lib/gitops/flux/flux-delivery';
import { celBindings } from '../../cel-input';

/** The verdict of Flux on an object: after an error it keeps waiting. */
export type Verdict = 'Current' | 'Failed' | 'InProgress' | 'Error';

/** Evaluates a health check as Flux does: in the same order, on the fields of the object, with integers as int. */
export function judge({ current, failed, inProgress }: FluxHealthCheck, object: object): Verdict {
  const verdicts: [Verdict, string | undefined][] = [
    ['InProgress', inProgress],
    ['Failed', failed],
    ['Current', current],
  ];
  for (const [verdict, expression] of verdicts) {
    const result = expression === undefined ? false : run(expression, celBindings(object));
    if (typeof result !== 'boolean') {
      if (isCelError(result)) {
        return 'Error';
      }
      throw new Error(`${String(expression)} is not a condition`);
    }
    if (result) {
      return verdict;
    }
  }
  return 'InProgress';
}
