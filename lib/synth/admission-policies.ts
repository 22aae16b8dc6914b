/** Kind of a policy that changes objects when they are created. */
export const MUTATING_ADMISSION_POLICY = 'MutatingAdmissionPolicy';

/** Kind of the binding of such a policy, which puts it into effect for some objects. */
export const MUTATING_ADMISSION_POLICY_BINDING = 'MutatingAdmissionPolicyBinding';

/** Kind of a policy that checks objects when they are applied. */
export const VALIDATING_ADMISSION_POLICY = 'ValidatingAdmissionPolicy';

/** Kind of the binding of such a policy. */
export const VALIDATING_ADMISSION_POLICY_BINDING = 'ValidatingAdmissionPolicyBinding';

/** All of them: API servers act on them a moment after they are applied. */
export const ADMISSION_POLICY_KINDS: readonly string[] = [
  MUTATING_ADMISSION_POLICY,
  MUTATING_ADMISSION_POLICY_BINDING,
  VALIDATING_ADMISSION_POLICY,
  VALIDATING_ADMISSION_POLICY_BINDING,
];
