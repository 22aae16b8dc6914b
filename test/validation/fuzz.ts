import { readObjects } from '../../lib/validation/documents/read-objects';
import { UnusableInput } from '../../lib/validation/documents/unusable-input';
import { FieldValidation } from '../../lib/validation/field-validation';
import { describeProblem } from '../../lib/validation/problems';
import { validateObjects } from '../../lib/validation/validate-objects';

const OPTIONS = {
  fieldValidation: FieldValidation.WARN,
  knowledge: { completeKinds: ['SpinAppExecutor', 'Secret'], externals: [] },
};

/** Reads and checks a text, and formats all findings. Throws any error except UnusableInput. */
export function fuzz(text: string): void {
  try {
    const verdicts = validateObjects(readObjects('a.yaml', text), OPTIONS);
    verdicts.flatMap(({ findings }) => findings).map(describeProblem);
  } catch (error) {
    if (!(error instanceof UnusableInput)) {
      throw error;
    }
  }
}
